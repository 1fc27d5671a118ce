"""The shift by keys only, over a real store: begun, its departures, handed over, ended."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.held import OpenCase
from posko_app.domain.screening import Draft
from posko_app.domain.shift import CaseKind
from posko_app.services.sync_state import SyncState
from posko_app.ui.pages import Pages, make_veil
from posko_app.ui.sif_words import (
    agencies_words,
    case_line,
    cases_in_short,
    handover_lines,
    minutes_words,
    opened_words,
    snapshot_words,
    team_words,
)
from sync.protocol.people import Role
from tests.support.fake_desk import FakeShift
from tests.support.keys import CTRL, press, show, type_text
from tests.ui.pages.makers import CATALOGUE, NAMES, SECOND, screen, words

DRAFT_ID = "d" * 32


@pytest.fixture
def page(qtbot, pages):
    """The officers' page with the keyboard on the shift."""
    made = pages.petugas()
    made.resize(1366, 600)
    show(qtbot, made)
    made.refresh()
    qtbot.waitUntil(lambda: made.shift.standing is not None and made.officers.count() > 0)
    made.begin_shift()
    return made


def begin(page, qtbot, desk, keys="12") -> None:
    type_text(page, keys)
    with qtbot.waitSignal(page.to_work):
        press(page, Qt.Key.Key_Return)
    runs(page, qtbot)
    page.begin_shift()


def runs(page, qtbot, *, yes=True) -> None:
    step = page.shift.running if yes else page.shift.start
    qtbot.waitUntil(lambda: page.shift.steps.currentWidget() is step)


def said(page) -> str:
    return page.shift.notice.text()


def keep_draft(desk, clock, name="CONTOH NAMA SATU") -> None:
    draft = Draft(DRAFT_ID, {"traveller.name": name}, clock(), clock())
    desk.screening.save_draft(draft).result()


def test_esc_goes_to_work_digits_mark_the_offices_and_enter_begins(page, qtbot, desk):
    assert "Mulai sif" in words(page)
    with qtbot.waitSignal(page.to_work):
        press(page, Qt.Key.Key_Escape)
    assert desk.shift.now().result().shift is None

    begin(page, qtbot, desk, "124")

    shift = desk.shift.now().result().shift
    assert shift.agencies == ("bp3mi", "disnakertrans", "tni_au")
    assert shift.officers == (desk.session.current.person,)
    assert said(page) == "Sif dimulai."
    assert any(text.startswith("Sif dibuka") and NAMES[0] in text for text in words(page))


def test_a_line_is_read_before_it_is_a_departure_and_one_taken_off_comes_back(page, qtbot, desk):
    begin(page, qtbot, desk)
    type_text(page, "jt 693 surabaya 1020")
    assert page.shift.running.reading.text() == (
        "Terbaca: JT 693 · surabaya · Sel, 24 Nov · 10.20. Enter menambahkan."
    )

    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.shift.running.departures.count() == 1)

    (one,) = desk.shift.departures().result()
    assert one.answers["departure.departs_time"] == "10:20"
    assert said(page) == "JT 693 masuk keberangkatan hari ini."
    assert page.shift.running.line.text() == ""

    type_text(page, "jt693 surabaya 1020\n")
    qtbot.waitUntil(lambda: said(page) == "JT 693 sudah ada di daftar.")

    listed = page.shift.running.departures
    listed.setFocus()
    press(page, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: listed.count() == 0)
    assert said(page) == "JT 693 dihapus dari keberangkatan hari ini."

    press(page, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: listed.count() == 1)
    assert len(desk.shift.departures().result()) == 1

    page.shift.running.line.setFocus()
    type_text(page, "1020\n")
    qtbot.waitUntil(lambda: "belum bernama" in said(page))
    assert page.shift.running.line.text() == "1020"


def test_cases_are_handed_to_the_officer_of_a_digit(page, qtbot, desk, clock):
    desk.officers.add(NAMES[1], passphrase=SECOND, role=Role.PETUGAS).result()
    keep_draft(desk, clock)
    screen(desk, clock, decision="tunda")
    begin(page, qtbot, desk)
    press(page, Qt.Key.Key_H, CTRL)
    qtbot.waitUntil(lambda: page.shift.hand_over.people.count() == 1)

    assert page.shift.hand_over.short.text() == "1 draf, 1 ditunda"
    type_text(page, "1\n")
    qtbot.waitUntil(lambda: said(page).startswith(f"2 kasus diserahkan kepada {NAMES[1]}."))

    runs(page, qtbot)
    assert desk.screening.open_drafts().result() == ()
    qtbot.waitUntil(lambda: any("menyerahkan 2 kasus" in text for text in words(page)))


def test_without_another_officer_there_is_nobody_to_hand_over_to(page, qtbot, desk):
    begin(page, qtbot, desk)
    press(page, Qt.Key.Key_H, CTRL)
    qtbot.waitUntil(page.shift.hand_over.nobody.isVisible)

    press(page, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_Escape)

    runs(page, qtbot)
    assert desk.shift.now().result().shift.handovers == ()


