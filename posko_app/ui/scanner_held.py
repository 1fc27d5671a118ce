"""Keys that wait until it is known whether a person typed them."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid


@dataclass(frozen=True, slots=True, repr=False)
class _Kept:
    window: QObject
    event: QKeyEvent


class HeldKeys:
    """Presses and releases in the order they came; a release goes where its press went."""

    def __init__(self) -> None:
        self._kept: list[_Kept] = []
        self._down: set[int] = set()  # keys whose press is here or was swallowed
        self.delivering = False

    def __len__(self) -> int:
        return len(self._kept)

    def press(self, window: QObject, event: QKeyEvent) -> None:
        """Let a press wait."""
        self._down.add(event.key())
        self._kept.append(_Kept(window, event.clone()))

    def swallow(self, event: QKeyEvent) -> None:
        """Remember a press that nobody gets, so that nobody gets its release."""
        self._down.add(event.key())

    def takes_release(self, window: QObject, event: QKeyEvent) -> bool:
        """Let a release wait with its press, or go with the one that was swallowed."""
        if event.key() not in self._down:
            return False
        if event.isAutoRepeat():
            return True
        self._down.discard(event.key())
        if any(kept.event.key() == event.key() for kept in self._kept):
            self._kept.append(_Kept(window, event.clone()))
        return True

    def forget(self) -> None:
        """Drop what waits: a scanner sent it."""
        self._kept.clear()

    def deliver(self) -> None:
        """Send everything on, as if it came now."""
        kept, self._kept = self._kept, []
        self.delivering = True
        try:
            for one in kept:
                if one.event.type() is QEvent.Type.KeyPress:
                    self._down.discard(one.event.key())
                if isValid(one.window):
                    QApplication.sendEvent(one.window, one.event)
        finally:
            self.delivering = False
