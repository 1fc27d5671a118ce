"""An administrator with the database open: drops the triggers, then writes SQL by hand."""

from collections.abc import Sequence

GUARDED = ("centre_entry", "centre_part", "centre_position", "centre_erasure", "centre_fork")


def disarm() -> None:
    """Drop the triggers that refuse changes; whoever administers the database can."""
    from django.db import connection

    for table in GUARDED:
        names = ["stays", "unchanged", *(["whole"] if connection.vendor == "postgresql" else [])]
        for name in names:
            of = f" ON {table}" if connection.vendor == "postgresql" else ""
            run(f"DROP TRIGGER IF EXISTS {table}_{name}{of}")


def run(statement: str, *values: object) -> int:
    """Run one statement and give how many rows it touched."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def swap(
    table: str, column: str, where: str, one: Sequence[object], other: Sequence[object]
) -> None:
    """Exchange a column between two rows that `where` finds by its values."""
    from django.db import connection

    found = []
    for values in (one, other):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table} WHERE {where}", values)
            found.append(cursor.fetchone()[0])
    run(f"UPDATE {table} SET {column} = %s WHERE {where}", found[1], *one)
    run(f"UPDATE {table} SET {column} = %s WHERE {where}", found[0], *other)


def flipped(content: bytes, at: int = -3) -> bytes:
    """Give bytes with one bit turned."""
    changed = bytearray(content)
    changed[at] ^= 1
    return bytes(changed)
