"""What the journal holds about one screening: its entry and the corrections, in journal order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from posko_app.store.connection import Connection
from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Entry, Kind, open_part, receipt_of

_COLUMNS = "position, id, kind, subject, signer, recorded_at, hash, header, signature"
BY_POSITION = f"SELECT {_COLUMNS} FROM entries WHERE position = ?"  # noqa: S608 - our columns
AFTER = f"SELECT {_COLUMNS} FROM entries WHERE position > ? ORDER BY position LIMIT ?"  # noqa: S608
COUNTED = (  # what is set aside says nothing; the centre's doubt about an own entry is no reason
    " AND NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.position = entries.position"
    " AND q.reason <> 'at_centre')"
)
_CORRECTIONS = (
    f"SELECT {_COLUMNS} FROM entries WHERE subject = ? AND kind <> 'screening'"  # noqa: S608
    " AND kind = 'correction'"
)
ALL_CORRECTIONS = f"{_CORRECTIONS} ORDER BY position"
CORRECTIONS = f"{_CORRECTIONS}{COUNTED} ORDER BY position"
INTRODUCING = (
    f"SELECT {_COLUMNS} FROM entries INDEXED BY entries_of_people"  # noqa: S608
    " WHERE kind IN ('device', 'officer') AND position <= ?1 AND (?2 IS NULL OR device = ?2)"
    " ORDER BY position"
)
ABOUT = (
    f"SELECT {_COLUMNS} FROM entries WHERE subject = ? AND kind <> 'screening'"  # noqa: S608
    f" AND kind = ?{COUNTED} ORDER BY position"
)
OF_KIND = (
    f"SELECT {_COLUMNS} FROM entries INDEXED BY entries_by_subject"  # noqa: S608
    " WHERE kind <> 'screening' AND kind = ?1 AND (?2 IS NULL OR device = ?2) ORDER BY position"
)
LAST_OF = (
    f"SELECT {_COLUMNS} FROM entries WHERE device = ? AND epoch = ? AND position <= ?"  # noqa: S608
    " ORDER BY seq DESC LIMIT 1"
)
LAST_POSITION = "SELECT max(position) FROM entries"
LATEST_RECORDED = (
    "SELECT max(recorded_at) FROM (SELECT recorded_at FROM entries WHERE device = ? AND epoch = ?"
    " ORDER BY seq DESC LIMIT ?)"
)
PARTS = "SELECT name, stored FROM parts WHERE entry = ?"
POSITION_OF_SUBJECT = "SELECT position FROM screenings WHERE subject = ?"

EntryRow = tuple[int, str, str, str, str, str, str, bytes, bytes]


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry with its place in the journal and what the table says about it."""

    position: int
    id: str
    kind: str
    subject: str
    signer: str
    recorded_at: str
    hash: str
    entry: Entry = field(repr=False)

    @property
    def facts(self) -> JsonObject:
        """The facts it states, empty where they are erased (raises Malformed)."""
        part = self.entry.parts.get("facts")
        return {} if part is None else open_part(part)


@dataclass(frozen=True, slots=True)
class Stated:
    """What one entry says: a screening, or a correction of one."""

    position: int
    entry_id: str
    kind: str
    subject: str
    signer: str
    recorded_at: str
    receipt: str
    based_on: tuple[str, ...]
    contents: Mapping[str, JsonObject] = field(repr=False)  # by part name
    erased: tuple[str, ...] = ()  # names of parts that are gone


def entries_after(connection: Connection, position: int, *, limit: int) -> tuple[StoredEntry, ...]:
    """Give the next entries of the journal, whatever their kind."""
    rows: list[EntryRow] = connection.execute(AFTER, (position, limit)).fetchall()
    return tuple(_stored(connection, row) for row in rows)


def entry_at(connection: Connection, position: int) -> StoredEntry:
    """Give the entry at a position that is known to be there."""
    return _stored(connection, connection.execute(BY_POSITION, (position,)).fetchone())


def find_entry(connection: Connection, position: int) -> StoredEntry | None:
    """Give the entry at a position; None when there is none."""
    row: EntryRow | None = connection.execute(BY_POSITION, (position,)).fetchone()
    return None if row is None else _stored(connection, row)


