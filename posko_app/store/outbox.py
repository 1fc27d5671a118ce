"""What has not reached the centre yet: one row per entry, in chain order.

Only proof of receipt removes a row (the schema sees to it), and what the centre
stopped at waits for a person.
"""

from dataclasses import dataclass
from datetime import datetime

from posko_app.store.connection import Connection

WAITING, STOPPED = "pending", "needs_person"
QUEUE = "INSERT INTO outbox (position, state, reason) VALUES (?, 'pending', NULL)"
COUNT_BY_STATE = "SELECT state, count(*) FROM outbox GROUP BY state"
STATE_OF = "SELECT state FROM outbox WHERE position = ?"
DROP = "DELETE FROM outbox WHERE position = ?"
STOP = "UPDATE outbox SET state = 'needs_person', reason = ? WHERE position = ? AND state = ?"
RETRY = (
    "UPDATE outbox SET state = 'pending', reason = NULL WHERE state = 'needs_person'"
    " AND position = (SELECT position FROM entries WHERE id = ?)"
)
# an own entry waits or is proved to be in the log; one of another device came from a feed
UNACCOUNTED = (
    "SELECT e.position FROM entries e WHERE e.position > ?1 AND e.position <= ?2 AND CASE"
    " WHEN e.device = ?3 THEN NOT EXISTS (SELECT 1 FROM outbox o WHERE o.position = e.position)"
    " AND NOT EXISTS (SELECT 1 FROM feed_positions p JOIN feeds f ON f.feed = p.feed"
    " AND f.generation = p.generation WHERE p.entry = e.position AND p.feed = ?4)"
    " ELSE NOT EXISTS (SELECT 1 FROM feed_positions p WHERE p.entry = e.position)"
    " OR EXISTS (SELECT 1 FROM outbox o WHERE o.position = e.position) END LIMIT 1"
)
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
        return cls(found.get(WAITING, 0), found.get(STOPPED, 0))

    def settled(self, waiting: int, needs_person: int, *, stopped: int) -> None:
        """Take off what was acknowledged of each state, and what stopped and waits for a person."""
        self.waiting -= waiting + stopped
        self.needs_person -= needs_person - stopped


def queue_entry(connection: Connection, position: int) -> None:
    """Put a fresh entry at the end of the queue, within the transaction that stores it."""
    connection.execute(QUEUE, (position,))


def state_of(connection: Connection, position: int) -> str | None:
    """Say how an entry stands in the queue; None when it is not in it."""
    row: tuple[str] | None = connection.execute(STATE_OF, (position,)).fetchone()
    return None if row is None else row[0]


def drop_row(connection: Connection, position: int) -> None:
    """Take an acknowledged entry out of the queue.

    Raises:
        IntegrityError: it does not stand in the log of the post's feed.
    """
    connection.execute(DROP, (position,))


def stop_row(connection: Connection, position: int, code: str) -> int:
    """Let an entry that waits need a person; give how many did not before."""
    return connection.execute(STOP, (code, position, WAITING)).rowcount


def retry_row(connection: Connection, entry_id: str) -> int:
    """Let an entry that needs a person wait to be sent again; give how many there were."""
    return connection.execute(RETRY, (entry_id,)).rowcount


def unaccounted_entry(
    connection: Connection, after: int, until: int, *, device: str, post: str
) -> int | None:
    """Find an entry of a stretch that neither waits nor stands in a log; None when all do."""
    found = connection.execute(UNACCOUNTED, (after, until, device, post)).fetchone()
    return None if found is None else int(found[0])


def oldest_waiting_at(connection: Connection) -> datetime | None:
    """Say when the first entry that still waits was recorded; None when nothing waits."""
    row = connection.execute(OLDEST_WAITING).fetchone()
    return None if row is None else datetime.fromisoformat(row[0])
