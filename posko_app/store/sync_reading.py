"""What a round reads of the store: own entries to send, entries at their places in the feeds."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from posko_app.store.connection import Connection
from posko_app.store.statements import StoredEntry, entry_at
from sync.device.ports import FeedState, Placed, Waiting
from sync.protocol.canonical import Malformed
from sync.protocol.entry import open_part
from sync.protocol.erasure import parts_named

AT_ONCE = 24  # entries in one task: some milliseconds of the store thread
HASH_AT = "SELECT hash FROM entries WHERE device = ? AND epoch = ? AND seq = ?"
EPOCHS = (
    "SELECT epoch FROM entries WHERE device = ? AND seq = 1 AND subject = device"
    " AND kind <> 'screening' AND kind = 'device' ORDER BY position"
)
NEWEST_DEVICE = "SELECT position FROM entries WHERE device = ? AND epoch = ? AND seq = 1"
SETTLED = "SELECT seq FROM settled_epochs WHERE epoch = ?"
CHAIN = (
    "SELECT position FROM entries WHERE device = ? AND epoch = ? AND seq > ? ORDER BY seq LIMIT ?"
)
PENDING = (
    "SELECT position FROM outbox WHERE state = 'pending' AND position > ? ORDER BY position LIMIT ?"
)
POSITION_OF = "SELECT position FROM entries WHERE id = ?"
ERASED = (
    "SELECT part, by_entry FROM erasures WHERE entry = ?1 UNION ALL"
    " SELECT part, by_entry FROM erased_also WHERE entry = ?1 UNION ALL"
    " SELECT part, by_entry FROM came_without WHERE entry = ?1"
)
IN_LOG = (
    "SELECT p.position FROM entries e JOIN feed_positions p ON p.entry = e.position"
    " JOIN feeds f ON f.feed = p.feed AND f.generation = p.generation"
    " WHERE e.id = ? AND p.feed <> 'shared'"
)
HELD = (
    "SELECT position, entry FROM feed_positions WHERE feed = ? AND generation = ?"
    " AND position >= ? AND position <= ? AND entry IS NOT NULL ORDER BY position LIMIT ?"
)
PLACE_OF = "SELECT position FROM feed_positions WHERE entry = ? AND feed = ? AND generation = ?"
HELD_BACK = "SELECT position FROM screenings WHERE decision <> 'boleh'"
UNSENT_ERASURES = (
    "SELECT 1 FROM erasures x JOIN entries b ON b.id = x.by_entry"
    " JOIN outbox o ON o.position = b.position WHERE x.entry = ? LIMIT 1"
)
# CROSS JOIN: few came without a part, and the planner would begin with the whole feed
UNFOUNDED = (
    "SELECT c.entry, c.part, c.by_entry, p.position FROM came_without c"
    " CROSS JOIN entries e ON e.id = c.entry CROSS JOIN feed_positions p ON p.entry = e.position"
    " CROSS JOIN feeds f ON f.feed = p.feed AND f.generation = p.generation"
    " WHERE p.feed = ? AND f.cursor = f.size ORDER BY p.position"
)
ERASURE_FACTS = (
    "SELECT p.stored FROM parts p JOIN entries e ON e.id = p.entry"
    " WHERE e.id = ? AND e.kind = 'erasure' AND p.name = 'facts'"
)

Below = Callable[[int], int]  # gives a random number below another


def own_hash(connection: Connection, device: str, epoch: str, seq: int) -> str | None:
    """Give the hash of an entry of a chain; None when there is none."""
    row: tuple[str] | None = connection.execute(HASH_AT, (device, epoch, seq)).fetchone()
    return None if row is None else row[0]


def epochs_of(connection: Connection, device: str) -> tuple[str, ...]:
    """Give the epochs of a chain, the oldest first."""
    return tuple(epoch for (epoch,) in connection.execute(EPOCHS, (device,)).fetchall())


def device_entry(connection: Connection, device: str, epoch: str) -> StoredEntry:
    """Give seq 1 of an epoch."""
    row: tuple[int] = connection.execute(NEWEST_DEVICE, (device, epoch)).fetchone()
    return entry_at(connection, row[0])


def settled_seq(connection: Connection, epoch: str) -> int:
    """Give the highest seq of an own epoch that was ever acknowledged."""
    row: tuple[int] | None = connection.execute(SETTLED, (epoch,)).fetchone()
    return 0 if row is None else row[0]


def chain_after(connection: Connection, device: str, epoch: str, seq: int) -> tuple[Waiting, ...]:
    """Give the next few own entries of an epoch."""
    rows = connection.execute(CHAIN, (device, epoch, seq, AT_ONCE)).fetchall()
    return tuple(_waiting(connection, position) for (position,) in rows)


def waiting_after(connection: Connection, after: str | None) -> tuple[Waiting, ...]:
    """Give the next few entries that wait, after the one with this id."""
    row = None if after is None else connection.execute(POSITION_OF, (after,)).fetchone()
    rows = connection.execute(PENDING, (row[0] if row else 0, AT_ONCE)).fetchall()
    return tuple(_waiting(connection, position) for (position,) in rows)


def held_between(
    connection: Connection, state: FeedState, *, start: int, end: int
) -> tuple[Placed, ...]:
    """Give the next few entries of a stretch of a feed that are here."""
    bounds = (state.feed, state.generation, start, end, AT_ONCE)
    rows: list[tuple[int, int]] = connection.execute(HELD, bounds).fetchall()
    return tuple(placed_at(connection, position, entry) for position, entry in rows)


def placed_at(connection: Connection, position: int, entry: int) -> Placed:
    """Give the entry at a journal position as it stands at a position of a feed."""
    stored = entry_at(connection, entry)
    return Placed(position, stored.entry, erased_of(connection, stored.id))


def erased_of(connection: Connection, entry_id: str) -> dict[str, str]:
    """Give the parts that an entry lost, each with the erasure entry that took it.

    Where several name a part, the one that comes first in the log counts, here as at the centre.
    """
    found: dict[str, list[str]] = {}
    for part, by_entry in connection.execute(ERASED, (entry_id,)).fetchall():
        found.setdefault(part, []).append(by_entry)
    return {
        part: by[0] if len(by) == 1 else min(by, key=lambda one: _place_in_log(connection, one))
        for part, by in found.items()
    }


def _place_in_log(connection: Connection, entry_id: str) -> tuple[bool, int]:
    row: tuple[int] | None = connection.execute(IN_LOG, (entry_id,)).fetchone()
    return (True, 0) if row is None else (False, row[0])


def choose_places(
    connection: Connection, states: Sequence[FeedState], count: int, below: Below
) -> tuple[tuple[str, int, int], ...]:
    """Choose feed, position and journal position of stored entries, half of them held back.

    One whose erasure the centre does not know yet would seem to be missing there.
    """
    found: dict[int, tuple[str, int, int]] = {}
    held_back = [position for (position,) in connection.execute(HELD_BACK).fetchall()]
    chosen = _some_of(held_back, (count + 1) // 2, below)
    for place in (*_places_of(connection, states, chosen), *_any_of(connection, states, below)):
        if len(found) < count and place[2] not in found and _is_known_there(connection, place[2]):
            found[place[2]] = place
    return tuple(found.values())


def missing_parts(connection: Connection, post: str) -> tuple[tuple[int, str, str], ...]:
    """Give position, entry and part of what came without a part that no erasure here names.

    Only once the post's feed is taken in to its end: the erasure stands later in it.
    """
    return tuple(
        (position, entry, part)
        for entry, part, by_entry, position in connection.execute(UNFOUNDED, (post,)).fetchall()
        if (entry, part) not in _taken_by(connection, by_entry)
    )


def _taken_by(connection: Connection, by_entry: str) -> frozenset[tuple[str, str]]:
    row: tuple[bytes] | None = connection.execute(ERASURE_FACTS, (by_entry,)).fetchone()
    try:
        return frozenset() if row is None else frozenset(parts_named(open_part(row[0])))
    except Malformed:
        return frozenset()


def _waiting(connection: Connection, position: int) -> Waiting:
    stored = entry_at(connection, position)
    return Waiting(stored.entry, erased_of(connection, stored.id))


def _places_of(
    connection: Connection, states: Iterable[FeedState], entries: Iterable[int]
) -> Iterator[tuple[str, int, int]]:
    for entry in entries:
        for state in states:
            bounds = (entry, state.feed, state.generation)
            row: tuple[int] | None = connection.execute(PLACE_OF, bounds).fetchone()
            if row is not None:
                yield state.feed, row[0], entry


def _any_of(
    connection: Connection, states: Sequence[FeedState], below: Below
) -> Iterator[tuple[str, int, int]]:
    """Give places at random, each feed as often as it is long."""
    total = sum(state.size for state in states)
    for _ in range(TRIES if total else 0):
        at = below(total)
        for state in states:
            if at < state.size:
                bounds = (state.feed, state.generation, at + 1, state.size, 1)
                row = connection.execute(HELD, bounds).fetchone()
                if row is not None:
                    yield state.feed, row[0], row[1]
                break
            at -= state.size


TRIES = 64


def _some_of(positions: list[int], count: int, below: Below) -> list[int]:
    """Draw so many at random."""
    chosen: list[int] = []
    while positions and len(chosen) < count:
        at = below(len(positions))
        positions[at], positions[-1] = positions[-1], positions[at]
        chosen.append(positions.pop())
    return chosen


def _is_known_there(connection: Connection, entry: int) -> bool:
    stored = entry_at(connection, entry)
    return connection.execute(UNSENT_ERASURES, (stored.id,)).fetchone() is None
