"""The pages over a real encrypted store, by keyboard: find, open, settle, correct, void, export."""

import os
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from posko_app.bootstrap import create_store, open_desk
from posko_app.domain.civil import civil_date
from posko_app.domain.codes import Decision, Post
from posko_app.domain.records import ListQuery
from posko_app.domain.screening import Draft
from posko_app.i18n import load_catalogue
from posko_app.paths import resources_dir
from posko_app.settings import Language, Settings
from posko_app.store.passphrase import PassphraseContext, check_passphrase
from posko_app.ui.bantuan_model import key_lines
from posko_app.ui.pages import PageContext, Pages, make_veil
from posko_app.ui.periksa_keys import KEYS
from posko_app.ui.theme import LIGHT
from sync.protocol.entry import Deployment
from tests.support.keys import ALT, CTRL, press, show, type_text
from tests.support.low_cost import LOW

CATALOGUE = load_catalogue()
FIRST, SECOND = "arus tenang melintas kebun jeruk", "gunung biru menari di laut"
NAMES = ("CONTOH PETUGAS SATU", "CONTOH PETUGAS DUA")


@pytest.fixture
def desk(tmp_path, clock):
    create_store(
        tmp_path / "data",
        post=Post.EL_TARI,
        deployment=Deployment.TRAINING,
        officer=NAMES[0],
        passphrase=FIRST,
        policy=LOW,
        clock=clock,
    )
    opened = open_desk(tmp_path / "data", officer=None, passphrase=FIRST, policy=LOW, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def saved():
    return []


@pytest.fixture
def context(tmp_path, clock, saved):
    return PageContext(
        catalogue=CATALOGUE,
        theme=lambda: LIGHT,
        now=clock,
        names=lambda: NAMES,
        check=lambda text, names: check_passphrase(
            text, context=PassphraseContext(names=tuple(names))
        ),
        suggest=lambda: SECOND,
        settings=Settings(),
        save=saved.append,
        incomplete=frozenset({Language.ENGLISH}),
        escrow=False,
        data_dir=tmp_path / "data",
        export_dir=tmp_path,
        resources=resources_dir(),
    )


@pytest.fixture
def pages(desk, context):
    return Pages(desk, context)


def screen(desk, clock, name="CONTOH NAMA SATU", **answers):
    clock.forward(minutes=1)
    known = {"traveller.name": name, "decision": "boleh", **answers}
    draft = Draft(os.urandom(16).hex(), known, clock(), clock())
    return desk.screening.record(draft).result().subject


def disagree(desk, subject):
    """Two officers correct the same field without knowing of each other."""
    seen = desk.screening.show(subject).result().frontier
    for place in ("BTH", "DPS"):
        desk.screening.correct(
            subject, changes={"departure.to": place}, reason="Tiket.", based_on=seen
        ).result()


def words(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


@pytest.fixture
def daftar(qtbot, pages):
    page = pages.daftar()
    page.resize(1366, 620)
    return show(qtbot, page)


def listed(daftar, qtbot, rows):
    with qtbot.waitSignal(daftar.list.model.loaded):
        daftar.refresh()
    daftar.focus_first()
    assert daftar.list.model.rowCount() == rows


def opened(daftar, qtbot):
    before = daftar.detail.history
    press(daftar, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: daftar.detail.history is not before)
    return daftar.detail


def test_search_shows_what_matches_and_says_when_nothing_does(daftar, qtbot, desk, clock):
    screen(desk, clock)
    screen(desk, clock, "CONTOH NAMA DUA")

    with qtbot.waitSignal(daftar.list.model.loaded):
        daftar.show_text("nama du")
    found = daftar.list.model.index(0, 1).data()
    with qtbot.waitSignal(daftar.list.model.loaded):
        daftar.show_text("zz")

    assert found.startswith("CONTOH NAMA DUA")
    assert daftar.list.empty.isVisible()
    assert "“zz”" in daftar.list.empty.text()


def test_conflict_is_settled_by_key_with_a_reason(daftar, qtbot, desk, clock):
    subject = screen(desk, clock, **{"departure.to": "SUB"})
    disagree(desk, subject)
    listed(daftar, qtbot, 1)
    detail = opened(daftar, qtbot)
    press(daftar, Qt.Key.Key_2, ALT)
    wanted = "Pakai “DPS”" if detail._rivals["2"].value == "DPS" else "Pakai “BTH”"

    assert wanted in " ".join(words(detail.reason))
    type_text(daftar, "Tiket diperlihatkan.")
    with qtbot.waitSignal(daftar.changed):
        press(daftar, Qt.Key.Key_F9)

    told = desk.screening.show(subject).result()
    assert told.conflicts == {}
    assert told.statements[-1].sets["correction_reason"] == "Tiket diperlihatkan."


def test_correction_lists_its_changes_and_needs_a_reason(daftar, qtbot, desk, clock):
    subject = screen(desk, clock)
    listed(daftar, qtbot, 1)
    press(daftar, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: daftar.correction.subject == subject)
    qtbot.waitUntil(daftar.correction.filter.hasFocus)

    type_text(daftar, "contoh nama\n\nCONTOH NAMA BARU\n")
    listed_changes = words(daftar.correction.changes)
    press(daftar, Qt.Key.Key_F9)
    press(daftar, Qt.Key.Key_F9)
    asked = daftar.correction.reason.trouble.text()
    type_text(daftar, "Dibaca ulang.")
    with qtbot.waitSignal(daftar.changed):
        press(daftar, Qt.Key.Key_F9)

    assert listed_changes == ["Nama:  CONTOH NAMA SATU → CONTOH NAMA BARU"]
    assert asked != ""
    assert desk.screening.show(subject).result().values["traveller.name"] == "CONTOH NAMA BARU"


def test_coded_field_is_corrected_by_arrow_keys(daftar, qtbot, desk, clock):
    subject = screen(desk, clock)
    listed(daftar, qtbot, 1)
    press(daftar, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(daftar.correction.filter.hasFocus)
    type_text(daftar, "keputusan boleh\n\n")
    press(daftar, Qt.Key.Key_Down)
    type_text(daftar, "\n")

    assert daftar.correction.subject == subject
    assert daftar.correction.model.changes == {"decision": "tunda"}


def test_correction_without_a_change_is_not_asked_for_a_reason(daftar, qtbot, desk, clock):
    screen(desk, clock)
    listed(daftar, qtbot, 1)
    press(daftar, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(daftar.correction.filter.hasFocus)
    press(daftar, Qt.Key.Key_F9)

    assert not daftar.correction.reason.isVisible()
    assert daftar.correction.trouble.text() == CATALOGUE.text("pages.correction.nothing")


def test_void_asks_why_and_stays_readable(daftar, qtbot, desk, clock):
    subject = screen(desk, clock)
    listed(daftar, qtbot, 1)
    opened(daftar, qtbot)
    press(daftar, Qt.Key.Key_B, CTRL)
    type_text(daftar, "Tercatat dua kali.")
    with qtbot.waitSignal(daftar.changed):
        press(daftar, Qt.Key.Key_F9)

    assert desk.screening.search(ListQuery()).result().rows[0].voided
    assert desk.screening.show(subject).result().values["traveller.name"] == "CONTOH NAMA SATU"


def test_escape_closes_the_question_first_and_the_page_after(daftar, qtbot, desk, clock):
    screen(desk, clock)
    listed(daftar, qtbot, 1)
    detail = opened(daftar, qtbot)
    press(daftar, Qt.Key.Key_B, CTRL)
    press(daftar, Qt.Key.Key_Escape)
    still_there = detail.isVisible()
    press(daftar, Qt.Key.Key_Escape)

    assert (still_there, detail.isVisible()) == (True, False)
    assert desk.screening.search(ListQuery()).result().rows[0].corrections == 0


def test_filters_narrow_the_list_by_key(daftar, qtbot, desk, clock):
    screen(desk, clock)
    screen(desk, clock, decision="tunda")
    listed(daftar, qtbot, 2)
    for box, expected in ((daftar.list.sending, 2), (daftar.list.decision, 1)):
        box.setFocus()
        with qtbot.waitSignal(daftar.list.model.loaded):
            press(daftar, Qt.Key.Key_Down)
        if expected == 1:
            with qtbot.waitSignal(daftar.list.model.loaded):
                press(daftar, Qt.Key.Key_Down)
        assert daftar.list.model.rowCount() == expected

    assert daftar.list.model.row_at(daftar.list.model.index(0, 0)).decision == "tunda"


@pytest.fixture
def log(qtbot, pages, desk, clock):
    screen(desk, clock, **{"traveller.nik": "9902015711890003"})
    screen(desk, clock, decision="tunda")
    page = pages.log()
    page.resize(1366, 620)
    show(qtbot, page)
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.focus_first()
    return page


def test_arrows_turn_the_day_and_never_into_tomorrow(log, qtbot, clock):
    press(log, Qt.Key.Key_Right)
    today = log.on
    press(log, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: log.model.rowCount() == 0)

    assert today == civil_date(clock())
    assert (today - log.on).days == 1
    qtbot.waitUntil(log.empty.isVisible)


def test_named_export_wants_a_reason_and_shows_its_password_once(log, qtbot, tmp_path):
    press(log, Qt.Key.Key_E, CTRL)
    log.export.names.setFocus()
    press(log, Qt.Key.Key_Space)
    press(log, Qt.Key.Key_F9)
    asked = log.export.trouble.text()
    type_text(log, "Permintaan tertulis.")
    with qtbot.waitSignal(log.exported, timeout=20_000) as exported:
        press(log, Qt.Key.Key_F9)
    shown = log.export.password.text()
    press(log, Qt.Key.Key_Escape)

    assert asked == CATALOGUE.text("pages.export.no_reason")
    assert shown == exported.args[0].password
    assert log.export.password.text() == ""
    assert (tmp_path / f"posko-log-{log.on}-bernama.xlsx").exists()


def test_csv_leaves_without_names_and_without_a_password(log, qtbot, tmp_path):
    press(log, Qt.Key.Key_E, CTRL)
    press(log, Qt.Key.Key_Down)
    with qtbot.waitSignal(log.exported):
        press(log, Qt.Key.Key_F9)

    text = (tmp_path / f"posko-log-{log.on}.csv").read_text(encoding="utf-8-sig")
    assert "CONTOH NAMA" not in text
    assert not log.export.password.isVisible()


def test_names_and_csv_exclude_each_other(log):
    press(log, Qt.Key.Key_E, CTRL)
    log.export.format.setCurrentIndex(1)
    log.export.names.setChecked(True)
    with_names = log.export.format.currentData()
    log.export.format.setCurrentIndex(1)

    assert with_names == "xlsx"
    assert not log.export.names.isChecked()


def test_password_is_copied_only_when_asked(log, qtbot):
    QGuiApplication.clipboard().clear()
    press(log, Qt.Key.Key_E, CTRL)
    with qtbot.waitSignal(log.exported, timeout=20_000):
        press(log, Qt.Key.Key_F9)
    before = QGuiApplication.clipboard().text()
    press(log, Qt.Key.Key_Space)

    assert before == ""
    assert QGuiApplication.clipboard().text() == log.export.password.text() != ""


@pytest.fixture
def petugas(qtbot, pages):
    page = pages.petugas()
    show(qtbot, page)
    page.refresh()
    qtbot.waitUntil(lambda: page.officers.count() > 0)
    page.focus_first()
    return page


def add_second(petugas, qtbot):
    press(petugas, Qt.Key.Key_N, CTRL)
    type_text(petugas, NAMES[1])
    petugas.add.passphrase.first.setFocus()
    type_text(petugas, f"{SECOND}\t{SECOND}")
    with qtbot.waitSignal(petugas.add.added):
        press(petugas, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: petugas.officers.count() == 2)


def test_new_officer_signs_on_and_it_is_his_turn(petugas, qtbot, desk):
    add_second(petugas, qtbot)
    press(petugas, Qt.Key.Key_O, CTRL)
    press(petugas, Qt.Key.Key_Down)
    type_text(petugas, "\n" + SECOND)
    with qtbot.waitSignal(petugas.form.opened):
        type_text(petugas, "\n")
    with qtbot.waitSignal(petugas.changed):
        type_text(petugas, "246801246801")

    assert desk.session.current.name == NAMES[1]
    assert [officer.name for officer in desk.session.signed_on] == list(NAMES)


def test_only_a_penyelia_opens_the_form_for_a_new_officer(petugas, qtbot, desk):
    add_second(petugas, qtbot)
    unlocked = desk.officers.unlock(NAMES[1], passphrase=SECOND).result()
    desk.session.sign_on(unlocked, pin="246801")
    press(petugas, Qt.Key.Key_N, CTRL)

    assert not petugas.side.isVisible()
    assert petugas.notice.text() == CATALOGUE.text("pages.officers.only_penyelia")


def test_last_officer_leaves_by_the_lock(petugas, desk):
    press(petugas, Qt.Key.Key_Delete)

    assert petugas.notice.text() == CATALOGUE.text("pages.officers.last_one")
    assert len(desk.session.signed_on) == 1


def test_officers_unknown_to_the_centre_are_marked(petugas):
    assert any("belum dikonfirmasi pusat" in text for text in words(petugas))


@pytest.fixture
def setelan(qtbot, pages):
    page = pages.setelan()
    show(qtbot, page)
    page.focus_first()
    return page


def test_choice_is_kept_and_announced_at_once(setelan, qtbot, saved):
    with qtbot.waitSignal(setelan.chosen) as chosen:
        press(setelan, Qt.Key.Key_Down)

    assert chosen.args == [Settings(language=Language.ENGLISH)]
    assert saved == chosen.args
    assert setelan.notice.text() == CATALOGUE.text("pages.settings.language_later")
    assert setelan.language_row.hint.toolTip() == CATALOGUE.text("pages.settings.incomplete")


def test_choice_that_cannot_be_kept_still_holds_and_says_so(qtbot, desk, context):
    def refuse(_settings):
        raise OSError

    ports = Pages(desk, replace(context, save=refuse))
    page = show(qtbot, ports.setelan())
    page.theme.setCurrentIndex(2)

    assert page.settings.theme == "dark"
    assert page.notice.text() == CATALOGUE.text("pages.settings.not_saved")


def test_store_without_custodians_warns_for_ever(setelan):
    assert CATALOGUE.text("pages.settings.no_escrow") in words(setelan)


def test_passphrase_is_changed_only_with_the_old_one(setelan, qtbot, desk):
    panel = setelan.passphrase
    panel.old.setFocus()
    type_text(setelan, f"salah\t{SECOND}\t{SECOND}")
    press(setelan, Qt.Key.Key_F9)
    wrong = CATALOGUE.text("vault.wrong_passphrase")
    qtbot.waitUntil(lambda: panel.trouble.text() == wrong)

    panel.old.setText(FIRST)
    press(setelan, Qt.Key.Key_F9)
    done = CATALOGUE.text("pages.settings.changed")
    qtbot.waitUntil(lambda: panel.trouble.text() == done)

    assert (panel.old.text(), panel.new.value()) == ("", "")
    assert desk.officers.unlock(NAMES[0], passphrase=SECOND).result().officer.name == NAMES[0]


def test_no_contact_claims_to_have_been_tested(qtbot, pages):
    page = show(qtbot, pages.bantuan())
    shown = words(page)

    assert shown.count(CATALOGUE.text("pages.help.unverified")) == 4
    assert not any("terakhir dicoba" in text for text in shown)


def test_help_names_every_key_of_the_screening_page():
    shown = [key for key, _does in key_lines(CATALOGUE)]
    told = " ".join(shown)
    plain = {row.keys.replace("Return", "Enter") for row in KEYS if not row.keys.startswith("Alt+")}
    decisions = {row.keys[-1] for row in KEYS if row.does in set(Decision)}

    assert {key for key in plain if key not in told} == set()
    assert decisions == set("BTRS")
    assert "Alt+B T R S" in shown


@pytest.mark.parametrize("name", ["daftar", "log", "petugas", "setelan", "bantuan"])
def test_page_fits_the_smallest_screen(qtbot, pages, name):
    page = getattr(pages, name)()
    page.resize(1092, 455)  # 545 less navigation and status line
    show(qtbot, page)

    least = page.minimumSizeHint()
    assert (least.width() <= 1092, least.height() <= 455) == (True, True)


def test_export_fits_the_smallest_screen_too(log):
    log.resize(1092, 455)
    press(log, Qt.Key.Key_E, CTRL)

    assert log.minimumSizeHint().width() <= 1092


def test_veil_of_a_real_session_needs_a_pin_to_lift(qtbot, desk, context):
    veil = show(qtbot, make_veil(desk, context))
    veil.cover()
    without = veil.pin.isVisible()
    desk.session.set_pin("135790")
    veil.cover()

    with qtbot.waitSignal(veil.lifted) as lifted:
        type_text(veil, "135790")

    assert not without
    assert lifted.args[0].name == NAMES[0]
