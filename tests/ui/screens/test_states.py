"""Each state of the desk is said in words, on every page, and never stands in the way of typing."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.support.fake_desk import FakeStatus, done
from tests.support.fake_sync import FakeSync
from tests.support.keys import type_text
from tests.support.screen_faults import cut_words, visible
from tests.support.screens import go
from tests.support.states import STATES


@pytest.fixture
def in_state(make_window, qtbot):
    def show_state(name, **more):
        state = STATES[name]
        window = make_window(
            sync=FakeSync(state.sync).ports(),
            status=lambda: done(FakeStatus(warnings=state.warnings)),
            **more,
        )
        go(window, qtbot, "Ctrl+1")
        return window

    return show_state


def words(window):
    return " ".join(label.text() for label in visible(window, QLabel))


@pytest.mark.parametrize("name", STATES)
def test_a_state_is_said_and_typing_goes_on(in_state, name):
    window = in_state(name)
    said = words(window)
    type_text(window, "99\tcontoh")

    assert [part for part in STATES[name].says if part.lower() not in said.lower()] == []
    assert window.page("periksa").model.answers["traveller.name"] == "CONTOH"


@pytest.mark.parametrize("name", ["alarm", "disk nearly full", "clock wrong", "overdue"])
def test_no_sentence_of_a_state_is_cut_at_large_letters(in_state, name):
    window = in_state(name, scale=1.25)

    assert cut_words(window) == []
