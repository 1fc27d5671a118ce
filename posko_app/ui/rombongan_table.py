"""The rows of a group as an item model: nothing is made for a row that is not in sight."""

import operator
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from posko_app.ui.daftar_cells import Cell
from posko_app.ui.daftar_delegate import CellDelegate
from posko_app.ui.daftar_model import CELL_ROLE
from posko_app.ui.periksa_words import Words
from posko_app.ui.rombongan_cells import Column, cell_of
from posko_app.ui.rombongan_model import GroupModel
from posko_app.ui.rombongan_row import Reading, Row
from posko_app.ui.theme import Theme, text_scale
from posko_app.ui.widgets.rows import set_up_rows

Index = QModelIndex | QPersistentModelIndex
WIDTHS = {
    Column.NUMBER: 52,
    Column.LEVEL: 176,
    Column.PAPER: 176,
    Column.BORN: 92,
    Column.DIFFERS: 250,
    Column.STATE: 276,
}
NARROW = 1200  # px; below it the columns share what there is
NARROW_WIDTHS = WIDTHS | {
    Column.LEVEL: 168,
    Column.DIFFERS: 160,
    Column.STATE: 236,
}
GIVE_WAY = (Column.BORN, Column.DIFFERS, Column.PAPER)
LEAST_NAME = 190
FOR_THE_PAGE = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Escape,
)
ROW_PX = 30  # lower than elsewhere: 85 people are to be seen at a glance


class GroupTable(QAbstractTableModel):
    """Reads the rows as they are asked for."""

    def __init__(
        self,
        model: GroupModel,
        words: Words,
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._words, self._today = model, words, today
        self._count = 0
        self._shown: list[tuple[Row, Reading | None]] = []

    def look_again(self) -> None:
        """Show the rows as they are now, painting only those that changed.

        Rows that nobody has read since the last change are shown once they are.
        """
        self._follow_count()
        now = [(row, self._model.known_reading(row.id)) for row in self._model.rows]
        before, self._shown = self._shown, now
        for place, shown in enumerate(now):
            is_same = place < len(before) and all(map(operator.is_, shown, before[place]))
            if not is_same:
                self._repaint(place)

    def look_at(self, place: int | None) -> None:
        """Show one row as it is now; the others are looked at later."""
        self._follow_count()
        if place is not None and place < self._count:
            self._repaint(place)

    def _repaint(self, place: int) -> None:
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))

    def _follow_count(self) -> None:
        count = len(self._model.rows)
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words.text(f"group.column.{Column(section).name.lower()}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._model.rows):
            return None
        if role == CELL_ROLE:
            return self._cell(index)
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return self._cell(index).spoken
        return None

    def _cell(self, index: Index) -> Cell:
        place = index.row()
        row, reading = self._model.rows[place], self._model.reading(place)
        column = Column(index.column())
        return cell_of(row, reading, column, place=place, words=self._words, today=self._today())


class GroupRows(QTableView):
    """The table itself.

    Signals:
        entered: the keyboard is among the rows now.
    """

    entered = Signal()

    def __init__(self, rows: GroupTable, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(rows)
        self.setItemDelegate(CellDelegate(theme, self))
        set_up_rows(self)
        self.verticalHeader().setDefaultSectionSize(round(ROW_PX * text_scale()))
        header = self.horizontalHeader()
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters, Enter and Delete are for the page: they decide, edit, take out."""
        plain = event.text().isprintable() and event.text().strip()
        if plain or event.key() in FOR_THE_PAGE:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The chosen row is the one under the hands from now on."""
        super().focusInEvent(event)
        self.entered.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room among the columns."""
        super().resizeEvent(event)
        self.share_width(self.viewport().width())

    def place(self) -> int | None:
        """Give the place of the chosen row."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def choose(self, place: int) -> None:
        """Choose a row and bring it into sight."""
        self.selectRow(place)
        self.scrollTo(self.model().index(place, 0))

    def share_width(self, available: int) -> None:
        """Give every column its width; the least needed ones go while names have no room."""
        scale = text_scale()
        widths = WIDTHS if available >= NARROW * scale else NARROW_WIDTHS
        wanted = {column: round(width * scale) for column, width in widths.items()}
        for column, width in wanted.items():
            self.horizontalHeader().resizeSection(column, width)
        room = available - sum(wanted.values())
        for column in GIVE_WAY:
            hidden = room < LEAST_NAME * scale
            self.setColumnHidden(column, hidden)
            room += wanted[column] if hidden else 0
