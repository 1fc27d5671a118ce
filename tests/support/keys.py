"""Keys sent to a window, so that real focus routing applies; never to a widget."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def type_text(window: QWidget, text: str) -> None:
    """Type characters one key at a time; `\\t` and `\\n` are Tab and Enter."""
    special = {"\t": Qt.Key.Key_Tab, "\n": Qt.Key.Key_Return}
    for sign in text:
        QTest.keyClick(window.windowHandle(), special.get(sign, sign))


def press(window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press one key, with a modifier if given."""
    QTest.keyClick(window.windowHandle(), key, modifier)


def show(qtbot: QtBot, window: QWidget) -> QWidget:
    """Show a top-level widget and wait until it takes keys."""
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    qtbot.waitUntil(window.isActiveWindow)
    return window


def stacked(*widgets: QWidget) -> QWidget:
    """Put widgets under each other in a window of their own."""
    window = QWidget()
    layout = QVBoxLayout(window)
    for widget in widgets:
        layout.addWidget(widget)
    return window
