"""Feeds: the row that counts positions, and how a log grows under its lock.

A position is given inside the storing transaction by the feed's own row. A sequence would skip
or overtake under concurrency, and a reader's cursor would then pass over an entry for ever.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sync.protocol.ids import new_epoch
from sync.protocol.merkle import EMPTY_ROOT, HASH_BYTES, Frontier, grow
from sync.server.centre import Centre
from sync.server.models import Feed, Position
from sync.server.rows import insert_rows

POSITION_COLUMNS = ("feed_id", "generation", "position", "entry_id", "leaf", "root")


@dataclass(frozen=True, slots=True)
class NewLeaf:
    """An entry that is to get the next position of a feed."""

    entry: str
    leaf: bytes


def ensure_feed(feed_id: str, centre: Centre) -> Feed:
    """Give a feed, opening it when it is not there."""
    feed, _ = Feed.objects.get_or_create(
        id=feed_id,
        defaults={"root": EMPTY_ROOT.hex(), "epoch": new_epoch(centre.random)},
    )
    return feed


def lock_feed(feed_id: str, centre: Centre) -> Feed:
    """Give a feed that nobody else lets grow until this transaction ends.

    Two feeds are locked in one order: the post's, then the shared one.
    """
    locked = Feed.objects.select_for_update().filter(pk=feed_id)
    feed = locked.first()
    if feed is not None:
        return feed
    ensure_feed(feed_id, centre)
    return locked.get()


def frontier_of(feed: Feed) -> Frontier:
    """Give what the log grows from."""
    stored = bytes(feed.frontier)
    starts = range(0, len(stored), HASH_BYTES)
    return Frontier(feed.size, tuple(stored[at : at + HASH_BYTES] for at in starts))


def append(feed: Feed, leaves: Sequence[NewLeaf]) -> range:
    """Give each entry the next position of a locked feed; the feed's row moves with them.

    Returns:
        The positions, one for each leaf in order.
    """
    first = feed.size + 1
    if not leaves:
        return range(first, first)
    frontier, roots = grow(frontier_of(feed), [new.leaf for new in leaves])
    rows = [
        (feed.id, feed.generation, first + at, new.entry, new.leaf, root)
        for at, (new, root) in enumerate(zip(leaves, roots, strict=True))
    ]
    insert_rows(Position, POSITION_COLUMNS, rows)
    feed.size, feed.root = frontier.size, roots[-1].hex()
    feed.frontier = b"".join(frontier.peaks)
    feed.save(update_fields=["size", "root", "frontier"])
    return range(first, frontier.size + 1)
