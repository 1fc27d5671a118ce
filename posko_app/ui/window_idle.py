"""Notices that nobody is at the desk: two minutes cover the screen, twenty end the process.

So does sleep: a laptop that was closed and opened again has had a gap between two ticks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

TICK_MS = 1_000
LOCK_AFTER = timedelta(minutes=20)
SLEPT_AFTER = timedelta(seconds=30)  # between two ticks of a second: the machine was not running
SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


@dataclass(frozen=True, slots=True)
class Clocks:
    """Wall time sees a laptop that slept; the other one cannot be set back."""

    wall: Callable[[], datetime]
    monotonic: Callable[[], float]


class IdleModel:
    """How long nobody has been there, by whichever clock says more."""

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self._tick_at = clocks.wall()
        self.seen()

    def seen(self) -> None:
        """Somebody is there now."""
        self._wall_at = self._clocks.wall()
        self._steady_at = self._clocks.monotonic()

    def slept(self) -> bool:
        """Say whether the machine stood still since this was last asked; ask at every tick.

        A clock that was set forward looks the same, and then locks once for nothing.
        """
        before, self._tick_at = self._tick_at, self._clocks.wall()
        return self._tick_at - before >= SLEPT_AFTER

    def idle(self) -> timedelta:
        """Give the time since then."""
        steady = timedelta(seconds=self._clocks.monotonic() - self._steady_at)
        return max(steady, self._clocks.wall() - self._wall_at)


class IdleWatch(QObject):
    """Watches keys and pointer of the whole application."""

    veil_due = Signal()
    lock_due = Signal()

    def __init__(self, clocks: Clocks, *, veil_after: timedelta, parent: QObject) -> None:
        super().__init__(parent)
        self._model = IdleModel(clocks)
        self._veil_after = veil_after
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.check)

    def start(self) -> None:
        """Begin to watch."""
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._model.slept()
        self._model.seen()
        self._timer.start()

    def set_veil_after(self, span: timedelta) -> None:
        """Cover the screen sooner or later."""
        self._veil_after = span

    def check(self) -> bool:
        """Say whether the time was up; then the signal was given."""
        slept = self._model.slept()
        idle = self._model.idle()
        if slept or idle >= LOCK_AFTER:
            self._model.seen()
            self.lock_due.emit()
        elif idle >= self._veil_after:
            self.veil_due.emit()
        return slept or idle >= self._veil_after

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Judge the time before a key counts as life: a laptop that slept wakes up by a key."""
        if event.type() in SIGNS_OF_LIFE:
            self.check()
            self._model.seen()
        return False
