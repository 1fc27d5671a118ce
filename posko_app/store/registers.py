"""The lists of offices as they were handed in: replaced as a whole, found by number or name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from posko_app.domain.registers import (
    Provenance,
    Register,
    RegisterRow,
    Status,
    name_key,
    number_key,
)
from posko_app.store.connection import Connection
from posko_app.store.queries import day_of
from posko_app.store.register_check import rows_hash

FORGET_ROWS = "DELETE FROM register_rows WHERE register = ?"
PUT_REGISTER = (
    "INSERT INTO registers (register, file_name, sha256, as_of, imported_at, imported_by, rows,"
    " entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (register) DO UPDATE SET"
    " file_name = excluded.file_name, sha256 = excluded.sha256, as_of = excluded.as_of,"
    " imported_at = excluded.imported_at, imported_by = excluded.imported_by,"
    " rows = excluded.rows, entry = excluded.entry"
)
PUT_ROW = (
    "INSERT INTO register_rows (register, row_key, name, name_key, number, number_key, contact,"
    " city, valid_from, valid_to, status, source_row) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
REGISTERS = (
    "SELECT r.register, r.file_name, r.sha256, r.as_of, r.imported_at, o.name, r.rows"
    " FROM registers r LEFT JOIN officers o ON o.fingerprint = r.imported_by"
)
ROWS = (
    "SELECT name, number, contact, city, valid_from, valid_to, status, source_row"
    " FROM register_rows WHERE register = ?"
)
BY_NUMBER = ROWS + " AND number_key = ? ORDER BY source_row, row_key"
BY_NAME = ROWS + " AND name_key = ? ORDER BY source_row, row_key"
NAME_KEYS = "SELECT DISTINCT name_key FROM register_rows WHERE register = ? ORDER BY name_key"
Text = str | None
RowTuple = tuple[str, Text, Text, Text, Text, Text, str, int]


@dataclass(frozen=True, slots=True)
class NewRegister:
    """A list about to take the place of the one before."""

    register: Register
    file_name: str
    sha256: str
    as_of: date
    imported_at: datetime
    imported_by: str  # fingerprint of the officer's key
    rows: tuple[RegisterRow, ...]


def replace_register(connection: Connection, new: NewRegister, *, entry: str) -> None:
    """Put a list into the place of the one before, within the caller's transaction.

    `entry` is the id of the entry that states the import.
    """
    connection.execute(FORGET_ROWS, (new.register.value,))
    about = (
        new.register.value,
        new.file_name,
        new.sha256,
        new.as_of.isoformat(),
        new.imported_at.isoformat(),
        new.imported_by,
        len(new.rows),
        entry,
    )
    connection.execute(PUT_REGISTER, about)
    for row in new.rows:
        connection.executemany(PUT_ROW, tuple(_stored(new.register, row)))


def stated_rows_hash(register: Register, rows: Iterable[RegisterRow]) -> str:
    """Give the hash by which the entry of an import vouches for the rows."""
    return rows_hash(stored[1:] for row in rows for stored in _stored(register, row))


def all_registers(connection: Connection) -> Mapping[Register, Provenance]:
    """Give where each list at hand came from."""
    found = map(_provenance, connection.execute(REGISTERS).fetchall())
    return {one.register: one for one in found if one is not None}


def rows_by_number(connection: Connection, register: Register, key: str) -> tuple[RegisterRow, ...]:
    """Give the rows with this number (as `number_key`)."""
    return _rows(connection.execute(BY_NUMBER, (register.value, key)).fetchall())


def rows_by_name(connection: Connection, register: Register, key: str) -> tuple[RegisterRow, ...]:
    """Give the rows with this name (as `name_key`)."""
    return _rows(connection.execute(BY_NAME, (register.value, key)).fetchall())


def name_keys(connection: Connection, register: Register) -> tuple[str, ...]:
    """Give every name of a list, as compared."""
    return tuple(row[0] for row in connection.execute(NAME_KEYS, (register.value,)))


def _stored(register: Register, row: RegisterRow) -> Iterator[tuple[str | int | None, ...]]:
    """Give one table row per contact, since each contact is compared on its own."""
    for number, contact in enumerate(row.contacts or (None,)):
        yield (
            register.value,
            f"{row.source_row}.{number}",
            row.name,
            name_key(row.name),
            row.number or None,
            number_key(row.number) or None,
            contact,
            row.city or None,
            _iso(row.valid_from),
            _iso(row.valid_to),
            row.status.value,
            row.source_row,
        )


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _rows(found: Sequence[RowTuple]) -> tuple[RegisterRow, ...]:
    """Join the table rows of one source row again."""
    joined: dict[int, RegisterRow] = {}
    for name, number, contact, city, valid_from, valid_to, status, source_row in found:
        before = joined[source_row].contacts if source_row in joined else ()
        joined[source_row] = RegisterRow(
            name=name,
            number=number or "",
            contacts=before if contact is None else (*before, contact),
            city=city or "",
            valid_from=day_of(valid_from),
            valid_to=day_of(valid_to),
            status=Status(status),
            source_row=source_row,
        )
    return tuple(joined.values())


def _provenance(row: tuple[str, str, str, Text, str, Text, int]) -> Provenance | None:
    register, file_name, sha256, as_of, imported_at, imported_by, rows = row
    known = day_of(as_of)
    if register not in set(Register) or known is None:
        return None  # a newer program's list
    return Provenance(
        register=Register(register),
        file_name=file_name,
        sha256=sha256,
        as_of=known,
        imported_at=datetime.fromisoformat(imported_at),
        imported_by=imported_by,
        rows=rows,
    )
