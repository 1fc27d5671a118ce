"""Rows that are gone although the log has them: noticed, asked for, and put back.

Somebody with access to the database may delete a row. The log still says which entry stood there,
any laptop of the post may still hold it, and only the very same bytes fit.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sync.protocol.entry import Entry
from sync.server import models
from sync.server.alarms import CentreAlarm, Finding, end_alarms_at, raise_alarm
from sync.server.centre import Centre
from sync.server.rows import in_transaction
from sync.server.storing import Arrival, erasures_of, store_parts

Place = tuple[str, int]  # feed and position


def note_gone(places: Iterable[Place], centre: Centre, now: datetime) -> None:
    """Let it stand that what the log has at these places is not there any more."""
    found = list(places)

    def note() -> None:
        for feed, position in found:
            raise_alarm(Finding(CentreAlarm.DATA_GONE, feed, position), now)

    if found:
        in_transaction(centre, note)


def note_id_taken(feed: str, position: int, entry: Entry, now: datetime) -> None:
    """Let it stand that an entry cannot come back, for another has its id: a person decides."""
    detail = {"entry": entry.header.id, "hash": entry.hash}
    raise_alarm(Finding(CentreAlarm.ID_TAKEN, feed, position, detail=detail), now)


def note_back(feed: models.Feed, position: int, now: datetime) -> None:
    """Let it stand that it came back; that it was gone a person must still see."""
    end_alarms_at(CentreAlarm.DATA_GONE, feed.id, position, now)
    raise_alarm(Finding(CentreAlarm.PUT_BACK, feed.id, position), now)


def lost_parts(centre: Centre, entries: Collection[Entry]) -> list[str]:
    """Put back parts of stored entries that are gone without an erasure; give the entries' ids.

    Args:
        centre: seals them.
        entries: as they were sent again; their parts fit their headers.
    """
    ids = [entry.header.id for entry in entries]
    there: dict[str, set[str]] = {}
    rows = models.Part.objects.filter(entry_id__in=ids).values_list("entry_id", "name")
    for entry_id, name in rows:
        there.setdefault(entry_id, set()).add(name)
    gone = erasures_of(ids)
    lost = []
    for entry in entries:
        entry_id = entry.header.id
        away = there.get(entry_id, set()) | set(gone.get(entry_id, {}))
        left = {name: part for name, part in entry.parts.items() if name not in away}
        if left:
            again = Entry(entry.header_bytes, entry.signature, left)
            store_parts(centre, [Arrival(again, {})])
            lost.append(entry_id)
    return lost
