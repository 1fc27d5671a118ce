"""The group screen by its keys: rows, exceptions, split outcomes, people taken aside, undo."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from posko_app.domain.screening import Draft
from posko_app.errors import MachineError, OperatorError
from posko_app.services.group_drafts import OpenGroup, SavedMember
from posko_app.ui.periksa_focus import focused
from posko_app.ui.rombongan_row import RowState
from tests.support.fake_desk import day_departure, recorded
from tests.support.fake_group import FakeGroup, TwoPages
from tests.support.keys import ALT, CTRL, press, show, type_text

SAID = {
    "departure.carrier": "KM CONTOH",
    "claimed.purpose": "kerja_dn",
    "journey.final_country": "ID",
    "journey.final_city": "BATAM",
    "recruiter.channel": "perusahaan",
    "recruiter.name": "CONTOH PEREKRUT",
    "docs.spp_akad": "ada",
    "ticket.payer": "perusahaan",
}


def nik(number, *, born="171189"):
    return f"990201{born}{number:04d}"


def open_window(qtbot, clock, group=None):
    made = TwoPages(clock, group=group)
    show(qtbot, made)
    made.show_page("rombongan")
    qtbot.waitUntil(lambda: focused() is not None)
    return made


@pytest.fixture
def window(qtbot, theme, clock):
    made = open_window(qtbot, clock)
    for path, value in SAID.items():
        made.group.model.set_header({path: value})
    press(made, Qt.Key.Key_Escape)
    return made


def member(window, number, name="contoh nama", **more):
    type_text(window, f"{nik(number, **more)}\n{name}\n")


def rows(window):
    return window.group.model.rows


def states(window):
    return [window.group.model.reading(place).standing.value for place in range(len(rows(window)))]


def said(window):
    return window.group.view.bar.said.text()


def saved(window):
    return {d.answers["traveller.name"]: d.answers for d in window.store.records}


def test_enter_goes_on_from_person_to_person(window):
    member(window, 1, "contoh satu")
    member(window, 2, "contoh dua")

    assert [row.own["traveller.name"] for row in rows(window)] == ["CONTOH SATU", "CONTOH DUA"]
    assert focused() is window.group.view.entry.who
    assert states(window) == ["green", "green"]


def test_one_key_lets_the_green_rest_go_and_leaves_those_who_need_a_person(window, qtbot):
    member(window, 1, "contoh satu")
    member(window, 2, "contoh anak", born="171112")
    member(window, 3, "contoh tiga")
    press(window, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: len(saved(window)) == 2)
    assert {answers["decision"] for answers in saved(window).values()} == {"boleh"}
    assert {answers["shown_level"] for answers in saved(window).values()} == {"hijau"}
    assert [row.state for row in rows(window)] == [
        RowState.SAVED,
        RowState.OPEN,
        RowState.SAVED,
    ]
    assert states(window)[1] == "child"


def test_a_row_says_saved_only_when_it_is(window, qtbot):
    window.store.waits = []
    member(window, 1)
    press(window, Qt.Key.Key_F9)

    assert rows(window)[0].state is RowState.SAVING
    (future,) = window.store.waits
    drafts = [window.group.model.member(0)]
    future.set_result(tuple(map(window.store.outcome, drafts)))
    qtbot.waitUntil(lambda: rows(window)[0].state is RowState.SAVED)


def test_what_was_not_saved_stays_and_is_named(window, qtbot):
    window.store.refuses = {"CONTOH DUA": OperatorError("screening.problems", count=1)}
    member(window, 1, "contoh satu")
    member(window, 2, "contoh dua")
    press(window, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: "baris 2" in said(window))
    assert [row.state for row in rows(window)] == [RowState.SAVED, RowState.OPEN]
    assert states(window)[1] == "green"
    window.store.refuses = {}
    press(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(saved(window)) == 2)


def test_an_exception_is_chosen_by_letters_and_chosen_again_is_gone(window):
    type_text(window, f"{nik(1)}\ncontoh satu")
    press(window, Qt.Key.Key_Tab)
    type_text(window, "kel\n")
    assert rows(window)[0].own["ticket.payer"] == "keluarga"
    type_text(window, "kel\n")
    assert "ticket.payer" not in rows(window)[0].own
    type_text(window, "hp\n081299990001\n\n")

    assert rows(window)[0].own["traveller.phone"] == "0812-9999-0001"
    assert focused() is window.group.view.entry.who


def test_split_outcomes_are_decided_row_by_row_with_their_reason(window, qtbot):
    member(window, 1, "contoh satu")
    type_text(window, f"{nik(2)}\ncontoh dua")
    press(window, Qt.Key.Key_Tab)
    type_text(window, "tidak ada (spp\n\n")
    assert states(window) == ["green", "level"]
    press(window, Qt.Key.Key_F4)
    type_text(window, "t")
    type_text(window, "spp\n")
    press(window, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: len(saved(window)) == 2)
    two = saved(window)["CONTOH DUA"]
    assert (two["decision"], two["decision_reason.spp_akad_belum_ada"]) == ("tunda", True)
    assert saved(window)["CONTOH SATU"]["decision"] == "boleh"


def test_the_same_person_twice_is_named_and_neither_goes_with_the_rest(window):
    member(window, 1, "contoh satu")
    member(window, 1, "contoh satu lagi")

    assert states(window) == ["twin", "twin"]
    cell = window.group.view.table
    assert "baris 1" in cell.index(1, 6).data()


def test_a_row_taken_out_comes_back_with_one_key(window):
    member(window, 1, "contoh satu")
    member(window, 2, "contoh dua")
    first = rows(window)[0]
    window.group.keep_draft()
    press(window, Qt.Key.Key_Up)
    press(window, Qt.Key.Key_Up)
    press(window, Qt.Key.Key_Delete)
    assert [row.own["traveller.name"] for row in rows(window)] == ["CONTOH DUA"]
    assert first.id not in window.store.drafts
    press(window, Qt.Key.Key_Z, CTRL)
    window.group.keep_draft()

    assert rows(window)[0] == first
    assert first.id in window.store.drafts


def test_what_rows_share_is_shown_while_it_is_typed(window):
    for number in (1, 2):
        type_text(window, f"{nik(number)}\ncontoh orang")
        press(window, Qt.Key.Key_Tab)
        type_text(window, "alamat\njl contoh 1\n")
        if number == 1:
            type_text(window, "\n")

    assert "baris 1" in window.group.view.entry.hint.text()
    assert "2×" in window.group.view.strip.shared.text()


def test_a_half_typed_row_is_kept_soon(window, qtbot):
    type_text(window, "9902")

    qtbot.waitUntil(lambda: len(window.store.drafts) == 2)  # the header, too
    group = window.group.model.group
    kept = [d for d in window.store.drafts.values() if d.id != group]
    assert [(d.answers["traveller.nik"], d.answers["group.id"]) for d in kept] == [("9902", group)]


def test_an_emptied_row_leaves_nothing_behind(window):
    type_text(window, "9")
    window.group.keep_draft()
    press(window, Qt.Key.Key_Backspace)
    press(window, Qt.Key.Key_Escape)

    assert rows(window) == []
    assert [*window.store.drafts] == [window.group.model.group]


def test_a_group_left_open_is_gone_on_with(qtbot, theme, clock):
    group = "a" * 32
    now = clock()
    header = Draft(group, {**SAID, "group.id": group}, now, now)
    row = Draft("b" * 32, {"group.id": group, "traveller.name": "CONTOH DULU"}, now, now)
    window = open_window(qtbot, clock, FakeGroup([OpenGroup(header, (row,), ())]))

    assert [r.own["traveller.name"] for r in rows(window)] == ["CONTOH DULU"]
    assert window.group.model.group == group
    assert not window.group.view.header_is_open()


@pytest.mark.parametrize(("count", "carrier"), [(1, "KM CONTOH"), (2, None)])
def test_the_only_departure_of_the_day_is_the_groups(qtbot, theme, clock, count, carrier):
    one = day_departure("e" * 32, {"departure.carrier": "KM CONTOH"})
    window = TwoPages(clock, departures=(one,) * count)
    show(qtbot, window)
    window.show_page("rombongan")

    qtbot.waitUntil(lambda: window.group._loaded)
    QApplication.processEvents()
    assert window.group.model.header.answers.get("departure.carrier") == carrier


def test_a_group_of_yesterday_that_is_wholly_saved_is_done_with(qtbot, theme, clock):
    group, now = "a" * 32, clock()
    header = Draft(group, {**SAID, "group.id": group}, now, now)
    row = Draft("b" * 32, {"group.id": group, "traveller.name": "CONTOH"}, now, now)
    old = SavedMember("c" * 32, now - timedelta(days=1), recorded(row, 1).row)
    store = FakeGroup([OpenGroup(header, (), (old,))])
    store.drafts[group] = header
    window = open_window(qtbot, clock, store)

    assert (rows(window), group in store.drafts) == ([], False)


def test_a_row_left_half_typed_is_gone_on_with(qtbot, theme, clock):
    group, now = "a" * 32, clock()
    header = Draft(group, {**SAID, "group.id": group}, now, now)
    row = Draft("b" * 32, {"group.id": group, "traveller.nik": "9902"}, now, now)
    window = open_window(qtbot, clock, FakeGroup([OpenGroup(header, (row,), ())]))
    qtbot.waitUntil(lambda: focused() is window.group.view.entry.name)
    type_text(window, "contoh dulu\n")

    assert rows(window)[0].own == {"traveller.nik": "9902", "traveller.name": "CONTOH DULU"}


def test_another_group_begins_and_the_first_is_gone_back_to(window):
    member(window, 1, "contoh satu")
    press(window, Qt.Key.Key_N, CTRL)
    assert rows(window) == []
    press(window, Qt.Key.Key_Escape)
    member(window, 2, "contoh dua")
    press(window, Qt.Key.Key_PageDown, CTRL)

    assert [row.own["traveller.name"] for row in rows(window)] == ["CONTOH SATU"]
    assert window.group.model.header.answers["recruiter.name"] == "CONTOH PEREKRUT"
    press(window, Qt.Key.Key_PageDown, CTRL)
    assert [row.own["traveller.name"] for row in rows(window)] == ["CONTOH DUA"]


def test_letters_without_a_digit_are_a_name(window):
    type_text(window, "contoh tanpa kartu\n\n")

    assert rows(window)[0].own == {"traveller.name": "CONTOH TANPA KARTU"}
    assert states(window) == ["no_age"]


def test_what_could_not_be_kept_is_said_and_tried_again(window, qtbot):
    window.store.fails_with = MachineError("store.disk_full")
    type_text(window, "9902")
    window.group.keep_draft()
    qtbot.waitUntil(lambda: "belum tersimpan" in said(window))
    window.store.fails_with = None
    type_text(window, "0")
    window.group.keep_draft()

    assert any(d.answers.get("traveller.nik") == "99020" for d in window.store.drafts.values())


def test_nobody_is_shown_under_another_row_number_after_a_save(window, qtbot):
    member(window, 1, "contoh satu")
    press(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(saved(window)) == 1)
    member(window, 2, "contoh dua")

    assert [row.state for row in rows(window)] == [RowState.SAVED, RowState.OPEN]
    assert window.group.view.entry.number.text() == "3"


def test_a_group_that_is_wholly_saved_leaves_no_header_when_the_next_begins(window, qtbot):
    member(window, 1)
    press(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(saved(window)) == 1)
    group = window.group.model.group
    press(window, Qt.Key.Key_N, CTRL)

    assert group not in window.store.drafts
    assert window.group.model.group != group


def test_rules_that_break_leave_the_row_for_a_person(window, monkeypatch):
    member(window, 1)
    row = rows(window)[0]
    window.group.model.put(replace(row, own={**row.own, "traveller.dob_ktp": "31-02-1990"}))

    assert states(window) == ["problem"]
    press(window, Qt.Key.Key_B, ALT)
    assert "decision" not in rows(window)[0].own
