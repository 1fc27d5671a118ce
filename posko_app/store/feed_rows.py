"""The feeds of the centre as this device verified them: their state, their leaves, their entries.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from posko_app.store.connection import Connection
from sync.device.ports import FeedState, LoggedLeaf
from sync.protocol.entry import Seen
from sync.protocol.messages import SignedCheckpoint

HASH_BYTES = 32
COLUMNS = (
    *("feed", "generation", "size", "frontier", "root", "cursor"),
    *("checkpoint", "checkpoint_signature"),
)
_NAMES = ", ".join(COLUMNS)
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
SELECT = f"SELECT {_NAMES} FROM feeds WHERE feed = ?"  # noqa: S608 - our columns
ALL = f"SELECT {_NAMES} FROM feeds ORDER BY feed"  # noqa: S608
PUT = (
    f"INSERT INTO feeds ({_NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
    f" ON CONFLICT (feed) DO UPDATE SET {_CHANGES}"
)
MOVE_CURSOR = "UPDATE feeds SET cursor = ? WHERE feed = ?"
SEEN = "SELECT feed, size, root FROM feeds WHERE size > 0 ORDER BY feed"
ADD = "INSERT INTO feed_positions (feed, generation, position, leaf, root) VALUES (?, ?, ?, ?, ?)"
CLEAR_AHEAD = (
    "DELETE FROM feed_positions"
    " WHERE feed = ? AND generation = ? AND position >= ? AND position <= ?"
)
COUNT = (
    "SELECT count(*) FROM feed_positions"
    " WHERE feed = ? AND generation = ? AND position > ? AND position <= ?"
)
AT = "SELECT leaf, entry FROM feed_positions WHERE feed = ? AND generation = ? AND position = ?"
LEARN = (
    "UPDATE feed_positions SET entry = ?, known_at = ?"
    " WHERE feed = ? AND generation = ? AND position = ?"
)
ROOT = "SELECT root FROM feed_positions WHERE feed = ? AND generation = ? AND position = ?"
PLACED = "SELECT 1 FROM feed_positions WHERE entry = ? AND feed <> ? LIMIT 1"

FeedTuple = tuple[str, int, int, bytes, str, int, bytes | None, bytes | None]


@dataclass(frozen=True, slots=True)
class Place:
    """One position of one generation of a feed."""

    feed: str
    generation: int
    position: int


def read_feed(connection: Connection, feed: str) -> FeedState:
    """Give a feed's state; an empty one before the first contact."""
    row: FeedTuple | None = connection.execute(SELECT, (feed,)).fetchone()
    return FeedState(feed) if row is None else _state(row)


def read_feeds(connection: Connection) -> tuple[FeedState, ...]:
    """Give every feed that was ever verified, by name."""
    return tuple(map(_state, connection.execute(ALL).fetchall()))


def put_feed(connection: Connection, state: FeedState) -> None:
    """Store how far a feed is verified and pulled."""
    signed = state.checkpoint
    row = (
        state.feed,
        state.generation,
        state.size,
        b"".join(state.frontier),
        state.root,
        state.cursor,
        None if signed is None else signed.body,
        None if signed is None else signed.signature,
    )
    connection.execute(PUT, row)


def move_cursor(connection: Connection, feed: str, cursor: int) -> None:
    """Remember up to where a feed's entries are stored and folded."""
    connection.execute(MOVE_CURSOR, (cursor, feed))


def seen(connection: Connection) -> tuple[Seen, ...]:
    """Give what a new entry states of the logs: each feed with its verified size and root."""
    return tuple(Seen(*row) for row in connection.execute(SEEN).fetchall())


def add_leaves(connection: Connection, state: FeedState, leaves: Sequence[LoggedLeaf]) -> None:
    """Store verified leaves of a feed's generation, which then never change."""
    of = (state.feed, state.generation)
    connection.executemany(ADD, [(*of, one.position, one.leaf, one.root) for one in leaves])


def clear_ahead(connection: Connection, state: FeedState, leaves: Sequence[LoggedLeaf]) -> None:
    """Make room beyond a feed's size for these leaves; a try that was cut may have left others."""
    if leaves:
        bounds = (state.feed, state.generation, leaves[0].position, leaves[-1].position)
        connection.execute(CLEAR_AHEAD, bounds)


def count_leaves(connection: Connection, state: FeedState, *, after: int, until: int) -> int:
    """Count the leaves of a stretch that are here."""
    bounds = (state.feed, state.generation, after, until)
    row: tuple[int] = connection.execute(COUNT, bounds).fetchone()
    return row[0]


def leaf_at(connection: Connection, place: Place) -> tuple[bytes, int | None] | None:
    """Give a verified leaf and the journal position of its entry, as far as it is known here."""
    found = (place.feed, place.generation, place.position)
    row: tuple[bytes, int | None] | None = connection.execute(AT, found).fetchone()
    return row


def learn_entry(connection: Connection, place: Place, entry: int, *, at: str) -> None:
    """Note which entry a leaf is; it can be said once."""
    connection.execute(LEARN, (entry, at, place.feed, place.generation, place.position))


def roots_at(connection: Connection, state: FeedState, size: int) -> tuple[str, ...]:
    """Give a log's root at a size in each generation that was verified so far, the newest first."""
    newest = state.generation if size <= state.size else state.generation - 1
    generations = range(newest, -1, -1)
    found = (connection.execute(ROOT, (state.feed, g, size)).fetchone() for g in generations)
    return tuple(row[0].hex() for row in found if row is not None)


def is_placed(connection: Connection, entry: int, *, beside: str = "") -> bool:
    """Say whether the entry at a journal position stands in any feed, beside the one named."""
    return connection.execute(PLACED, (entry, beside)).fetchone() is not None


def _state(row: FeedTuple) -> FeedState:
    feed, generation, size, frontier, root, cursor, body, signature = row
    peaks = (frontier[at : at + HASH_BYTES] for at in range(0, len(frontier), HASH_BYTES))
    signed = None if body is None or signature is None else SignedCheckpoint(body, signature)
    return FeedState(feed, generation, size, tuple(peaks), root, cursor, signed)
