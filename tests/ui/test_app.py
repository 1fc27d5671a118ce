import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest

from posko_app.app import LOCKED, Shell, end_with_parent, load_desk
from posko_app.bootstrap import create_store, open_desk
from posko_app.domain.codes import Post
from posko_app.first_run import create
from posko_app.location import store_paths
from posko_app.passphrases import checker, suggest
from posko_app.settings import Settings, ThemeChoice, load_settings
from posko_app.training import demo_officers
from posko_app.ui.unlock import UnlockPage
from posko_app.ui.window import MainWindow
from posko_app.ui.wizard import WizardPage
from posko_app.ui.wizard_model import NewStore
from sync.protocol.entry import Deployment
from tests.support.low_cost import LOW

PENYELIA, PETUGAS = demo_officers()


def make(directory: Path, *, deployment=Deployment.TRAINING) -> None:
    create_store(
        directory,
        post=Post.EL_TARI,
        deployment=deployment,
        officer=PENYELIA.name,
        passphrase=PENYELIA.passphrase,
        policy=LOW,
    )


@pytest.fixture
def ended():
    return []


@pytest.fixture
def shell(qtbot, qapp, tmp_path, ended):
    made = Shell(
        qapp,
        store_paths(tmp_path / "data"),
        reason="start",
        policy=LOW,
        end_process=ended.append,
    )
    yield made
    finish(qapp, made)


def finish(qapp, shell) -> None:
    shell.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def sign_on(qtbot, shell) -> MainWindow:
    shell.show_first()
    page = shell.window
    page.form.passphrase.setText(PENYELIA.passphrase)
    page.form.submit()
    qtbot.waitUntil(lambda: page.steps.currentWidget() is page.pin, timeout=10_000)
    for _ in range(2):
        QTest.keyClicks(page.pin.pin, "284917")
    qtbot.waitUntil(lambda: isinstance(shell.window, MainWindow), timeout=10_000)
    return shell.window


def test_folder_without_a_store_begins_with_the_wizard(qtbot, shell):
    shell.show_first()

    assert isinstance(shell.window, WizardPage)


def test_store_made_by_the_wizard_is_then_unlocked(qtbot, shell, tmp_path):
    shell.show_first()
    wizard = shell.window
    new = NewStore(True, Post.TENAU, PENYELIA.name, PENYELIA.passphrase, None)

    create(tmp_path / "data", new, LOW)
    wizard.finished.emit()

    assert isinstance(shell.window, UnlockPage)


def test_training_store_shows_the_passphrases_everybody_may_know(qtbot, shell, tmp_path):
    make(tmp_path / "data")

    shell.show_first()

    assert shell.window.model.demo == ((PENYELIA.name, PENYELIA.passphrase),)


def test_right_passphrase_and_pin_open_the_desk(qtbot, shell, tmp_path):
    make(tmp_path / "data")

    window = sign_on(qtbot, shell)

    assert shell.desk.session.current.name == PENYELIA.name
    qtbot.waitUntil(lambda: window.shown() == "petugas")  # no shift runs: it is offered first
    assert window.page("petugas").shift.start.agencies.hasFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert window.shown() == "periksa"


def test_every_page_of_the_navigation_can_be_shown(qtbot, shell, tmp_path):
    make(tmp_path / "data")
    window = sign_on(qtbot, shell)

    shown = []
    for key in ("daftar", "log_harian", "petugas", "setelan", "bantuan", "periksa"):
        window.show_page(key)
        shown.append(type(window.pages.currentWidget()).__name__)

    assert shown == [
        "DaftarPage",
        "LogHarianPage",
        "PetugasPage",
        "SetelanPage",
        "BantuanPage",
        "PeriksaPage",
    ]


def test_lock_finishes_what_was_asked_and_ends_the_process(qtbot, shell, tmp_path, ended):
    make(tmp_path / "data")
    window = sign_on(qtbot, shell)
    page = window.page("periksa")
    page.view.form.edited.emit("traveller.name", "CONTOH SATU")

    window.lock()

    assert ended == [LOCKED]
    assert window.isHidden()
    again = open_desk(tmp_path / "data", officer=None, passphrase=PENYELIA.passphrase, policy=LOW)
    drafts = again.screening.open_drafts().result()
    again.close()
    assert [draft.answers["traveller.name"] for draft in drafts] == ["CONTOH SATU"]


