"""What the tests of `JournalContract` share: growth as a round would give it after its proofs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from sync.device.ports import (
    Acknowledged,
    Grown,
    JournalPort,
    LoggedLeaf,
    Placed,
)
from sync.protocol import merkle
from sync.protocol.checkpoint import Checkpoint, sign_checkpoint
from sync.protocol.entry import Entry, fingerprint
from sync.protocol.messages import SignedCheckpoint
from tests.sync.device.little_centre import LittleCentre
from tests.sync.device.rounds import NOW
from tests.sync.device.writers import DeskWriter

POST = "el-tari"
PLENTY = 1_000_000


class ContractDesk(Protocol):
    """What a test needs of a desk beside its journal."""

    journal: JournalPort

    def record(self) -> Entry: ...

    def erase(self, entry: str, *parts: str) -> Entry: ...


def ids(found: Sequence[object]) -> list[str]:
    return [one.entry.header.id for one in found]  # type: ignore[attr-defined]


def grown_by(
    journal: JournalPort, feed: str, entries: Sequence[Entry], *, centre: LittleCentre
) -> Grown:
    """Let a feed grow by entries, as a round would after it verified them."""
    state = journal.feed(feed)
    leaves = [entry.leaf for entry in entries]
    frontier, roots = merkle.grow(merkle.Frontier(state.size, state.frontier), leaves)
    logged = tuple(
        LoggedLeaf(state.size + 1 + at, leaf, root)
        for at, (leaf, root) in enumerate(zip(leaves, roots, strict=True))
    )
    after = replace(
        state,
        size=frontier.size,
        frontier=frontier.peaks,
        root=frontier.root().hex(),
        checkpoint=signed_at(centre, feed, frontier),
    )
    return Grown(after, logged)


def signed_at(centre: LittleCentre, feed: str, frontier: merkle.Frontier) -> SignedCheckpoint:
    """Let the centre sign that a feed is so long and has this root."""
    checkpoint = Checkpoint(
        centre=fingerprint(centre.sign_key),
        deployment="training",
        feed=feed,
        generation=0,
        size=frontier.size,
        root=frontier.root().hex(),
        at_ms=int(NOW.timestamp() * 1000),
    )
    return sign_checkpoint(checkpoint, centre.key)


def acknowledge_all(journal: JournalPort, centre: LittleCentre) -> list[Entry]:
    entries = [w.entry for w in journal.waiting(limit_bytes=PLENTY)]
    start = journal.feed(POST).size
    acks = [Acknowledged(e.header.id, start + at + 1) for at, e in enumerate(entries)]
    journal.settle([grown_by(journal, POST, entries, centre=centre)], acks)
    return entries


def sister_page(journal: JournalPort, centre: LittleCentre) -> list[Placed]:
    """Verify, but not store, the first entries of another laptop of the post."""
    sister = DeskWriter("laptop saudara")
    entries = [*sister.first_two(), sister.screened()]
    start = journal.feed(POST).size
    journal.settle([grown_by(journal, POST, entries, centre=centre)])
    return [Placed(start + at + 1, entry, {}) for at, entry in enumerate(entries)]
