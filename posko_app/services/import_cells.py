"""Turning a table's cells into schema objects: dotted column names, typed by the field table.

Nothing is guessed: a cell that does not say what its field needs is a fault of its row, and a
column nobody knows is one too as soon as a row holds something there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from posko_app.domain.field import Field, FieldType
from posko_app.domain.fields import field_at
from posko_app.errors import OperatorError
from posko_app.services.import_rows import WHOLE_ROW, ImportRow, RowFault, refused_row
from sync.protocol.canonical import Json

CODE_SEPARATOR = "|"
TRUE_WORDS = frozenset({"true", "benar", "ya", "y", "1", "x"})
FALSE_WORDS = frozenset({"false", "salah", "tidak", "t", "0"})


@dataclass(frozen=True, slots=True)
class Unclear:
    """A cell a spreadsheet cannot say exactly: an error, a fraction, digits it has lost."""

    kind: str


Cell = str | int | bool | date | datetime | time | Unclear | None
Record = tuple[Cell, ...] | str  # a row's cells, or the code of why there are none


class CellFault(ValueError):
    """A cell does not say what its field needs; `code` is the fault's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


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
        elif any(_is_filled(cell) for cell in record):
            yield row_from_cells(number, columns, record)


def row_from_cells(number: int, columns: Sequence[str], cells: Sequence[Cell]) -> ImportRow:
    """Build a row's schema object from its filled cells."""
    content: dict[str, Json] = {}
    faults: list[RowFault] = []
    for position, cell in enumerate(cells):
        if not _is_filled(cell):
            continue
        column = columns[position] if position < len(columns) else WHOLE_ROW
        try:
            _put_cell(content, column, cell)
        except CellFault as fault:
            faults.append(RowFault(column, fault.code))
    return ImportRow(number, content, tuple(faults))


def _check_columns(columns: Sequence[str]) -> None:
    if not any(field_at(column) for column in columns):
        raise OperatorError("import.no_columns")
    for position, column in enumerate(columns):
        if column and column in columns[:position]:
            raise OperatorError("import.column_twice", column=position + 1)


def _is_filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _put_cell(content: dict[str, Json], column: str, cell: Cell) -> None:
    if not column:
        raise CellFault("column_without_name")
    field = field_at(column)
    if field is None:
        raise CellFault("unknown_field")
    if field.type is not FieldType.CODES:
        _put(content, column, _value(field, cell))
        return
    if column == field.path:
        chosen = [code.strip() for code in str(_text(cell)).split(CODE_SEPARATOR)]
    else:
        chosen = [column.removeprefix(f"{field.path}.")] if _truth(cell) else []
    before = _get(content, field.path)
    _put(content, field.path, sorted({*before, *filter(None, chosen)}))


def _get(content: Mapping[str, Json], path: str) -> list[str]:
    found: Json = content
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return [str(code) for code in found] if isinstance(found, list) else []


def _put(content: dict[str, Json], path: str, value: Json) -> None:
    *parents, last = path.split(".")
    for name in parents:
        inner = content.setdefault(name, {})
        if not isinstance(inner, dict):
            raise CellFault("unknown_field")
        content = inner
    content[last] = value


def _value(field: Field, cell: Cell) -> Json:
    if field.type is FieldType.BOOLEAN:
        return _truth(cell)
    if field.type is FieldType.INTEGER:
        return _integer(cell)
    if field.type in DIGITS_AS_TEXT and not isinstance(cell, str):
        # A number loses leading zeros, and a spreadsheet keeps no more than 15 digits.
        raise CellFault("digits_not_text")
    return _text(cell)


DIGITS_AS_TEXT = frozenset({FieldType.NIK, FieldType.PHONE})


def _truth(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    word = str(_text(cell)).casefold()
    if word in TRUE_WORDS | FALSE_WORDS:
        return word in TRUE_WORDS
    raise CellFault("not_boolean")


def _integer(cell: Cell) -> int:
    text = _text(cell)
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) <= 16:
        return int(text)
    raise CellFault("not_integer")


def _text(cell: Cell) -> str:
    if isinstance(cell, Unclear):
        raise CellFault("cell_error" if cell.kind == "error" else "cell_unclear")
    if isinstance(cell, bool):
        raise CellFault("cell_unclear")
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(timespec="seconds")
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(cell).strip()
