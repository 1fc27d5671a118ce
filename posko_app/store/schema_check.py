"""Whether a store has the tables and guards that the program made, and nothing beside them.

A guard dropped, or a trigger put in that deletes, would undo later what a chain proves now.
"""

from collections.abc import Sequence

from posko_app.store.connection import Connection
from posko_app.store.driver import connect
from posko_app.store.migrations import STEPS, Step, migrate

OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_schema"


def schema_differs(connection: Connection, steps: Sequence[Step] = STEPS) -> bool:
    """Say whether the schema is another than the one these steps make in an empty database."""
    fresh = connect(":memory:", timeout_s=0)
    try:
        migrate(fresh, steps)
        return _objects(fresh) != _objects(connection)
    finally:
        fresh.close()


def _objects(connection: Connection) -> frozenset[tuple[object, ...]]:
    return frozenset(connection.execute(OBJECTS).fetchall())
