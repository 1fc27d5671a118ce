"""Taking in entries of a feed, some milliseconds of the store thread at a time.

Each slice is one transaction: entries, parts, what is folded from them, where the chains stand,
and the cursor. A cut between two slices leaves the feed taken in up to the first one's end.

Basis: SRC-FORMAT, "Feeds and log at the centre" and "Erasure".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from posko_app.store import feed_rows, folding, readable
from posko_app.store.claims import note_claims
from posko_app.store.connection import Connection
from posko_app.store.feed_chains import Head, put_heads
from posko_app.store.feed_rows import Place
from posko_app.store.journal import INSERT_ENTRY, INSERT_PART
from posko_app.store.officer_rows import set_confirmed
from posko_app.store.officers_fold import confirmation, put_introduced
from posko_app.store.settling import OwnEntry, leave_outbox
from posko_app.store.units import WriteUnit
from sync.device.ports import FeedState, PageRefused, Placed
from sync.protocol.entry import Entry, Kind, open_part
from sync.protocol.erasure import may_go, parts_named
from sync.protocol.messages import SHARED
from sync.protocol.people import Signer
from sync.protocol.statements import Verdict

SLICE_S = 0.004  # of the store thread, after which a slice ends; a save may be waiting
KNOWN = "SELECT position, hash FROM entries WHERE id = ?"
AT_PLACE = "SELECT 1 FROM entries WHERE device = ? AND epoch = ? AND seq = ?"
CAME_WITHOUT = "INSERT INTO came_without (entry, part, by_entry) VALUES (?, ?, ?)"
CAME_AFTER_ALL = "DELETE FROM came_without WHERE entry = ? AND part = ?"
IS_ERASED = "SELECT 1 FROM erasures WHERE entry = ? AND part = ?"
ERASED_ALSO = "INSERT OR IGNORE INTO erased_also (entry, part, by_entry) VALUES (?, ?, ?)"
KIND_OF = "SELECT kind, position, device FROM entries WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry that fits its chain. `head` is None for one of this laptop."""

    placed: Placed
    known: int | None = None  # journal position of an entry that is here already
    head: Head | None = None
    signers: Mapping[str, Signer] = field(default_factory=dict, repr=False)  # of an officer's chain


@dataclass(frozen=True, slots=True)
class Taken:
    """How many entries of a stretch a slice took in, and how many of them were new here."""

    done: int
    new: int


def take_slice(
    unit: WriteUnit, state: FeedState, checked: Sequence[Checked], *, centres: frozenset[str]
) -> Taken:
    """Take in the next entries of a feed until the slice's time is up; at least one.

    Args:
        unit: one transaction.
        state: the feed as the caller knows it; the cursor stands before the first entry.
        checked: what comes next, without gaps.
        centres: fingerprints of every key of the centre.

    Raises:
        PageRefused: an entry cannot be stored; the slice leaves nothing behind.
        ValueError: the feed moved meanwhile.
    """
    here = feed_rows.read_feed(unit.connection, state.feed)
    if (here.generation, here.cursor) != (state.generation, state.cursor):
        raise ValueError("feed_moved")
    began, new, done = perf_counter(), 0, 0
    intake = _Intake(unit, state, centres)
    for one in checked:
        new += intake.take(one)
        done += 1
        if perf_counter() - began > SLICE_S:
            break
    heads = {one.head[0]: one.head for one in checked[:done] if one.head is not None}
    put_heads(unit.connection, state.feed, heads.values())
    leave_outbox(unit, intake.own)
    feed_rows.move_cursor(unit.connection, state.feed, state.cursor + done)
    return Taken(done, new)


def known_at(connection: Connection, placed: Placed, *, own: str) -> int | None:
    """Find an entry that is here already by its journal position; None for one that may come in.

    Raises:
        PageRefused: another entry has its id or its place in its chain, or it is one of this
            laptop that this store has never seen.
    """
    header = placed.entry.header
    row: tuple[int, str] | None = connection.execute(KNOWN, (header.id,)).fetchone()
    if row is not None:
        if row[1] != placed.entry.hash:
            raise _refused("id_taken", placed)
        return row[0]
    if header.device == own:
        raise _refused("own_unknown", placed)
    chain = (header.device, header.epoch, header.seq)
    if connection.execute(AT_PLACE, chain).fetchone() is not None:
        raise _refused("forked", placed)
    return None


