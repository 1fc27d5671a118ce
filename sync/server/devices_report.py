"""How every device stands: last contact, what waits, its clock, its state, and alarms."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sync.protocol.canonical import Json
from sync.server.models import Alarm, Device, Feed, Fork, Witness

LATE_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """One device; sizes are how far it has proved the log of its post."""

    device: str
    post: str
    state: str
    enrolled_at: datetime
    last_contact_at: datetime | None
    late: bool
    lease_until: datetime
    waiting: int
    clock_offset_ms: int | None
    program: str
    forks: int
    proved_size: int
    feed_size: int
    alarms: tuple[str, ...]

    def as_json(self) -> dict[str, Json]:
        """Give the report with the keys that scripts may rely on."""
        return {
            "device": self.device,
            "post": self.post,
            "state": self.state,
            "enrolled_at": _instant(self.enrolled_at),
            "last_contact_at": _instant(self.last_contact_at),
            "late": self.late,
            "lease_until": _instant(self.lease_until),
            "waiting": self.waiting,
            "clock_offset_ms": self.clock_offset_ms,
            "program": self.program,
            "forks": self.forks,
            "proved_size": self.proved_size,
            "feed_size": self.feed_size,
            "alarms": list(self.alarms),
        }


def report_devices(now: datetime) -> tuple[DeviceReport, ...]:
    """Give every device, those that were away longest first."""
    sizes = dict(Feed.objects.values_list("id", "size"))
    proved = {(w.feed, w.device): w.size for w in Witness.objects.all()}
    reports = [_report(device, sizes, proved, now) for device in Device.objects.all()]
    return tuple(sorted(reports, key=lambda report: (report.last_contact_at or now, report.device)))


def standing_alarms() -> list[dict[str, Json]]:
    """Give the centre's alarms that have not ended, the oldest first."""
    return [
        {
            "code": alarm.code,
            "feed": alarm.feed,
            "position": alarm.position,
            "device": alarm.device,
            "first_at": _instant(alarm.first_at),
            "last_at": _instant(alarm.last_at),
            "detail": alarm.detail,
        }
        for alarm in Alarm.objects.filter(ended_at=None).order_by("first_at", "id")
    ]


def _report(
    device: Device,
    sizes: dict[str, int],
    proved: dict[tuple[str, str], int],
    now: datetime,
) -> DeviceReport:
    contact = device.last_contact_at
    standing = Alarm.objects.filter(device=device.fingerprint, ended_at=None)
    return DeviceReport(
        device=device.fingerprint,
        post=device.post_id,
        state=device.state,
        enrolled_at=device.enrolled_at,
        last_contact_at=contact,
        late=contact is None or now - contact > LATE_AFTER,
        lease_until=device.lease_until,
        waiting=device.waiting,
        clock_offset_ms=device.clock_offset_ms,
        program=device.program,
        forks=Fork.objects.filter(device=device.fingerprint).count(),
        proved_size=proved.get((device.post_id, device.fingerprint), 0),
        feed_size=sizes.get(device.post_id, 0),
        alarms=tuple(sorted(standing.values_list("code", flat=True))),
    )


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
