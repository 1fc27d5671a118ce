"""Six digits, twice: the PIN that lifts the veil for this officer until the lock."""

from collections.abc import Callable

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.ui import notices
from posko_app.ui.unlock_pin_model import PIN_DIGITS, PinChoice
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import roled

PIN_WIDTH = 200


class PinEdit(QLineEdit):
    """Six hidden digits in large type; announces itself when the sixth is typed."""

    complete = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(PIN_DIGITS)
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(PIN_WIDTH)
        self.setProperty("role", "pin")
        self.textEdited.connect(self._typed)

    def _typed(self, text: str) -> None:
        if len(text) == PIN_DIGITS:
            self.clear()
            self.complete.emit(text)


class PinForm(QWidget):
    """Asks for a new PIN and for the same once more; `skippable` lets one go without."""

    finished = Signal()

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        accept: Callable[[str | None], object],
        skippable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._accept = accept
        self._choice = PinChoice(catalogue)
        self._build()
        self._offer_skip(skippable)
        self.restart("")

    def restart(self, name: str) -> None:
        """Begin anew, for this officer."""
        self._choice.restart()
        self.title.setText(self.tr("PIN untuk %1").replace("%1", name))
        self.trouble.clear()
        self.pin.clear()
        self._show_step()

    def focus_first(self) -> None:
        """Put the keyboard into the PIN."""
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, pin: str) -> None:
        agreed, sentence = self._choice.take(pin)
        self.trouble.setText(sentence)
        self._show_step()
        if agreed is not None:
            self._settle(agreed)

    def _settle(self, pin: str | None) -> None:
        try:
            self._accept(pin)
        except PoskoError as error:
            self._choice.restart()
            self._show_step()
            self.trouble.setText(notices.sentence(self._catalogue, error))
            return
        self.finished.emit()

    def _show_step(self) -> None:
        again = self._choice.repeating
        self.label.setText(
            self.tr("Ketik PIN yang sama sekali lagi") if again else self.tr("Pilih 6 angka")
        )
        self.pin.setAccessibleName(self.label.text())

    def _build(self) -> None:
        self.title = roled("", "title", self)
        self.title.setWordWrap(True)
        self.why = roled(
            self.tr(
                "Layar tertutup sendiri bila ditinggalkan. PIN membukanya lagi tanpa kata sandi, "
                "dan menunjukkan siapa yang sedang bertugas. PIN tidak disimpan di laptop."
            ),
            "muted",
            self,
        )
        self.why.setWordWrap(True)
        self.label = roled("", "strong", self)
        self.pin = PinEdit(self)
        self.pin.complete.connect(self._typed)
        self.trouble = roled("", "problem", self)
        self.trouble.setWordWrap(True)
        self.trouble.setMinimumHeight(34)
        self.skip = KeyButton("Esc", self.tr("Tanpa PIN"))
        self.skip.clicked.connect(lambda: self._settle(None))
        self.without = roled(
            self.tr("Tanpa PIN, layar yang ditinggalkan terkunci dan perlu kata sandi."),
            "hint",
            self,
        )
        self.without.setWordWrap(True)
        self._lay_out()

    def _offer_skip(self, skippable: bool) -> None:  # noqa: FBT001 - private, one caller
        self.skip.setVisible(skippable)
        self.without.setVisible(skippable)
        if skippable:
            bind_within(self, "Esc", self.skip.click)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.why)
        column.addSpacing(8)
        for widget in (self.label, self.pin, self.trouble):
            column.addWidget(widget)
        column.addStretch(1)
        line = QHBoxLayout()
        line.addWidget(self.skip)
        line.addWidget(self.without, 1)
        column.addLayout(line)
