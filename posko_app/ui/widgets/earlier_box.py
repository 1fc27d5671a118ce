"""A short list of earlier screenings; the one the keys are about is written out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from posko_app.ui.earlier_model import EarlierLine, EarlierView
from posko_app.ui.widgets.panel import roled


class EarlierRow(QFrame):
    """One earlier screening."""

    picked = Signal(str)

    def __init__(self, line: EarlierLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject = line.subject
        self.setProperty("role", "reason")
        self.setProperty("chosen", line.marked)
        texts = QVBoxLayout(self)
        texts.setContentsMargins(6, 4, 6, 4)
        texts.setSpacing(1)
        self.head = _wrapped(line.head, "reason_title", self)
        self.why = _wrapped(line.why, "detail", self)
        self.ask = _wrapped(line.ask, "caution", self)
        for label in (self.head, self.why, self.ask):
            texts.addWidget(label)
            label.setVisible(bool(label.text()))
        self.setAccessibleName(". ".join(filter(None, (line.head, line.why, line.ask))))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Make it the one the keys are about."""
        self.picked.emit(self._subject)


class EarlierBox(QWidget):
    """Title, a warning where the same act seems to be done twice, and the screenings."""

    picked = Signal(str)  # subject

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = EarlierView()
        self.rows: list[EarlierRow] = []
        self.title = _wrapped("", "strong", self)
        self.alarm = _wrapped("", "alarm", self)
        self.more = _wrapped("", "muted", self)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 4)
        self._lines.setSpacing(2)
        for label in (self.alarm, self.title, self.more):
            self._lines.addWidget(label)
        self.hide()

    def show_view(self, view: EarlierView) -> None:
        """Show this; the same again costs nothing."""
        if view == self.shown:
            return
        self.shown = view
        for label, text in ((self.title, view.title), (self.alarm, view.alarm)):
            label.setText(text)
            label.setVisible(bool(text))
        self.more.setText(view.more)
        self.more.setVisible(bool(view.more))
        self._replace(view.lines)
        self.setAccessibleName(". ".join(filter(None, (view.title, view.alarm))))
        self.setVisible(bool(view.lines))

    def marked_row(self) -> EarlierRow | None:
        """Give the one the keys are about."""
        pairs = zip(self.shown.lines, self.rows, strict=True)
        return next((row for line, row in pairs if line.marked), None)

    def _replace(self, lines: tuple[EarlierLine, ...]) -> None:
        for row in self.rows:
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [EarlierRow(line, self) for line in lines]
        for row in self.rows:
            row.picked.connect(self.picked)
            self._lines.insertWidget(self._lines.count() - 1, row)
            row.show()


def _wrapped(text: str, role: str, parent: QWidget) -> QLabel:
    label = roled(text, role, parent)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return label
