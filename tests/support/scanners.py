"""A scanner and a typist at one keyboard: keys to the window, time from a clock a test moves."""

from collections.abc import Iterable, Iterator
from datetime import date
from random import Random

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from posko_app.domain.scans.stuck import typed_before
from posko_app.ui.scanner import ScannerFilter
from posko_app.ui.scanner_burst import GAP_MS

SPECIAL = {"\t": Qt.Key.Key_Tab, "\n": Qt.Key.Key_Return}
SHIFTED = set('<>?:"{}|+_!@#$%^&*()~ABCDEFGHIJKLMNOPQRSTUVWXYZ')
# gaps in ms, as the prototype was tried with: twice 2, 8, 20, and 5 to 30 at random
TIMINGS = ("2", "2 again", "8", "20", "5-30")


def gaps_of(timing: str, seed: int = 1) -> Iterator[float]:
    """Give the pause before each key."""
    random = Random(f"{timing} {seed}")
    while True:
        yield random.uniform(5, 30) if timing == "5-30" else float(timing.split(maxsplit=1)[0])


class Keyboard:
    """Presses keys at moments of its own; `filter` hears them once started."""

    def __init__(self, on: date, *, gap_ms: float = GAP_MS) -> None:
        self.now = 1000.0
        self.gap_ms = gap_ms
        self.pressed = 0
        self.filter = ScannerFilter(
            typed_before=lambda raw: typed_before(raw, on=on),
            gap=lambda: self.gap_ms,
            moment=lambda _event: self.now,
            now=lambda: self.now,
        )
        self.heard: list[str] = []
        self.filter.scanned.connect(self.heard.append)

    def send(self, window: QWidget, text: str, gaps: Iterable[float]) -> None:
        """Press one key after the other, each after its pause; the window gets time meanwhile."""
        for sign, gap in zip(text, gaps, strict=False):
            self.press(window, sign, gap)

    def press(self, window: QWidget, sign: str, gap: float) -> None:
        """Press and let go one key."""
        for _ in range(int(gap // 5)):  # timers of the program end in this time too
            self.now += 5
            self.filter.check()
        self.now += gap % 5
        self.filter.check()
        if sign < " " and sign not in SPECIAL:
            self._press_control(window, sign)
        else:
            QTest.keyClick(self._target(window), SPECIAL.get(sign, sign))
        self.pressed += 1

    def _press_control(self, window: QWidget, sign: str) -> None:
        """A control character comes as its letter with Ctrl, as keyboards send it."""
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            letter = ord(sign) + ord("A") - 1
            event = QKeyEvent(kind, letter, Qt.KeyboardModifier.ControlModifier, sign)
            QApplication.sendEvent(self._target(window), event)

    def scan(self, window: QWidget, text: str, timing: str = "8", *, seed: int = 1) -> None:
        """Scan a code, and let the silence after it pass."""
        self.send(window, text, gaps_of(timing, seed))
        self.rest()

    def rest(self, span: float = 500) -> None:
        """Let time go by."""
        for _ in range(int(span // 10)):
            self.now += 10
            self.filter.check()

    @staticmethod
    def _target(window: QWidget) -> object:
        shown = QApplication.activeModalWidget() or window
        return shown.windowHandle()
