"""What earlier records say of a group's people is known before one key lets them go."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from posko_app.domain.people import EarlierPeople, EarlierPerson, Shared
from tests.support.keys import press
from tests.ui.test_group_page import SAID, member, open_window, states


@pytest.fixture
def window(qtbot, theme, clock):
    made = open_window(qtbot, clock)
    made.group.model.set_header(SAID)
    press(made, Qt.Key.Key_Escape)
    return made


def test_earlier_records_about_a_member_change_his_row(window, qtbot):
    window.desk.detection.says = {"prior.identity_reused": 1, "watch_hit": True}
    member(window, 1)

    qtbot.waitUntil(lambda: states(window) != ["green"])


def held_before(clock):
    """Somebody with the same NIK, held the day before."""
    at = clock() - timedelta(days=1)
    shared = (Shared.NIK,)
    one = EarlierPerson("d" * 32, at, at.date(), "CONTOH", "kuning", "tunda", shared)
    return EarlierPeople((one,))


def test_who_was_held_before_never_goes_with_the_rest(window, qtbot, clock):
    window.desk.people.says = held_before(clock)
    member(window, 1)
    press(window, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: states(window) == ["earlier"])
    assert window.store.records == []
    assert "Ditunda" in window.group.view.table.index(0, 6).data()


def test_a_save_waits_for_what_earlier_records_say(window, qtbot, clock):
    window.desk.people.waits = []
    member(window, 1)
    press(window, Qt.Key.Key_F9)
    QApplication.processEvents()
    assert window.store.records == []

    def answered():
        for future in window.desk.people.waits:
            if not future.done():
                future.set_result(EarlierPeople())
        return len(window.store.records) == 1

    qtbot.waitUntil(answered)
