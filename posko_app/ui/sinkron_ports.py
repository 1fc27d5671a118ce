"""What Pusat sinkron, the status line and the forms about the centre need from outside."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posko_app.domain.records import ScreeningHistory
from posko_app.services.sync_state import Alarm, Enrolled, PackageWritten, RoundReport, SyncState


@dataclass(frozen=True, slots=True)
class SyncPorts:
    """Nothing here waits; what takes time gives a future.

    `on_change` calls its function on another thread with each new state and gives what ends
    that. `record` gives a screening, to say who it is about; it may fail where a lease hides it.
    `extend` takes the code that was read over the telephone and gives until when the lease runs.
    """

    state: Callable[[], SyncState]
    on_change: Callable[[Callable[[SyncState], None]], Callable[[], None]]
    refresh: "Callable[[], Future[SyncState]]"
    sync_now: "Callable[[], Future[RoundReport]]"
    enrol: "Callable[[str, str], Future[Enrolled]]"
    retry: "Callable[[str], Future[None]]"
    extend: "Callable[[str], Future[datetime]]"
    acknowledge: "Callable[[str, int], Future[Alarm]]"  # a feed and its new generation
    package_out: "Callable[[Path], Future[PackageWritten]]"
    package_in: "Callable[[Path], Future[RoundReport]]"
    record: "Callable[[str], Future[ScreeningHistory]]"
    is_penyelia: Callable[[], bool]  # whether the officer with the turn is one
    device: str  # fingerprint of this laptop's key
    program: str  # its version
    folder: Path  # where packages are proposed to be
    now: Callable[[], datetime]
