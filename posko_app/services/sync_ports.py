"""What `SyncService` needs of the way to the centre and of the store; both block."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from posko_app.services.sync_state import Enrolled, FeedKept, NeedsPerson, Progress
from sync.device.ports import CentreLink, RoundReport, StandingAlarm

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the store says about sync, read in one go."""

    link: CentreLink | None = None
    waiting: int = 0
    oldest_waiting_at: datetime | None = None
    sent_today: int = 0
    needs_person_count: int = 0
    needs_person: tuple[NeedsPerson, ...] = ()
    feeds: tuple[FeedKept, ...] = ()
    set_aside: int = 0
    alarms: tuple[StandingAlarm, ...] = ()
    history: tuple[RoundReport, ...] = ()  # newest first


class Centre(Protocol):
    """The way to the centre. Called on the sync thread, except `interrupt`."""

    def round(self, tell: Tell) -> RoundReport:
        """Run one round and note it in the history; how it ended is a value, not an error."""

    def is_in_reach(self) -> bool:
        """Look, cheaply and for a few seconds at most, whether the way to the centre is open."""

    def delay_s(self, report: RoundReport, *, tries: int) -> float:
        """Say how long to wait after so many rounds in a row that did not get through."""

    def enrol(self, url: str, code: str, *, ca: bytes | None) -> Enrolled:
        """Let the centre take this device in, and remember it.

        Args:
            url: as typed.
            code: as typed or read from a QR code.
            ca: the centre's certificate (PEM) if it came as a file.

        Raises:
            OperatorError, MachineError: `sync.…`.
        """

    def package(self) -> tuple[bytes, int]:
        """Seal what waits for the centre; give the package and how many entries it holds."""

    def read_answer(self, package: bytes) -> RoundReport:
        """Take in the answer package that came back from the centre."""

    def interrupt(self) -> None:
        """End whatever the sync thread waits for, for good. From any thread."""


class Ledger(Protocol):
    """What the store tells and keeps about sync. Called on the sync thread."""

    def figures(self) -> Figures:
        """Read what stands now."""

    def note_round(self, report: RoundReport) -> None:
        """Keep a round that could not note itself."""

    def retry(self, entry_id: str) -> None:
        """Queue an entry again that waits for a person."""
