"""What the centre says of its logs: signed checkpoints, leaves, and consistency proofs.

A feed's row is read first, then only leaves up to its size: those never change, so an answer is
one consistent picture without a lock.

Basis: SRC-FORMAT, "Feeds and log at the centre"; SRC-RFC6962.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from sync.protocol.checkpoint import Checkpoint, sign_checkpoint
from sync.protocol.limits import LEAVES_PAGE
from sync.protocol.merkle import EMPTY_ROOT, HASH_BYTES, consistency_stretches
from sync.protocol.messages import Leaves, SignedCheckpoint
from sync.server.centre import Centre, milliseconds
from sync.server.fields import as_bytes
from sync.server.models import Feed, Position

# Written out: a long log is read for every proof, and rows as objects take longer than the hashes.
LEAVES = """
SELECT position, leaf FROM centre_position
WHERE feed_id = %s AND generation = %s AND position BETWEEN %s AND %s ORDER BY position
"""
LOST_LEAF = bytes(HASH_BYTES)  # stands where a row is gone: no entry has it, so the root differs


def checkpoint_of(centre: Centre, feed: Feed, now: datetime) -> SignedCheckpoint:
    """Sign how long the feed's log is now and what its root is."""
    return checkpoint_at(centre, feed, size=feed.size, root=feed.root, now=now)


def checkpoint_at(
    centre: Centre, feed: Feed, *, size: int, root: str, now: datetime
) -> SignedCheckpoint:
    """Sign a size of the feed's log, which it has now or has passed already."""
    stated = Checkpoint(
        centre=centre.fingerprint,
        deployment=centre.deployment,
        feed=feed.id,
        generation=feed.generation,
        size=size,
        root=root,
        at_ms=milliseconds(now),
    )
    return sign_checkpoint(stated, centre.keys.sign)


def root_at(feed: Feed, size: int) -> str | None:
    """Give the root the log had at a size (64 hex); None beyond its end or where a row is gone."""
    if size == 0:
        return EMPTY_ROOT.hex()
    found = _positions(feed).filter(position=size).values_list("root", flat=True).first()
    return None if found is None or size > feed.size else bytes(found).hex()


def leaves_between(feed: Feed, start: int, end: int) -> list[bytes]:
    """Give the leaves of these positions, both included; a row that is gone counts as lost."""
    with connection.cursor() as cursor:
        cursor.execute(LEAVES, [feed.id, feed.generation, start, end])
        rows = cursor.fetchall()
    if len(rows) == end - start + 1:
        return [as_bytes(leaf) for _, leaf in rows]
    found = {position: as_bytes(leaf) for position, leaf in rows}
    return [found.get(position, LOST_LEAF) for position in range(start, end + 1)]


def leaves_since(feeds: Sequence[Feed], sizes: Mapping[str, int]) -> list[Leaves]:
    """Give each feed's leaves after the size the device knows; not where too many are missing."""
    answered = []
    for feed in feeds:
        known = sizes.get(feed.id)
        if known is None or not 0 <= known <= feed.size or feed.size - known > LEAVES_PAGE:
            continue
        grown = leaves_between(feed, known + 1, feed.size) if known < feed.size else []
        hashes = b"".join(grown)
        answered.append(Leaves(feed.id, known + 1, hashes))
    return answered


def consistency(feed: Feed, old_size: int, centre: Centre) -> list[bytes]:
    """Prove that the log as it is now began with its first `old_size` leaves."""
    stretches = consistency_stretches(old_size, feed.size)
    if not stretches:
        return []

    def leaves(start: int, end: int) -> list[bytes]:
        return leaves_between(feed, start, end)

    chunks = centre.chunks.chunks_of(
        (feed.id, feed.generation),
        feed.size,
        leaves=leaves,
        root_at=lambda size: root_at(feed, size),
    )
    return [chunks.subtree(start, end, leaves) for start, end in stretches]


def _positions(feed: Feed) -> QuerySet[Position]:
    return Position.objects.filter(feed_id=feed.id, generation=feed.generation)
