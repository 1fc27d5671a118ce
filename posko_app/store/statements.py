"""What the journal holds about one screening: its entry and the corrections, in journal order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from posko_app.store.connection import Connection
from sync.protocol.canonical import Json
from sync.protocol.entry import Entry, Header, open_part, receipt_of

COLUMNS = "position, id, kind, subject, signer, recorded_at, hash, header, signature"
BY_POSITION = f"SELECT {COLUMNS} FROM entries WHERE position = ?"  # noqa: S608 - our columns
AFTER = f"SELECT {COLUMNS} FROM entries WHERE position > ? ORDER BY position LIMIT ?"  # noqa: S608
CORRECTIONS = (
    f"SELECT {COLUMNS} FROM entries WHERE subject = ? AND kind <> 'screening'"  # noqa: S608
    " AND kind = 'correction' ORDER BY position"
)
BY_ID = "SELECT position, kind, subject FROM entries WHERE id = ?"
PARTS = "SELECT name, stored FROM parts WHERE entry = ?"
ERASED = "SELECT part FROM erasures WHERE entry = ? ORDER BY part"
POSITION_OF_SUBJECT = "SELECT position FROM screenings WHERE subject = ?"

EntryRow = tuple[int, str, str, str, str, str, str, bytes, bytes]


@dataclass(frozen=True, slots=True)
class Stated:
    """One stored entry with its place in the journal."""

    position: int
    signer: str
    recorded_at: str
    entry: Entry = field(repr=False)
    hash: str  # as stored beside the entry
    kind: str
    subject: str

    @property
    def header(self) -> Header:
        """The entry's header."""
        return self.entry.header

    @property
    def receipt(self) -> str:
        """What a person wrote on the paper form."""
        return receipt_of(self.hash)

    def contents(self) -> dict[str, dict[str, Json]]:
        """Give the content of each part that is still there, by name."""
        return {name: open_part(stored) for name, stored in self.entry.parts.items()}


def entries_after(connection: Connection, position: int, *, limit: int) -> tuple[Stated, ...]:
    """Give the next entries of the journal, whatever their kind."""
    rows: list[EntryRow] = connection.execute(AFTER, (position, limit)).fetchall()
    return tuple(_stated(connection, row) for row in rows)


def stated_about(connection: Connection, position: int) -> tuple[Stated, ...]:
    """Give the screening at a position and its corrections, in journal order."""
    first: EntryRow = connection.execute(BY_POSITION, (position,)).fetchone()
    later: Iterable[EntryRow] = connection.execute(CORRECTIONS, (first[3],)).fetchall()
    return tuple(_stated(connection, row) for row in (first, *later))


def position_of_screening(connection: Connection, subject: str) -> int | None:
    """Find a screening's journal position by its id; None when there is no such screening."""
    row = connection.execute(POSITION_OF_SUBJECT, (subject,)).fetchone()
    return None if row is None else row[0]


def erased_parts(connection: Connection, entry_id: str) -> tuple[str, ...]:
    """Name the parts of an entry that an erasure entry removed, sorted."""
    return tuple(part for (part,) in connection.execute(ERASED, (entry_id,)))


def parts_of(connection: Connection, entry_id: str) -> Mapping[str, bytes]:
    """Give the stored parts of an entry by name."""
    return dict(connection.execute(PARTS, (entry_id,)).fetchall())


def _stated(connection: Connection, row: EntryRow) -> Stated:
    position, entry_id, kind, subject, signer, recorded_at, stored_hash, header, signature = row
    entry = Entry(header, signature, parts_of(connection, entry_id))
    return Stated(position, signer, recorded_at, entry, stored_hash, kind, subject)
