"""Alarms of sync: each stands until its cause is proved to be gone, and none is ever dropped."""

import json
from collections.abc import Mapping
from datetime import datetime

from posko_app.store.connection import Connection
from sync.device.ports import Alarm, AlarmCode, StandingAlarm

SEEN_AGAIN = (
    "UPDATE alarms SET seen = seen + 1, last_at = ?, detail = ?, evidence = ?"
    " WHERE code = ? AND feed = ? AND position = ? AND ended_at IS NULL"
)
RAISE = (
    "INSERT INTO alarms (code, feed, position, detail, evidence, first_at, last_at, seen)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, 1)"
)
END = (
    "UPDATE alarms SET ended_at = ? WHERE code = ? AND feed = ? AND position = ?"
    " AND ended_at IS NULL"
)
STANDING = (
    "SELECT code, feed, position, detail, evidence, first_at, last_at, seen FROM alarms"
    " WHERE ended_at IS NULL ORDER BY id"
)
LENGTH_BYTES = 4

AlarmTuple = tuple[str, str, int, str, bytes, str, str, int]


def raise_alarm(connection: Connection, alarm: Alarm, at: datetime) -> None:
    """Let an alarm stand, or note that one that stands was seen again, with the newest evidence."""
    detail, evidence = detail_text(alarm.detail), _joined(alarm.evidence)
    place = (alarm.code.value, alarm.feed, alarm.position)
    now = at.isoformat()
    if connection.execute(SEEN_AGAIN, (now, detail, evidence, *place)).rowcount == 0:
        connection.execute(RAISE, (*place, detail, evidence, now, now))


def end_alarm(
    connection: Connection, code: AlarmCode, feed: str, position: int, *, at: datetime
) -> None:
    """Let exactly this alarm end; nothing happens when it does not stand."""
    connection.execute(END, (at.isoformat(), code.value, feed, position))


def standing_alarms(connection: Connection) -> tuple[StandingAlarm, ...]:
    """Give what has not ended, the oldest first."""
    rows: list[AlarmTuple] = connection.execute(STANDING).fetchall()
    return tuple(map(_standing, rows))


def detail_text(detail: Mapping[str, str | int]) -> str:
    """Give an alarm's hashes and counts as one line."""
    return json.dumps(dict(detail), sort_keys=True)


def detail_of(text: str) -> dict[str, str | int]:
    """Read them back."""
    found: dict[str, str | int] = json.loads(text)
    return found


def _standing(row: AlarmTuple) -> StandingAlarm:
    code, feed, position, detail, evidence, first_at, last_at, seen = row
    return StandingAlarm(
        Alarm(AlarmCode(code), feed, position, detail_of(detail), _parted(evidence)),
        datetime.fromisoformat(first_at),
        datetime.fromisoformat(last_at),
        seen,
    )


def _joined(evidence: tuple[bytes, ...]) -> bytes:
    return b"".join(len(one).to_bytes(LENGTH_BYTES, "big") + one for one in evidence)


def _parted(stored: bytes) -> tuple[bytes, ...]:
    pieces: list[bytes] = []
    while stored:
        end = LENGTH_BYTES + int.from_bytes(stored[:LENGTH_BYTES], "big")
        pieces.append(stored[LENGTH_BYTES:end])
        stored = stored[end:]
    return tuple(pieces)
