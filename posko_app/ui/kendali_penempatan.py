"""Control of placement: official lists on the left, a month's companies on the right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from posko_app.domain.movement import next_month
from posko_app.domain.placement import CompanyCount
from posko_app.domain.registers import LookUp, Provenance
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.movement import MovementService
from posko_app.services.registers import RegisterService
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.kendali_cocokkan import LookUpPanel
from posko_app.ui.kendali_daftar_resmi import RegistersPanel
from posko_app.ui.kendali_impor import ImportPanel
from posko_app.ui.kendali_model import (
    company_cells,
    company_columns,
    month_title,
    papers_words,
    provenance_words,
)
from posko_app.ui.kendali_table import WordView
from posko_app.ui.theme import Theme, text_scale
from posko_app.ui.widgets.card import Rule
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.key_binding import bind_on, bind_within
from posko_app.ui.widgets.key_hints import KeyHints
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.widgets.rows import RowsOrSentence

LEFT_WIDTH, LEFT_LEAST = 470, 360
NARROW = {1: 640, 5: 560, 6: 480}  # px below which scheme, levels and papers give way


@dataclass(frozen=True, slots=True)
class ControlPorts:
    """What both sections need."""

    registers: RegisterService
    movement: MovementService
    may_import: Callable[[], bool]  # whether the officer whose turn it is is a penyelia
    today: Callable[[], date]
    folder: Path  # where files usually lie


class PlacementSection(QWidget):
    """Ctrl+I takes in the chosen list, ←/→ turns the month."""

    changed = Signal(object)

    def __init__(
        self,
        ports: ControlPorts,
        *,
        catalogue: Catalogue,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ports = ports
        self._catalogue = catalogue
        self.month = ports.movement.this_month
        self._counts: tuple[CompanyCount, ...] = ()
        self._build(theme)
        self._bind_keys()

    def refresh(self) -> None:
        """Read lists and the shown month again."""
        self.registers.refresh()
        self.show_month(self.month)

    def show_month(self, month: str) -> None:
        """Read a month; an answer for a month already left is dropped."""
        self.month = month
        self.title.setText(month_title(month, self._catalogue))
        counting = self._ports.movement.companies(month)
        deliver(counting, self, lambda counts: self._take(month, counts), self._failed)

    def turn(self, months: int) -> None:
        """Turn to another month, never past the present one."""
        self.show_month(min(next_month(self.month, months), self._ports.movement.this_month))

    def focus_first(self) -> None:
        """Put the keyboard on the lists."""
        self.registers.lists.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_import(self) -> None:
        """Open the form for the chosen list; only a penyelia may."""
        if not self._ports.may_import():
            text = self._catalogue.text("control.import.only_penyelia")
            self.registers.notice.say(text, "caution")
            return
        self.registers.notice.clear()
        self.right.setCurrentWidget(self.importing)
        register = self.registers.chosen()
        self.importing.start(register, self.registers.known.get(register))

    def set_theme(self, theme: Theme) -> None:
        """Paint the rows in another look."""
        self.table.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = round(LEFT_WIDTH * text_scale())
        least = round(LEFT_LEAST * text_scale())
        self.registers.setFixedWidth(max(least, min(wanted, self.width() * 2 // 5)))

    def _take(self, month: str, counts: tuple[CompanyCount, ...]) -> None:
        if month != self.month:
            return
        self._counts = counts
        people = sum(count.people for count in counts)
        named = sum(bool(count.name) for count in counts)
        self.sums.setText(
            self._catalogue.text("control.company.sums", companies=named, people=people)
        )
        rows = [company_cells(count, self._catalogue) for count in counts]
        self.table.show_rows(company_columns(self._catalogue), rows, narrow=NARROW)
        self.empty.setText(self._catalogue.text("control.company.none"))
        self.shown.setCurrentWidget(self.table if counts else self.empty)
        self._show_papers()

    def _show_papers(self) -> None:
        row = self.table.currentIndex().row()
        known = 0 <= row < len(self._counts)
        self.papers.say(papers_words(self._counts[row], self._catalogue) if known else "")

    def _failed(self, error: PoskoError) -> None:
        self.empty.setText(notices.sentence(self._catalogue, error))
        self.shown.setCurrentWidget(self.empty)

    def _imported(self, provenance: Provenance) -> None:
        self._close_side()
        words = provenance_words(
            provenance.register, provenance, self._catalogue, self._ports.today()
        )
        done = self._catalogue.text("control.import.done", rows=provenance.rows, what=words)
        self.registers.notice.say(done, "success")
        self.registers.refresh()
        self.changed.emit(provenance)

    def _show_found(self, found: LookUp) -> None:
        """Show it beside the fields; the keyboard stays where it was typed."""
        if self.right.currentWidget() is not self.importing:
            self.found.show_found(found)
            self.right.setCurrentWidget(self.found)

    def _close_side(self) -> None:
        self.right.setCurrentWidget(self.companies)
        self.focus_first()

    def _leave_fields(self) -> None:
        """Esc in a field: the companies come back."""
        if self.right.currentWidget() is self.found:
            self.right.setCurrentWidget(self.companies)

    def _bind_keys(self) -> None:
        bind_within(self, "Ctrl+I", self.ask_import)
        bind_within(self.registers, "Esc", self._leave_fields)
        for widget in (self.table, self.empty):
            bind_on(widget, "Left", lambda: self.turn(-1))
            bind_on(widget, "Right", lambda: self.turn(1))
            bind_on(widget, "Home", lambda: self.show_month(self._ports.movement.this_month))

    def _build(self, theme: Theme) -> None:
        ports, catalogue = self._ports, self._catalogue
        self.registers = RegistersPanel(
            ports.registers, catalogue=catalogue, today=ports.today, parent=self
        )
        self.registers.import_asked.connect(self.ask_import)
        self.importing = ImportPanel(
            ports.registers, catalogue=catalogue, folder=ports.folder, today=ports.today
        )
        self.importing.closed.connect(self._close_side)
        self.importing.imported.connect(self._imported)
        self.found = LookUpPanel(catalogue=catalogue, today=ports.today, parent=self)
        self.found.closed.connect(self._close_side)
        self.registers.found.connect(self._show_found)
        self.companies = self._companies(theme)
        self.right = QStackedWidget(self)
        self.right.addWidget(self.companies)
        self.right.addWidget(self.importing)
        self.right.addWidget(self.found)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 8, 12, 10)
        across.setSpacing(10)
        across.addWidget(self.registers)
        across.addWidget(self.right, 1)

    def _companies(self, theme: Theme) -> Panel:
        word = self._catalogue.text
        self.table = WordView(theme, self)
        self.table.setAccessibleName(word("control.company.title"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_papers())
        self.shown = RowsOrSentence(self.table, self)
        self.empty = self.shown.empty
        self.papers = ElidedLabel("muted", self)
        chosen = QHBoxLayout()
        chosen.setContentsMargins(12, 6, 12, 0)
        chosen.addWidget(self.papers)
        panel = Panel(parent=self)
        panel.body.setContentsMargins(1, 0, 1, 0)
        panel.body.setSpacing(0)
        panel.body.addLayout(self._head())
        panel.body.addWidget(Rule(panel))
        panel.body.addWidget(self.shown, 1)
        panel.body.addWidget(Rule(panel))
        panel.body.addLayout(chosen)
        keys = (("← →", "month"), ("Home", "this_month"), ("Ctrl+I", "import"))
        panel.body.addWidget(KeyHints([(key, word(f"control.keys.{act}")) for key, act in keys]))
        return panel

    def _head(self) -> QVBoxLayout:
        self.title = roled("", "departure", self)
        self.sums = roled("", "muted", self)
        head = QVBoxLayout()
        head.setContentsMargins(14, 8, 14, 8)
        head.setSpacing(2)
        first = QHBoxLayout()
        first.addWidget(self.title)
        first.addStretch(1)
        first.addWidget(self.sums)
        head.addLayout(first)
        return head
