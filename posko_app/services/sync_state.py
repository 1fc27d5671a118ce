"""What screens and commands know about sync: one frozen value, made anew whenever it changes.

`SyncService.state()` gives it without waiting for anything. Sentences are named by key:
`reason_key` for a round, `alarm_key` for an alarm, `stop_key` for an entry that waits for a
person; `words` of each of these are in `resources/locale/*/sync_service.toml`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sync.device.ports import Alarm, AlarmCode, Outcome, RoundReport, StandingAlarm
from sync.protocol.messages import SHARED

__all__ = [
    "NEVER",
    "SHARED",
    "Alarm",
    "AlarmCode",
    "Enrolled",
    "FeedKept",
    "LeaseState",
    "NeedsPerson",
    "Outcome",
    "PackageWritten",
    "Phase",
    "Progress",
    "RoundReport",
    "StandingAlarm",
    "StepForPerson",
    "SyncState",
]


class Phase(StrEnum):
    """What sync is doing, or how its last round ended."""

    NOT_ENROLLED = "not_enrolled"
    IDLE = "idle"  # the last round went well, or none was tried yet
    RUNNING = "running"
    NO_LINE = "no_line"
    NOT_OURS = "not_ours"
    REFUSED = "refused"
    ALARM = "alarm"
    FAILED = "failed"  # this laptop was in trouble: disk, store, or the program itself


class StepForPerson(StrEnum):
    """The one thing a person does about an entry that the centre did not take."""

    RETRY = "retry"  # `SyncService.retry(entry_id)`
    TELL_CENTRE = "tell_centre"  # copy the technical detail; sending again cannot help


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of what waited when the round began has been sent."""

    sent: int
    of: int


@dataclass(frozen=True, slots=True)
class LeaseState:
    """Whether this device may still show older records. One never enrolled has no lease."""

    until: datetime | None = None  # None: no lease, nothing is ever hidden
    expired: bool = False
    hidden_before: date | None = None  # civil date; records older than it are hidden


@dataclass(frozen=True, slots=True)
class NeedsPerson:
    """An own entry that the centre did not take: it stays here until somebody acts."""

    entry_id: str
    kind: str
    subject: str  # 32 hex; of a screening it opens in Rincian
    recorded_at: datetime | None
    code: str  # the sentence is `stop_key(code)` of `services.sync_words`
    step: StepForPerson


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The centre took this device in."""

    url: str
    post: str
    deployment: str
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class FeedKept:
    """How far this laptop holds a feed: `size` is proved by a root the centre signed at `at`."""

    feed: str
    size: int
    pulled: int  # the cursor: entries up to here are stored and folded
    at: datetime | None  # None before the first checkpoint

    @property
    def is_shared(self) -> bool:
        """Whether every post has it; the other one is this post's own."""
        return self.feed == SHARED


@dataclass(frozen=True, slots=True)
class PackageWritten:
    """A sealed package stands in a file, to be carried to the centre."""

    entries: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SyncState:
    """Everything a status line or *Pusat sinkron* shows. Times are aware UTC.

    `waiting` counts entries that this laptop still holds alone; `sent_today` those acknowledged
    since midnight at the post. `offline_since` is when the first of the tries failed that have
    failed since, as far back as the history goes; `tries` is how many they are since the program
    was started. `set_aside` entries are stored but count for nothing here: this program cannot read
    them, or they came where they do not belong.
    """

    enrolled: bool = False
    phase: Phase = Phase.NOT_ENROLLED
    centre_url: str = ""
    progress: Progress | None = None  # None unless a round runs
    last: RoundReport | None = None
    history: tuple[RoundReport, ...] = ()  # newest first
    next_try_at: datetime | None = None  # None: only when somebody asks
    offline_since: datetime | None = None
    tries: int = 0
    last_contact_at: datetime | None = None  # the last answer that proved itself
    clock_offset_ms: int | None = None  # centre minus this laptop, at the last contact
    lease: LeaseState = LeaseState()
    feeds: tuple[FeedKept, ...] = ()  # the post's and the shared one, once enrolled
    alarms: tuple[StandingAlarm, ...] = ()
    waiting: int = 0
    oldest_waiting_at: datetime | None = None
    sent_today: int = 0
    needs_person: tuple[NeedsPerson, ...] = field(default=())
    needs_person_count: int = 0
    set_aside: int = 0

    @property
    def is_running(self) -> bool:
        """Whether a round is under way."""
        return self.phase is Phase.RUNNING


NEVER = SyncState()
