"""Reading an office's list from XLSX or CSV: good rows, and each bad one with its reason."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from posko_app.domain.registers import Register, RegisterRow, number_key
from posko_app.errors import OperatorError
from posko_app.services.import_cells import Record
from posko_app.services.import_csv import SEPARATORS, as_utf8, records_of
from posko_app.services.import_lines import Lines, numbered_lines
from posko_app.services.import_xlsx import table_of
from posko_app.services.register_columns import Columns, find_columns
from posko_app.services.register_rows import RefusedRow, read_row
from sync.protocol.limits import IMPORT_FILE_BYTES, IMPORT_ROW_BYTES

MOST_ROWS = 50_000
LONGEST_FILE_NAME = 120


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A list that was read and changes nothing yet."""

    register: Register
    file_name: str
    sha256: str
    rows: tuple[RegisterRow, ...] = field(repr=False)
    refused: tuple[RefusedRow, ...]


def read_register(register: Register, path: Path) -> RegisterFile:
    """Read a whole list; rows that cannot be used are named, and the others kept.

    Raises:
        OperatorError: `register.file_kind`, `register.columns_missing`, `register.no_rows`,
            `register.too_many_rows`, and `import.*` for a file that cannot be read at all.
    """
    try:
        _check_size(path)
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            rows, refused = _read(register, _table(path, stream))
    except OSError as error:
        raise OperatorError("import.file_missing") from error
    if not rows:
        raise OperatorError("register.no_rows", refused=len(refused))
    return RegisterFile(register, path.name[:LONGEST_FILE_NAME], digest, rows, refused)


def _check_size(path: Path) -> None:
    if path.suffix.lower() not in {".xlsx", ".csv"}:
        raise OperatorError("register.file_kind")
    if not path.is_file():
        raise OperatorError("import.file_missing")
    if path.stat().st_size > IMPORT_FILE_BYTES:
        raise OperatorError("import.file_too_large")


def _table(path: Path, stream: BinaryIO) -> Iterator[tuple[int, Record]]:
    if path.suffix.lower() == ".xlsx":
        return table_of(stream)
    plain = as_utf8(stream)
    separator = _separator(plain.read(IMPORT_ROW_BYTES))
    plain.seek(0)
    return enumerate(records_of(Lines(numbered_lines(plain)), separator), 1)


def _separator(start: bytes) -> str:
    """Give what cuts the cells, by its count in the first rows: a title above them has none."""
    text = start.decode("latin-1")
    hint = text.removeprefix("\xef\xbb\xbf")[:5].lower()
    if hint.startswith("sep=") and len(hint) == 5:
        return hint[4]
    return max(SEPARATORS, key=text.count)


def _read(
    register: Register, table: Iterator[tuple[int, Record]]
) -> tuple[tuple[RegisterRow, ...], tuple[RefusedRow, ...]]:
    columns = find_columns(table, register)
    rows: dict[str, RegisterRow] = {}
    refused: list[RefusedRow] = []
    for number, record in table:
        found = _one(register, number, record, columns)
        if isinstance(found, RefusedRow):
            refused.append(found)
        elif found is not None:
            _keep(found, rows, refused)
        if len(rows) > MOST_ROWS:
            raise OperatorError("register.too_many_rows", most=MOST_ROWS)
    return tuple(rows.values()), tuple(refused)


def _one(
    register: Register, number: int, record: Record, columns: Columns
) -> RegisterRow | RefusedRow | None:
    if isinstance(record, str):
        return RefusedRow(number, record)
    return read_row(register, number, record, columns)


def _keep(row: RegisterRow, rows: dict[str, RegisterRow], refused: list[RefusedRow]) -> None:
    """Keep a row, unless its number stands in the list already."""
    key = number_key(row.number) or f"row {row.source_row}"
    if key in rows:
        before = rows[key].source_row
        refused.append(RefusedRow(row.source_row, "number_twice", "number", before))
    else:
        rows[key] = row
