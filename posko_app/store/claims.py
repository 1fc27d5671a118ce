"""What others were told of the logs, held against what this device verified itself.

A `heads` entry of the centre and the `seen` of other devices' entries each say what a feed's root
was at a size. What agrees is forgotten at once; what does not, or cannot be compared yet, stays.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from posko_app.store import feed_rows
from posko_app.store.connection import Connection
from sync.device.ports import Claim, FeedState
from sync.protocol.canonical import Malformed
from sync.protocol.entry import Entry, Kind, open_part
from sync.protocol.messages import SHARED
from sync.protocol.statements import HeadsStatement

PUT = "INSERT OR IGNORE INTO claims (feed, size, root, source) VALUES (?, ?, ?, ?)"
ALL = "SELECT feed, size, root, source FROM claims ORDER BY feed, size, root"
FORGET = "DELETE FROM claims WHERE feed = ? AND size = ? AND root = ?"


@dataclass(frozen=True, slots=True)
class Compared:
    """Claims that contradict what is verified here, and those that turned out to agree."""

    contradictions: tuple[Claim, ...]
    agreed: tuple[Claim, ...]


def note_claims(
    connection: Connection, entry: Entry, *, post: str, centres: Collection[str]
) -> None:
    """Keep what an entry of somebody else says of our two logs, unless it agrees."""
    for feed, size, root in _claimed(entry, post=post, centres=centres):
        state = feed_rows.read_feed(connection, feed)
        if root not in feed_rows.roots_at(connection, state, size):
            connection.execute(PUT, (feed, size, root, entry.header.id))


def compare(connection: Connection) -> Compared:
    """Hold what is still open against what is verified by now."""
    states = {state.feed: state for state in feed_rows.read_feeds(connection)}
    contradictions, agreed = [], []
    for feed, size, root, source in connection.execute(ALL).fetchall():
        state = states.get(feed, FeedState(feed))
        held = feed_rows.roots_at(connection, state, size)
        claim = Claim(feed, size, root, held[0] if held else "", source)
        if root in held:
            agreed.append(claim)
        elif size <= state.size:
            contradictions.append(claim)
    return Compared(tuple(contradictions), tuple(agreed))


def forget(connection: Connection, agreed: Sequence[Claim]) -> None:
    """Drop claims that turned out to agree."""
    connection.executemany(FORGET, [(c.feed, c.size, c.claimed) for c in agreed])


def _claimed(
    entry: Entry, *, post: str, centres: Collection[str]
) -> Iterator[tuple[str, int, str]]:
    """Give each feed of ours with the size and the root that an entry tells."""
    header = entry.header
    for seen in header.seen:
        if seen.feed in (post, SHARED) and seen.size > 0:
            yield seen.feed, seen.size, seen.root
    if header.kind != Kind.HEADS or header.device not in centres:
        return
    facts = entry.parts.get("facts")
    try:
        heads = () if facts is None else HeadsStatement.from_facts(open_part(facts)).heads
    except Malformed:
        return
    for head in heads:
        if head.feed == post and head.size > 0:
            yield head.feed, head.size, head.root
