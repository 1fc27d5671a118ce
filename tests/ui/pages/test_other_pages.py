"""Officers, settings, help and veil over a real encrypted store, by keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from posko_app.settings import NO_SCANNER, Language, Settings
from posko_app.ui.pages import Pages, make_veil
from tests.support.keys import ALT, CTRL, press, show, type_text
from tests.ui.pages.makers import CATALOGUE, FIRST, NAMES, SECOND, words


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
    assert setelan.language_row.hint.toolTip() == CATALOGUE.text("pages.settings.incomplete")


def test_choice_that_cannot_be_kept_still_holds_and_says_so(qtbot, desk, context):
    def refuse(_settings):
        raise OSError

    ports = Pages(desk, replace(context, save=refuse))
    page = show(qtbot, ports.setelan())
    page.theme.setCurrentIndex(2)

    assert page.settings.theme == "dark"
    assert page.notice.text() == CATALOGUE.text("pages.settings.not_saved")


def test_a_slow_scanner_is_learnt_and_kept(setelan, qtbot, saved):
    with qtbot.waitSignal(setelan.chosen):
        setelan.show_gaps((30.0,) * 60)

    assert saved[-1].scanner_gap_ms == 45
    assert setelan.is_trying()


def test_keys_of_the_scanner_panel_work_on_the_whole_page(setelan, saved, tmp_path):
    press(setelan, Qt.Key.Key_L, ALT)
    told = setelan.scanner.words()
    press(setelan, Qt.Key.Key_U, ALT)

    assert str(tmp_path) in told
    assert (tmp_path / "posko-uji-pemindai.pdf").exists()
    assert saved[-1].scanner_gap_ms == NO_SCANNER
    assert not setelan.is_trying()


def test_store_without_custodians_warns_for_ever(setelan):
    assert CATALOGUE.text("pages.settings.no_escrow") in words(setelan)


def test_passphrase_is_changed_only_with_the_old_one(setelan, qtbot, desk, clock):
    panel = setelan.passphrase
    panel.old.setFocus()
    type_text(setelan, f"salah\t{SECOND}\t{SECOND}")
    press(setelan, Qt.Key.Key_F9)
    wrong = CATALOGUE.text("vault.wrong_passphrase")
    qtbot.waitUntil(lambda: panel.trouble.text() == wrong)

    clock.forward(minutes=1)  # a wrong try has its delay here too
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
    assert shown.count(CATALOGUE.text("contacts.no_number")) == 7
    assert not any("terakhir dicoba" in text for text in shown)


@pytest.mark.parametrize("name", ["daftar", "log", "petugas", "setelan", "bantuan"])
def test_page_fits_the_smallest_screen(qtbot, pages, name):
    page = getattr(pages, name)()
    page.resize(1092, 455)  # 545 less navigation and status line
    show(qtbot, page)

    least = page.minimumSizeHint()
    assert (least.width() <= 1092, least.height() <= 455) == (True, True)


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
