"""The list of screenings: filters, table, and what to press; one key opens, one corrects."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from posko_app.domain.codes import Decision
from posko_app.domain.records import Sending
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.ui import notices
from posko_app.ui.daftar_cells import Column
from posko_app.ui.daftar_delegate import CellDelegate
from posko_app.ui.daftar_model import (
    Filters,
    ScreeningTable,
    Search,
    count_sentence,
    empty_sentence,
)
from posko_app.ui.theme import Theme, text_scale
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.card import Rule
from posko_app.ui.widgets.key_binding import bind_on, bind_within
from posko_app.ui.widgets.key_hints import KeyHints
from posko_app.ui.widgets.panel import roled
from posko_app.ui.widgets.pickers import ChoiceBox
from posko_app.ui.widgets.rows import RowsOrSentence, set_up_rows

WIDTHS = {
    Column.TIME: 112,
    Column.NUMBER: 176,
    Column.ORIGIN: 140,
    Column.DESTINATION: 168,
    Column.LEVEL: 96,
    Column.DECISION: 162,
    Column.SENDING: 130,
}
NARROW = 1200  # px; below it the columns share what there is
NARROW_WIDTHS = {
    Column.TIME: 108,
    Column.NUMBER: 158,
    Column.ORIGIN: 116,
    Column.DESTINATION: 118,
    Column.LEVEL: 92,
    Column.DECISION: 158,  # with the minutes somebody is kept
    Column.SENDING: 112,
}
GIVE_WAY = (Column.ORIGIN, Column.SENDING, Column.LEVEL)
LEAST_NAME = 270  # px at the usual text size: a name and that it is incomplete


class ScreeningList(QFrame):
    """What the store holds, newest first; it never waits for the store."""

    opened = Signal(str)  # subject
    correction_asked = Signal(str)  # subject

    def __init__(
        self,
        search: Search,
        *,
        catalogue: Catalogue,
        theme: Theme,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._catalogue = catalogue
        self._today = today
        self._chosen: str | None = None
        self.model = ScreeningTable(search, catalogue=catalogue, today=today, parent=self)
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(self._failed)
        self._build(theme)
        self._bind_keys()

    def show_text(self, text: str) -> None:
        """Search for what stands in the window's search box now."""
        self._show(replace(self.model.filters, text=text))

    def show_hidden(self, sentence: str) -> None:
        """Say why older screenings are not here; nothing where all are."""
        if sentence != self.hidden.text():
            self.hidden.say(sentence, "caution") if sentence else self.hidden.clear()
            self._say_empty()

    def reload(self) -> None:
        """Read again; the chosen row stays chosen."""
        self._chosen = self.chosen_subject()
        self.model.reload()

    def chosen_subject(self) -> str | None:
        """The screening whose row is chosen."""
        row = self.model.row_at(self.table.currentIndex())
        return row.subject if row else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width(event.size().width())

    def _share_width(self, available: int) -> None:
        """Give every column its width; the least needed ones go while names have no room."""
        scale = text_scale()
        widths = WIDTHS if available >= NARROW * scale else NARROW_WIDTHS
        head = self.table.horizontalHeader()
        wanted = {
            column: max(round(width * scale), head.sectionSizeHint(column))
            for column, width in widths.items()
        }
        for column, width in wanted.items():
            head.resizeSection(column, width)
        room = available - sum(wanted.values())
        for column in GIVE_WAY:
            hidden = room < LEAST_NAME * scale
            self.table.setColumnHidden(column, hidden)
            room += wanted[column] if hidden else 0

    def set_theme(self, theme: Theme) -> None:
        """Paint the cells in another look."""
        self.table.setItemDelegate(CellDelegate(theme, self.table))

    def focus_table(self) -> None:
        """Put the keyboard on the first row."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self, filters: Filters) -> None:
        self._chosen = None
        self.model.show(filters)

    def _filter_changed(self) -> None:
        sending = self.sending.currentData()  # Qt hands out the plain text of an enum's member
        self._show(
            Filters(
                text=self.model.filters.text,
                on=self._today() if self.day.currentData() else None,
                decision=self.decision.currentData(),
                sending=Sending(sending) if sending else None,
            )
        )

    def _loaded(self) -> None:
        self.count.setText(count_sentence(self.model.matches, self._catalogue))
        empty = self.model.rowCount() == 0
        self._say_empty()
        self.shown.setCurrentIndex(1 if empty else 0)
        if not empty:
            position = self.model.position_of(self._chosen) if self._chosen else None
            self._choose(position or 0)

    def _say_empty(self) -> None:
        hides = bool(self.hidden.text())
        self.empty.setText(empty_sentence(self.model.filters, self._catalogue, hides=hides))

    def _choose(self, position: int) -> None:
        chosen = self.model.index(position, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(chosen, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(chosen)

    def _failed(self, error: PoskoError) -> None:
        self.empty.setText(notices.sentence(self._catalogue, error))
        self.shown.setCurrentIndex(1)

    def _open(self) -> None:
        subject = self.chosen_subject()
        if subject:
            self.opened.emit(subject)

    def _correct(self) -> None:
        subject = self.chosen_subject()
        if subject:
            self.correction_asked.emit(subject)

    def _bind_keys(self) -> None:
        bind_within(self, "Ctrl+D", self._correct)
        for key in ("Return", "Enter"):
            bind_on(self.table, key, self._open)
        self.table.doubleClicked.connect(self._open)

    def _build(self, theme: Theme) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 1, 0)
        whole.setSpacing(0)
        whole.addLayout(self._filter_line())
        self.hidden = Banner(self)
        around = QVBoxLayout()
        around.setContentsMargins(12, 0, 12, 0)
        around.addWidget(self.hidden)
        whole.addLayout(around)
        whole.addWidget(Rule(self))
        whole.addWidget(self._table_or_sentence(theme), 1)
        whole.addWidget(Rule(self))
        self.hints = KeyHints(
            (
                ("Enter", self.tr("buka")),
                ("Ctrl+D", self.tr("koreksi")),
                ("F2", self.tr("cari")),
                ("↑ ↓", self.tr("pilih baris")),
            ),
            self,
        )
        whole.addWidget(self.hints)

    def _filter_line(self) -> QHBoxLayout:
        self.day = self._choice(
            self.tr("Hari"), ((self.tr("Semua hari"), False), (self.tr("Hari ini"), True))
        )
        word = self._catalogue.text
        decisions = tuple((word(f"code.decision.{code}"), str(code)) for code in Decision)
        self.decision = self._choice(
            self.tr("Keputusan"), ((self.tr("Semua keputusan"), None), *decisions)
        )
        sendings = tuple((word(f"pages.list.sending.{code}"), code) for code in Sending)
        self.sending = self._choice(
            self.tr("Kirim"), ((self.tr("Terkirim dan belum"), None), *sendings)
        )
        self.count = roled("", "muted", self)
        line = QHBoxLayout()
        line.setContentsMargins(12, 10, 12, 10)
        line.setSpacing(8)
        for box in (self.day, self.decision, self.sending):
            line.addWidget(box)
        line.addStretch(1)
        line.addWidget(self.count)
        return line

    def _choice(self, name: str, choices: tuple[tuple[str, object], ...]) -> ChoiceBox:
        box = ChoiceBox(self)
        box.setAccessibleName(name)
        for text, value in choices:
            box.addItem(text, value)
        box.currentIndexChanged.connect(self._filter_changed)
        return box

    def _table_or_sentence(self, theme: Theme) -> RowsOrSentence:
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(theme, self.table))
        self.table.setAccessibleName(self.tr("Daftar pemeriksaan"))
        set_up_rows(self.table)
        self._fix_header(self.table.horizontalHeader())
        self.shown = RowsOrSentence(self.table, self)
        self.empty = self.shown.empty
        self.empty.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # typing goes on in the search line
        return self.shown

    def _fix_header(self, header: QHeaderView) -> None:
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
