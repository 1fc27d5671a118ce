"""Tutup sif: says what is still open or unsent; nothing of it keeps the shift from ending."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posko_app.i18n import Catalogue
from posko_app.services.shift import ShiftNow
from posko_app.ui.sif_words import cases_in_short
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import roled


class CloseStep(QWidget):
    """Send first, hand over first, or end now; each by its key."""

    wanted = Signal()
    send_first = Signal()
    hand_over_first = Signal()
    left = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._build()

    def focus_first(self) -> None:
        """Put the keyboard on what does least: Esc and every other key say what they do."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self, standing: ShiftNow) -> None:
        """Say what is unsent and what is open."""
        text = self._catalogue.text
        cases = cases_in_short(standing.cases, self._catalogue)
        unsent = standing.waiting
        self.ask.setText(
            text("sif.close_unsent", number=unsent) if unsent else text("sif.close_ask")
        )
        self.open.setText(text("sif.still_open", cases=cases) if cases else "")
        self.open.setVisible(bool(cases))
        self.hand_over.setVisible(bool(cases))
        self.send.setVisible(bool(unsent))

    def _build(self) -> None:
        text = self._catalogue.text
        self.ask, self.open = roled("", "title", self), roled("", "caution", self)
        calm = roled(text("sif.close_calm"), "muted", self)
        for label in (self.ask, self.open, calm):
            label.setWordWrap(True)
        self.send = KeyButton("F5", text("sif.send_first"))
        self.hand_over = KeyButton("Ctrl+H", text("sif.hand_over_first"))
        self.end = KeyButton("Ctrl+U", text("sif.close"), primary=True)
        self.back = KeyButton("Esc", text("sif.back"))
        self.send.clicked.connect(self.send_first)
        self.hand_over.clicked.connect(self.hand_over_first)
        self.end.clicked.connect(self.wanted)
        self.back.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for label in (self.ask, self.open, calm):
            column.addWidget(label)
        column.addStretch(1)
        for pair in ((self.send, self.hand_over), (self.end, self.back)):
            line = QHBoxLayout()
            line.setSpacing(8)
            for button in pair:
                line.addWidget(button)
            line.addStretch(1)
            column.addLayout(line)