class _Intake:
    """One slice at work."""

    def __init__(self, unit: WriteUnit, state: FeedState, centres: frozenset[str]) -> None:
        self._unit = unit
        self._connection = unit.connection
        self._feed = state.feed
        self._generation = state.generation
        self._centres = centres
        self._at = unit.shared.clock().isoformat()
        self.own: list[OwnEntry] = []  # of this laptop, found in the post's own feed

    def take(self, checked: Checked) -> bool:
        """Store an entry, or find it stored, and link it to its position; say whether it is new."""
        placed = checked.placed
        place = Place(self._feed, self._generation, placed.position)
        leaf = feed_rows.leaf_at(self._connection, place)
        if leaf is None or leaf[0] != placed.entry.leaf:
            raise _refused("leaf_differs", placed)
        known = checked.known
        position = known or self._insert(checked)
        if leaf[1] is None:
            feed_rows.learn_entry(self._connection, place, position, at=self._at)
        elif leaf[1] != position:
            raise _refused("leaf_differs", placed)
        if known is None:
            self._interpret(checked, position)
        elif self._is_own(placed):
            if self._feed == self._unit.post:
                self.own.append(_own_entry(placed, position))
        elif self._feed == self._unit.post and readable.release(
            self._connection, position, readable.MISPLACED
        ):
            self._fold(placed.entry, position)
        return known is None

    def _is_own(self, placed: Placed) -> bool:
        return placed.entry.header.device == self._unit.shared.journal.device.fingerprint

    def _insert(self, checked: Checked) -> int:
        placed, entry = checked.placed, checked.placed.entry
        header = entry.header
        described = (header.id, header.kind, header.subject, header.device, header.epoch)
        recorded = readable.recorded_at(header).isoformat(timespec="milliseconds")
        signed = (entry.hash, entry.header_bytes, entry.signature)
        row = (*described, header.seq, header.signer, header.hlc, recorded, *signed)
        position = self._connection.execute(INSERT_ENTRY, row).lastrowid
        stored = [(header.id, name, part) for name, part in sorted(entry.parts.items())]
        self._connection.executemany(INSERT_PART, stored)
        gone = [
            (header.id, name, placed.erased[name]) for name in header.parts if name in placed.erased
        ]
        self._connection.executemany(
            CAME_WITHOUT, [row for row in gone if row[1] not in entry.parts]
        )
        return int(position or 0)

    def _interpret(self, checked: Checked, position: int) -> None:
        """Fold what an entry states, or keep it aside when this version cannot read it."""
        entry, connection = checked.placed.entry, self._connection
        header = entry.header
        if header.kind == Kind.OFFICER and header.device not in self._centres:
            put_introduced(connection, entry, checked.signers)
        note_claims(connection, entry, post=self._unit.post, centres=self._centres)
        reason = readable.unreadable(entry)
        if reason is None and readable.is_misplaced(header, self._feed):
            reason = readable.MISPLACED
        if reason is not None:
            readable.quarantine(connection, position, reason)
            return
        self._fold(entry, position)

    def _fold(self, entry: Entry, position: int) -> None:
        header, unit = entry.header, self._unit
        if header.kind == Kind.CONFIRMATION and header.device in self._centres:
            self._confirm(entry)
        elif header.kind == Kind.ERASURE and "facts" in entry.parts:
            self._erase(entry)
        else:
            folding.fold_entry(self._connection, entry, position, post=unit.post, judge=unit.judge)

    def _confirm(self, entry: Entry) -> None:
        found = confirmation(entry)
        if found is not None:
            confirmed = found.action is Verdict.CONFIRM
            set_confirmed(self._connection, found.key, confirmed=confirmed)

    def _erase(self, entry: Entry) -> None:
        """Take the parts that an erasure names, of entries of this post; each goes once."""
        unit, connection = self._unit, self._connection
        for entry_id, part in parts_named(open_part(entry.parts["facts"])):
            if not self._may_erase(entry_id, part):
                continue
            if connection.execute(IS_ERASED, (entry_id, part)).fetchone() is not None:
                connection.execute(ERASED_ALSO, (entry_id, part, entry.header.id))
                continue
            connection.execute(CAME_AFTER_ALL, (entry_id, part))
            folding.take_part(
                connection,
                entry_id,
                part,
                by_entry=entry.header.id,
                post=unit.post,
                judge=unit.judge,
            )

    def _may_erase(self, entry_id: str, part: str) -> bool:
        connection = self._connection
        row: tuple[str, int, str] | None = connection.execute(KIND_OF, (entry_id,)).fetchone()
        if row is None or not may_go(row[0], part):
            return False
        own = row[2] == self._unit.shared.journal.device.fingerprint
        # one of another post is in the shared feed only, and its erasure never comes here
        return own or feed_rows.is_placed(connection, row[1], beside=SHARED)


def _own_entry(placed: Placed, position: int) -> OwnEntry:
    header = placed.entry.header
    return OwnEntry(position, header.epoch, header.seq, placed.entry.leaf)


def _refused(code: str, placed: Placed) -> PageRefused:
    return PageRefused(code, entry_id=placed.entry.header.id, position=placed.position)
