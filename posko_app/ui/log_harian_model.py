"""The rows of a day's log in words, and the name of the file they leave as."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from posko_app.domain.civil import clock_text
from posko_app.domain.codes import Decision
from posko_app.domain.day import DayRow
from posko_app.domain.masking import initials, mask_nik
from posko_app.i18n import Catalogue
from posko_app.services.exports import ExportFormat
from posko_app.ui.daftar_cells import UNKNOWN, Cell, Tone, level_cell, place_words
from posko_app.ui.daftar_model import CELL_ROLE

Index = QModelIndex | QPersistentModelIndex


class DayColumn(IntEnum):
    """The columns of the log, the same as in the exported file."""

    NUMBER = 0
    TIME = 1
    INITIALS = 2
    NIK = 3
    ORIGIN = 4
    DESTINATION = 5
    CARRIER = 6
    DECISION = 7
    LEVEL = 8
    RULE = 9
    SIGNS = 10
    OFFICER = 11
    RECEIPT = 12


def next_day(on: date, days: int, *, today: date) -> date:
    """Move along the calendar; tomorrow has no log."""
    return min(on + timedelta(days=days), today)


def usual_file(folder: Path, on: date, kind: ExportFormat, *, identifiable: bool) -> Path:
    """Name the exported file; names in it show in its name."""
    mark = "-bernama" if identifiable else ""
    return folder / f"posko-log-{on.isoformat()}{mark}.{kind}"


class DayTable(QAbstractTableModel):
    """The rows of one day, in order of time."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._rows: tuple[DayRow, ...] = ()
        self._labels: Mapping[str, str] = {}

    def show(self, rows: Sequence[DayRow], *, labels: Mapping[str, str]) -> None:
        """Replace the rows; `labels` says what a sign is called, by its id."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._labels = labels
        self.endResetModel()

    # Qt's own names from here on.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(DayColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == CELL_ROLE:
            return self._cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(index).spoken
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._whole(index)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._catalogue.text(f"pages.day_log.column.{DayColumn(section).name.lower()}")
        return None

    def _cell(self, index: Index) -> Cell:
        row = self._rows[index.row()]
        column = DayColumn(index.column())
        if column is DayColumn.NUMBER:
            return Cell(str(index.row() + 1), Tone.MUTED)
        if column is DayColumn.DECISION:
            return self._decision(row)
        if column is DayColumn.LEVEL:
            return self._level(row)
        if column is DayColumn.SIGNS:
            return self._signs(row)
        text = _TEXTS[column](row)
        if column is DayColumn.DESTINATION:
            text = place_words(text, self._catalogue)
        return Cell(text, Tone.MUTED if row.voided else Tone.PLAIN) if text else _NOTHING

    def _whole(self, index: Index) -> str:
        """Give a cell in full, also where the screen has no room for it."""
        signs = self._rows[index.row()].signs
        if DayColumn(index.column()) is DayColumn.SIGNS and signs:
            return "\n".join(self._labels.get(sign, sign) for sign in signs)
        return self._cell(index).spoken

    def _level(self, row: DayRow) -> Cell:
        if row.level is None:
            return _NOTHING
        cell = level_cell(row.level, self._catalogue, mark="*" if row.priority else "")
        return replace(cell, tone=Tone.MUTED) if row.voided else cell

    def _signs(self, row: DayRow) -> Cell:
        if not row.signs:
            return _NOTHING
        first, *more = row.signs
        tone = Tone.MUTED if row.voided else Tone.PLAIN
        return Cell(self._labels.get(first, first), tone, f"+{len(more)}" if more else "")

    def _decision(self, row: DayRow) -> Cell:
        if row.voided:
            return Cell(self._catalogue.text("pages.detail.kind.void"), Tone.MUTED)
        code = row.decision or Decision.BELUM_DIPUTUSKAN.value
        words = self._catalogue.text(f"code.decision.{code}")
        plain = code in (Decision.BOLEH, Decision.BELUM_DIPUTUSKAN)
        if code == Decision.BELUM_DIPUTUSKAN:
            return Cell(words, Tone.WARNING)
        return Cell(words, Tone.PLAIN if plain else Tone.STRONG)


_NOTHING = Cell(UNKNOWN, Tone.MUTED)
_TEXTS: dict[DayColumn, Callable[[DayRow], str | None]] = {
    DayColumn.TIME: lambda row: clock_text(row.occurred_at) if row.occurred_at else None,
    DayColumn.INITIALS: lambda row: initials(row.name or ""),
    DayColumn.NIK: lambda row: mask_nik(row.nik or ""),
    DayColumn.ORIGIN: lambda row: row.origin,
    DayColumn.DESTINATION: lambda row: row.destination,
    DayColumn.CARRIER: lambda row: row.carrier,
    DayColumn.RULE: lambda row: row.rule,
    DayColumn.OFFICER: lambda row: row.officer,
    DayColumn.RECEIPT: lambda row: row.receipt,
}
