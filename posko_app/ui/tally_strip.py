"""The line that counts people let through without a record: Ctrl+T, a digit, and back to work.

It stands where the status line stands, so that nothing on the page moves.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from posko_app.domain.tally import TallyReason, TallyTotals
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.tally import Tallied
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.periksa_focus import focused
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.panel import roled

TOLD_MS = 10_000  # as long a count may be taken back
REASONS = tuple(TallyReason)
DIGITS = {Qt.Key(Qt.Key.Key_1 + place): reason for place, reason in enumerate(REASONS)}
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class TallyPorts:
    """What counting needs from outside."""

    add: "Callable[[TallyReason], Future[Tallied]]"
    take_back: "Callable[[Tallied], Future[TallyTotals]]"


class TallyStrip(QFrame):
    """Asks for the reason, then says what was counted for as long as it may be taken back.

    One digit counts one and closes. While Ctrl is held after Ctrl+T, each further digit counts
    the next; letting go closes. A digit that repeats because it is held counts once.

    Signals:
        changed: the day's counts are others now.
        shown: whether the strip wants its place (True) or gives it back.
    """

    changed = Signal(object)
    shown = Signal(bool)

    def __init__(
        self, ports: TallyPorts, *, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ports = ports
        self._catalogue = catalogue
        self._last: Tallied | None = None
        self._before: QWidget | None = None
        self._has_counted = False
        self.is_asking = False
        self._timer = QTimer(self, singleShot=True, interval=TOLD_MS)
        self._timer.timeout.connect(self._forget)
        self._build()

    def ask(self) -> None:
        """Ask for the reason; the keyboard comes back when it is given."""
        if self.is_asking:
            self.leave()
            return
        self._before = focused()
        self._has_counted = False
        self._show(asking=True)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def count(self, reason: TallyReason) -> None:
        """Count one person."""
        self._has_counted = True
        deliver(self._ports.add(reason), self, self._counted, self._failed)

    def take_back(self) -> None:
        """Take the last count back while it may be."""
        last, self._last = self._last, None
        if last is None:
            self._tell(self._catalogue.text("tally.nothing"), "muted")
            return
        back = self._ports.take_back(last)
        deliver(back, self, lambda totals: self._took_back(last, totals), self._failed)

    def leave(self) -> None:
        """Stop asking and give the keyboard back."""
        if not self.is_asking:
            return
        self._show(asking=False)
        before, self._before = self._before, None
        if before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def hide_all(self) -> None:
        """Give the place back at once; the count itself stands."""
        self.is_asking = False
        self._before = None
        self._forget()

    def event(self, event: QEvent) -> bool:
        # else Ctrl+1 would turn the page while Ctrl is still down from Ctrl+T
        is_own = isinstance(event, QKeyEvent) and event.key() in {*DIGITS, Qt.Key.Key_Escape}
        if is_own and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        reason = DIGITS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif reason is not None and not event.isAutoRepeat():
            self.count(reason)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        # on release: a digit still held would go on into the field the keyboard returns to
        if self._has_counted and not event.isAutoRepeat() and not event.modifiers() & CTRL:
            self.leave()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason and self.is_asking:
            self._before = None
            self._show(asking=False)

    def _counted(self, tallied: Tallied) -> None:
        self._last = tallied
        self._say_done("tally.counted", tallied.reason, tallied.today)
        self.changed.emit(tallied.today)

    def _took_back(self, tallied: Tallied, left: TallyTotals) -> None:
        self._say_done("tally.taken_back", tallied.reason, left)
        self.changed.emit(left)

    def _say_done(self, key: str, reason: TallyReason, totals: TallyTotals) -> None:
        word = self._catalogue.text
        self._tell(word(key, reason=word(f"tally.reason.{reason}"), number=totals.passed), "strong")

    def _failed(self, error: PoskoError) -> None:
        self._tell(notices.sentence(self._catalogue, error), "problem")

    def _tell(self, text: str, role: str) -> None:
        self.told.say(text)
        restyle(self.told, role=role)
        self.setAccessibleName(text)
        self.undo.setVisible(self._last is not None)
        self._timer.start()
        self._show(asking=self.is_asking)

    def _forget(self) -> None:
        """The time to take it back is over."""
        self._timer.stop()
        self._last = None
        self.told.say("")
        self._show(asking=self.is_asking)

    def _show(self, *, asking: bool) -> None:
        self.is_asking = asking
        for widget in (self.lead, *self.reasons.values(), self.close_hint):
            widget.setVisible(asking)
        for widget in (self.told, self.undo):
            widget.setVisible(not asking)
        self.undo.setVisible(not asking and self._last is not None)
        self.shown.emit(asking or bool(self.told.whole()))

    def _build(self) -> None:
        word = self._catalogue.text
        self.setProperty("role", "statusbar")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(word("tally.lead"))
        self.setMinimumWidth(1)  # a narrow window is never made wider by it
        self.lead = roled(word("tally.lead"), "strong", self)
        self.told = ElidedLabel("strong", self)
        self.undo = roled(word("tally.take_back"), "status", self)
        self.close_hint = roled("Esc", "status", self)
        self.reasons = {reason: self._button(place, reason) for place, reason in enumerate(REASONS)}
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(6)
        line.addWidget(self.lead)
        line.addSpacing(6)
        for button in self.reasons.values():
            line.addWidget(button)
        line.addWidget(self.told, 1)
        line.addStretch(0)
        line.addWidget(self.undo)
        line.addWidget(self.close_hint)
        self.hide()

    def _button(self, place: int, reason: TallyReason) -> QPushButton:
        button = QPushButton(f"{place + 1} {self._catalogue.text(f'tally.reason.{reason}')}", self)
        button.setProperty("role", "tally")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the strip itself hears the digits
        button.clicked.connect(partial(self._pressed, reason))
        return button

    def _pressed(self, reason: TallyReason) -> None:
        self.count(reason)
        self.leave()
