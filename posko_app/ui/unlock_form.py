"""Name and passphrase of one officer: used on the lock page, under the veil and by Petugas."""

from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget

from posko_app.errors import PoskoError
from posko_app.ui.background import deliver
from posko_app.ui.theme import restyle
from posko_app.ui.unlock_model import SignOnModel
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import roled

Opened = TypeVar("Opened")
TICK_MS = 250
NAME_ROW = 20  # px; what the style gives a row counts when it is more
NAMES_SHOWN = 4


class SignOnForm(QWidget, Generic[Opened]):
    """Asks who and the passphrase; the work itself happens on another thread."""

    opened = Signal(object)  # whatever the port's future delivered

    def __init__(self, model: SignOnModel[Opened], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._build()
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._count_down)
        self.reload()

    def reload(self) -> None:
        """Read the officers' names again and start over."""
        self.names.clear()
        self.names.addItems(list(self.model.names()))
        self.names.setCurrentRow(0)
        rows = min(NAMES_SHOWN, max(1, self.names.count()))
        fits = self.names.count() <= NAMES_SHOWN
        policy = Qt.ScrollBarPolicy
        self.names.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded
        )
        self.names.setFixedHeight(rows * max(NAME_ROW, self.names.sizeHintForRow(0)) + 12)
        self.clear()
        self._show_state()

    def clear(self) -> None:
        """Forget what was typed."""
        self.passphrase.clear()

    def chosen_name(self) -> str:
        """The officer whose name is chosen."""
        item = self.names.currentItem()
        return item.text() if self.names.count() else ""

    def focus_first(self) -> None:
        """Put the keyboard where the next thing is to be typed."""
        target = self.passphrase if self.names.count() == 1 else self.names
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Try the passphrase, if one may."""
        name, passphrase = self.chosen_name(), self.passphrase.text()
        if not self.model.may_try(name, passphrase):
            return
        deliver(self.model.start(name, passphrase), self, self._done, self._failed)
        self._show_state()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            return
        super().keyPressEvent(event)

    def _enter(self) -> None:
        if self.passphrase.text():
            self.submit()
        else:
            self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self, opened: Opened) -> None:
        self.model.succeeded()
        self.clear()
        self._show_state()
        self.opened.emit(opened)

    def _failed(self, error: PoskoError) -> None:
        self.model.failed(error)
        self.clear()
        self._show_state()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def _count_down(self) -> None:
        if not self.model.seconds_left():
            self._clock.stop()
        self._show_state()

    def _show_state(self) -> None:
        waiting = self.model.wait_sentence()
        if waiting and not self._clock.isActive():
            self._clock.start()
        self.passphrase.setReadOnly(self.model.busy)
        self.button.setEnabled(not self.model.busy and not waiting and self.names.count() > 0)
        self.trouble.setText(" ".join(filter(None, (self.model.trouble, waiting))))
        restyle(self.passphrase, state="problem" if self.model.trouble else "")
        if self.model.busy:
            self.trouble.setText(self.tr("Membuka penyimpanan…"))
        restyle(self.trouble, role="muted" if self.model.busy else "problem")

    def _build(self) -> None:
        self.names = QListWidget(self)
        self.names.setProperty("role", "names")
        self.names.setAccessibleName(self.tr("Petugas"))
        self.passphrase = QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(self.tr("Kata sandi"))
        self.trouble = roled("", "problem", self)
        self.trouble.setWordWrap(True)
        self.trouble.setMinimumHeight(48)
        self.trouble.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.button = KeyButton("Enter", self.tr("Masuk"), primary=True)
        self.button.clicked.connect(self._enter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for label, editor in (
            (self.tr("&Petugas"), self.names),
            (self.tr("&Kata sandi"), self.passphrase),
        ):
            head = roled(label, "label", self)
            head.setTextFormat(Qt.TextFormat.AutoText)
            head.setBuddy(editor)
            column.addWidget(head)
            column.addWidget(editor)
            column.addSpacing(6)
        column.addWidget(self.trouble)
        column.addStretch(1)
        column.addWidget(self.button)
