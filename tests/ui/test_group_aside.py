"""People of a group in Periksa: taken aside, joined from there, come back to their row."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from posko_app.errors import MachineError
from posko_app.ui.rombongan_row import RowState
from tests.support.keys import ALT, CTRL, press, type_text
from tests.ui.test_group_page import SAID, member, nik, open_window, rows, saved, states


@pytest.fixture
def window(qtbot, theme, clock):
    made = open_window(qtbot, clock)
    made.group.model.set_header(SAID)
    press(made, Qt.Key.Key_Escape)
    return made


def test_no_key_decides_about_a_child_here(window, qtbot):
    member(window, 1, "contoh anak", born="171112")
    for key in (Qt.Key.Key_T, Qt.Key.Key_R, Qt.Key.Key_S, Qt.Key.Key_B):
        press(window, key, ALT)
        assert (rows(window)[0].state, window.currentWidget()) == (
            RowState.ASIDE,
            window.periksa,
        )
        window.periksa.acts.empty()
        window.show_page("rombongan")
    press(window, Qt.Key.Key_F9)
    assert window.store.records == []
    press(window, Qt.Key.Key_B, ALT)

    assert "decision" not in rows(window)[0].own
    assert window.currentWidget() is window.periksa
    assert window.periksa.model.answers["traveller.name"] == "CONTOH ANAK"


def test_a_decision_against_the_suggestion_asks_for_its_reason_in_periksa(window):
    member(window, 1)
    press(window, Qt.Key.Key_R, ALT)

    assert (rows(window)[0].state, window.currentWidget()) == (RowState.ASIDE, window.periksa)


def test_who_was_taken_aside_comes_back_to_his_row_with_his_decision(window, qtbot):
    member(window, 1, "contoh satu")
    member(window, 2, "contoh dua")
    press(window, Qt.Key.Key_Up)
    press(window, Qt.Key.Key_Up)
    press(window, Qt.Key.Key_F8)
    aside = window.periksa.model.answers
    assert (aside["traveller.name"], aside["recruiter.name"]) == ("CONTOH SATU", "CONTOH PEREKRUT")
    press(window, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: window.currentWidget() is window.group)
    assert rows(window)[0].state is RowState.SAVED
    assert rows(window)[0].saved.decision == "boleh"
    (record,) = window.desk.screening.records
    assert record.answers["group.id"] == window.group.model.group
    assert window.group.model.totals().green == 1


def test_who_leaves_periksa_undecided_is_an_open_row_again(window, qtbot):
    member(window, 1, "contoh satu")
    press(window, Qt.Key.Key_F8)
    window.periksa.model.set("notes", "contoh catatan")
    window.periksa.acts.empty()

    assert rows(window)[0].state is RowState.OPEN
    assert rows(window)[0].own["notes"] == "contoh catatan"
    window.show_page("rombongan")
    window.group.keep_draft()
    assert window.store.drafts[rows(window)[0].id].answers["notes"] == "contoh catatan"


def test_of_two_people_aside_each_can_be_gone_back_to(window, qtbot):
    member(window, 1, "contoh satu")
    member(window, 2, "contoh dua")
    press(window, Qt.Key.Key_F8)
    window.periksa.model.set("notes", "contoh catatan")
    window.show_page("rombongan")
    window.group.view.rows.choose(0)
    window.group.view.rows.setFocus()
    press(window, Qt.Key.Key_F8)
    assert window.periksa.model.answers["traveller.name"] == "CONTOH SATU"
    window.show_page("rombongan")
    window.group.view.rows.choose(1)
    window.group.view.rows.setFocus()
    press(window, Qt.Key.Key_F8)

    assert window.periksa.model.answers["notes"] == "contoh catatan"
    assert {row.state for row in rows(window)} == {RowState.ASIDE}


def test_who_was_emptied_in_periksa_and_put_back_there_is_not_saved_twice(window, qtbot):
    member(window, 1, "contoh satu")
    press(window, Qt.Key.Key_F8)
    window.periksa.acts.empty()
    press(window, Qt.Key.Key_Z, CTRL)
    window.show_page("rombongan")

    assert rows(window)[0].state is RowState.ASIDE
    press(window, Qt.Key.Key_F9)
    QApplication.processEvents()
    assert window.store.records == []


def test_ctrl_g_makes_somebody_from_periksa_a_member(window, qtbot):
    window.show_page("periksa")
    type_text(window, f"{nik(7)}\ncontoh tujuh\n")
    press(window, Qt.Key.Key_G, CTRL)

    assert window.currentWidget() is window.group
    assert not window.periksa.model.has_content()
    assert [row.own["traveller.name"] for row in rows(window)] == ["CONTOH TUJUH"]
    assert states(window) == ["green"]


def test_who_is_saved_in_periksa_while_another_group_is_open_is_saved_there_too(window, qtbot):
    member(window, 1, "contoh satu")
    member(window, 2, "contoh dua")
    press(window, Qt.Key.Key_F8)
    window.show_page("rombongan")
    press(window, Qt.Key.Key_N, CTRL)
    window.show_page("periksa")
    press(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(window.desk.screening.records) == 1)
    window.show_page("rombongan")
    press(window, Qt.Key.Key_PageDown, CTRL)

    assert [row.state for row in rows(window)] == [RowState.OPEN, RowState.SAVED]
    press(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: [*saved(window)] == ["CONTOH SATU"])


def test_a_recording_that_failed_in_periksa_keeps_the_row_aside(window):
    member(window, 1)
    press(window, Qt.Key.Key_F8)
    window.desk.screening.fails_with = MachineError("store.disk_full")
    press(window, Qt.Key.Key_F9)
    QApplication.processEvents()

    assert rows(window)[0].state is RowState.ASIDE
    assert window.currentWidget() is window.periksa


def test_a_decision_falls_when_what_is_typed_later_has_to_be_settled_first(window, qtbot):
    member(window, 1, "contoh satu")
    member(window, 2, "contoh dua")
    press(window, Qt.Key.Key_B, ALT)
    assert states(window) == ["green", "decided"]
    window.group.model.change(1, {"traveller.dob_ktp": "2012-01-01"})
    press(window, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: [*saved(window)] == ["CONTOH SATU"])
    assert states(window)[1] == "child"


def test_a_group_read_anew_knows_who_is_in_periksa(window, qtbot):
    member(window, 1, "contoh satu")
    member(window, 2, "contoh dua")
    press(window, Qt.Key.Key_F8)
    window.show_page("rombongan")
    press(window, Qt.Key.Key_N, CTRL)
    press(window, Qt.Key.Key_PageDown, CTRL)

    assert [row.state for row in rows(window)] == [RowState.OPEN, RowState.ASIDE]
