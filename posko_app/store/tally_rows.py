"""The table of people let through without a record, one row for each count and none for a name."""

from posko_app.errors import OperatorError
from posko_app.store.connection import Connection
from posko_app.store.readable import counts_here
from posko_app.store.statements import entries_of_kind
from sync.protocol.canonical import Json, JsonObject
from sync.protocol.entry import Kind

PUT = "INSERT INTO tallies (position, on_day, hour, reason) VALUES (?, ?, ?, ?)"
TAKE_BACK = (
    "UPDATE tallies SET taken_by = ? WHERE taken_by IS NULL"
    " AND position = (SELECT position FROM entries WHERE id = ? AND kind = 'tally')"
)
SELECT = "SELECT position, on_day, hour, reason FROM tallies WHERE position = ?"
TAKEN_BY = (
    "SELECT t.position, t.taken_by FROM tallies t JOIN entries e ON e.position = t.position"
    " WHERE e.id = ?"
)
TAKER_OF = "SELECT taken_by FROM tallies WHERE position = ?"
FORGET = "DELETE FROM tallies WHERE position = ?"
STANDS_AGAIN = "UPDATE tallies SET taken_by = NULL WHERE taken_by = ?"

Row = tuple[int, str, int | None, str | None]


def state_tally(connection: Connection, position: int, facts: JsonObject) -> None:
    """Count somebody, or take an earlier count back.

    Raises:
        OperatorError: `store.no_such_tally`, there is none to take back, or it was before.
    """
    if not take_in_tally(connection, position, facts) and taken_back(facts) is not None:
        raise OperatorError("store.no_such_tally")


def take_in_tally(connection: Connection, position: int, facts: JsonObject) -> bool:
    """Do the same for what another laptop states: the first who takes a count back counts.

    Says whether anything changed.
    """
    row = tally_row(position, facts)
    if row is not None:
        return connection.execute(PUT, row).rowcount == 1
    taken = taken_back(facts)
    return taken is not None and connection.execute(TAKE_BACK, (position, taken)).rowcount == 1


def forget_tally(connection: Connection, position: int) -> None:
    """Undo what an entry counted or took back, when its facts were erased.

    Whoever took the same count back later counts now; it is looked for among all tallies, which
    happens next to never.
    """
    connection.execute(FORGET, (position,))
    if connection.execute(STANDS_AGAIN, (position,)).rowcount == 1:
        for stored in entries_of_kind(connection, Kind.TALLY.value):
            if stored.position > position and counts_here(connection, stored.position):
                take_in_tally(connection, stored.position, {"takes_back": taken_back(stored.facts)})


def tally_row(position: int, facts: JsonObject) -> Row | None:
    """Give the row of a count; None for an entry that takes one back, or tells no day."""
    on, hour, reason = facts.get("on"), facts.get("hour"), facts.get("reason")
    if taken_back(facts) is not None or not isinstance(on, str):
        return None
    return (position, on, _integer(hour), reason if isinstance(reason, str) else None)


def taken_back(facts: JsonObject) -> str | None:
    """Give the entry that is taken back; None for a count."""
    entry_id = facts.get("takes_back")
    return entry_id if isinstance(entry_id, str) else None


def stored_tally(connection: Connection, position: int) -> Row | None:
    """Read a row back."""
    row: Row | None = connection.execute(SELECT, (position,)).fetchone()
    return row


def taker_of(connection: Connection, position: int) -> int | None:
    """Give the position of the entry that took a count back, as the table has it."""
    row: tuple[int | None] | None = connection.execute(TAKER_OF, (position,)).fetchone()
    return None if row is None else row[0]


def is_taken_back(connection: Connection, entry_id: str, *, by: int) -> bool:
    """Say whether a count that stood before an entry was taken back by it, or even before it.

    A count that came later, or is not here, cannot have been.
    """
    row: tuple[int, int | None] | None = connection.execute(TAKEN_BY, (entry_id,)).fetchone()
    if row is None or row[0] > by:
        return True
    return row[1] is not None and row[1] <= by


def _integer(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
