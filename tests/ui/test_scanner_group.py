"""Scans on the group page: one person, one row, whatever is half typed there."""

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.civil import civil_date
from posko_app.ui.periksa_focus import focused
from tests.support.fake_group import TwoPages
from tests.support.keys import press, show
from tests.support.scanned import NUMBER, PASS, passport
from tests.support.scanners import TIMINGS, Keyboard


@pytest.fixture
def keyboard(clock):
    made = Keyboard(civil_date(clock()))
    made.filter.start()
    yield made
    made.filter.stop()


@pytest.fixture
def window(qtbot, theme, clock, keyboard):
    made = TwoPages(clock)
    show(qtbot, made)
    made.show_page("rombongan")
    qtbot.waitUntil(lambda: focused() is not None)
    press(made, Qt.Key.Key_Escape)
    keyboard.rest()
    keyboard.filter.scanned.connect(made.group.take_scan)
    return made


def test_a_passport_is_a_row_and_a_pass_goes_to_its_owner_at_any_speed(window, keyboard):
    model = window.group.model
    for count, timing in enumerate(TIMINGS):
        number = f"X{count:07}"
        keyboard.scan(window, passport(number=number), timing)
        keyboard.scan(window, PASS + "\n", timing)

        row = model.rows[-1]
        assert len(model.rows) == count + 1, timing
        assert row.own["traveller.passport"] == number, timing
        assert row.own["ticket.seat"] == "21A", timing
    assert window.store.records == []
    assert window.group.view.entry.who.text() == ""


def test_a_row_half_typed_keeps_its_letters(window, keyboard):
    entry = window.group.view.entry
    keyboard.send(window, "9902015711890003\n", [150] * 17)
    keyboard.send(window, "ma", [150] * 2)
    keyboard.rest()
    keyboard.scan(window, passport(number=NUMBER), "5-30")

    row = window.group.model.rows[0].own
    assert (row["traveller.nik"], row["traveller.passport"]) == ("9902015711890003", NUMBER)
    assert row["traveller.name"] == "MARIA REKAAN CONTOH"
    assert len(window.group.model.rows) == 1
    assert "<" not in entry.name.text() + entry.who.text()
