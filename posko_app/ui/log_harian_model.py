"""The log of a day in words: rows, totals that add up, and what an export left behind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from posko_app.domain.civil import clock_text
from posko_app.domain.codes import Decision
from posko_app.domain.day import DayRow, DayTotals
from posko_app.domain.masking import initials, mask_nik
from posko_app.i18n import Catalogue
from posko_app.services.exports import ExportFormat
from posko_app.ui.daftar_cells import UNKNOWN, Cell, Tone, decision_state, place_words
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
    OFFICER = 8
    RECEIPT = 9


@dataclass(frozen=True, slots=True)
class Total:
    """One figure of the day."""

    words: str
    number: int
    state: str  # which colour it takes: hijau, kuning, merah, plain


def totals_of(totals: DayTotals, catalogue: Catalogue) -> tuple[Total, ...]:
    """Give the day's figures: all screened first, then the decisions that make up the sum."""
    figures = [Total(catalogue.text("pages.day_log.screened"), totals.screened, "plain")]
    for code, number in totals.by_decision.items():
        state = decision_state(code) if number else "plain"
        figures.append(Total(catalogue.text(f"code.decision.{code}"), number, state))
    if totals.voided:
        figures.append(Total(catalogue.text("pages.day_log.voided"), totals.voided, "plain"))
    return tuple(figures)


def undecided_sentence(totals: DayTotals, catalogue: Catalogue) -> str:
    """Say how many still need a decision, or nothing."""
    number = totals.by_decision.get(Decision.BELUM_DIPUTUSKAN, 0)
    return catalogue.text("pages.day_log.undecided", number=number) if number else ""


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

    def show(self, rows: Sequence[DayRow]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
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
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cell(index).spoken
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
        text = _TEXTS[column](row)
        if column is DayColumn.DESTINATION:
            text = place_words(text, self._catalogue)
        return Cell(text, Tone.MUTED if row.voided else Tone.PLAIN) if text else _NOTHING

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
    DayColumn.OFFICER: lambda row: row.officer,
    DayColumn.RECEIPT: lambda row: row.receipt,
}
