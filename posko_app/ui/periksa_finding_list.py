"""What to match or to fill in, small, under the reasons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from posko_app.ui.periksa_findings import Findings, Message
from posko_app.ui.periksa_reasons import OpenEnds, Wrapped
from posko_app.ui.periksa_reasons_model import Line
from posko_app.ui.periksa_words import Words


class FindingLine(QWidget):
    """One thing to look at: a mark, the field and the sentence."""

    picked = Signal(str)

    def __init__(self, message: Message, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = message.path
        mark = QFrame(self)
        mark.setProperty("role", "bullet")
        mark.setProperty("state", message.kind)
        sentence = Wrapped("finding", self)
        field = f"{words.label(message.path)}: " if message.path else ""
        sentence.setText(f"{field}{words.sentence(message)}")
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(10)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(sentence, 1)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Go to the field."""
        self.picked.emit(self._path)


class FindingBox(QWidget):
    """All findings of a draft; made anew only when they changed."""

    picked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._shown = Findings()
        self._rows: list[FindingLine] = []
        self.ends = OpenEnds(self)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addWidget(self.ends)

    def show_findings(self, findings: Findings) -> None:
        """Show them all."""
        if findings.messages != self._shown.messages:
            self._replace(findings.messages)
        self._shown = findings
        missing = [path for path in findings.missing if path != "decision"]  # it has its own row
        names = ", ".join(self._words.label(path) for path in missing)
        self.ends.show_lines((Line(self.tr("Belum diisi:"), names),) if names else ())

    def _replace(self, messages: tuple[Message, ...]) -> None:
        for row in self._rows:
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [FindingLine(message, self._words, self) for message in messages]
        for place, row in enumerate(self._rows):
            row.picked.connect(self.picked)
            self._lines.insertWidget(place, row)
            row.show()
