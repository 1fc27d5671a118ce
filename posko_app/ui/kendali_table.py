"""A table of ready words whose columns share the width there is."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from posko_app.ui.daftar_cells import Cell
from posko_app.ui.daftar_delegate import CellDelegate
from posko_app.ui.daftar_model import CELL_ROLE
from posko_app.ui.theme import Theme, text_scale
from posko_app.ui.widgets.rows import set_up_rows
from posko_app.ui.widgets.shares import share_out

Index = QModelIndex | QPersistentModelIndex
Row = Sequence[Cell]


class WordTable(QAbstractTableModel):
    """Rows of cells under named columns; both may be exchanged at any time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._rows: tuple[Row, ...] = ()

    def show(self, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self._columns, self._rows = tuple(columns), tuple(rows)
        self.endResetModel()

    # Qt's own names from here on.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self._rows[index.row()][index.column()]
        if role == CELL_ROLE:
            return cell
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return cell.spoken
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section]
        return None


class WordView(QTableView):
    """Shows a `WordTable`; a column has a share of the width and gives way below some width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = WordTable(self)
        self._shares: tuple[int, ...] = ()
        self._narrow: dict[int, int] = {}
        self.setModel(self.words)
        self.set_theme(theme)
        set_up_rows(self)

    def show_rows(
        self,
        columns: Sequence[tuple[str, int]],
        rows: Sequence[Row],
        *,
        narrow: dict[int, int] | None = None,
    ) -> None:
        """Show rows under columns, given as name and share.

        `narrow` hides a column where the view is narrower than so many px at the usual size.
        """
        kept = max(0, self.currentIndex().row())
        self._shares = tuple(share for _, share in columns)
        self._narrow = narrow or {}
        self.words.show([name for name, _ in columns], rows)
        if rows:
            self.selectRow(min(kept, len(rows) - 1))
        self._share_out()

    def set_theme(self, theme: Theme) -> None:
        """Paint the cells in another look."""
        self.setItemDelegate(CellDelegate(theme, self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        room = self.viewport().width()
        for column in range(len(self._shares)):
            least = self._narrow.get(column, 0)
            self.setColumnHidden(column, room < least * text_scale())
        share_out(self, dict(enumerate(self._shares)))
