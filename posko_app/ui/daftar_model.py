"""The list's item model: pages fetched by key, stale answers dropped, no widgets."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from posko_app.domain.records import BoundedCount, ListQuery, Page, ScreeningRow, Sending
from posko_app.i18n import Catalogue
from posko_app.ui.background import deliver
from posko_app.ui.daftar_cells import Cell, Column, cell_of, kept_cell
from posko_app.ui.daftar_held import Kept

Index = QModelIndex | QPersistentModelIndex
Search = Callable[[ListQuery], "Future[Page[ScreeningRow]]"]
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Filters:
    """What the officer narrowed the list to; None does not narrow."""

    text: str = ""
    on: date | None = None
    decision: str | None = None
    sending: Sending | None = None

    @property
    def narrow(self) -> bool:
        """Whether anything at all is filtered, so that "nothing" can say why."""
        return bool(self.text.strip()) or self != replace(Filters(), text=self.text)

    def query(self, before: int | None = None) -> ListQuery:
        """The question to the store for the page that follows `before`."""
        return ListQuery(
            text=self.text.strip(),
            on=self.on,
            decision=self.decision,
            sending=self.sending,
            before=before,
        )


class ScreeningTable(QAbstractTableModel):
    """Screenings, newest first, fetched a page at a time as the view asks for more."""

    loaded = Signal()  # the first page of the present filters is here
    failed = Signal(object)  # an exception, for the page to put in words

    def __init__(
        self,
        search: Search,
        *,
        catalogue: Catalogue,
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._catalogue = catalogue
        self._today = today
        self._rows: list[ScreeningRow] = []
        self._filters = Filters()
        self._next_before: int | None = None
        self._asked = 0
        self._fetching = False
        self.matches: BoundedCount | None = None
        self._kept: Mapping[str, Kept] = {}

    @property
    def filters(self) -> Filters:
        """What the rows shown were asked for."""
        return self._filters

    def show(self, filters: Filters) -> None:
        """Ask for the first page; rows on the screen stay until it is here."""
        self._filters = filters
        self._ask(before=None)

    def reload(self) -> None:
        """Ask again with the same filters, because something changed."""
        self._ask(before=None)

    def show_kept(self, kept: Mapping[str, Kept]) -> None:
        """Show behind their decisions how long people have been kept."""
        if kept != self._kept:
            self._kept = kept
            if self._rows:
                last = self.index(len(self._rows) - 1, Column.DECISION)
                self.dataChanged.emit(self.index(0, Column.DECISION), last)

    def row_at(self, index: Index) -> ScreeningRow | None:
        """The screening behind an index, if there is one."""
        return self._rows[index.row()] if index.isValid() else None

    def position_of(self, subject: str) -> int | None:
        """The table row that shows a screening now."""
        found = (number for number, row in enumerate(self._rows) if row.subject == subject)
        return next(found, None)

    def _ask(self, before: int | None) -> None:
        self._asked += 1
        asked = self._asked
        self._fetching = True
        deliver(
            self._search(self._filters.query(before)),
            self,
            lambda page: self._take(page, asked=asked, first=before is None),
            lambda error: self._report(error, asked=asked),
        )

    def _take(self, page: Page[ScreeningRow], *, asked: int, first: bool) -> None:
        if asked != self._asked:
            return  # the officer typed on; a later answer is on its way
        self._fetching = False
        self._next_before = page.next_before
        if first:
            self._replace(page)
        else:
            self._extend(page.rows)

    def _report(self, error: BaseException, *, asked: int) -> None:
        if asked == self._asked:
            self._fetching = False
            self.failed.emit(error)

    def _replace(self, page: Page[ScreeningRow]) -> None:
        self.beginResetModel()
        self._rows = list(page.rows)
        self.matches = page.matches
        self.endResetModel()
        self.loaded.emit()

    def _extend(self, rows: Sequence[ScreeningRow]) -> None:
        if not rows:
            return
        start = len(self._rows)
        self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
        self._rows.extend(rows)
        self.endInsertRows()

    # Qt's own names from here on.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._next_before is not None and not self._fetching

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._ask(self._next_before)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == CELL_ROLE:
            return self._cell(row, index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cell(row, index.column()).spoken
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._catalogue.text(f"pages.list.column.{Column(section).name.lower()}")
        return None

    def _cell(self, row: ScreeningRow, column: int) -> Cell:
        cell = cell_of(row, Column(column), catalogue=self._catalogue, today=self._today())
        kept = self._kept.get(row.subject) if column == Column.DECISION else None
        return cell if kept is None else kept_cell(cell, kept, self._catalogue)


def empty_sentence(filters: Filters, catalogue: Catalogue, *, hides: bool = False) -> str:
    """Say why the list is empty and what to press next.

    Args:
        filters: what is asked for.
        catalogue: the sentences.
        hides: whether a lease that ran out keeps older screenings back.
    """
    text = filters.text.strip()
    if text:
        return catalogue.text("pages.list.empty_search", text=text)
    if filters.narrow:
        return catalogue.text("pages.list.empty_filter")
    return catalogue.text("pages.list.empty_hidden" if hides else "pages.list.empty")


def count_sentence(matches: BoundedCount | None, catalogue: Catalogue) -> str:
    """Say how many screenings match, or nothing while that is not known."""
    if matches is None:
        return ""
    key = "pages.list.results" if matches.exact else "pages.list.results_more"
    return catalogue.text(key, number=matches.number)
