"""Turning a table's cells into answers: dotted column names, typed by the field table.

Nothing is guessed: a cell that does not say what its field needs is a problem of its row, and a
column nobody knows is one too as soon as a row holds something there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from posko_app.domain.fields import FieldType, field_at
from posko_app.domain.problem import Problem
from posko_app.domain.screening import Value, answers_from_cells
from posko_app.errors import OperatorError
from posko_app.services.import_rows import WHOLE_ROW, ImportRow, refused_row

CODE_SEPARATOR = "|"
# A number loses leading zeros, and a spreadsheet keeps no more than 15 digits of it.
DIGITS_AS_TEXT = frozenset({FieldType.NIK, FieldType.PHONE, FieldType.PASSPORT})
NUMBERS = DIGITS_AS_TEXT | {FieldType.REFERENCE}
# "9.90102E+15": a spreadsheet saved a long number as CSV, and its digits are gone for good.
ROUNDED = re.compile(r"\d+(?:[.,]\d+)?[eE]\+\d+", re.ASCII)
YES_OR_NO = frozenset({FieldType.BOOLEAN, FieldType.CODES})


@dataclass(frozen=True, slots=True)
class Unclear:
    """A cell a spreadsheet cannot say exactly: an error, a fraction, digits it has lost."""

    kind: str


Cell = str | int | bool | date | datetime | time | Unclear | None
Record = tuple[Cell, ...] | str  # a row's cells, or the code of why there are none


def rows_from_table(
    names: Sequence[str], records: Iterable[tuple[int, Record]]
) -> Iterator[ImportRow]:
    """Give each record that is not blank as a row.

    Raises:
        OperatorError: no column has a known name, or one name stands there twice.
    """
    columns = [name.strip() for name in names]
    _check_columns(columns)
    for number, record in records:
        if isinstance(record, str):
            yield refused_row(number, record)
        elif any(map(_is_filled, record)):
            yield row_from_cells(number, columns, record)


def row_from_cells(number: int, columns: Sequence[str], cells: Sequence[Cell]) -> ImportRow:
    """Read the filled cells of one row."""
    answers: dict[str, Value] = {}
    problems: list[Problem] = []
    for position, cell in enumerate(cells):
        if not _is_filled(cell):
            continue
        column = columns[position] if position < len(columns) else ""
        found = _read(column, cell)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            answers |= found
    return ImportRow(number, answers, tuple(problems))


def _check_columns(columns: Sequence[str]) -> None:
    if not any(map(field_at, columns)):
        raise OperatorError("import.no_columns")
    for position, column in enumerate(columns):
        if column and column in columns[:position]:
            raise OperatorError("import.column_twice", column=position + 1)


def _is_filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _read(column: str, cell: Cell) -> dict[str, Value] | Problem:
    if not column:
        return Problem(WHOLE_ROW, "column_without_name")
    text = _text(column, cell)
    if isinstance(text, Problem):
        return text
    answers, problems = answers_from_cells({column: text})
    return problems[0] if problems else answers


def _text(column: str, cell: Cell) -> str | Problem:
    """Give a cell as the text a person would have typed."""
    field = field_at(column)
    kind = None if field is None else field.type
    if isinstance(cell, Unclear) and cell.kind == "error":
        return Problem(column, "cell_error")
    if _has_lost_digits(cell, kind):
        return Problem(column, "digits_not_text")
    if isinstance(cell, Unclear) or (isinstance(cell, bool) and kind not in YES_OR_NO):
        return Problem(column, "cell_unclear")
    if isinstance(cell, datetime):
        moment = kind is FieldType.INSTANT or cell.time() != time()
        return cell.isoformat(timespec="seconds") if moment else cell.date().isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    text = str(cell)
    return text.replace(CODE_SEPARATOR, " ") if kind is FieldType.CODES else text


def _has_lost_digits(cell: Cell, kind: FieldType | None) -> bool:
    """Say whether a number may have lost digits or zeros on its way through a spreadsheet."""
    if isinstance(cell, str):
        return kind in NUMBERS and ROUNDED.fullmatch(cell.strip()) is not None
    return kind in DIGITS_AS_TEXT and isinstance(cell, int | Unclear)
