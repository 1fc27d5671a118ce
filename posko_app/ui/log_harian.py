"""Log hari ini: one day's screenings, figures that add up, and the file that leaves."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QTableView,
    QWidget,
)

from posko_app.domain.day import DayRow
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.day import DayLog
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.daftar_dates import long_day
from posko_app.ui.daftar_delegate import CellDelegate
from posko_app.ui.log_harian_export import ExportPanel, ExportPorts
from posko_app.ui.log_harian_head import LogHead
from posko_app.ui.log_harian_model import DayColumn, DayTable, next_day
from posko_app.ui.log_harian_totals import next_undecided
from posko_app.ui.theme import Theme, text_scale
from posko_app.ui.widgets.card import Rule
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.key_binding import bind_on, bind_within
from posko_app.ui.widgets.key_hints import KeyHints
from posko_app.ui.widgets.panel import Panel
from posko_app.ui.widgets.rows import RowsOrSentence, set_up_rows
from posko_app.ui.widgets.shares import share_out

EXPORT_WIDTH = 420
TOGETHER = 1300  # px the log and its export need beside each other
# px at the usual text size; below them these columns make room
NARROW = {
    DayColumn.CARRIER: 1480,
    DayColumn.OFFICER: 1160,
    DayColumn.RECEIPT: 1120,
    DayColumn.RULE: 1000,
    DayColumn.INITIALS: 860,
}
SHARE = {
    DayColumn.NUMBER: 3,
    DayColumn.TIME: 6,
    DayColumn.INITIALS: 7,
    DayColumn.NIK: 16,
    DayColumn.ORIGIN: 11,
    DayColumn.DESTINATION: 8,
    DayColumn.CARRIER: 8,
    DayColumn.DECISION: 14,
    DayColumn.LEVEL: 9,
    DayColumn.RULE: 6,
    DayColumn.SIGNS: 17,
    DayColumn.OFFICER: 13,
    DayColumn.RECEIPT: 10,
}


class DayView(QTableView):
    """A table whose columns share what width there is, whatever stands beside it."""

    hidden_told = Signal(object)  # the columns there is no room for

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        available = self.viewport().width()
        for column, least in NARROW.items():
            self.setColumnHidden(column, available < least * text_scale())
        share_out(self, SHARE)
        self.hidden_told.emit([column for column in NARROW if self.isColumnHidden(column)])


class LogHarianPage(QWidget):
    """←/→ turns the day, F4 finds what is undecided, Ctrl+E exports the day."""

    exported = Signal(object)

    def __init__(
        self,
        day: "Callable[[date], Future[DayLog]]",
        *,
        export: ExportPorts,
        catalogue: Catalogue,
        theme: Theme,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._day = day
        self._catalogue = catalogue
        self._today = today
        self.on = today()
        self._rows_shown: tuple[DayRow, ...] = ()
        self.model = DayTable(catalogue, self)
        self._build(export, theme)
        self._bind_keys()

    def show_day(self, on: date) -> None:
        """Read a day; an answer for a day already left is dropped."""
        self.on = on
        self.head.title.setText(long_day(on, self._catalogue))
        deliver(self._day(on), self, lambda log: self._take(on, log), self._failed)

    def refresh(self) -> None:
        """Something changed, or the page comes up: read the shown day again."""
        self.show_day(self.on)

    def show_today(self) -> None:
        """Go back to the present day."""
        self.show_day(self._today())

    def turn(self, days: int) -> None:
        """Turn to another day, never past today."""
        self.show_day(next_day(self.on, days, today=self._today()))

    def focus_first(self) -> None:
        """Put the keyboard on the rows."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_export(self) -> None:
        """Open the export of the shown day."""
        self._share_page(exporting=True)
        self.export.start(self.on)

    def set_theme(self, theme: Theme) -> None:
        """Paint the rows in another look."""
        self.table.setItemDelegate(CellDelegate(theme, self.table))

    def _take(self, on: date, log: DayLog) -> None:
        if on != self.on:
            return
        language = self._catalogue.language
        labels = {i: s.label.in_language(language) for i, s in log.ruleset.indicators.items()}
        self._rows_shown = log.rows
        self.model.show(log.rows, labels=labels)
        self.head.show_log(log)
        self.shown.setCurrentIndex(0 if log.rows else 1)
        self.empty.setText(self._catalogue.text("pages.day_log.empty"))

    def _failed(self, error: PoskoError) -> None:
        self.empty.setText(notices.sentence(self._catalogue, error))
        self.shown.setCurrentIndex(1)

    def _next_undecided(self) -> None:
        """Put the keyboard on the next row without a decision."""
        place = next_undecided(self._rows_shown, self.table.currentIndex().row())
        if place is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.selectRow(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_page(exporting=self.export.isVisibleTo(self))

    def _share_page(self, *, exporting: bool) -> None:
        """Where both do not fit beside each other, the export stands alone."""
        alone = exporting and self.width() < TOGETHER * text_scale()
        # never both for a moment: the window would grow to hold them
        if alone:
            self.log.hide()
        self.export.setFixedWidth(round(EXPORT_WIDTH * text_scale()))
        self.export.setVisible(exporting)
        self.log.setVisible(not alone)

    def _close_export(self) -> None:
        self._share_page(exporting=False)
        self.focus_first()

    def _bind_keys(self) -> None:
        bind_within(self, "Ctrl+E", self.ask_export)
        bind_within(self, "F4", self._next_undecided)
        for widget in (self.table, self.empty):
            bind_on(widget, "Left", lambda: self.turn(-1))
            bind_on(widget, "Right", lambda: self.turn(1))
            bind_on(widget, "Home", self.show_today)

    def _build(self, export: ExportPorts, theme: Theme) -> None:
        self.export = ExportPanel(export, catalogue=self._catalogue, parent=self)
        self.export.setVisible(False)
        self.export.closed.connect(self._close_export)
        self.export.exported.connect(self.exported)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 10, 12, 10)
        across.setSpacing(10)
        self.log = self._log_panel(theme)
        across.addWidget(self.log, 1)
        across.addStretch(0)
        across.addWidget(self.export)
        across.addStretch(0)

    def _log_panel(self, theme: Theme) -> QWidget:
        panel = Panel(parent=self)
        panel.body.setContentsMargins(1, 0, 1, 0)
        panel.body.setSpacing(0)
        self.head = LogHead(self._catalogue, panel)
        panel.body.addWidget(self.head)
        panel.body.addWidget(Rule(panel))
        panel.body.addWidget(self._rows(theme), 1)
        panel.body.addWidget(Rule(panel))
        hints = (
            ("← →", self.tr("hari lain")),
            ("Home", self.tr("hari ini")),
            ("F4", self.tr("belum diputuskan")),
            ("Ctrl+T", self.tr("hitung yang lewat")),
            ("Ctrl+E", self.tr("ekspor")),
        )
        self.hidden = ElidedLabel("hint", panel)
        self.hidden.setContentsMargins(12, 4, 12, 0)
        self.hidden.hide()
        panel.body.addWidget(self.hidden)
        panel.body.addWidget(KeyHints(hints, panel))
        return panel

    def _tell_hidden(self, columns: list[DayColumn]) -> None:
        """A narrow screen leaves columns out; it says which, and where they are."""
        names = [str(self.model.headerData(c, Qt.Orientation.Horizontal)) for c in columns]
        self.hidden.say(self._catalogue.text("keys.log.hidden", names=", ".join(names)))
        self.hidden.setVisible(bool(names))

    def _rows(self, theme: Theme) -> RowsOrSentence:
        self.table = DayView(self)
        self.table.hidden_told.connect(self._tell_hidden)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(theme, self.table))
        self.table.setAccessibleName(self.tr("Log hari ini"))
        set_up_rows(self.table)
        self.shown = RowsOrSentence(self.table, self)
        self.empty = self.shown.empty
        return self.shown
