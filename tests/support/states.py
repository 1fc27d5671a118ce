"""Every state a desk can be in beside the usual one: what the centre and the laptop say of it."""

from dataclasses import dataclass

from posko_app.services.sync_state import LeaseState, Phase, SyncState
from tests.support.fake_sync import NOW, ago, alarm, connected, offline, running, stopped


@dataclass(frozen=True)
class State:
    """What the centre says, what the laptop warns of, and words the window must show for it."""

    sync: SyncState
    says: tuple[str, ...]
    warnings: tuple[str, ...] = ()


STATES = {
    "not enrolled": State(SyncState(), ("Belum terdaftar",)),
    "in order": State(connected(), ("Tersambung",)),
    "offline": State(offline(), ("Luring", "12 menunggu")),
    "syncing": State(running(), ("34 dari 120",)),
    "overdue": State(offline(oldest_waiting_at=ago(hours=30)), ("12 menunggu lebih dari 24 jam",)),
    "problem": State(
        connected(needs_person=(stopped(),), needs_person_count=1, waiting=1),
        ("1 perlu tindakan",),
    ),
    "alarm": State(connected(phase=Phase.ALARM, alarms=(alarm(),)), ("1 tanda bahaya",)),
    "lease soon over": State(connected(lease=LeaseState(NOW.replace(day=26))), ("Tersambung",)),
    "clock wrong": State(connected(clock_offset_ms=7_500_000), ("jam",)),
    "disk nearly full": State(connected(), ("Ruang disk", "pengelola pos"), ("status.disk_low",)),
    "check failed": State(connected(), (), ("status.check_failed",)),
}
