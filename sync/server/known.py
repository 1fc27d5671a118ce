"""What the centre already holds of a push, looked up for the whole batch at once.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sync.protocol.entry import Entry, Header
from sync.protocol.messages import State
from sync.server import models

Place = tuple[str, int]  # epoch and seq of one device's chain


@dataclass(frozen=True, slots=True)
class Row:
    """An entry that is stored."""

    id: str
    hash: str
    state: State


@dataclass(slots=True)
class Known:
    """The stored entries that a batch touches."""

    at: dict[Place, Row] = field(default_factory=dict)
    taken_ids: set[str] = field(default_factory=set)  # by an entry at whatever place
    positions: dict[str, int] = field(default_factory=dict)  # in the post's feed, by entry id
    leaves: dict[str, bytes] = field(default_factory=dict)  # of those positions
    anywhere: dict[str, set[bytes]] = field(default_factory=dict)  # leaves in any feed, by id

    def row_at(self, header: Header) -> Row | None:
        """Give the entry that holds this place of the chain."""
        return self.at.get((header.epoch, header.seq))

    def was_lost(self, entry: Entry) -> bool:
        """Say whether the log has this very entry although its row is gone."""
        return self.leaves.get(entry.header.id) == entry.leaf

    def is_of_another(self, entry: Entry) -> bool:
        """Say whether some log has the id for another entry, though that one's row may be gone."""
        return bool(self.anywhere.get(entry.header.id, set()) - {entry.leaf})


def look_up(feed: models.Feed, headers: Sequence[Header], device: str) -> Known:
    """Look up a batch's places in a device's chain and its ids; few reads however large it is."""
    known = Known()
    own = [header for header in headers if header.device == device]
    for epoch in {header.epoch for header in own}:
        seqs = [header.seq for header in own if header.epoch == epoch]
        _read_places(known, device, epoch, (min(seqs), max(seqs)))
    ids = [header.id for header in headers]
    rows = models.Entry.objects.filter(id__in=ids)
    known.taken_ids.update(rows.values_list("id", flat=True))
    placed = models.Position.objects.filter(entry_id__in=ids)
    columns = ("entry_id", "feed_id", "generation", "position", "leaf")
    for entry_id, feed_id, generation, position, leaf in placed.values_list(*columns):
        known.anywhere.setdefault(entry_id, set()).add(bytes(leaf))
        if (feed_id, generation) == (feed.id, feed.generation):
            known.positions[entry_id], known.leaves[entry_id] = position, bytes(leaf)
    return known


def _read_places(known: Known, device: str, epoch: str, seqs: tuple[int, int]) -> None:
    rows = models.Entry.objects.filter(device=device, epoch=epoch, seq__range=seqs)
    for entry_id, seq, entry_hash, state in rows.values_list("id", "seq", "hash", "state"):
        known.at[epoch, seq] = Row(entry_id, entry_hash, State(state))
