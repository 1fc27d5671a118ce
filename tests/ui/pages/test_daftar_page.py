"""Find, open, settle, correct and void over a real encrypted store, by keyboard."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.records import ListQuery
from posko_app.services.sync_state import LeaseState
from posko_app.ui.daftar_cells import Column
from tests.support.fake_sync import NOW, connected
from tests.support.keys import ALT, CTRL, press, show, type_text
from tests.ui.pages.makers import CATALOGUE, disagree, screen, words

NARROW = 1092  # px; a screen of 1366 at 125 %


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


def test_the_star_of_a_private_talk_stands_in_the_list_too(daftar, qtbot, desk, clock):
    for name in ("CONTOH NAMA SATU", "CONTOH NAMA DUA"):
        screen(desk, clock, name, **{"traveller.nik": "9902011203990001"})
    listed(daftar, qtbot, 2)
    levels = [daftar.list.model.index(row, Column.LEVEL).data() for row in range(2)]

    assert levels == ["▲ Kuning*", "● Hijau"]


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


def test_disputed_value_is_read_in_full_until_and_after_it_is_settled(daftar, qtbot, desk, clock):
    subject = screen(desk, clock, **{"departure.to": "SUB"})
    disagree(desk, subject)
    listed(daftar, qtbot, 1)
    detail = opened(daftar, qtbot)
    press(daftar, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(daftar.correction.filter.hasFocus)
    daftar.correction.filter.setText("≠")
    disputed = daftar.correction.model.index(0, 1).data()
    press(daftar, Qt.Key.Key_Escape)
    press(daftar, Qt.Key.Key_1, ALT)
    type_text(daftar, "Tiket.")
    with qtbot.waitSignal(daftar.changed):
        press(daftar, Qt.Key.Key_F9)
    chosen = desk.screening.show(subject).result().values["departure.to"]

    assert set(disputed.split(" ≠ ")) == {"BTH", "DPS"}
    qtbot.waitUntil(lambda: f"Ke:  {disputed} → {chosen}" in words(detail.timeline))


def test_unsaved_changes_are_dropped_by_the_second_escape_only(daftar, qtbot, desk, clock):
    screen(desk, clock)
    listed(daftar, qtbot, 1)
    press(daftar, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(daftar.correction.filter.hasFocus)
    type_text(daftar, "contoh nama\n\nCONTOH NAMA BARU\n")
    press(daftar, Qt.Key.Key_Escape)
    said, stayed = daftar.correction.trouble.text(), daftar.correction.isVisible()
    press(daftar, Qt.Key.Key_Escape)

    assert said == CATALOGUE.text("pages.correction.leave", number=1)
    assert (stayed, daftar.correction.isVisible()) == (True, False)


def test_one_owner_of_f9_is_seen_at_a_time(daftar, qtbot, desk, clock):
    screen(desk, clock)
    listed(daftar, qtbot, 1)
    press(daftar, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(daftar.correction.filter.hasFocus)
    type_text(daftar, "contoh nama\n\nCONTOH NAMA BARU\n")
    press(daftar, Qt.Key.Key_F9)
    asking = words(daftar.correction).count("F9")
    press(daftar, Qt.Key.Key_Escape)

    assert (asking, words(daftar.correction).count("F9")) == (1, 1)


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


def test_the_row_enter_would_change_is_seen(daftar, qtbot, desk, clock):
    screen(desk, clock)
    listed(daftar, qtbot, 1)
    press(daftar, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(daftar.correction.filter.hasFocus)
    type_text(daftar, "nama\n")
    chosen = daftar.correction.table.selectionModel().selectedRows()

    assert daftar.correction.table.hasFocus()
    assert [index.row() for index in chosen] == [0]


def test_correction_without_a_change_is_not_asked_for_a_reason(daftar, qtbot, desk, clock):
    screen(desk, clock)
    listed(daftar, qtbot, 1)
    press(daftar, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(daftar.correction.filter.hasFocus)
    press(daftar, Qt.Key.Key_F9)

    assert not daftar.correction.reason.isVisible()
    assert daftar.correction.trouble.text() == CATALOGUE.text("pages.correction.nothing")


def test_long_name_never_makes_the_window_wider_than_the_screen(daftar, qtbot, desk, clock):
    long = "CONTOH " * 40
    subject = screen(desk, clock, long)
    seen = desk.screening.show(subject).result().frontier
    for end in ("A", "B"):
        desk.screening.correct(
            subject, changes={"traveller.name": long + end}, reason="KTP.", based_on=seen
        ).result()
    listed(daftar, qtbot, 1)
    detail = opened(daftar, qtbot)
    press(daftar, Qt.Key.Key_1, ALT)
    settling = daftar.minimumSizeHint().width()
    press(daftar, Qt.Key.Key_Escape)
    press(daftar, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(daftar.correction.filter.hasFocus)

    assert detail.name.whole().startswith("CONTOH CONTOH")
    assert settling <= NARROW
    assert daftar.minimumSizeHint().width() <= NARROW


def test_second_f9_while_the_store_writes_states_nothing_twice(daftar, qtbot, desk, clock):
    subject = screen(desk, clock, **{"departure.to": "SUB"})
    disagree(desk, subject)
    listed(daftar, qtbot, 1)
    opened(daftar, qtbot)
    press(daftar, Qt.Key.Key_2, ALT)
    type_text(daftar, "Tiket diperlihatkan.")
    with qtbot.waitSignal(daftar.changed):
        press(daftar, Qt.Key.Key_F9)
        press(daftar, Qt.Key.Key_F9)

    assert len(desk.screening.show(subject).result().statements) == 4


def test_void_asks_why_and_stays_readable(daftar, qtbot, desk, clock):
    subject = screen(desk, clock)
    listed(daftar, qtbot, 1)
    detail = opened(daftar, qtbot)
    press(daftar, Qt.Key.Key_B, CTRL)
    type_text(daftar, "Tercatat dua kali.")
    with qtbot.waitSignal(daftar.changed):
        press(daftar, Qt.Key.Key_F9)

    assert desk.screening.search(ListQuery()).result().rows[0].voided
    qtbot.waitUntil(lambda: detail.decision.text() == "Dibatalkan")
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


@pytest.mark.parametrize("width", [1092, 1366])
def test_names_keep_their_room_on_a_narrow_screen(daftar, width):
    daftar.resize(width, 545)
    header = daftar.list.table.horizontalHeader()

    assert header.sectionSize(Column.NAME) >= 220
    assert header.sectionSize(Column.TIME) >= 100


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


def test_a_lease_that_ran_out_says_why_older_records_are_not_here(qtbot, pages):
    page = show(qtbot, pages.daftar())
    page.show_sync(connected(lease=LeaseState(NOW, True, date(2026, 11, 24))))
    said = page.list.hidden.text()
    empty = page.list.empty.text()
    page.show_sync(connected())

    assert "sebelum 24-11-2026" in said
    assert "di laptop ini" not in empty  # they are, and hidden
    assert "di laptop ini" in page.list.empty.text()
    assert not page.list.hidden.isVisible()