def entries_introducing(
    connection: Connection, *, until: int, device: str | None = None
) -> tuple[StoredEntry, ...]:
    """Give the entries up to a position that introduce devices and officers, of all chains or one.

    Of one chain they stand in its order, whichever feed brought them.
    """
    rows: list[EntryRow] = connection.execute(INTRODUCING, (until, device)).fetchall()
    return tuple(_stored(connection, row) for row in rows)


def entries_about_people(connection: Connection, *, until: int) -> tuple[StoredEntry, ...]:
    """Give the entries up to a position that introduce or confirm somebody, in journal order."""
    introducing = entries_introducing(connection, until=until)
    confirming = entries_of_kind(connection, Kind.CONFIRMATION.value)
    found = (*introducing, *(stored for stored in confirming if stored.position <= until))
    return tuple(sorted(found, key=lambda stored: stored.position))


def last_of_chain(
    connection: Connection, device: str, epoch: str, *, until: int
) -> StoredEntry | None:
    """Give a chain's newest entry up to a journal position; None when it began later."""
    row: EntryRow | None = connection.execute(LAST_OF, (device, epoch, until)).fetchone()
    return None if row is None else _stored(connection, row)


def entries_of_kind(
    connection: Connection, kind: str, *, device: str | None = None
) -> tuple[StoredEntry, ...]:
    """Give all entries of a kind of which there are few (never screenings), in journal order.

    Those of every device, or of one.
    """
    rows: list[EntryRow] = connection.execute(OF_KIND, (kind, device)).fetchall()
    return tuple(_stored(connection, row) for row in rows)


def entries_about(connection: Connection, subject: str, kind: str) -> tuple[StoredEntry, ...]:
    """Give the entries of a kind (never screenings) about one subject, in journal order."""
    rows: list[EntryRow] = connection.execute(ABOUT, (subject, kind)).fetchall()
    return tuple(_stored(connection, row) for row in rows)


def last_position(connection: Connection) -> int:
    """Give the newest entry's position; 0 in an empty journal."""
    row: tuple[int | None] = connection.execute(LAST_POSITION).fetchone()
    return row[0] or 0


def latest_recorded_at(
    connection: Connection, *, device: str, epoch: str, among: int
) -> datetime | None:
    """Give the latest time among a chain's newest entries; None when none can be read."""
    found = connection.execute(LATEST_RECORDED, (device, epoch, among))
    row: tuple[str | None] = found.fetchone()
    try:
        return None if row[0] is None else datetime.fromisoformat(row[0])
    except ValueError:  # the check of the store names the entry
        return None


def stated_about(
    connection: Connection, position: int, *, corrections: str = CORRECTIONS
) -> tuple[Stated, ...]:
    """Give the screening at a position and its corrections, in journal order.

    Args:
        connection: the store.
        position: where the screening's own entry stands.
        corrections: the statement that finds them; an older schema set none aside.
    """
    first: EntryRow = connection.execute(BY_POSITION, (position,)).fetchone()
    later: Iterable[EntryRow] = connection.execute(corrections, (first[3],)).fetchall()
    return tuple(stated_by(_stored(connection, row)) for row in (first, *later))


def stated_by(stored: StoredEntry) -> Stated:
    """Read what a stored entry says (raises Malformed)."""
    header, parts = stored.entry.header, stored.entry.parts
    return Stated(
        position=stored.position,
        entry_id=stored.id,
        kind=stored.kind,
        subject=stored.subject,
        signer=stored.signer,
        recorded_at=stored.recorded_at,
        receipt=receipt_of(stored.hash),
        based_on=header.based_on,
        contents={name: open_part(part) for name, part in parts.items()},
        erased=tuple(sorted(set(header.parts) - set(parts))),
    )


def position_of_screening(connection: Connection, subject: str) -> int | None:
    """Find a screening's journal position by its id; None when there is no such screening."""
    row: tuple[int] | None = connection.execute(POSITION_OF_SUBJECT, (subject,)).fetchone()
    return None if row is None else row[0]


def _stored(connection: Connection, row: EntryRow) -> StoredEntry:
    parts: Mapping[str, bytes] = dict(connection.execute(PARTS, (row[1],)).fetchall())
    return StoredEntry(*row[:7], Entry(row[7], row[8], parts))
