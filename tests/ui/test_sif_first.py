"""The start of a shift is offered once, and never to somebody who is working already."""

from concurrent.futures import Future

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posko_app.errors import MachineError
from posko_app.ui.sif_first import FirstShift
from posko_app.ui.widgets.line_edit import LineEdit
from tests.support.fake_desk import FakeShift
from tests.support.keys import show, type_text


class LittleWindow(QWidget):
    """As much of the main window as the offer asks for."""

    def __init__(self):
        super().__init__()
        self.asked: list[str] = []
        self.veiled = False
        QVBoxLayout(self).addWidget(LineEdit())

    def page(self, key):
        self.asked.append(key)
        return self

    def show_page(self, key):
        self.asked.append(f"show {key}")

    def is_veiled(self):
        return self.veiled

    def begin_shift(self):
        self.asked.append("begin")


@pytest.fixture
def window(qtbot):
    return show(qtbot, LittleWindow())


def answered(window, qtbot, *, runs=False, before=lambda: None) -> list[str]:
    """Ask how things stand, let something happen, answer, and give what the window was asked."""
    future = Future()
    first = FirstShift(window)
    first.ask(lambda: future)
    before()
    future.set_result(FakeShift(runs=runs).now().result())
    qtbot.wait(20)
    return window.asked


def test_without_a_shift_its_start_is_shown(window, qtbot):
    assert answered(window, qtbot) == ["petugas", "show petugas", "begin"]


def test_a_shift_that_runs_is_not_begun_again(window, qtbot):
    assert answered(window, qtbot, runs=True) == []


def test_whoever_types_is_never_led_elsewhere(window, qtbot):
    assert answered(window, qtbot, before=lambda: type_text(window, "9")) == []


def test_a_veil_or_a_lock_that_came_first_stays(window, qtbot):
    window.veiled = True
    assert answered(window, qtbot) == []

    window.veiled = False
    assert answered(window, qtbot, before=window.hide) == []


def test_a_store_that_cannot_tell_leads_nowhere(window, qtbot):
    future = Future()
    FirstShift(window).ask(lambda: future)
    future.set_exception(MachineError("store.disk_full"))
    qtbot.wait(20)

    assert window.asked == []
