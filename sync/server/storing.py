"""Entries into rows and back: header, signature, parts, and what was lawfully erased."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sync.protocol.entry import Entry
from sync.protocol.erasure import may_go
from sync.protocol.messages import State, WireEntry
from sync.server import models
from sync.server.centre import Centre
from sync.server.rows import insert_missing, insert_rows, stored_moment

ENTRY_COLUMNS = (
    *("id", "header", "signature", "hash", "kind", "subject", "device", "epoch", "seq"),
    *("signer", "received_at", "state", "reason"),
)
PART_COLUMNS = ("entry_id", "name", "stored", "sealed")
ERASURE_COLUMNS = ("entry_id", "part", "by_entry")


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry that passed every check and is to be stored."""

    entry: Entry
    erased: Mapping[str, str]  # part name -> id of the erasure entry, as the sender says
    doubt: str = ""  # why it is quarantined

    @property
    def state(self) -> State:
        """What the sender is told of it."""
        return State.QUARANTINED if self.doubt else State.STORED


def given_back(entry: Entry, doubt: str) -> Arrival:
    """Give an entry that somebody returns as one to store; what he says was erased does not count.

    Whoever returns it need not be its author. The erasure entry itself says so when it is here;
    else the part is missing, is asked for, and comes back from a laptop that holds it.
    """
    return Arrival(entry, {}, doubt)


@dataclass(frozen=True, slots=True)
class Held:
    """What is left of an entry at the centre."""

    entry: Entry
    erased: Mapping[str, str] = field(default_factory=dict)

    @property
    def wire(self) -> WireEntry:
        """The entry as it travels."""
        entry = self.entry
        return WireEntry(entry.header_bytes, entry.signature, dict(entry.parts), dict(self.erased))


def stored_hashes(entry_ids: Collection[str]) -> dict[str, str]:
    """Give the hash of the entry that has each of these ids; an id alone proves nothing."""
    rows = models.Entry.objects.filter(id__in=entry_ids)
    return dict(rows.values_list("id", "hash"))


def store(centre: Centre, arrivals: Sequence[Arrival], now: datetime) -> None:
    """Insert entries with their parts; a part that an erasure took before stays away."""
    received = stored_moment(now)
    insert_rows(models.Entry, ENTRY_COLUMNS, [_entry_row(one, received) for one in arrivals])
    store_parts(centre, arrivals)


def store_parts(centre: Centre, arrivals: Sequence[Arrival]) -> None:
    """Insert the parts of entries that have none yet, and what their senders say was erased."""
    gone = erasures_of([arrival.entry.header.id for arrival in arrivals])
    parts, erased = [], []
    for arrival in arrivals:
        entry_id, entry = arrival.entry.header.id, arrival.entry
        for name, stored in entry.parts.items():
            if name not in gone.get(entry_id, {}) or not may_go(entry.header.kind, name):
                parts.append((entry_id, name, *centre.parts.seal_part(entry_id, name, stored)))
        claimed = arrival.erased.items()
        erased += [(entry_id, name, by) for name, by in claimed if name not in entry.parts]
    # One may be left of an entry whose own row was deleted; its hash says whether it is the same.
    insert_missing(models.Part, PART_COLUMNS, parts)
    insert_missing(models.Erasure, ERASURE_COLUMNS, erased)


def erase(items: Iterable[tuple[str, str]], by_entry: str) -> None:
    """Remove parts (entry id and name) because this erasure entry says so, and remember it."""
    named = list(items)
    insert_missing(
        models.Erasure, ERASURE_COLUMNS, [(entry, part, by_entry) for entry, part in named]
    )
    of_part: dict[str, list[str]] = {}
    for entry, part in named:
        of_part.setdefault(part, []).append(entry)
    for part, entries in of_part.items():
        models.Part.objects.filter(name=part, entry_id__in=entries).delete()


def held(centre: Centre, entry_ids: Collection[str]) -> dict[str, Held]:
    """Give entries with what is left of them; one whose row is gone is not among them."""
    rows = models.Entry.objects.filter(id__in=entry_ids).values_list("id", "header", "signature")
    parts = parts_of(centre, entry_ids)
    gone = erasures_of(entry_ids)
    return {
        entry_id: Held(
            Entry(bytes(header), bytes(signature), parts.get(entry_id, {})), gone.get(entry_id, {})
        )
        for entry_id, header, signature in rows
    }


def parts_of(centre: Centre, entry_ids: Collection[str]) -> dict[str, dict[str, bytes]]:
    """Give the parts of entries by id and name; one that was touched does not open and is left out.

    One in clear that was touched is given as it stands: its hash tells whoever looks.
    """
    rows = models.Part.objects.filter(entry_id__in=entry_ids)
    found: dict[str, dict[str, bytes]] = {}
    for entry_id, name, stored, sealed in rows.values_list("entry_id", "name", "stored", "sealed"):
        opened = centre.parts.open_part(entry_id, name, bytes(stored), sealed)
        if opened is not None:
            found.setdefault(entry_id, {})[name] = opened
    return found


def erasures_of(entry_ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Give the erased parts of entries: id -> part name -> id of the erasure entry."""
    found: dict[str, dict[str, str]] = {}
    rows = models.Erasure.objects.filter(entry_id__in=entry_ids)
    for entry_id, part, by_entry in rows.values_list("entry_id", "part", "by_entry"):
        found.setdefault(entry_id, {})[part] = by_entry
    return found


def _entry_row(arrival: Arrival, received: object) -> tuple[object, ...]:
    entry, header = arrival.entry, arrival.entry.header
    return (
        *(header.id, entry.header_bytes, entry.signature, entry.hash, header.kind, header.subject),
        *(header.device, header.epoch, header.seq, header.signer, received),
        *(arrival.state.value, arrival.doubt),
    )
