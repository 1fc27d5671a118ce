"""The veil: work goes on underneath, nothing of it can be seen; a PIN says whose turn it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from posko_app.i18n import Catalogue
from posko_app.ui.unlock_clock import WallClock
from posko_app.ui.unlock_form import SignOnForm
from posko_app.ui.unlock_model import SignOnModel, SignOnPorts
from posko_app.ui.unlock_pin import PinEdit, PinForm
from posko_app.ui.veil_model import VeilModel
from posko_app.ui.widgets.card import CardPage
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import roled

Officer = TypeVar("Officer")
Opened = TypeVar("Opened")
WIDTH = 460


@dataclass(frozen=True, slots=True)
class VeilPorts(Generic[Officer, Opened]):
    """What the veil needs of the session.

    `switch` gives the officer whose PIN it is and makes it his turn, or raises
    after the last miss. `has_pin` says whether any officer signed on has one.
    `welcome` signs on another officer with his PIN and gives him.
    """

    switch: Callable[[str], Officer | None]
    tries_left: Callable[[], int]
    has_pin: Callable[[], bool]
    sign_on: SignOnPorts[Opened]
    welcome: Callable[[Opened, str], Officer]


class VeilPage(CardPage, Generic[Officer, Opened]):
    """PIN, or another officer by passphrase; five misses ask for the lock."""

    lifted = Signal(object)  # the officer whose turn it is
    lock_asked = Signal()

    def __init__(
        self,
        ports: VeilPorts[Officer, Opened],
        *,
        catalogue: Catalogue,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(WIDTH, parent)
        self._ports = ports
        self._catalogue = catalogue
        self._newcomer: Opened | None = None
        self._welcomed: Officer | None = None
        self.model = VeilModel(ports.switch, tries_left=ports.tries_left, catalogue=catalogue)
        self._build(now)
        self._bind_keys()
        self.cover()

    def cover(self) -> None:
        """The veil falls: everything typed is gone, the PIN waits."""
        self.model.cover()
        self._newcomer = None
        self.form.clear()
        self.pin.clear()
        self.trouble.clear()
        usable = self._ports.has_pin()
        self.pin.setVisible(usable)
        self.ask.setText(
            self.tr("Masukkan PIN. Draf Anda aman.")
            if usable
            else self.tr("Belum ada PIN. Kunci, lalu masuk lagi dengan kata sandi. Draf Anda aman.")
        )
        self.steps.setCurrentIndex(0)
        self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard where the next thing is to be typed."""
        target = self.pin if self._ports.has_pin() else self.lock
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, pin: str) -> None:
        officer = self.model.try_pin(pin)
        self.trouble.setText(self.model.trouble)
        if officer is not None:
            self.lifted.emit(officer)
        elif self.model.broken:
            self.lock_asked.emit()

    def _another(self) -> None:
        self.form.reload()
        self.steps.setCurrentWidget(self.form)
        self.form.focus_first()

    def _back(self) -> None:
        if not self.form.model.busy:
            self.cover()

    def _opened(self, newcomer: Opened) -> None:
        self._newcomer = newcomer
        self.new_pin.restart(self.form.chosen_name())
        self.steps.setCurrentWidget(self.new_pin)
        self.new_pin.focus_first()

    def _accept(self, pin: str | None) -> None:
        if self._newcomer is not None and pin is not None:
            self._welcomed = self._ports.welcome(self._newcomer, pin)

    def _finish(self) -> None:
        officer, self._welcomed, self._newcomer = self._welcomed, None, None
        self.lifted.emit(officer)

    def _bind_keys(self) -> None:
        bind_within(self, "Ctrl+O", self._another)
        bind_within(self, "Esc", self._back)

    def _build(self, now: Callable[[], datetime]) -> None:
        model = SignOnModel(self._ports.sign_on, catalogue=self._catalogue, now=now)
        self.form: SignOnForm[Opened] = SignOnForm(model, self)
        self.form.opened.connect(self._opened)
        self.new_pin = PinForm(self._catalogue, accept=self._accept, skippable=False)
        self.new_pin.finished.connect(self._finish)
        self.steps = QStackedWidget(self)
        for step in (self._pin_step(), self.form, self.new_pin):
            self.steps.addWidget(step)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(10)
        column.addWidget(roled("POSKO", "brand", self))
        column.addWidget(WallClock(now, catalogue=self._catalogue, parent=self))
        column.addSpacing(10)
        column.addWidget(self.steps)

    def _pin_step(self) -> QWidget:
        step = QWidget(self)
        self.ask = roled("", "strong", step)
        self.ask.setWordWrap(True)
        self.pin = PinEdit(step)
        self.pin.setAccessibleName(self.tr("PIN"))
        self.pin.complete.connect(self._typed)
        self.trouble = roled("", "problem", step)
        self.trouble.setMinimumHeight(20)
        self.other = KeyButton("Ctrl+O", self.tr("Petugas lain"))
        self.other.clicked.connect(self._another)
        self.lock = KeyButton("Ctrl+L", self.tr("Kunci"))
        self.lock.clicked.connect(self.lock_asked)
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.ask, self.pin, self.trouble):
            column.addWidget(widget)
        column.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.other)
        line.addWidget(self.lock)
        line.addStretch(1)
        column.addLayout(line)
        return step
