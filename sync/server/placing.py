"""Giving positions to what a push brought, and carrying it over to what is read from entries.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sync.protocol.entry import Entry, Kind
from sync.protocol.messages import SHARED, State
from sync.server import models
from sync.server.centre import Centre
from sync.server.chain_state import project_officers
from sync.server.device_auth import check_takes_new
from sync.server.erasures import apply_erasures
from sync.server.feed import NewLeaf, append, lock_feed
from sync.server.storing import Arrival, store

# What every post must know: who signs, with which device, and whom all look for.
ALSO_SHARED = frozenset({Kind.DEVICE.value, Kind.OFFICER.value, Kind.WATCH.value})


@dataclass(slots=True)
class Placing:
    """What is to be stored, and what of it (or stored before) is to get a position, in order."""

    new: list[Arrival] = field(default_factory=list)  # to be stored
    lost: list[Arrival] = field(default_factory=list)  # to be stored again; placed already
    order: list[Entry] = field(default_factory=list)  # to be placed

    def place(
        self, feed: models.Feed, centre: Centre, now: datetime, *, also_shared: bool = True
    ) -> dict[str, int]:
        """Store and place everything; give the new positions by entry id.

        Args:
            feed: locked.
            centre: seals the parts.
            now: when it was received.
            also_shared: what all posts must know gets its second position too.

        Raises:
            RequestRefused: the shared feed takes no new position now, and one is needed.
        """
        store(centre, [*self.new, *self.lost], now)
        positions = append(feed, [_leaf(entry) for entry in self.order])
        if also_shared:
            self._place_shared(self.order, centre)
        self._project()
        return dict(zip([entry.header.id for entry in self.order], positions, strict=True))

    def _place_shared(self, entries: Sequence[Entry], centre: Centre) -> None:
        also = [entry for entry in entries if entry.header.kind in ALSO_SHARED]
        if not also:
            return
        shared = lock_feed(SHARED, centre)
        check_takes_new(shared)
        there = set(
            models.Position.objects.filter(
                feed_id=SHARED,
                generation=shared.generation,
                entry_id__in=[entry.header.id for entry in also],
            ).values_list("entry_id", flat=True)
        )
        append(shared, [_leaf(entry) for entry in also if entry.header.id not in there])

    def _project(self) -> None:
        # What was lost is projected already; an old statement, said again, would undo newer ones.
        project_officers(_understood(self.new))
        erasing = _understood([*self.new, *self.lost])
        apply_erasures([entry for entry in erasing if entry.header.kind == Kind.ERASURE])


def _understood(arrivals: Sequence[Arrival]) -> list[Entry]:
    return [arrival.entry for arrival in arrivals if arrival.state is State.STORED]


def _leaf(entry: Entry) -> NewLeaf:
    return NewLeaf(entry.header.id, entry.leaf)
