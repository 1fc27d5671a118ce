"""The head of the log: the day, its figures, those without a record, and what still waits."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posko_app.i18n import Catalogue
from posko_app.services.day import DayLog
from posko_app.ui.log_harian_totals import (
    Total,
    levels_of,
    tally_sentence,
    totals_of,
    undecided_help,
    undecided_sentence,
)
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.panel import roled


class LogHead(QWidget):
    """Shows; what is counted is never mixed with what was screened."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.title = roled("", "departure", self)
        self.undecided = roled("", "badge", self)
        self.undecided.hide()
        self.help = ElidedLabel("caution", self)
        self.help.hide()
        self.totals, self.levels = _figures(), _figures()
        self.tally = ElidedLabel("muted", self)
        first = QHBoxLayout()
        first.addWidget(self.title)
        first.addStretch(1)
        first.addWidget(self.undecided)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(5)
        column.addLayout(first)
        column.addWidget(self.help)
        column.addLayout(self.totals)
        column.addLayout(self.levels)
        column.addWidget(self.tally)

    def show_log(self, log: DayLog) -> None:
        """Show the figures of a day."""
        catalogue = self._catalogue
        _fill(self.totals, totals_of(log.totals, catalogue), self)
        _fill(self.levels, levels_of(log.totals, catalogue), self)
        self.tally.say(tally_sentence(log.tally, log.rate, catalogue))
        undecided = undecided_sentence(log.rows, catalogue)
        self.undecided.setText(undecided)
        self.undecided.setVisible(bool(undecided))
        self.help.say(undecided_help(log.rows, catalogue))
        self.help.setVisible(bool(undecided))


def _figures() -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(18)
    return line


def _fill(line: QHBoxLayout, totals: Sequence[Total], owner: QWidget) -> None:
    while line.count():
        taken = line.takeAt(0)
        widget = taken.widget() if taken is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    for total in totals:
        label = roled(f"{total.number} {total.words}", "total", owner)
        label.setProperty("state", total.state)
        line.addWidget(label)
    line.addStretch(1)
