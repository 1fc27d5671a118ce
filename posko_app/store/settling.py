"""Taking in what a centre proved: the growth of its logs, and the entries it has for certain.

Nothing here believes an answer. The leaves lead from the stored frontier to the signed root, an
own entry's leaf stands at the position named, and the schema lets a row go for nothing less.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from posko_app.domain.civil import civil_date
from posko_app.store import feed_rows
from posko_app.store.connection import Connection
from posko_app.store.feed_rows import Place
from posko_app.store.outbox import STOPPED, WAITING, drop_row, state_of, stop_row
from posko_app.store.readable import AT_CENTRE
from posko_app.store.units import WriteUnit
from sync.device.ports import Acknowledged, FeedState, Grown, LoggedLeaf
from sync.protocol.canonical import Malformed
from sync.protocol.checkpoint import read_checkpoint_by
from sync.protocol.entry import BadSignature
from sync.protocol.merkle import Frontier, grow, leaf_hash

AHEAD_AT_ONCE = 600  # leaves: some 4 ms of the store thread; a save may be waiting
OWN = "SELECT position, epoch, seq, header, signature FROM entries WHERE id = ? AND device = ?"
POSITION_OF_OWN = "SELECT position FROM entries WHERE id = ? AND device = ?"
SETTLED_UNTIL = (
    "INSERT INTO settled_epochs (epoch, seq) VALUES (?, ?)"
    " ON CONFLICT (epoch) DO UPDATE SET seq = max(seq, excluded.seq)"
)
SENT_TODAY = (
    "INSERT INTO sent_days (on_day, entries) VALUES (?, ?)"
    " ON CONFLICT (on_day) DO UPDATE SET entries = entries + excluded.entries"
)
QUARANTINE = "INSERT OR IGNORE INTO quarantine (position, reason) VALUES (?, ?)"
FORGET_CHAINS = "DELETE FROM chains WHERE feed = ?"
QUEUE_AGAIN = (
    "INSERT OR IGNORE INTO outbox (position, state)"
    " SELECT e.position, 'pending' FROM feed_positions p JOIN entries e ON e.position = p.entry"
    " WHERE p.feed = ? AND p.generation = ? AND e.device = ?"
)


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An own entry that waits to be settled: its journal position, place in the chain, leaf."""

    position: int
    epoch: str
    seq: int
    leaf: bytes


def require_proved(old: FeedState, grown: Grown, *, centre_key: bytes, deployment: str) -> None:
    """Let pass only growth that leads from what is stored to a root that the centre signed.

    Raises:
        ValueError: it does not; the round that asks for it has a fault.
    """
    state, leaves = grown.state, [one.leaf for one in grown.leaves]
    if (state.generation, state.cursor) != (old.generation, old.cursor):
        raise ValueError("feed_moved")
    if [one.position for one in grown.leaves] != list(range(old.size + 1, state.size + 1)):
        raise ValueError("feed_moved")
    frontier, roots = grow(Frontier(old.size, old.frontier), leaves)
    told = (tuple(one.root for one in grown.leaves), state.frontier, state.root)
    if told != (roots, frontier.peaks, frontier.root().hex()):
        raise ValueError("root_differs")
    require_signed(state, centre_keys=(centre_key,), deployment=deployment)


def require_signed(state: FeedState, *, centre_keys: Sequence[bytes], deployment: str) -> None:
    """Let pass only a state that its own checkpoint covers, signed by the pinned centre.

    Raises:
        ValueError: there is none, or it says something else.
    """
    if state.checkpoint is None:
        raise ValueError("checkpoint_missing")
    try:
        found = read_checkpoint_by(state.checkpoint, centre_keys)
    except (BadSignature, Malformed) as error:
        raise ValueError("checkpoint_unsigned") from error
    said = (found.deployment, found.feed, found.generation, found.size, found.root)
    if said != (deployment, state.feed, state.generation, state.size, state.root):
        raise ValueError("checkpoint_differs")


def store_ahead(unit: WriteUnit, old: FeedState, leaves: Sequence[LoggedLeaf]) -> None:
    """Store some leaves of a proved growth; they count once `settle` moves the feed's size.

    Raises:
        ValueError: the feed moved meanwhile.
    """
    connection = unit.connection
    if feed_rows.read_feed(connection, old.feed) != old:
        raise ValueError("feed_moved")
    feed_rows.put_feed(connection, old)  # before the first contact there is no row
    feed_rows.clear_ahead(connection, old, leaves)
    feed_rows.add_leaves(connection, old, leaves)


