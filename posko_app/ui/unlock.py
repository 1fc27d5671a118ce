"""Masuk: the lock page. Nothing of the records is here; it opens the store for one officer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from posko_app.i18n import Catalogue
from posko_app.ui.unlock_clock import WallClock
from posko_app.ui.unlock_form import SignOnForm
from posko_app.ui.unlock_model import LockNote, SignOnModel, SignOnPorts, note_lines
from posko_app.ui.unlock_pin import PinForm
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.card import CardPage
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.panel import heading, roled

Opened = TypeVar("Opened")
NOTE_EVERY_MS = 5_000


@dataclass(frozen=True, slots=True)
class LockPorts(Generic[Opened]):
    """What the lock page needs: signing on, the plain status file, and giving the PIN.

    `note` gives None while no status file can be read. `choose_pin` takes the
    opened desk and the PIN (None: none wanted) and may refuse with a PoskoError.
    """

    sign_on: SignOnPorts[Opened]
    note: Callable[[], LockNote | None]
    choose_pin: Callable[[Opened, str | None], object]
    place: str  # the post's name as people say it
    training: bool
    why_locked: str = ""  # one sentence, or empty at an ordinary start


class UnlockPage(CardPage, Generic[Opened]):
    """Who, passphrase, PIN; then the desk is handed over and this page is done."""

    unlocked = Signal(object)
    lock_asked = Signal()  # after the passphrase, before the desk is handed over

    def __init__(
        self,
        ports: LockPorts[Opened],
        *,
        catalogue: Catalogue,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._ports = ports
        self._catalogue = catalogue
        self._desk: Opened | None = None
        self.model = SignOnModel(ports.sign_on, catalogue=catalogue, now=now)
        self._build(now)
        self._notes = QTimer(self, interval=NOTE_EVERY_MS)
        self._notes.timeout.connect(self.refresh_note)
        self._notes.start()
        self.refresh_note()
        bind_within(self, "Ctrl+L", self._lock)

    def refresh_note(self) -> None:
        """Read the plain status file again."""
        self.note.setText("\n".join(note_lines(self._ports.note(), self._catalogue)))

    def focus_first(self) -> None:
        """Put the keyboard where the next thing is to be typed."""
        (self.form if self._desk is None else self.pin).focus_first()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where something is to be typed: with one officer, the passphrase."""
        super().showEvent(event)
        self.focus_first()

    def _lock(self) -> None:
        """Let go of an open store; before the passphrase there is nothing to lock."""
        if self._desk is not None:
            self.lock_asked.emit()

    def _opened(self, desk: Opened) -> None:
        self._desk = desk
        self.pin.restart(self.form.chosen_name())
        self.steps.setCurrentWidget(self.pin)
        self.pin.focus_first()

    def _choose_pin(self, pin: str | None) -> None:
        if self._desk is not None:
            self._ports.choose_pin(self._desk, pin)

    def _finish(self) -> None:
        self._notes.stop()
        self.unlocked.emit(self._desk)

    def _build(self, now: Callable[[], datetime]) -> None:
        self.form: SignOnForm[Opened] = SignOnForm(self.model, self)
        self.form.opened.connect(self._opened)
        self.pin = PinForm(self._catalogue, accept=self._choose_pin, parent=self)
        self.pin.finished.connect(self._finish)
        self.steps = QStackedWidget(self)
        self.steps.addWidget(self.form)
        self.steps.addWidget(self.pin)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(roled("POSKO", "brand", self))
        left.addWidget(roled(self._ports.place, "title", self))
        left.addSpacing(8)
        if self._ports.why_locked:
            self.why = Banner(self)
            self.why.say(self._ports.why_locked, "hint")
            left.addWidget(self.why)
        left.addWidget(self.steps, 1)
        across = QHBoxLayout(self.card)
        across.setContentsMargins(28, 24, 28, 24)
        across.setSpacing(32)
        across.addLayout(left, 3)
        across.addLayout(self._side(now), 2)

    def _side(self, now: Callable[[], datetime]) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(WallClock(now, catalogue=self._catalogue, parent=self))
        side.addSpacing(12)
        side.addWidget(heading(self.tr("Di laptop ini"), self))
        self.note = roled("", "muted", self)
        self.note.setWordWrap(True)
        side.addWidget(self.note)
        if self._ports.training:
            side.addSpacing(12)
            side.addWidget(self._training_box())
        side.addStretch(1)
        return side

    def _training_box(self) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        badge = roled(self.tr("LATIHAN · bukan data sungguhan"), "badge", box)
        column.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
        for name, passphrase in self.model.demo:
            column.addSpacing(4)
            column.addWidget(roled(name, "strong", box))
            shown = roled(passphrase, "muted", box)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setWordWrap(True)
            column.addWidget(shown)
        return box
