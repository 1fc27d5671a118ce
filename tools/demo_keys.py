"""A pair of hands for the demo: keys to the window that has the focus, waits, pictures."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

PATIENCE_MS = 20_000


class Differs(Exception):
    """The program did something else than the demo expects."""


class Hands:
    """Presses keys the way a person does: at the window, wherever the focus is."""

    def __init__(self, pictures: Path) -> None:
        self._pictures = pictures
        self._taken = 0
        self.keys = 0

    def press(self, *keys: str) -> None:
        """Press keys written as Qt writes them, such as F9 or Ctrl+L."""
        for key in keys:
            combination = QKeySequence(key)[0]
            QTest.keyClick(self._window(), combination.key(), combination.keyboardModifiers())
            self.keys += 1
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text, one key a character."""
        for sign in text:
            QTest.keyClick(self._window(), sign)
            self.keys += 1
        QApplication.processEvents()

    def until(self, what: str, holds: Callable[[], object]) -> None:
        """Wait until something holds.

        Raises:
            Differs: it did not within the patience.
        """
        timer = QElapsedTimer()
        timer.start()
        while not holds():
            if timer.elapsed() > PATIENCE_MS:
                shown = "; ".join(visible_texts())
                raise Differs(f"{what}: not within {PATIENCE_MS} ms; shown: {shown}")
            pause(10)

    def expect(self, what: str, found: object, wanted: object) -> None:
        """Compare (raises Differs)."""
        if found != wanted:
            raise Differs(f"{what}: found {found!r}, expected {wanted!r}")

    def picture(self, name: str) -> None:
        """Save what the active window shows, numbered in order."""
        pause(60)
        self._taken += 1
        self.until("an active window", QApplication.activeWindow)
        window = QApplication.activeWindow()
        window.grab().save(str(self._pictures / f"{self._taken:02d}-{name}.png"))

    def _window(self) -> QObject:
        self.until("a window with the focus", QGuiApplication.focusWindow)
        return QGuiApplication.focusWindow()


def pause(milliseconds: int) -> None:
    """Let the program work on.

    Qt's own qWait keeps Python's lock: the thread that unlocks would get it only between waits.
    """
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def visible_texts() -> list[str]:
    """Give every label that can be read now."""
    labels = (w for w in QApplication.allWidgets() if isinstance(w, QLabel) and w.isVisible())
    return [label.text() for label in labels if label.text()]


def shows(text: str) -> Callable[[], bool]:
    """Say whether some visible label holds this text."""
    return lambda: any(text in shown for shown in visible_texts())


def focus_named(name: str) -> Callable[[], bool]:
    """Say whether the focus is on the widget with this accessible name."""

    def holds() -> bool:
        focus: QWidget | None = QApplication.focusWidget()
        return focus is not None and focus.accessibleName() == name

    return holds
