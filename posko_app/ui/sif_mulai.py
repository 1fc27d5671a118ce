"""Mulai sif: who is there and what is worth knowing before the first traveller; blocks nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posko_app.domain.civil import civil_date, clock_text
from posko_app.i18n import Catalogue
from posko_app.services.shift import ShiftNow
from posko_app.ui.daftar_dates import long_day
from posko_app.ui.sif_ports import ShiftPorts
from posko_app.ui.sif_words import DIVIDER, cases_in_short, minutes_words, snapshot_words
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.chip import Chip
from posko_app.ui.widgets.chip_row import LETTERS, ChipRow
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import HeadingLine, heading, roled


class StartStep(QWidget):
    """Digits mark the offices that are there, Enter begins, Esc goes to work without a shift."""

    wanted = Signal(object)  # codes of the offices marked
    skipped = Signal()

    def __init__(
        self, ports: ShiftPorts, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ports, self._catalogue = ports, catalogue
        self._build()

    def focus_first(self) -> None:
        """Put the keyboard on the offices."""
        self.agencies.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_standing(self, standing: ShiftNow) -> None:
        """Show the moment, who is signed on, and what was left open before."""
        text, now = self._catalogue.text, self._ports.now()
        day = long_day(civil_date(now), self._catalogue)
        self.when.setText(DIVIDER.join((self._ports.place, day, f"{clock_text(now)} WITA")))
        self.team.setText(", ".join(self._ports.signed_on()))
        words, is_old = snapshot_words(self._ports.sync(), self._catalogue, now=now)
        self.snapshot.setText(words)
        restyle(self.snapshot, role="caution" if is_old else "muted")
        left = cases_in_short(standing.cases, self._catalogue)
        longest = standing.cases[0].minutes(now) if standing.cases else 0
        age = minutes_words(longest, self._catalogue)
        self.left_open.setText(text("sif.left_open", cases=left, age=age))
        self.left_open.setVisible(bool(left))

    def marked(self) -> tuple[str, ...]:
        """Give the codes of the offices that are marked, in the order of the list."""
        return tuple(code for code, chip in self.agencies.chips.items() if chip.value())

    def start(self) -> None:
        """Ask for the shift to begin."""
        self.wanted.emit(self.marked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins the shift wherever the keyboard is in here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.start()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        text = self._catalogue.text
        self.when, self.team = roled("", "muted", self), roled("", "strong", self)
        self.snapshot, self.left_open = roled("", "muted", self), roled("", "caution", self)
        self.scanner = roled(text("sif.scanner"), "muted", self)
        for label in (self.when, self.team, self.snapshot, self.left_open, self.scanner):
            label.setWordWrap(True)
        self.agencies = ChipRow(self)
        self.agencies.setAccessibleName(text("sif.agencies"))
        self.agencies.set_chips(
            [
                (code, Chip(LETTERS[place], text(f"shift.agency.{code}")))
                for place, code in enumerate(self._ports.agencies)
            ]
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(roled(text("sif.start_title"), "title", self))
        column.addWidget(self.when)
        hint = text("sif.agencies_hint")
        for head, widget in (
            (heading(text("sif.team"), self), self.team),
            (HeadingLine(text("sif.agencies"), hint, self), self.agencies),
        ):
            column.addSpacing(3)
            column.addWidget(head)
            column.addWidget(widget)
        column.addSpacing(3)
        column.addWidget(heading(text("sif.to_know"), self))
        for label in (self.snapshot, self.left_open, self.scanner):
            column.addWidget(label)
        column.addStretch(1)
        column.addLayout(self._actions())

    def _actions(self) -> QHBoxLayout:
        self.begin = KeyButton("Enter", self._catalogue.text("sif.start"), primary=True)
        self.begin.clicked.connect(self.start)
        self.skip = KeyButton("Esc", self._catalogue.text("sif.skip"))
        self.skip.clicked.connect(self.skipped)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.begin)
        line.addWidget(self.skip)
        line.addStretch(1)
        return line