def test_end_of_the_parent_keeps_the_key_typed_a_moment_ago(qtbot, shell, tmp_path, ended):
    make(tmp_path / "data")
    window = sign_on(qtbot, shell)
    window.page("periksa").view.form.edited.emit("traveller.name", "CONTOH SATU")

    threading.Thread(target=shell.end).start()
    qtbot.waitUntil(lambda: ended[:1] == [LOCKED], timeout=4_000)

    again = open_desk(tmp_path / "data", officer=None, passphrase=PENYELIA.passphrase, policy=LOW)
    drafts = again.screening.open_drafts().result()
    again.close()
    assert [draft.answers["traveller.name"] for draft in drafts] == ["CONTOH SATU"]


def test_nobody_at_the_choice_of_a_pin_locks_too(qtbot, shell, tmp_path, ended):
    make(tmp_path / "data")
    shell.show_first()
    page = shell.window
    page.form.passphrase.setText(PENYELIA.passphrase)
    page.form.submit()
    qtbot.waitUntil(lambda: page.steps.currentWidget() is page.pin, timeout=10_000)
    qtbot.waitUntil(lambda: shell.at_pin is not None, timeout=10_000)

    shell.at_pin.veil_due.emit()

    assert ended == [LOCKED]


def test_desk_that_has_its_own_watch_keeps_no_second_one(qtbot, shell, tmp_path):
    make(tmp_path / "data")

    sign_on(qtbot, shell)

    assert shell.at_pin is None


def test_the_veil_falls_over_the_desk_and_lifts_by_pin(qtbot, shell, tmp_path):
    make(tmp_path / "data")
    window = sign_on(qtbot, shell)

    window.fall()
    veiled = window.is_veiled()
    QTest.keyClicks(window.veil.pin, "284917")

    assert veiled
    assert not window.is_veiled()


def test_settings_act_at_once_and_are_kept(qtbot, shell, tmp_path):
    make(tmp_path / "data")
    sign_on(qtbot, shell)

    shell._use_settings(Settings(theme=ThemeChoice.DARK, veil_minutes=5))

    assert shell._look.theme.dark
    assert load_settings(store_paths(tmp_path / "data").settings).veil_minutes == 5


def test_locked_and_crashed_windows_say_why(qtbot, qapp, tmp_path):
    make(tmp_path / "data")
    said = []
    for reason in ("locked", "crashed"):
        shell = Shell(qapp, store_paths(tmp_path / "data"), reason=reason, policy=LOW)
        shell.show_first()
        said.append(shell.window._ports.why_locked)
        finish(qapp, shell)

    assert "Draf Anda aman" in said[0]
    assert "berhenti tak terduga" in said[1]


def test_damaged_key_file_still_shows_a_lock_page_that_says_so(qtbot, shell, tmp_path):
    make(tmp_path / "data")
    for path in (tmp_path / "data").glob("keys*json"):
        path.write_text("rusak")

    shell.show_first()

    assert shell.window.model.names() == ()
    assert shell.window.model.trouble


def test_window_locks_when_its_parent_is_gone(monkeypatch):
    reading, writing = os.pipe()
    gone = threading.Event()
    kept = os.dup(0)
    os.dup2(reading, 0)
    try:
        end_with_parent(gone.set)
        os.close(writing)
        assert gone.wait(10)
    finally:
        os.dup2(kept, 0)


def test_published_passphrases_serve_for_training_only():
    live, practice = checker(Deployment.LIVE), checker(Deployment.TRAINING)

    assert live(PENYELIA.passphrase, []) != ()
    assert practice(PENYELIA.passphrase, []) == ()


def test_suggested_passphrase_passes_its_own_judge():
    assert checker(Deployment.LIVE)(suggest(), []) == ()


def test_lock_page_loads_neither_store_nor_pages():
    code = (
        "import sys, posko_app.app;"
        "heavy = ('posko_app.bootstrap', 'posko_app.ui.pages', 'sqlcipher3', 'sqlite_utils');"
        "found = [name for name in heavy if name in sys.modules];"
        "assert not found, found"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_what_is_loaded_behind_the_lock_page_is_the_desk():
    load_desk()

    assert "posko_app.desk_window" in sys.modules
