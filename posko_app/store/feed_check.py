"""Checking the feeds: leaves, roots, signed checkpoints, and the chains of others in feed order.

What a leaf says of an entry, the entry must be; what the roots say of the leaves, the centre has
signed. So nothing that came through a feed can be changed, swapped or dropped here unnoticed.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from dataclasses import dataclass, field

from posko_app.domain.records import StoredFault
from posko_app.store import feed_chains, feed_rows, link_rows
from posko_app.store.connection import Connection
from posko_app.store.feed_chains import FeedChains, Parties
from posko_app.store.settling import require_signed
from posko_app.store.statements import StoredEntry, find_entry
from posko_app.store.sync_reading import erased_of
from posko_app.store.units import ReadUnit
from sync.device.ports import FeedState
from sync.protocol.merkle import EMPTY, Frontier

SLICE_POSITIONS = 12  # some 4 ms of the store thread: each may need a signature checked
ROWS = (
    "SELECT position, leaf, root, entry FROM feed_positions WHERE feed = ? AND generation = ?"
    " AND position > ? ORDER BY position LIMIT ?"
)
GENERATIONS = "SELECT DISTINCT feed, generation FROM feed_positions"
SETTLED = "SELECT epoch, seq FROM settled_epochs"
IS_PLACED = (
    "SELECT 1 FROM entries e JOIN feed_positions p ON p.entry = e.position"
    " WHERE e.device = ? AND e.epoch = ? AND e.seq = ? AND p.feed = ?"
)

Row = tuple[int, bytes, bytes, int | None]


@dataclass(slots=True)
class _Walk:
    """One generation of one feed, from its first position on."""

    state: FeedState  # as it was when the check came to it; empty in a generation that is over
    generation: int
    chains: FeedChains
    frontier: Frontier = EMPTY
    whole: bool = True  # every entry so far is here

    @property
    def is_current(self) -> bool:
        """Whether the feed is in this generation now."""
        return self.generation == self.state.generation


@dataclass(slots=True)
class FeedCheck:
    """Walks every generation of both feeds, a few positions at a time."""

    _walks: list[_Walk] | None = None
    _parties: Parties | None = None
    _settled: dict[str, int] = field(default_factory=dict)

    def step(self, unit: ReadUnit) -> StoredFault | None:
        """Check the next few positions; `is_done` says whether any are left."""
        if self._walks is None:
            fault = self._begin(unit)
            if fault is not None:
                return fault
        if not self._walks:
            return None
        walk = self._walks[0]
        state = walk.state
        limit = SLICE_POSITIONS
        if walk.is_current:  # what a round adds meanwhile waits for the next check
            limit = min(limit, state.size - walk.frontier.size)
        found = (state.feed, walk.generation, walk.frontier.size, limit)
        rows: list[Row] = unit.connection.execute(ROWS, found).fetchall()
        for row in rows:
            fault = self._row_fault(unit, walk, row)
            if fault is not None:
                return fault
        if rows:
            return None
        self._walks.pop(0)
        return self._end_fault(unit, walk)

    @property
    def is_done(self) -> bool:
        """Whether everything was walked."""
        return self._walks is not None and not self._walks

    def _begin(self, unit: ReadUnit) -> StoredFault | None:
        connection, device = unit.connection, unit.shared.journal.device
        link = link_rows.read_link(connection)
        states = {state.feed: state for state in feed_rows.read_feeds(connection)}
        self._walks = []
        if link is None:
            return StoredFault("feed_differs") if states else None
        elsewhere = feed_chains.introduced_anywhere(connection)
        own = device.fingerprint
        self._parties = Parties(own, device.deployment.value, link.sign_keys, elsewhere)
        walked = {(state.feed, state.generation) for state in states.values()}
        walked |= set(connection.execute(GENERATIONS).fetchall())
        for feed, generation in sorted(walked):
            chains = FeedChains(feed, generation, self._parties)
            self._walks.append(_Walk(states.get(feed, FeedState(feed)), generation, chains))
        return None

    def _row_fault(self, unit: ReadUnit, walk: _Walk, row: Row) -> StoredFault | None:
        position, leaf, root, entry = row
        walk.frontier = walk.frontier.append(leaf)
        if position != walk.frontier.size or root != walk.frontier.root():
            return StoredFault("feed_differs")
        if entry is None:
            walk.whole = False
            missing = walk.is_current and position <= walk.state.cursor
            return StoredFault("feed_entry_missing") if missing else None
        stored = find_entry(unit.connection, entry)
        if stored is None:
            return StoredFault("feed_entry_missing")
        if stored.entry.leaf != leaf:
            return StoredFault("leaf_differs", stored.id)
        code = self._entry_fault(unit, walk, stored)
        return None if code is None else StoredFault(code, stored.id)

    def _entry_fault(self, unit: ReadUnit, walk: _Walk, stored: StoredEntry) -> str | None:
        """Check an entry against its chain; this laptop's own was checked in the journal."""
        header = stored.entry.header
        if header.device == unit.shared.journal.device.fingerprint:
            if walk.state.feed == unit.post:
                until = max(header.seq, self._settled.get(header.epoch, 0))
                self._settled[header.epoch] = until
            return None
        if not walk.whole:
            return "feed_differs"  # taken in before what stands in front of it
        return walk.chains.check(stored.entry, erased=erased_of(unit.connection, stored.id))

    def _end_fault(self, unit: ReadUnit, walk: _Walk) -> StoredFault | None:
        """Compare the end of a walk with what the feed's row and the centre's signature say."""
        connection, state = unit.connection, walk.state
        if walk.is_current:
            told = (state.size, state.frontier, state.root or EMPTY.root().hex())
            frontier = walk.frontier
            if told != (frontier.size, frontier.peaks, frontier.root().hex()):
                return StoredFault("feed_differs")
            if self._is_unsigned(state):
                return StoredFault("checkpoint_differs")
            if feed_rows.read_feed(connection, state.feed) == state and _heads_differ(
                connection, walk
            ):
                return StoredFault("chains_differ")
        if not self._walks and self._settled_differs(unit):
            return StoredFault("settled_differs")
        return None

    def _settled_differs(self, unit: ReadUnit) -> bool:
        """Say whether more, or less, is remembered as acknowledged than stands in the log."""
        stored: dict[str, int] = dict(unit.connection.execute(SETTLED).fetchall())
        if any(stored.get(epoch, 0) < seq for epoch, seq in self._settled.items()):
            return True
        own, post = unit.shared.journal.device.fingerprint, unit.post
        places = ((own, epoch, seq, post) for epoch, seq in stored.items())
        return any(unit.connection.execute(IS_PLACED, p).fetchone() is None for p in places)

    def _is_unsigned(self, state: FeedState) -> bool:
        if self._parties is None or (state.size == 0 and state.checkpoint is None):
            return False
        keys, deployment = self._parties.centre_keys, self._parties.deployment
        try:
            require_signed(state, centre_keys=keys, deployment=deployment)
        except ValueError:
            return True
        return False


def _heads_differ(connection: Connection, walk: _Walk) -> bool:
    """Say whether the remembered ends of the chains are others than the walk came to."""
    stored = frozenset(feed_chains.stored_heads(connection, walk.state.feed))
    return stored != walk.chains.heads()
