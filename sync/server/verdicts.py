"""The centre's own word about officers and devices, as its log has it, and rows made to say so.

Only the shared feed counts, where no laptop's entry of this kind gets a place.

Basis: SRC-FORMAT, "People".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sync.protocol.canonical import Json, Malformed
from sync.protocol.entry import Entry, Kind, open_part, part_hash
from sync.protocol.messages import SHARED
from sync.protocol.statements import Confirmation, Confirmed, Verdict
from sync.server import models

DeviceState, OfficerState = models.Device.DeviceState, models.Officer.OfficerState
Verdicts = Mapping[tuple[Confirmed, str], Verdict]  # (of whom, key) -> the newest


@dataclass(frozen=True, slots=True)
class Placed:
    """A confirmation and where the shared feed has it."""

    position: int
    confirmation: Confirmation


def confirmations() -> Iterator[Placed]:
    """Give what the centre confirmed and revoked, in order; unreadable rows are passed over."""
    placed = models.Position.objects.filter(feed_id=SHARED, entry__kind=Kind.CONFIRMATION.value)
    rows = placed.select_related("entry").order_by("generation", "position")
    for row in rows:
        facts = stated_facts(row.entry)
        if facts is None:
            continue
        try:
            yield Placed(row.position, Confirmation.from_facts(facts))
        except Malformed:
            continue


def newest_verdicts() -> Verdicts:
    """Give the newest word about each key."""
    found: dict[tuple[Confirmed, str], Verdict] = {}
    for placed in confirmations():
        about = placed.confirmation
        found[about.what, about.key] = about.action
    return found


def stated_facts(row: models.Entry) -> Mapping[str, Json] | None:
    """Give an entry's facts; None when they are not what was signed, or are not here."""
    part = models.Part.objects.filter(entry_id=row.id, name="facts").first()
    stored = b"" if part is None else bytes(part.stored)
    try:
        header = Entry(bytes(row.header), bytes(row.signature), {}).header
        return open_part(stored) if header.parts.get("facts") == part_hash(stored) else None
    except Malformed:
        return None


def restate(now: datetime) -> None:
    """Let rows that came back without them say again what the log says of their keys.

    After a restore a device that was revoked since would be answered again, and an officer that
    was confirmed since would wait for two persons once more.
    """
    for (what, key), verdict in newest_verdicts().items():
        if what is Confirmed.DEVICE:
            _restate_device(key, verdict)
        else:
            _restate_officer(key, verdict, now)


def _restate_device(key: str, verdict: Verdict) -> None:
    rows = models.Device.objects.filter(pk=key)
    if verdict is Verdict.REVOKE:
        rows.exclude(state=DeviceState.REVOKED).update(state=DeviceState.REVOKED)
    else:
        rows.filter(state=DeviceState.REVOKED).update(state=DeviceState.ACTIVE)


def _restate_officer(key: str, verdict: Verdict, now: datetime) -> None:
    rows = models.Officer.objects.filter(pk=key)
    if verdict is Verdict.REVOKE:
        rows.exclude(state=OfficerState.REVOKED).update(state=OfficerState.REVOKED)
    else:
        waiting = rows.filter(state__in=(OfficerState.INTRODUCED, OfficerState.REVOKED))
        waiting.update(state=OfficerState.CONFIRMED, confirmed_at=now)
