"""Free notes: several lines to read, one key to go on."""

import pytest
from PySide6.QtCore import Qt

from posko_app.ui.widgets.notes_edit import NotesEdit
from tests.support.keys import ALT, press, show, stacked, type_text


@pytest.fixture
def notes(qtbot):
    made = NotesEdit()
    made.other = NotesEdit()
    made.around = show(qtbot, stacked(made, made.other))
    made.setFocus()
    return made


def test_what_is_typed_is_announced_and_shown_values_are_not(notes):
    heard = []
    notes.value_changed.connect(heard.append)
    type_text(notes.window(), "ab")
    notes.set_value("tersimpan")

    assert heard == ["a", "ab"]
    assert notes.value() == "tersimpan"


def test_enter_tab_and_escape_leave_the_text_alone(notes):
    type_text(notes.window(), "ab\n")
    press(notes.window(), Qt.Key.Key_Escape)
    before = notes.value()
    type_text(notes.window(), "\t")

    assert before == "ab"
    assert notes.other.hasFocus()


def test_alt_enter_begins_a_line(notes):
    type_text(notes.window(), "a")
    press(notes.window(), Qt.Key.Key_Return, ALT)
    type_text(notes.window(), "b")

    assert notes.value() == "a\nb"


def test_a_low_screen_shows_fewer_lines(notes):
    usual = notes.height()
    notes.set_low(low=True)

    assert notes.height() < usual
    assert notes.minimumSizeHint().height() == notes.height()
