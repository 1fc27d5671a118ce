"""Checking entries one after the other: columns, chain, signature, parts, lawful erasures."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from posko_app.domain.records import StoredFault
from posko_app.store.connection import Connection
from posko_app.store.statements import StoredEntry
from sync.protocol.canonical import Json, Malformed
from sync.protocol.chain import ChainChecker
from sync.protocol.entry import Entry, Header, Kind, fingerprint, open_part
from sync.protocol.ids import MILLISECONDS_LIMIT
from sync.protocol.people import OfficerStatement

COLUMNS_OF = (
    "SELECT id, kind, subject, device, epoch, seq, signer, hlc, hash FROM entries"
    " WHERE position = ?"
)
ERASURES_OF = "SELECT part, by_entry FROM erasures WHERE entry = ?"
FACTS_OF = (
    "SELECT stored FROM parts JOIN entries ON id = entry"
    " WHERE entry = ? AND kind = 'erasure' AND name = 'facts'"
)
OFFICERS = (
    "SELECT fingerprint, person, role, sign_key, state = 'active', name, seal_key, added_by,"
    " confirmed FROM officers"
)
NOT_CONFIRMED = 0  # no centre yet, so nobody's
ROUNDING_MS = 1


class JournalCheck:
    """Walks the journal in order and remembers what the next entry must fit."""

    def __init__(self) -> None:
        self._chains: dict[str, ChainChecker] = {}
        self._described: dict[str, tuple[Json, ...]] = {}  # by fingerprint

    def check(self, connection: Connection, stored: StoredEntry) -> StoredFault | None:
        """Check the next entry, or say what is the first thing wrong with it."""
        try:
            header = stored.entry.header
        except Malformed:
            return StoredFault("header_malformed", stored.id)
        if connection.execute(COLUMNS_OF, (stored.position,)).fetchone() != _columns(stored.entry):
            return StoredFault("columns_differ", stored.id)
        if not _was_recorded_then(stored):
            return StoredFault("columns_differ", stored.id)
        erased = lawfully_erased(connection, stored.id)
        if erased is None:
            return StoredFault("erasure_unfounded", stored.id)
        fault = self._chain(header).check(stored.entry, erased=erased)
        if fault is not None:
            return StoredFault(fault.code, stored.id)
        if header.kind == Kind.OFFICER:
            self._describe(stored.entry)
        return None

    def learn(self, entries: Sequence[StoredEntry]) -> None:
        """Take over the signers that earlier entries introduced, without checking these.

        Raises:
            Malformed, NotIntroduced, KeyError: not readable, so nothing later can be checked.
        """
        for stored in entries:
            self._introduce(stored.entry)
            if stored.entry.header.kind == Kind.OFFICER:
                self._describe(stored.entry)

    def go_on_after(self, stored: StoredEntry) -> None:
        """Take over where a chain stood with an earlier entry, without checking it."""
        header = stored.entry.header
        chain = self._chain(header)
        chain.epoch, chain.seq, chain.hash = header.epoch, header.seq, stored.hash

    def officers_differ(self, connection: Connection) -> bool:
        """Say whether the table of officers says something else than the journal."""
        introduced = {
            (key, signer.person, signer.role.value, signer.sign_key, int(signer.active))
            + self._described[key]
            for chain in self._chains.values()
            for key, signer in chain.book.signers.items()
        }
        return set(connection.execute(OFFICERS).fetchall()) != introduced

    def _describe(self, entry: Entry) -> None:
        """Remember what the table says about a key beside what the chain needs."""
        statement = OfficerStatement.from_facts(open_part(entry.parts["facts"]))
        identity = entry.parts.get("identity")
        name = None if identity is None else open_part(identity).get("name")
        key = fingerprint(bytes.fromhex(statement.sign_key))
        self._described[key] = (name, statement.seal_key, entry.header.signer, NOT_CONFIRMED)

    def _chain(self, header: Header) -> ChainChecker:
        return self._chains.setdefault(header.device, ChainChecker(header.device))

    def _introduce(self, entry: Entry) -> None:
        header, book = entry.header, self._chain(entry.header).book
        facts = open_part(entry.parts["facts"])
        if header.kind == Kind.DEVICE:
            book.introduce_device(header, facts)
        elif book.signers:
            book.introduce(header, OfficerStatement.from_facts(facts))
        else:
            book.introduce_first(header, OfficerStatement.from_facts(facts))


def lawfully_erased(connection: Connection, entry_id: str) -> tuple[str, ...] | None:
    """Name the parts taken from an entry; None when its erasure entry does not name them all."""
    rows: list[tuple[str, str]] = connection.execute(ERASURES_OF, (entry_id,)).fetchall()
    for part, by_entry in rows:
        if part not in _named_by(connection, by_entry, entry_id):
            return None
    return tuple(part for part, _ in rows)


def _named_by(connection: Connection, by_entry: str, entry_id: str) -> Sequence[str]:
    found: tuple[bytes] | None = connection.execute(FACTS_OF, (by_entry,)).fetchone()
    if found is None:
        return ()
    try:
        items = open_part(found[0]).get("items")
    except Malformed:
        return ()
    named: list[str] = []
    for item in items if isinstance(items, list) else ():
        if isinstance(item, Mapping) and item.get("entry") == entry_id:
            named += cast("list[str]", _listed(item.get("parts")))
    return named


def _listed(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else ()


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


def _columns(entry: Entry) -> tuple[object, ...]:
    header = entry.header
    described = (header.id, header.kind, header.subject, header.device, header.epoch)
    return (*described, header.seq, header.signer, header.hlc, entry.hash)
