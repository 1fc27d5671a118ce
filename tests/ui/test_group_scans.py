"""What a scanner read fills the row it belongs to, whoever is under the hands."""

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.scans.filling import Outcome
from posko_app.ui.periksa_focus import focused
from tests.support.keys import CTRL, press, type_text
from tests.ui.test_group_keystrokes import passport
from tests.ui.test_group_page import SAID, nik, open_window, rows, said, states


@pytest.fixture
def window(qtbot, theme, clock):
    made = open_window(qtbot, clock)
    made.group.model.set_header(SAID)
    press(made, Qt.Key.Key_Escape)
    return made


def boarding(name):
    return f"M1{name[:20]:20}EABC123 KOESUBJT 0691 328Y021A0001 100"


def test_a_ticket_goes_to_whoever_has_its_name(window):
    window.group.take_scan(passport(1, "SATU"))
    window.group.take_scan(passport(2, "DUA"))
    window.group.model.set_header({"departure.carrier": None})
    outcome = window.group.take_scan(boarding("CONTOH/SATUMS"))

    assert outcome is Outcome.OK
    assert [row.own.get("ticket.seat") for row in rows(window)] == ["21A", None]
    assert states(window) == ["green", "green"]


def test_a_ticket_of_nobody_here_begins_a_row_that_waits_for_its_name(window):
    window.group.take_scan(passport(1, "SATU"))
    window.group.take_scan(boarding("LAIN/ORANGMS"))

    assert [bool(row.own.get("ticket.name")) for row in rows(window)] == [False, True]
    assert states(window) == ["green", "empty"]
    assert focused() is window.group.view.entry.name


def test_a_passport_completes_the_row_under_the_hands(window):
    type_text(window, f"{nik(1)}")
    window.group.take_scan(passport(1, "SATU"))

    (row,) = rows(window)
    assert (row.own["traveller.nik"], row.own["traveller.passport"]) == (nik(1), "X0000001")
    assert focused() is window.group.view.entry.who


def test_a_passport_of_somebody_else_is_another_row(window):
    type_text(window, f"{nik(1)}\ncontoh nama lain")
    window.group.take_scan(passport(1, "SATU"))
    window.group.take_scan(passport(2, "DUA"))

    assert [row.own.get("traveller.passport") for row in rows(window)] == [
        None,
        "X0000001",
        "X0000002",
    ]


def test_a_nik_that_was_scanned_waits_for_its_name(window):
    window.group.take_scan(nik(3))

    assert rows(window)[0].own["traveller.nik"] == nik(3)
    assert focused() is window.group.view.entry.name
    type_text(window, "contoh tiga\n")
    assert states(window) == ["green"]


def test_what_cannot_be_read_changes_nothing_and_says_so(window):
    assert window.group.take_scan(" \r") is Outcome.UNREAD
    assert rows(window) == []
    assert "tidak terbaca" in said(window)


def test_no_scan_fills_a_row_while_the_header_or_a_list_is_open(window):
    press(window, Qt.Key.Key_K, CTRL)
    assert window.group.take_scan(passport(1)) == ""
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_I, CTRL)
    assert window.group.take_scan(passport(1)) == ""

    assert rows(window) == []


def test_a_value_is_repeated_from_the_row_above(window):
    type_text(window, f"{nik(1)}\ncontoh satu")
    press(window, Qt.Key.Key_Tab)
    type_text(window, "kel\n\n")
    type_text(window, f"{nik(2)}\ncontoh dua")
    press(window, Qt.Key.Key_F3)

    assert rows(window)[1].own["ticket.payer"] == "keluarga"
