"""Alarms at the centre: raised once, seen again, ended when the cause is gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sync.server.models import Alarm


class CentreAlarm(StrEnum):
    """What the centre can find that a person must see."""

    FORK = "fork"  # a device's chain has two entries at one place
    STOPPED = "stopped"  # an entry broke its chain or its signature
    ROOT_DIFFERS = "root_differs"  # a device holds a signed checkpoint that our log contradicts
    ROLLED_BACK = "rolled_back"  # a device holds a signed checkpoint beyond our log
    DATA_GONE = "data_gone"  # an entry of the log, or a part of one, is not there any more
    PUT_BACK = "put_back"  # what was gone came back from a device; how it went nobody knows
    REBUILD_DIFFERS = "rebuild_differs"  # what devices offered does not give the signed root
    ID_TAKEN = "id_taken"  # what would come back has the id of another entry that is here
    GENERATION_AHEAD = "generation_ahead"  # a device knows a newer generation of a feed


Detail = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Finding:
    """An alarm with what names it; `detail` holds hashes, codes and counts only."""

    code: CentreAlarm
    feed: str = ""
    position: int = 0
    device: str = ""
    detail: Mapping[str, str | int] = field(default_factory=dict)


def raise_alarm(finding: Finding, now: datetime) -> Alarm:
    """Let an alarm stand; the same one again moves its last time only."""
    alarm, made = Alarm.objects.get_or_create(
        code=finding.code.value,
        feed=finding.feed,
        position=finding.position,
        device=finding.device,
        ended_at=None,
        defaults={"detail": dict(finding.detail), "first_at": now, "last_at": now},
    )
    if not made:
        alarm.last_at, alarm.detail = now, dict(finding.detail)
        alarm.save(update_fields=["last_at", "detail"])
    return alarm


def end_alarms(
    code: CentreAlarm, *, now: datetime, feed: str | None = None, device: str | None = None
) -> int:
    """End the standing alarms of this code, of one feed or one device if named; give how many."""
    standing = Alarm.objects.filter(code=code.value, ended_at=None)
    if feed is not None:
        standing = standing.filter(feed=feed)
    if device is not None:
        standing = standing.filter(device=device)
    return standing.update(ended_at=now)


def end_alarms_at(code: CentreAlarm, feed: str, position: int, now: datetime) -> int:
    """End the standing alarms of this code about one place of a feed; give how many."""
    standing = Alarm.objects.filter(code=code.value, feed=feed, position=position, ended_at=None)
    return standing.update(ended_at=now)
