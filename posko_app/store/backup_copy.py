"""A verified copy of the store, made before its schema is changed.

It stands beside the store under the same key, and goes again once the changed
store has passed a full check.
"""

from pathlib import Path

from posko_app.errors import MachineError
from posko_app.store.connection import (
    SIDE_FILES,
    Connection,
    check_integrity,
    create_database,
    open_database,
    translated,
)

TABLES = ("meta", "device", "entries", "parts", "erasures", "officers", "drafts", "outbox")
LATER = (
    "rulesets",
    "registers",
    "register_rows",
    "practice",
    "centre",
    "feeds",
    "feed_positions",
    "came_without",
    "alarms",
)  # not in every schema, and in no journal
PRESENT = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
HEAD = "SELECT position, hash FROM entries ORDER BY position DESC LIMIT 1"
PREFIX = "posko.before-"


def copy_path(database: Path, schema: int) -> Path:
    """Say where the copy of a store with a given schema lies."""
    return database.with_name(f"{PREFIX}{schema + 1}.db")


def verified_copy(connection: Connection, target: Path, *, hex96: str) -> None:
    """Copy the open store, then open the copy, check it and compare it.

    Raises:
        MachineError: `store.disk_full` and those of opening; `store.copy_differs`, the copy is
            not what was copied. The store itself is untouched.
    """
    remove_copy(target)

    def fill(copy: Connection) -> None:
        with translated():
            connection.backup(copy)

    create_database(target, hex96, fill=fill).close()
    if check_integrity(target, hex96, full=True) or _told(target, hex96) != told_by(connection):
        remove_copy(target)
        raise MachineError("store.copy_differs")


def remove_copies(database: Path) -> None:
    """Remove the copies of earlier schemas beside a store that is known to be sound."""
    for path in sorted(database.parent.glob(f"{PREFIX}*.db")):
        remove_copy(path)


def remove_copy(path: Path) -> None:
    """Remove a copy and what a cut-off try left of it."""
    for suffix in ("", *SIDE_FILES, ".new", *(f".new{side}" for side in SIDE_FILES)):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def told_by(connection: Connection) -> tuple[object, ...]:
    """Give the row counts and the head of a store, to compare two of them."""
    later = [t for t in LATER if connection.execute(PRESENT, (t,)).fetchone() is not None]
    counts = [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our tables
        for table in (*TABLES, *later)
    ]
    return (*counts, connection.execute(HEAD).fetchone())


def _told(path: Path, hex96: str) -> tuple[object, ...]:
    copy = open_database(path, hex96)
    try:
        with translated():
            return told_by(copy)
    finally:
        copy.close()
