"""A line that opens at the foot of a page to ask why, before something is stated for good."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import roled

OWN_KEYS = (Qt.Key.Key_F9, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
LONGEST_REASON = 500


class ReasonBar(QFrame):
    """Asks for one sentence; Esc leaves everything as it was."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._sent = False
        self._build()
        self.hide()

    def ask(self, question: str, *, verb: str) -> None:
        """Open with a question; the button says what will happen."""
        self.question.setText(question)
        self.reason.setAccessibleName(question)
        self.confirm.rename(verb)
        self.confirm.caption.setVisible(True)
        self.confirm.setAccessibleName(verb)
        self.reason.clear()
        self.trouble.clear()
        self._sent = False
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Show why it did not go through; what was typed stays and may be sent again."""
        self._sent = False
        self.trouble.setText(sentence)

    def close_bar(self) -> None:
        """Close without doing anything."""
        self.hide()
        self.left.emit()

    def _confirm(self) -> None:
        reason = " ".join(self.reason.text().split())
        if not reason:
            self.say(self.tr("Tulis alasannya, satu kalimat."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._sent:  # a second F9 while the store writes states nothing twice
            self._sent = True
            self.confirmed.emit(reason)

    def event(self, event: QEvent) -> bool:
        """Claim F9 and Esc while a reason is typed: the page around has the same keys."""
        own = isinstance(event, QKeyEvent) and event.key() in OWN_KEYS
        if own and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in OWN_KEYS:
            self._confirm()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.question = roled("", "strong", self)
        self.question.setWordWrap(True)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.setPlaceholderText(self.tr("Alasan, satu kalimat"))
        self.trouble = roled("", "problem", self)
        self.trouble.setWordWrap(True)
        self.confirm = KeyButton("F9", "", primary=True)
        self.confirm.clicked.connect(self._confirm)
        self.cancel = KeyButton("Esc", self.tr("Urung"))
        self.cancel.clicked.connect(self.close_bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(4)
        column.addWidget(self.question)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.reason, 1)
        line.addWidget(self.cancel)
        line.addWidget(self.confirm)
        column.addLayout(line)
        column.addWidget(self.trouble)
