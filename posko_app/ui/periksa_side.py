"""The right column: why this level, what to look at, and the words of the decision."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from posko_app.ui.earlier_model import EarlierView
from posko_app.ui.periksa_columns import Fields
from posko_app.ui.periksa_finding_list import FindingBox
from posko_app.ui.periksa_findings import Findings
from posko_app.ui.periksa_form import PeriksaForm
from posko_app.ui.periksa_layout import DECISION
from posko_app.ui.periksa_reasons import ReasonList
from posko_app.ui.periksa_reasons_model import Reasons
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.earlier_box import EarlierBox
from posko_app.ui.widgets.panel import HeadingLine, Panel, roled

SIGHT_PX = 8


class SideList(QScrollArea):
    """Alarm, reasons, findings: one column that scrolls along with the chosen sign."""

    picked = Signal(str)  # path to go to
    alarmed = Signal(bool)  # whether something went wrong that is told here

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(40)
        inside = QWidget()
        inside.setProperty("role", "plain")
        self.alarm = roled("", "alarm", inside)
        self.alarm.setWordWrap(True)
        self.alarm.hide()
        self.earlier = EarlierBox(inside)
        self.reasons, self.findings = ReasonList(inside), FindingBox(words, inside)
        self.reasons.chosen.connect(self.picked)
        self.reasons.moved.connect(self._into_sight)
        self.reasons.folded.connect(self.to_top)
        self.findings.picked.connect(self.picked)
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 6, 0)
        lines.setSpacing(4)
        for part in (self.alarm, self.earlier, self.reasons, self.findings):
            lines.addWidget(part)
        lines.addStretch(1)
        self.setWidget(inside)

    def show_alarm(self, sentence: str) -> None:
        """Put what went wrong on top, in full: the bottom row has one line for it."""
        self.alarm.setText(sentence)
        self.alarm.setVisible(bool(sentence))
        self.alarmed.emit(bool(sentence))
        if sentence:
            self.to_top()

    def to_top(self) -> None:
        """Show the gravest sign again."""
        self.verticalScrollBar().setValue(0)

    def show_findings(self, findings: Findings) -> None:
        """Show what to look at."""
        self.findings.show_findings(findings)

    def show_earlier(self, view: EarlierView) -> None:
        """Show who may have been here before, on top; a new warning is brought into sight."""
        is_new = view.alarm != self.earlier.shown.alarm or bool(
            view.lines and not self.earlier.shown.lines
        )
        moved = view != self.earlier.shown
        self.earlier.show_view(view)
        row = self.earlier.marked_row()
        if is_new:
            self.to_top()
        elif moved and row is not None:
            self._into_sight(row)

    def show_reasons(self, reasons: Reasons, nothing: str) -> None:
        """Show why this level."""
        self.reasons.show_reasons(reasons, nothing)

    def _into_sight(self, row: QWidget) -> None:
        QApplication.sendPostedEvents()  # an unfolded row has its new height only then
        self.ensureWidgetVisible(row, 0, SIGHT_PX)


class SideColumn(Panel):
    """Reasons and findings above, the words of the decision below, each in its place."""

    def __init__(self, form: PeriksaForm, words: Words, today: Callable[[], date]) -> None:
        super().__init__()
        self.head.title.setText(self.tr("Alasan"))
        self.head.hint.say(self.tr("F6 panel · F4 berikutnya"))
        self.head.show()
        self.list = SideList(words)
        self.body.addWidget(self.list, 1)
        self.words_head = HeadingLine(self.tr("Keterangan keputusan"), "")
        self.fields = Fields(form, words, today)
        self.words = QWidget()
        rows = QVBoxLayout(self.words)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.words_head)
        for path in DECISION:
            rows.addWidget(self.fields.row(path))
        self.body.addWidget(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_low(self, *, low: bool) -> None:
        """Use the smaller measures of a low screen."""
        self.set_tight(tight=low)
        self.fields.set_low(low=low)
        self.words_head.setVisible(not low)