def settle(
    unit: WriteUnit,
    grown: Sequence[Grown],
    acknowledged: Sequence[Acknowledged],
    stopped: Mapping[str, str],
    ahead: Mapping[str, int] | None = None,
) -> int:
    """Store growth and take what it proves out of the outbox; give how many left it.

    Args:
        unit: one transaction.
        grown: proved growth.
        acknowledged: own entries with their positions.
        stopped: entry id -> code of entries that need a person.
        ahead: feed -> how many leaves of its growth were stored ahead.

    Raises:
        ValueError: a feed moved meanwhile, or a leaf is not the entry's.
    """
    connection = unit.connection
    for growth in grown:
        _grow(connection, growth, ahead=(ahead or {}).get(growth.state.feed, 0))
    state = feed_rows.read_feed(connection, unit.post)
    left = leave_outbox(unit, _settle_own(unit, state.generation, acknowledged))
    halted = sum(_stop(unit, entry_id, code) for entry_id, code in stopped.items())
    unit.after_commit.append(lambda: unit.shared.tally.settled(0, 0, stopped=halted))
    unit.after_commit.append(lambda: unit.shared.look_again(connection))
    return left


def begin_generation(unit: WriteUnit, state: FeedState) -> None:
    """Begin a feed anew; own entries of the log that is over wait for a place in the new one.

    Raises:
        ValueError: the generation is not a later one, or the state is not an empty log's.
    """
    connection = unit.connection
    old = feed_rows.read_feed(connection, state.feed)
    if state.generation <= old.generation or (state.size, state.cursor) != (0, 0):
        raise ValueError("generation")
    connection.execute(FORGET_CHAINS, (state.feed,))
    feed_rows.put_feed(connection, state)
    if state.feed == unit.post:
        tally, own = unit.shared.tally, unit.shared.journal.device.fingerprint
        queued = connection.execute(QUEUE_AGAIN, (state.feed, old.generation, own)).rowcount
        unit.after_commit.append(lambda: tally.settled(-queued, 0, stopped=0))
    unit.after_commit.append(lambda: unit.shared.look_again(connection))


def _grow(connection: Connection, growth: Grown, *, ahead: int) -> None:
    state, left = growth.state, growth.leaves[ahead:]
    old = feed_rows.read_feed(connection, state.feed)
    if (old.generation, old.size, old.cursor) != (
        state.generation,
        state.size - len(growth.leaves),
        state.cursor,
    ):
        raise ValueError("feed_moved")
    feed_rows.clear_ahead(connection, state, left)
    feed_rows.put_feed(connection, state)
    feed_rows.add_leaves(connection, state, left)
    if ahead and feed_rows.count_leaves(connection, state, after=old.size, until=state.size) != len(
        growth.leaves
    ):
        raise ValueError("feed_moved")


def _settle_own(
    unit: WriteUnit, generation: int, acknowledged: Sequence[Acknowledged]
) -> list[OwnEntry]:
    connection, at = unit.connection, unit.shared.clock().isoformat()
    settled: list[OwnEntry] = []
    for one in acknowledged:
        own = _own(connection, one.entry_id, unit.shared.journal.device.fingerprint)
        _link(connection, own, Place(unit.post, generation, one.position), at)
        if one.quarantined:
            connection.execute(QUARANTINE, (own.position, AT_CENTRE))
        settled.append(own)
    return settled


def leave_outbox(unit: WriteUnit, settled: Sequence[OwnEntry]) -> int:
    """Take own entries that stand in the log of the post's feed out of the outbox.

    Gives how many were still in it.

    Raises:
        IntegrityError: one does not stand there.
    """
    connection = unit.connection
    until: dict[str, int] = {}
    left: list[str] = []
    for own in settled:
        until[own.epoch] = max(own.seq, until.get(own.epoch, 0))
        state = state_of(connection, own.position)
        if state is not None:
            drop_row(connection, own.position)
            left.append(state)
    connection.executemany(SETTLED_UNTIL, list(until.items()))
    if left:
        today = civil_date(unit.shared.clock()).isoformat()
        connection.execute(SENT_TODAY, (today, len(left)))
        tally, waiting, needing = unit.shared.tally, left.count(WAITING), left.count(STOPPED)
        unit.after_commit.append(lambda: tally.settled(waiting, needing, stopped=0))
    return len(left)


def _own(connection: Connection, entry_id: str, device: str) -> OwnEntry:
    row = connection.execute(OWN, (entry_id, device)).fetchone()
    if row is None:
        raise ValueError("not_own")
    position, epoch, seq, header, signature = row
    return OwnEntry(position, epoch, seq, leaf_hash(header, signature))


def _link(connection: Connection, own: OwnEntry, place: Place, at: str) -> None:
    found = feed_rows.leaf_at(connection, place)
    if found is None or found[0] != own.leaf:
        raise ValueError("leaf_differs")
    if found[1] is None:
        feed_rows.learn_entry(connection, place, own.position, at=at)
    elif found[1] != own.position:
        raise ValueError("leaf_differs")


def _stop(unit: WriteUnit, entry_id: str, code: str) -> int:
    device = unit.shared.journal.device.fingerprint
    row: tuple[int] | None = unit.connection.execute(POSITION_OF_OWN, (entry_id, device)).fetchone()
    return 0 if row is None else stop_row(unit.connection, row[0], code)
