"""All tables of the centre as one stream of rows that no database engine has a part in.

Written and read through Django, so a stream from SQLite goes into PostgreSQL and back. A frame is
MessagePack of a table's name, its columns and some rows.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

ROWS_A_FRAME = 256
LEFT_OUT = frozenset({"sessions.Session"})  # whoever was signed on signs on again
MODULUS = 1 << 256

# JSON columns come back in another order of their keys from another engine
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_DECODER = msgspec.msgpack.Decoder(tuple[str, list[str], list[msgspec.Raw]])
Table = type[models.Model]


class StreamMalformed(ValueError):
    """The frames are not those of a centre's tables."""


@dataclass(frozen=True, slots=True)
class TableState:
    """How many rows a table has, and a sum of their hashes that no order of rows changes."""

    rows: int = 0
    total: int = 0


def read_tables() -> Iterator[bytes]:
    """Give the frames of every table as the database stands; call it inside a snapshot."""
    for label, table in tables().items():
        columns = _columns(table)
        rows = _rows(table).values_list(*columns).iterator(chunk_size=ROWS_A_FRAME)
        page: list[list[object]] = []
        for row in rows:
            page.append([_plain(value) for value in row])
            if len(page) == ROWS_A_FRAME:
                yield _ENCODER.encode((label, columns, page))
                page = []
        yield _ENCODER.encode((label, columns, page))


def load_tables(frames: Iterable[bytes]) -> int:
    """Put all rows into this database, whose centre is empty; give how many there were.

    All or nothing: one transaction.

    Raises:
        StreamMalformed: a table or a column that this version does not have.
    """
    known, count = tables(), 0
    with transaction.atomic():
        for table in known.values():  # what migrating made: permissions, kinds of content
            _rows(table)._raw_delete(using=connection.alias)  # noqa: SLF001 - deletes without looking at each row
        for frame in frames:
            count += _load(frame, known)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(known.values())):
                cursor.execute(statement)
    return count


def states_of(frames: Iterable[bytes]) -> dict[str, TableState]:
    """Give the state of each table in a stream, to compare two databases."""
    found: dict[str, TableState] = {}
    for frame in frames:
        label, _, rows = _decoded(frame)
        before = found.get(label, TableState())
        added = sum(int.from_bytes(hashlib.sha256(row).digest(), "big") for row in rows)
        found[label] = TableState(before.rows + len(rows), (before.total + added) % MODULUS)
    return found


def is_empty() -> bool:
    """Say whether nothing of a centre and no account is in this database."""
    return not any(
        _rows(table).exists()
        for label, table in tables().items()
        if label.startswith("centre.") or label == "auth.User"
    )


def tables() -> Mapping[str, Table]:
    """Give every table that belongs to the centre by its name, in the order of names."""
    found = {
        table._meta.label: table  # noqa: SLF001 - Django's public way to a model's names
        for table in apps.get_models(include_auto_created=True)
        if table._meta.managed and not table._meta.proxy  # noqa: SLF001 - as above
    }
    return {label: found[label] for label in sorted(found) if label not in LEFT_OUT}


def _load(frame: bytes, known: Mapping[str, Table]) -> int:
    label, columns, raw = _decoded(frame)
    table = known.get(label)
    if table is None or set(columns) - set(_columns(table)):
        raise StreamMalformed(label)
    made = [table(**dict(zip(columns, msgspec.msgpack.decode(row), strict=True))) for row in raw]
    fields = [field for field in table._meta.concrete_fields if field.attname in columns]  # noqa: SLF001 - as above
    batch = connection.ops.bulk_batch_size(fields, made) if made else 1
    for at in range(0, len(made), batch):
        # raw: a time that is set at every save must stay what it was
        _rows(table)._insert(made[at : at + batch], fields=fields, using=connection.alias, raw=True)  # type: ignore[attr-defined] # noqa: SLF001 - what `loaddata` uses
    return len(made)


def _decoded(frame: bytes) -> tuple[str, list[str], list[msgspec.Raw]]:
    try:
        return _DECODER.decode(frame)
    except msgspec.MsgspecError as error:
        raise StreamMalformed("frame") from error


def _rows(table: Table) -> models.QuerySet[models.Model]:
    return table._base_manager.order_by("pk")  # noqa: SLF001 - the manager that hides nothing


def _columns(table: Table) -> list[str]:
    return [field.attname for field in table._meta.concrete_fields]  # noqa: SLF001 - as above


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value
