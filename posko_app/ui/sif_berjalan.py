"""The shift that runs: its departures, whose case is open, and the keys that end it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from posko_app.domain.civil import civil_date
from posko_app.domain.departure_line import read_departure_line
from posko_app.domain.departures import Departure
from posko_app.domain.held import OpenCase
from posko_app.domain.shift import Shift
from posko_app.i18n import Catalogue
from posko_app.services.shift import ShiftNow
from posko_app.ui.sif_ports import ShiftPorts
from posko_app.ui.sif_words import (
    agencies_words,
    case_line,
    departure_line,
    departure_words,
    handover_lines,
    opened_words,
    team_words,
    too_long,
)
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.panel import HeadingLine, roled

ROWS_SHOWN = 4


class DepartureLineEdit(LineEdit):
    """A departure on one line; Enter keeps it as it was read."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps the line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered.emit()
            return
        super().keyPressEvent(event)


class RunningStep(QWidget):
    """Departures above, open cases below."""

    added = Signal(object)  # the answers of a departure
    withdrawn = Signal(object)  # Departure
    opened_case = Signal(object)  # OpenCase

    def __init__(
        self, ports: ShiftPorts, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ports, self._catalogue = ports, catalogue
        self._departures: tuple[Departure, ...] = ()
        self._cases: tuple[OpenCase, ...] = ()
        self._build()

    def focus_first(self) -> None:
        """Put the keyboard where a departure is typed."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_standing(self, standing: ShiftNow, shift: Shift) -> None:
        """Show everything anew; the chosen row stays chosen."""
        now, catalogue = self._ports.now(), self._catalogue
        self.opened.setText(opened_words(standing, shift, catalogue, now=now))
        agencies = agencies_words(shift, catalogue) or catalogue.text("sif.nobody_else")
        team = team_words(standing, shift, catalogue)
        self.present.setText(catalogue.text("sif.present", team=team, agencies=agencies))
        self.handovers.setText("\n".join(handover_lines(standing, shift, catalogue)))
        self.handovers.setVisible(bool(shift.handovers))
        self._departures = standing.departures
        lines = [departure_line(one, catalogue, now=now) for one in standing.departures]
        _refill(self.departures, lines, [one.has_left(now) for one in standing.departures])
        self.departures.setVisible(bool(lines))
        limit = self._ports.limit()
        cases = [case_line(case, standing, catalogue, now=now) for case in standing.cases]
        late = [too_long(case, now=now, limit=limit) for case in standing.cases]
        _refill(self.cases, cases, [False] * len(cases))
        for row, is_late in enumerate(late):
            if is_late:
                _mark_late(self.cases, row)
        self._cases = standing.cases
        self.cases.setVisible(bool(cases))
        self.no_case.setVisible(not cases)
        hint = catalogue.text("sif.open_case") if cases else ""
        self.case_head.hint.say(catalogue.text("sif.limit", minutes=limit) if any(late) else hint)

    def withdraw(self) -> None:
        """Ask for the chosen departure to be taken off the list."""
        row = self.departures.currentRow()
        if 0 <= row < len(self._departures):
            self.withdrawn.emit(self._departures[row])

    def clear(self) -> None:
        """Forget the typed line: it stands on the list now."""
        self.line.set_value(None)
        self._read()

    def answers(self) -> dict[str, str]:
        """Give how the typed line is read."""
        today = civil_date(self._ports.now())
        return read_departure_line(self.line.text(), kind=self._ports.kind, on=today)

    def _enter(self) -> None:
        answers = self.answers()
        if answers:
            self.added.emit(answers)

    def _open_case(self) -> None:
        row = self.cases.currentRow()
        if 0 <= row < len(self._cases):
            self.opened_case.emit(self._cases[row])

    def _read(self) -> None:
        answers = self.answers()
        words = departure_words(answers, self._catalogue)
        self.reading.setText(
            self._catalogue.text("sif.reads", departure=words)
            if words
            else self._catalogue.text(f"sif.line_hint.{self._ports.kind}")
        )

    def _build(self) -> None:
        text = self._catalogue.text
        self.opened, self.present = roled("", "title", self), roled("", "muted", self)
        self.handovers, self.reading = roled("", "muted", self), roled("", "hint", self)
        for label in (self.opened, self.present, self.handovers, self.reading):
            label.setWordWrap(True)
        self.line = DepartureLineEdit(self)
        self.line.setAccessibleName(text("sif.line"))
        self.line.setPlaceholderText(text("sif.line"))
        self.line.entered.connect(self._enter)
        self.line.textChanged.connect(lambda _: self._read())
        self.departures = _list(text("day.departures"), self)
        self.cases = _list(text("sif.cases"), self)
        self.cases.itemActivated.connect(lambda _: self._open_case())
        self.case_head = HeadingLine(text("sif.cases"), "", self)
        self.no_case = roled(text("sif.no_case"), "muted", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (
            *(self.opened, self.present, self.handovers),
            HeadingLine(text("day.departures"), text("sif.departures_hint"), self),
            *(self.departures, self.line, self.reading),
            *(self.case_head, self.cases, self.no_case),
        ):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(self._actions())
        self._read()

    def _actions(self) -> QHBoxLayout:
        text = self._catalogue.text
        self.hand_over = KeyButton("Ctrl+H", text("sif.hand_over"))
        self.close_shift = KeyButton("Ctrl+U", text("sif.close"))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.hand_over)
        line.addWidget(self.close_shift)
        line.addStretch(1)
        return line


def _mark_late(shown: QListWidget, row: int) -> None:
    """Show a row in amber, with the mark that says the same without colour."""
    item = shown.item(row)
    words = f"▲ {item.text()}"
    item.setText("")
    item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
    label = ElidedLabel("figure", shown)
    label.setText(words)
    restyle(label, state="caution")
    shown.setItemWidget(item, label)


def _list(name: str, parent: QWidget) -> QListWidget:
    made = QListWidget(parent)
    made.setProperty("role", "names")
    made.setAccessibleName(name)
    made.setTextElideMode(Qt.TextElideMode.ElideRight)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _refill(shown: QListWidget, lines: Sequence[str], muted: Sequence[bool]) -> None:
    row = max(0, shown.currentRow())
    shown.clear()
    for line, is_muted in zip(lines, muted, strict=True):
        item = QListWidgetItem(line, shown)
        item.setToolTip(line)
        if is_muted:
            colour = QColor(shown.palette().placeholderText().color())
            item.setForeground(colour)
    shown.setCurrentRow(min(row, len(lines) - 1))
    rows = min(ROWS_SHOWN, max(1, len(lines)))
    shown.setFixedHeight(rows * max(24, shown.sizeHintForRow(0)) + 10)
