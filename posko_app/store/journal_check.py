"""Checking entries one after the other: columns, chain, signature, parts, lawful erasures."""

from collections.abc import Collection, Sequence
from datetime import datetime

from posko_app.domain.records import StoredFault
from posko_app.store import feed_rows, readable
from posko_app.store.connection import Connection
from posko_app.store.officers_fold import OfficersFold
from posko_app.store.roles import introduce
from posko_app.store.statements import StoredEntry, position_of_screening
from sync.protocol.canonical import Malformed
from sync.protocol.chain import ChainChecker
from sync.protocol.entry import Entry, PartMismatch, check_parts, open_part
from sync.protocol.erasure import parts_named
from sync.protocol.ids import MILLISECONDS_LIMIT
from sync.protocol.messages import SHARED
from sync.protocol.people import NotIntroduced

COLUMNS_OF = (
    "SELECT id, kind, subject, device, epoch, seq, signer, hlc, hash FROM entries"
    " WHERE position = ?"
)
ERASURES_OF = (
    "SELECT part, by_entry FROM erasures WHERE entry = ?1 UNION ALL"
    " SELECT part, by_entry FROM erased_also WHERE entry = ?1"
)
FACTS_OF = (
    "SELECT stored FROM parts JOIN entries ON id = entry"
    " WHERE entry = ? AND kind = 'erasure' AND name = 'facts'"
)
CAME_WITHOUT = "SELECT part FROM came_without WHERE entry = ?"
ROUNDING_MS = 1


class JournalCheck:
    """Walks the journal in order and remembers what the next entry must fit.

    The chain is this laptop's own. What came from other chains stands in the order of the feeds
    that brought it; `FeedCheck` walks these.
    """

    def __init__(self, *, own: str, centres: Collection[str]) -> None:
        """Begin at the first entry; `own` and `centres` are the fingerprints of their chains."""
        self._own = own
        self._chain = ChainChecker(own)
        self._officers = OfficersFold(own=own, centres=centres)

    def check(self, connection: Connection, stored: StoredEntry) -> StoredFault | None:
        """Check the next entry, or say what is the first thing wrong with it."""
        try:
            header = stored.entry.header
        except Malformed:
            return StoredFault("header_malformed", stored.id)
        if connection.execute(COLUMNS_OF, (stored.position,)).fetchone() != _columns(stored.entry):
            return StoredFault("columns_differ", stored.id)
        is_own = header.device == self._own
        if not (_was_recorded_then(stored) if is_own else _came_then(stored)):
            return StoredFault("columns_differ", stored.id)
        erased = lawfully_erased(connection, stored.id)
        if erased is None:
            return StoredFault("erasure_unfounded", stored.id)
        if is_own:
            code = self._own_fault(connection, stored, erased)
        else:
            code = foreign_fault(connection, stored, erased)
        return StoredFault(code, stored.id) if code else self._people_fault(stored)

    def learn(self, entries: Sequence[StoredEntry]) -> None:
        """Take over whom earlier entries introduced and confirmed, without checking these.

        Raises:
            Malformed, NotIntroduced, KeyError: not readable, so nothing later can be checked.
        """
        for stored in entries:
            if stored.entry.header.device == self._own:
                introduce(self._chain.book, stored.entry)
            self._officers.take(stored.entry)

    def go_on_after(self, stored: StoredEntry) -> None:
        """Take over where the own chain stood with an earlier entry, without checking it."""
        header, chain = stored.entry.header, self._chain
        chain.epoch, chain.seq, chain.hash = header.epoch, header.seq, stored.hash

    def officers_differ(self, connection: Connection) -> bool:
        """Say whether the table of officers says something else than the journal."""
        return self._officers.differs(connection)

    def _own_fault(
        self, connection: Connection, stored: StoredEntry, erased: Collection[str]
    ) -> str | None:
        fault = self._chain.check(stored.entry, erased=erased)
        if fault is not None:
            return fault.code
        counts = readable.counts_here(connection, stored.position)
        return None if counts else "quarantine_differs"

    def _people_fault(self, stored: StoredEntry) -> StoredFault | None:
        try:
            self._officers.take(stored.entry)
        except NotIntroduced as refused:
            return StoredFault(refused.code, stored.id)
        except (Malformed, KeyError):
            return StoredFault("facts_malformed", stored.id)
        return None


def foreign_fault(
    connection: Connection, stored: StoredEntry, erased: Collection[str]
) -> str | None:
    """Check what an entry of another chain says by itself: parts, place, and how it is read."""
    came_without = {name for (name,) in connection.execute(CAME_WITHOUT, (stored.id,)).fetchall()}
    try:
        missing = check_parts(stored.entry)
    except PartMismatch:
        return "part_differs"
    if set(missing) - came_without - set(erased):
        return "part_missing"
    if not feed_rows.is_placed(connection, stored.position):
        return "device_differs"  # it came through no centre
    reason = readable.reason_of(connection, stored.position)
    sound = reason == readable.unreadable(stored.entry) or _is_excused(connection, stored, reason)
    return None if sound else "quarantine_differs"


def _is_excused(connection: Connection, stored: StoredEntry, reason: str | None) -> bool:
    """Say whether an entry that could be read is set aside for where it stands."""
    if readable.unreadable(stored.entry) is not None:
        return False
    if reason == readable.MISPLACED:
        here = feed_rows.is_placed(connection, stored.position, beside=SHARED)
        return readable.is_misplaced(stored.entry.header, SHARED) and not here
    return reason == readable.SUBJECT_TAKEN and _is_taken(connection, stored)


def _is_taken(connection: Connection, stored: StoredEntry) -> bool:
    holder = position_of_screening(connection, stored.subject)
    return holder is not None and holder != stored.position


def lawfully_erased(connection: Connection, entry_id: str) -> tuple[str, ...] | None:
    """Name the parts taken from an entry; None when its erasure entry does not name them all."""
    rows: list[tuple[str, str]] = connection.execute(ERASURES_OF, (entry_id,)).fetchall()
    for part, by_entry in rows:
        if part not in _named_by(connection, by_entry, entry_id):
            return None
    return tuple(part for part, _ in rows)


def _named_by(connection: Connection, by_entry: str, entry_id: str) -> Collection[str]:
    found: tuple[bytes] | None = connection.execute(FACTS_OF, (by_entry,)).fetchone()
    try:
        named = () if found is None else parts_named(open_part(found[0]))
    except Malformed:
        return ()
    return {part for entry, part in named if entry == entry_id}


def _was_recorded_then(stored: StoredEntry) -> bool:
    """Say whether the table's time is the signed one: the first 48 bits of the id."""
    try:
        recorded_at = datetime.fromisoformat(stored.recorded_at)
    except ValueError:
        return False
    signed_ms = int(stored.id.replace("-", "")[:12], 16)
    if recorded_at.tzinfo is None:
        return False
    # an id holds 48 bits of the time, also of one before 1970
    apart_ms = round(recorded_at.timestamp() * 1000) - signed_ms + ROUNDING_MS
    return apart_ms & MILLISECONDS_LIMIT <= 2 * ROUNDING_MS


def _came_then(stored: StoredEntry) -> bool:
    """Say whether the table's time of an entry from elsewhere is the one in its id."""
    told = readable.recorded_at(stored.entry.header)
    return stored.recorded_at == told.isoformat(timespec="milliseconds")


def _columns(entry: Entry) -> tuple[object, ...]:
    header = entry.header
    described = (header.id, header.kind, header.subject, header.device, header.epoch)
    return (*described, header.seq, header.signer, header.hlc, entry.hash)
