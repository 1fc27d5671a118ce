"""Numbered steps from an empty database to today's schema, each whole or not at all.

A step is never edited after a release; a store made by a newer program is refused.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from posko_app.errors import OperatorError
from posko_app.store import (
    m0001_first_release,
    m0002_detection,
    m0002_fill,
    m0003_practice,
    m0004_sync,
    m0005_shift,
    m0006_fill,
    m0006_people,
)
from posko_app.store.connection import Connection

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

Step = Callable[["Database"], None]

SET_SCHEMA = (
    "INSERT INTO meta (key, value) VALUES ('schema', ?)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


def m0001_first_schema(database: "Database") -> None:
    """Make every table, index and trigger of the first release."""
    for statement in m0001_first_release.STATEMENTS:
        database.execute(statement)


def m0002_early_detection(database: "Database") -> None:
    """Add rulesets, what is compared across screenings, and what was judged."""
    for statement in m0002_detection.STATEMENTS:
        database.execute(statement)
    m0002_fill.fill(database.conn)


def m0003_practice_tries(database: "Database") -> None:
    """Add the tries at practice cases."""
    for statement in m0003_practice.STATEMENTS:
        database.execute(statement)


def m0004_centre_and_feeds(database: "Database") -> None:
    """Add the centre, its feeds, and what rounds of sync find."""
    for statement in m0004_sync.STATEMENTS:
        database.execute(statement)


def m0005_shifts(database: "Database") -> None:
    """Add shifts, their departures and hand-overs, folded from what is here."""
    for statement in m0005_shift.STATEMENTS:
        database.execute(statement)
    m0005_shift.fill(database.conn)


def m0006_people_and_links(database: "Database") -> None:
    """Add birth dates with names to look among, and answers to "the same person?"."""
    for statement in m0006_people.STATEMENTS:
        database.execute(statement)
    m0006_fill.fill(database.conn)


STEPS: tuple[Step, ...] = (
    m0001_first_schema,
    m0002_early_detection,
    m0003_practice_tries,
    m0004_centre_and_feeds,
    m0005_shifts,
    m0006_people_and_links,
)


def schema_of(connection: Connection) -> int:
    """Say how many steps a store has behind it; 0 for an empty database."""
    row: tuple[int] = connection.execute("PRAGMA user_version").fetchone()
    return row[0]


def is_behind(connection: Connection, steps: Sequence[Step] = STEPS) -> bool:
    """Say whether steps are left to do.

    Raises:
        OperatorError: `store.newer`, the store was made by a newer program.
    """
    done = schema_of(connection)
    if done > len(steps):
        raise OperatorError("store.newer", schema=done)
    return done < len(steps)


def migrate(connection: Connection, steps: Sequence[Step] = STEPS) -> None:
    """Do the steps that are left, one transaction each.

    Raises:
        OperatorError: `store.newer`.
    """
    if is_behind(connection, steps):
        # slow import, and only a store with steps left to do needs it; by now the driver has
        # registered itself where sqlite_utils looks for one
        from sqlite_utils import Database

        database = Database(connection, execute_plugins=False)
        _registered(steps).apply(database)


def _registered(steps: Sequence[Step]) -> "Migrations":
    from sqlite_utils import Migrations  # slow import, as above

    migrations = Migrations("posko")
    for number, step in enumerate(steps, start=1):
        migrations(name=step.__name__)(_numbered(step, number))
    return migrations


def _numbered(step: Step, number: int) -> Step:
    """Let a step leave its number in the store, within its own transaction."""

    def run(database: "Database") -> None:
        step(database)
        database.execute(f"PRAGMA user_version = {number}")
        database.execute(SET_SCHEMA, [str(number)])

    return run
