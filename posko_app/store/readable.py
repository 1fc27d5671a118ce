"""Which entries of others are kept without being interpreted: what this version cannot read.

Such an entry has its place, its hash and its proof like any other. Nothing is folded from it.

Basis: SRC-FORMAT, "Feeds and log at the centre" (quarantine is a flag on content).
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from posko_app.store.connection import Connection
from sync.protocol.canonical import Json, Malformed
from sync.protocol.entry import PART_NAMES, VERSION, Entry, Header, Kind, open_part
from sync.protocol.erasure import parts_named
from sync.protocol.ids import MILLISECONDS_LIMIT
from sync.protocol.messages import SHARED
from sync.protocol.people import CENTRE_KINDS
from sync.protocol.statements import Confirmation, HeadsStatement

KIND_UNKNOWN = "kind_unknown"
VERSION_NEWER = "version_newer"
PART_UNKNOWN = "part_unknown"
CONTENT_UNREADABLE = "content_unreadable"
TIME_UNREADABLE = "time_unreadable"
MISPLACED = "misplaced"  # only the post's own feed may bring this kind
SUBJECT_TAKEN = "subject_taken"  # another screening has this id
AT_CENTRE = "at_centre"  # an own entry; somebody at the centre must look at it, here it counts

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_YEAR = 2199  # a clock may be wrong by decades, but not by centuries
OF_POSTS = frozenset({Kind.DEVICE, Kind.OFFICER, Kind.WATCH})  # of others, in the shared feed
# kinds whose facts must have a form before anything is done with them
READERS: Mapping[str, Callable[[dict[str, Json]], object]] = {
    Kind.HEADS: HeadsStatement.from_facts,
    Kind.CONFIRMATION: Confirmation.from_facts,
    Kind.ERASURE: parts_named,
}
PUT = (
    "INSERT INTO quarantine (position, reason) VALUES (?, ?)"
    " ON CONFLICT (position) DO UPDATE SET reason = excluded.reason"
)
REASON = "SELECT reason FROM quarantine WHERE position = ?"
RELEASE = "DELETE FROM quarantine WHERE position = ? AND reason = ?"
COUNT = "SELECT count(*) FROM quarantine WHERE reason <> ?"


def recorded_at(header: Header) -> datetime:
    """Give the time in an entry's id; its 48 bits wrap around for a clock before 1970."""
    at_ms = int(header.id.replace("-", "")[:12], 16)
    if at_ms > MILLISECONDS_LIMIT - (MILLISECONDS_LIMIT >> 6):
        at_ms -= MILLISECONDS_LIMIT + 1
    try:
        return EPOCH + timedelta(milliseconds=at_ms)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC, microsecond=0)


def unreadable(entry: Entry) -> str | None:
    """Say why an entry cannot be interpreted by this version; None when it can."""
    header = entry.header
    if header.kind not in tuple(Kind):
        return KIND_UNKNOWN
    if header.min_reader > VERSION:
        return VERSION_NEWER
    if not set(header.parts) <= set(PART_NAMES):
        return PART_UNKNOWN
    if not EPOCH.year <= recorded_at(header).year <= LAST_YEAR:
        return TIME_UNREADABLE
    return None if _is_content_readable(entry) else CONTENT_UNREADABLE


def is_misplaced(header: Header, feed: str) -> bool:
    """Say whether the shared feed brings what only a post's own feed may."""
    return (
        feed == SHARED and header.kind not in OF_POSTS | CENTRE_KINDS and header.kind in tuple(Kind)
    )


def quarantine(connection: Connection, position: int, reason: str) -> None:
    """Keep an entry without interpreting it."""
    connection.execute(PUT, (position, reason))


def release(connection: Connection, position: int, reason: str) -> bool:
    """Let an entry count that was set aside for this reason; say whether it was."""
    return connection.execute(RELEASE, (position, reason)).rowcount == 1


def reason_of(connection: Connection, position: int) -> str | None:
    """Say why an entry is set aside; None when it is not."""
    row: tuple[str] | None = connection.execute(REASON, (position,)).fetchone()
    return None if row is None else row[0]


def counts_here(connection: Connection, position: int) -> bool:
    """Say whether what an entry states is folded into rows."""
    return reason_of(connection, position) in (None, AT_CENTRE)


def count_set_aside(connection: Connection) -> int:
    """Count the entries that count for nothing until a person or a newer program reads them."""
    row: tuple[int] = connection.execute(COUNT, (AT_CENTRE,)).fetchone()
    return row[0]


def _is_content_readable(entry: Entry) -> bool:
    read = READERS.get(entry.header.kind)
    try:
        contents = {name: open_part(stored) for name, stored in entry.parts.items()}
        if read is not None and "facts" in contents:
            read(contents["facts"])
    except Malformed:
        return False
    return True
