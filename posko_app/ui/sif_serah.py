"""Serah terima: open cases go to the officer whose digit is pressed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posko_app.domain.records import OfficerRecord, OfficerState
from posko_app.i18n import Catalogue
from posko_app.services.shift import ShiftNow
from posko_app.ui.sif_ports import ShiftPorts
from posko_app.ui.sif_words import case_line, cases_in_short
from posko_app.ui.widgets.digit_list import DigitList
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.panel import heading, roled

MOST_LINES = 8


class HandOverStep(QWidget):
    """Choose the officer, write a word if there is one to write, Enter hands over."""

    wanted = Signal(str, str)  # person id, note
    left = Signal()

    def __init__(
        self, ports: ShiftPorts, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ports, self._catalogue = ports, catalogue
        self._people: tuple[OfficerRecord, ...] = ()
        self._build()

    def focus_first(self) -> None:
        """Put the keyboard on the officers."""
        self.people.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self, standing: ShiftNow) -> None:
        """Show what would be handed over; the officers come when they are read."""
        now, catalogue = self._ports.now(), self._catalogue
        short = cases_in_short(standing.cases, catalogue) or catalogue.text("sif.no_case")
        lines = [case_line(case, standing, catalogue, now=now) for case in standing.cases]
        more = len(lines) - MOST_LINES
        if more > 0:
            lines = [*lines[:MOST_LINES], catalogue.text("periksa.and_more", count=more)]
        self.short.setText(short)
        self.cases.setText("\n".join(lines))
        self.note.set_value(None)

    def show_people(self, records: tuple[OfficerRecord, ...]) -> None:
        """Offer whoever works on this laptop, but for the one who hands over."""
        current = self._ports.current()
        self._people = tuple(
            sorted(
                (
                    one
                    for one in records
                    if one.here and one.state is OfficerState.ACTIVE and one.person != current
                ),
                key=lambda one: (one.name or "").casefold(),
            )
        )
        somebody = self._catalogue.text("sif.somebody")
        self.people.clear()
        for place, one in enumerate(self._people, start=1):
            self.people.addItem(f"{place}   {one.name or somebody}")
        self.people.setCurrentRow(0)
        self.people.setVisible(bool(self._people))
        self.nobody.setVisible(not self._people)
        self.give.setVisible(bool(self._people))
        rows = min(5, max(1, len(self._people)))
        self.people.setFixedHeight(rows * max(24, self.people.sizeHintForRow(0)) + 10)
        (self.people if self._people else self.back).setFocus()

    def submit(self) -> None:
        """Hand over to the chosen officer."""
        row = self.people.currentRow()
        if 0 <= row < len(self._people):
            self.wanted.emit(self._people[row].person, self.note.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses the officer while the list has the keyboard; Enter hands over."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.submit()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        text = self._catalogue.text
        self.people = DigitList(self)
        self.people.setProperty("role", "names")
        self.people.setAccessibleName(text("sif.hand_over_to"))
        self.nobody = roled(text("sif.nobody_to_take_over"), "caution", self)
        self.short, self.cases = roled("", "strong", self), roled("", "muted", self)
        self.note = LineEdit(self)
        self.note.setAccessibleName(text("sif.note"))
        self.note.setPlaceholderText(text("sif.note"))
        for label in (self.nobody, self.short, self.cases):
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addWidget(roled(text("sif.hand_over_to"), "title", self))
        for widget in (self.people, self.nobody, heading(text("sif.cases"), self)):
            column.addWidget(widget)
        for line in (self.short, self.cases, self.note):
            column.addWidget(line)
        column.addWidget(_wrapped(text("sif.hand_over_drafts"), self))
        column.addStretch(1)
        self.give = KeyButton("Enter", text("sif.hand_over"), primary=True)
        self.give.clicked.connect(self.submit)
        self.back = KeyButton("Esc", text("sif.back"))
        self.back.clicked.connect(self.left)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        actions.addWidget(self.give)
        actions.addWidget(self.back)
        actions.addStretch(1)
        column.addLayout(actions)


def _wrapped(text: str, parent: QWidget) -> QWidget:
    label = roled(text, "hint", parent)
    label.setWordWrap(True)
    return label
