"""Another language or other letters, chosen while something is half typed: nothing is lost."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest

from posko_app.app import Shell
from posko_app.bootstrap import create_store
from posko_app.domain.codes import Post
from posko_app.location import store_paths
from posko_app.settings import NO_SCANNER, Settings, load_settings, save_settings
from posko_app.training import demo_officers
from posko_app.ui.theme import apply_theme
from sync.protocol.entry import Deployment
from tests.support.keys import ALT, CTRL, press, type_text
from tests.support.low_cost import LOW

PENYELIA, _ = demo_officers()
DOWN, UP = Qt.Key.Key_Down, Qt.Key.Key_Up


@pytest.fixture
def shell(qtbot, qapp, tmp_path):
    create_store(
        tmp_path / "data",
        post=Post.EL_TARI,
        deployment=Deployment.TRAINING,
        officer=PENYELIA.name,
        passphrase=PENYELIA.passphrase,
        policy=LOW,
    )
    paths = store_paths(tmp_path / "data")
    # keys come as fast here as a scanner sends them
    save_settings(paths.settings, Settings(scanner_gap_ms=NO_SCANNER))
    made = Shell(qapp, paths, reason="start", policy=LOW, end_process=lambda _code: None)
    made.show_first()
    page = made.window
    page.form.passphrase.setText(PENYELIA.passphrase)
    page.form.submit()
    qtbot.waitUntil(lambda: page.steps.currentWidget() is page.pin, timeout=10_000)
    for _ in range(2):
        QTest.keyClicks(page.pin.pin, "284917")
    qtbot.waitUntil(lambda: made.desk_window is not None, timeout=10_000)
    yield made
    made.close()
    for translator in made._translators:
        qapp.removeTranslator(translator)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    apply_theme(qapp, "light")


def choose(qtbot, shell, *keys):
    """Go to Setelan, press keys on the choices, and wait for the window made anew."""
    before = shell.desk_window
    press(before, Qt.Key.Key_8, CTRL)
    for key in keys:
        press(before, key)
    qtbot.waitUntil(lambda: shell.desk_window is not before)
    qtbot.waitUntil(shell.desk_window.isActiveWindow)
    return shell.desk_window


def periksa(window):
    press(window, Qt.Key.Key_1, CTRL)
    return window.page("periksa")


def test_a_half_typed_form_speaks_another_language_at_once(qtbot, shell):
    window = shell.desk_window
    qtbot.waitUntil(window.isActiveWindow)
    page = periksa(window)
    type_text(window, "9902015711890003\ncontoh nama sa")
    press(window, Qt.Key.Key_P, ALT)
    draft = page.model.draft()

    english = choose(qtbot, shell, DOWN)
    settings_page = english.page("setelan")
    is_on_language = settings_page.language.hasFocus()
    page = periksa(english)

    assert is_on_language
    assert settings_page.language.currentData() == "en"
    assert english.nav.buttons["periksa"].caption.text() == "Screening"
    assert page.view.identity.head.title.text() == "Identity"
    assert page.model.draft() == draft
    focus = english.focusWidget()
    assert (page.view.form.path_of(focus), focus.text()) == ("traveller.name", "CONTOH NAMA SA")
    type_text(english, "tu")
    assert page.model.answers["traveller.name"] == "CONTOH NAMA SATU"
    assert load_settings(store_paths(shell._paths.directory).settings).language == "en"


def test_and_back_again(qtbot, shell):
    qtbot.waitUntil(shell.desk_window.isActiveWindow)
    choose(qtbot, shell, DOWN)
    back = choose(qtbot, shell, UP)

    assert back.nav.buttons["periksa"].caption.text() == "Periksa"
    assert back.page("periksa").view.identity.head.title.text() == "Identitas"


def test_a_form_half_typed_elsewhere_stays_until_it_is_left(qtbot, shell):
    window = shell.desk_window
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Qt.Key.Key_7, CTRL)
    press(window, Qt.Key.Key_N, CTRL)
    type_text(window, "contoh baru")

    english = choose(qtbot, shell, DOWN)
    kept = set(english.shelf.former())
    press(english, Qt.Key.Key_7, CTRL)
    page = english.page("petugas")
    typed = page.add.name.text()
    press(english, Qt.Key.Key_Escape)
    press(english, Qt.Key.Key_8, CTRL)
    press(english, Qt.Key.Key_7, CTRL)

    assert kept == {"petugas"}
    assert typed == "contoh baru"
    assert english.shelf.former() == frozenset()
    assert english.page("petugas") is not page


def test_larger_letters_reach_every_label_of_a_half_typed_form(qtbot, shell):
    window = shell.desk_window
    qtbot.waitUntil(window.isActiveWindow)
    page = periksa(window)
    type_text(window, "9902015711890003\n")
    usual = page.view.identity.fields.rows[0].label.font().pixelSize()
    size = (window.width(), window.height())

    for _ in range(2):
        large = choose(qtbot, shell, Qt.Key.Key_Tab, Qt.Key.Key_Tab, DOWN)
    page = periksa(large)

    assert page.model.answers["traveller.nik"] == "9902015711890003"
    assert page.view.identity.fields.rows[0].label.font().pixelSize() > usual
    assert (large.width(), large.height()) == size


def test_a_save_under_way_keeps_its_page(qtbot, shell):
    window = shell.desk_window
    qtbot.waitUntil(window.isActiveWindow)
    page = periksa(window)
    page.saver.running = 1

    english = choose(qtbot, shell, DOWN)

    assert english.shelf.former() == {"periksa"}
    assert english.page("periksa") is page
    page.saver.running = 0
    assert periksa(english) is not page
