"""What has not reached the centre yet: one row per entry, in chain order.

Rows are never dropped by code; only proof of receipt removes one, and what the
centre refused waits for a person.
"""

from dataclasses import dataclass
from datetime import datetime

from posko_app.store.connection import Connection

QUEUE = "INSERT INTO outbox (position, state, reason) VALUES (?, 'pending', NULL)"
COUNT_BY_STATE = "SELECT state, count(*) FROM outbox GROUP BY state"
QUEUED_BETWEEN = "SELECT count(*) FROM outbox WHERE position > ? AND position <= ?"
OLDEST_WAITING = (
    "SELECT e.recorded_at FROM outbox b JOIN entries e ON e.position = b.position"
    " WHERE b.state = 'pending' ORDER BY b.position LIMIT 1"
)


@dataclass(slots=True)
class OutboxTally:
    """The outbox counted once and then kept up with, so that no save counts rows."""

    waiting: int
    needs_person: int

    @classmethod
    def counted(cls, connection: Connection) -> "OutboxTally":
        """Count the rows of an opened store."""
        found: dict[str, int] = dict(connection.execute(COUNT_BY_STATE).fetchall())
        return cls(found.get("pending", 0), found.get("needs_person", 0))


def queue_entry(connection: Connection, position: int) -> None:
    """Put a fresh entry at the end of the queue, within the transaction that stores it."""
    connection.execute(QUEUE, (position,))


def queued_between(connection: Connection, after: int, until: int) -> int:
    """Count the entries of a stretch that are queued: all of them while there is no centre."""
    row: tuple[int] = connection.execute(QUEUED_BETWEEN, (after, until)).fetchone()
    return row[0]


def oldest_waiting_at(connection: Connection) -> datetime | None:
    """Say when the first entry that still waits was recorded; None when nothing waits."""
    row = connection.execute(OLDEST_WAITING).fetchone()
    return None if row is None else datetime.fromisoformat(row[0])