def test_closing_says_what_is_unsent_and_open_and_keeps_nobody(page, qtbot, desk, clock):
    held = screen(desk, clock, decision="tunda")
    begin(page, qtbot, desk)
    qtbot.waitUntil(lambda: page.shift.standing.waiting > 0 and page.shift.running.cases.count())
    page.shift.running.cases.setFocus()
    with qtbot.waitSignal(page.record_asked) as asked:
        press(page, Qt.Key.Key_Return)  # to where the end of a case is recorded
    assert asked.args == [held]
    press(page, Qt.Key.Key_U, CTRL)

    assert f"Masih ada {page.shift.standing.waiting} data belum terkirim. Tutup sif juga?" in words(
        page
    )
    assert "Masih terbuka: 1 ditunda." in words(page)
    press(page, Qt.Key.Key_Escape)
    runs(page, qtbot)
    press(page, Qt.Key.Key_U, CTRL)
    assert desk.shift.now().result().shift is not None

    press(page, Qt.Key.Key_U, CTRL)
    runs(page, qtbot, yes=False)
    assert said(page) == "Sif ditutup. Masih terbuka: 1 ditunda."
    assert desk.shift.now().result().shift is None


def test_whoever_leaves_with_drafts_is_told_once(page, qtbot, desk, clock):
    second = desk.officers.add(NAMES[1], passphrase=SECOND, role=Role.PETUGAS).result()
    keep_draft(desk, clock)
    unlocked = desk.officers.unlock(NAMES[1], passphrase=SECOND).result()
    desk.session.sign_on(unlocked, pin="246801")
    page.refresh()
    qtbot.waitUntil(lambda: page.officers.count() == 2 and bool(page.shift.standing.cases))
    page.focus_first()
    row = next(n for n, line in enumerate(page._lines) if line.name == NAMES[0])
    page.officers.setCurrentRow(row)

    press(page, Qt.Key.Key_Delete)
    assert page.notice.text().startswith(f"{NAMES[0]} masih punya 1 draf.")
    assert len(desk.session.signed_on) == 2

    press(page, Qt.Key.Key_Delete)
    assert [officer.person for officer in desk.session.signed_on] == [second.person]


def test_a_draft_opens_where_it_was_typed_if_it_is_ones_own(page, qtbot, desk, clock):
    keep_draft(desk, clock)
    begin(page, qtbot, desk)
    page.refresh()
    qtbot.waitUntil(lambda: page.shift.running.cases.count() == 1)
    page.shift.running.cases.setFocus()
    with qtbot.waitSignal(page.to_work):
        press(page, Qt.Key.Key_Return)

    (case,) = page.shift.standing.cases
    page.shift._open_case(replace(case, officer="9" * 32))
    assert said(page).startswith("Draf ini milik")


def test_the_turn_changes_by_seven_keys_within_five_seconds(qtbot, desk, context):
    desk.session.set_pin("135790")
    desk.officers.add(NAMES[1], passphrase=SECOND, role=Role.PETUGAS).result()
    unlocked = desk.officers.unlock(NAMES[1], passphrase=SECOND).result()
    desk.session.sign_on(unlocked, pin="246801")
    veil = show(qtbot, make_veil(desk, context))
    began = time.perf_counter()

    veil.cover()  # F12, the first key
    with qtbot.waitSignal(veil.lifted):
        type_text(veil, "135790")

    assert desk.session.current.name == NAMES[0]
    assert time.perf_counter() - began < 5


def test_f6_goes_from_the_officers_to_the_shift_also_where_one_has_room(page, qtbot):
    page.resize(900, 500)
    press(page, Qt.Key.Key_F6)
    assert page.officers.hasFocus()
    assert not page.shift.isVisible()

    press(page, Qt.Key.Key_F6)
    assert page.shift.start.agencies.hasFocus()
    assert not page.left.isVisible()


def test_old_data_of_the_centre_are_a_warning_and_fresh_ones_are_none(clock):
    now = clock()

    def told(**more):
        return snapshot_words(SyncState(**more), CATALOGUE, now=now)

    assert told() == (CATALOGUE.text("sif.not_enrolled"), False)
    assert told(enrolled=True)[1]
    fresh = told(enrolled=True, last_contact_at=now - timedelta(hours=24))
    old = told(enrolled=True, last_contact_at=now - timedelta(hours=24, minutes=1))
    assert (fresh[1], old[1]) == (False, True)
    assert "24 jam 0 mnt lalu" in fresh[0]
    assert old[0].startswith("Data pusat sudah lama: 23-11-2026 08.59 (24 jam 1 mnt lalu).")


def test_words_of_a_case_never_hide_how_long_and_why(clock):
    standing = FakeShift().now().result()
    held = OpenCase("e" * 32, CaseKind.HELD, clock() - timedelta(minutes=75), name=None)

    line = case_line(held, standing, CATALOGUE, now=clock())

    assert line == "1 jam 15 mnt · tanpa nama · ditunda, belum ada akhir"
    assert minutes_words(59, CATALOGUE) == "59 mnt"
    assert cases_in_short((held, held), CATALOGUE) == "2 ditunda"
    assert cases_in_short((), CATALOGUE) == ""


def test_what_a_newer_program_wrote_into_a_shift_is_shown_as_it_is(clock):
    standing = FakeShift().now().result()
    shift = replace(standing.shift, agencies=("polri", "kantor_baru"), officers=("9" * 32,))

    assert agencies_words(shift, CATALOGUE) == "Polri, kantor_baru"
    assert team_words(standing, shift, CATALOGUE) == "petugas tanpa nama"
    assert handover_lines(standing, shift, CATALOGUE) == ()
    tomorrow = shift.opened_at + timedelta(days=1)
    assert "24-11-2026 07.21" in opened_words(standing, shift, CATALOGUE, now=tomorrow)


def test_a_post_by_the_sea_names_its_own_offices(desk, context):
    tenau = Pages(replace(desk, post="tenau"), context).petugas()

    assert list(tenau.shift.start.agencies.chips) == [
        *("disnakertrans", "bp3mi", "polri", "imigrasi", "pelindo", "ksop"),
        *("pelni", "karantina", "tni_al", "tni_ad", "dishub", "lain"),
    ]
