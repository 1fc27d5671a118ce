"""The right column: what to look at, what is missing, and the words of the decision."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from posko_app.ui.periksa_columns import Fields
from posko_app.ui.periksa_findings import Findings, Message
from posko_app.ui.periksa_form import PeriksaForm
from posko_app.ui.periksa_layout import DECISION
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.panel import HeadingLine, Panel, roled


class FindingLine(QWidget):
    """One thing to look at: a mark, the sentence, and the field it is about."""

    picked = Signal(str)

    def __init__(self, message: Message, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = message.path
        mark = QFrame(self)
        mark.setProperty("role", "bullet")
        mark.setProperty("state", message.kind)
        sentence = QLabel(words.sentence(message), self)
        sentence.setProperty("role", "strong")
        sentence.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(sentence, 0, 1)
        if message.path:
            grid.addWidget(roled(words.label(message.path), "hint", self), 1, 1)
        grid.setColumnStretch(1, 1)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Go to the field."""
        self.picked.emit(self._path)


class FindingList(QScrollArea):
    """The list itself; it is rebuilt only when it changed."""

    picked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._shown: Findings | None = None
        self._alarm = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(40)

    def show_alarm(self, sentence: str) -> None:
        """Put what went wrong on top, in full: the bottom row has one line for it."""
        if sentence != self._alarm:
            self._alarm, shown = sentence, self._shown
            self._shown = None
            self.show_findings(shown or Findings())

    def show_findings(self, findings: Findings) -> None:
        """Show them all."""
        if findings == self._shown:
            return
        self._shown = findings
        inside = QWidget()
        inside.setProperty("role", "plain")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 6, 0)
        lines.setSpacing(0)
        if self._alarm:
            alarm = roled(self._alarm, "alarm", inside)
            alarm.setWordWrap(True)
            lines.addWidget(alarm)
        for message in findings.messages:
            line = FindingLine(message, self._words, inside)
            line.picked.connect(self.picked)
            lines.addWidget(line)
            rule = QFrame(inside)
            rule.setProperty("role", "rule")
            lines.addWidget(rule)
        if not findings.messages:
            lines.addWidget(self._nothing(inside))
        lines.addSpacing(4)
        for label in self._open_ends(findings, inside):
            lines.addWidget(label)
        lines.addStretch(1)
        self.setWidget(inside)

    def _nothing(self, parent: QWidget) -> QLabel:
        label = roled(self.tr("Tidak ada yang perlu dicocokkan sekarang."), "muted", parent)
        label.setWordWrap(True)
        return label

    def _open_ends(self, findings: Findings, parent: QWidget) -> list[QLabel]:
        lines = []
        if findings.missing:
            names = ", ".join(self._words.label(path) for path in findings.missing)
            lines.append(_two_voices(self.tr("Belum diisi:"), names, parent))
        if findings.not_asked:
            numbers = ", ".join(str(number) for number in findings.not_asked)
            lines.append(_two_voices(self.tr("Belum ditanya:"), numbers, parent))
        return lines


class SideColumn(Panel):
    """Findings above, the words of the decision below, each always in the same place."""

    def __init__(self, form: PeriksaForm, words: Words, today: Callable[[], date]) -> None:
        super().__init__()
        self.head.title.setText(self.tr("Perlu dilihat"))
        self.head.hint.say(self.tr("F4 berikutnya · F6 panel"))
        self.head.show()
        self.list = FindingList(words)
        self.body.addWidget(self.list, 1)
        self.words_head = HeadingLine(self.tr("Keterangan keputusan"), "")
        self.body.addWidget(self.words_head)
        self.fields = Fields(form, words, today)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        for path in DECISION:
            rows.addWidget(self.fields.row(path))
        self.body.addLayout(rows)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_low(self, *, low: bool) -> None:
        """Use the smaller measures of a low screen."""
        self.set_tight(tight=low)
        self.fields.set_low(low=low)
        self.words_head.setVisible(not low)


def _two_voices(head: str, rest: str, parent: QWidget) -> QLabel:
    """Write a bold head and a muted rest as one wrapped line."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setText(f"<b>{head}</b> {_escaped(rest)}")
    label.setWordWrap(True)
    label.setProperty("role", "open_ends")
    return label


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
