"""Follows the Tab key through a window until it is back where it began."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.keys import press
from tests.support.screen_faults import inputs


def tab_order(window: QWidget) -> list[QWidget]:
    """Press Tab until the focus is where it was at the beginning, and give every stop once.

    A walk that goes round without coming back ends with the stop it meets again. Where the focus
    is on something the Tab key does not stop at, the walk begins with the stop behind it.
    """
    begin = QApplication.focusWidget()
    if begin not in inputs(window) or not _stays(window, begin):
        press(window, Qt.Key.Key_Tab)
        begin = QApplication.focusWidget()
    stops = [begin]
    while True:
        press(window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is begin:
            return stops
        stops.append(now)
        if now in stops[:-1]:
            return stops


def _stays(window: QWidget, begin: QWidget) -> bool:
    """Say whether it is still there once it is left; a line that asks goes away."""
    press(window, Qt.Key.Key_Tab)
    if begin.isVisible():
        begin.setFocus()
    return begin.isVisible()


def walk_faults(window: QWidget) -> list[str]:
    """Name inputs the Tab key misses or meets twice on its way round."""
    wanted = inputs(window)
    if not wanted:
        return []
    stops = tab_order(window)
    faults = [f"{_name(stop)} twice" for stop in {s for s in stops if stops.count(s) > 1}]
    left = [widget for widget in wanted if widget.isVisible() and widget not in stops]
    faults += [f"{_name(widget)} missed" for widget in left]
    return faults


def _name(widget: QWidget | None) -> str:
    if widget is None:
        return "nothing"
    return f"{type(widget).__name__} {widget.accessibleName()}".strip()
