"""Counting those without a record, by keyboard, in the window over a real store."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from posko_app.domain.civil import civil_date
from posko_app.errors import MachineError
from posko_app.ui.tally_strip import TallyPorts, TallyStrip
from posko_app.ui.theme import LIGHT
from posko_app.ui.window import MainWindow, WindowPorts
from posko_app.ui.window_idle import Clocks
from posko_app.ui.window_pages import PageSpec
from tests.support.fake_desk import failed
from tests.support.fake_sync import FakeSync
from tests.support.keys import CTRL, press, show
from tests.ui.pages.makers import CATALOGUE, NAMES

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Page(QLineEdit):
    """A page that is one field."""

    def __init__(self):
        super().__init__()
        self.refreshed = 0

    def refresh(self):
        self.refreshed += 1

    def focus_first(self):
        self.setFocus()


@pytest.fixture
def window(qtbot, desk, clock):
    strip = TallyStrip(TallyPorts(desk.tally.add, desk.tally.take_back), catalogue=CATALOGUE)
    made = MainWindow(
        [PageSpec("satu", "Satu", "Ctrl+1", Page), PageSpec("dua", "Dua", "Ctrl+2", Page)],
        ports=WindowPorts(
            clocks=Clocks(wall=clock, monotonic=lambda: 0.0),
            status=desk.status.status,
            officer=lambda: NAMES[0],
            place="Bandara El Tari",
            training=True,
            veil_after=timedelta(minutes=2),
            sync=FakeSync().ports(),
        ),
        catalogue=CATALOGUE,
        theme=LIGHT,
        veil=QWidget(),
        tally=strip,
    )
    made.resize(1366, 690)
    show(qtbot, made)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made.page("satu"))
    return made


@pytest.fixture
def passed(desk, clock):
    return lambda: desk.tally.day(civil_date(clock())).result(timeout=20)


def ask(window):
    press(window, Qt.Key.Key_T, CTRL)


def counted(window, qtbot, number):
    qtbot.waitUntil(lambda: f"hari ini {number} orang" in window.tally.told.whole())


def test_one_key_and_one_digit_count_one_and_give_the_keyboard_back(window, qtbot, passed):
    field = window.page("satu")
    ask(window)
    asked = (window.tally.isVisible(), window.status.isVisible(), window.tally.hasFocus())
    press(window, Qt.Key.Key_2)
    counted(window, qtbot, 1)

    assert asked == (True, False, True)
    assert field.hasFocus()
    assert field.text() == ""
    assert passed().by_reason["keluarga_ikut"] == 1
    assert window.tally.undo.isVisible()


def test_a_digit_that_is_held_counts_once_and_reaches_no_field(window, qtbot, passed):
    ask(window)
    QTest.keyPress(window.focusWidget(), Qt.Key.Key_1)
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        held = QKeyEvent(kind, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", autorep=True)
        QApplication.sendEvent(window.focusWidget(), held)
    still = window.tally.is_asking
    QTest.keyRelease(window.focusWidget(), Qt.Key.Key_1)
    counted(window, qtbot, 1)

    assert still
    assert not window.tally.is_asking
    assert window.page("satu").text() == ""
    assert passed().passed == 1


def test_while_ctrl_is_held_each_digit_counts_the_next_and_no_page_turns(window, qtbot, passed):
    ask(window)
    handle = window.windowHandle()
    for key in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2):
        QTest.keyPress(handle, key, CTRL)
    open_still = window.tally.is_asking
    QTest.keyRelease(handle, Qt.Key.Key_2, CTRL)
    counted(window, qtbot, 4)

    assert open_still
    assert not window.tally.is_asking
    assert window.shown() == "satu"
    assert (passed().by_reason["bukan_pekerja"], passed().passed) == (3, 4)


def test_the_last_count_is_taken_back_while_it_is_shown(window, qtbot, passed):
    ask(window)
    press(window, Qt.Key.Key_5)
    counted(window, qtbot, 1)

    press(window, Qt.Key.Key_T, CTRL | SHIFT)
    counted(window, qtbot, 0)

    assert passed().passed == 0
    assert not window.tally.undo.isVisible()
    press(window, Qt.Key.Key_T, CTRL | SHIFT)
    assert window.tally.told.whole() == CATALOGUE.text("tally.nothing")


def test_after_its_time_a_count_stands_and_the_status_line_is_back(window, qtbot, passed):
    ask(window)
    press(window, Qt.Key.Key_6)
    counted(window, qtbot, 1)
    window.tally._timer.timeout.emit()
    assert window.status.isVisible()

    press(window, Qt.Key.Key_T, CTRL | SHIFT)

    assert window.tally.told.whole() == CATALOGUE.text("tally.nothing")
    assert passed().passed == 1


@pytest.mark.parametrize("way", ["Esc", "Ctrl+T", "mouse"])
def test_leaving_counts_nobody(window, qtbot, passed, way):
    ask(window)
    if way == "Esc":
        press(window, Qt.Key.Key_Escape)
    elif way == "Ctrl+T":
        ask(window)
    else:
        window.page("satu").setFocus(Qt.FocusReason.MouseFocusReason)

    assert not window.tally.is_asking
    assert (window.tally.isVisible(), window.status.isVisible()) == (False, True)
    assert window.page("satu").hasFocus()
    assert passed().passed == 0


def test_other_keys_do_nothing_while_it_asks(window, passed):
    ask(window)
    for key in (Qt.Key.Key_7, Qt.Key.Key_A, Qt.Key.Key_0):
        press(window, key)

    assert window.tally.is_asking
    assert passed().passed == 0


def test_a_reason_can_be_clicked(window, qtbot, passed):
    ask(window)
    window.tally.reasons["antrean_penuh"].click()
    counted(window, qtbot, 1)

    assert passed().by_reason["antrean_penuh"] == 1
    assert window.page("satu").hasFocus()


def test_pages_read_again_when_somebody_was_counted(window, qtbot):
    before = window.page("satu").refreshed
    ask(window)
    press(window, Qt.Key.Key_1)
    counted(window, qtbot, 1)

    assert window.page("satu").refreshed > before


def test_the_veil_covers_the_strip_and_stops_its_keys(window, qtbot, passed):
    ask(window)
    window.fall()
    ask(window)
    press(window, Qt.Key.Key_T, CTRL | SHIFT)

    assert window.is_veiled()
    assert not window.tally.is_asking
    assert passed().passed == 0


def test_a_count_that_failed_says_so(window, qtbot, desk):
    no_room = failed(MachineError("store.disk_full"))
    window.tally._ports = TallyPorts(lambda _reason: no_room, desk.tally.take_back)
    ask(window)
    press(window, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: bool(window.tally.told.whole()))

    assert window.tally.told.property("role") == "problem"
    assert not window.tally.undo.isVisible()


def test_the_strip_makes_no_window_wider(window, qtbot):
    window.resize(1092, 545)
    wide = window.width()
    ask(window)

    assert window.width() == wide
