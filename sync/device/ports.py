"""What a round of sync needs of a journal and of a line; the store and HTTPS implement them.

Every method that changes something does it in one transaction and returns once that is durable.
They block: a round runs on a thread of its own, never on the window's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.protocol.answer_signing import verify_answer
from sync.protocol.entry import Entry
from sync.protocol.messages import SignedCheckpoint


@dataclass(frozen=True, slots=True)
class CentreLink:
    """The centre this device is enrolled with."""

    url: str
    ca_pem: str
    sign_key: bytes = field(repr=False)  # Ed25519 public, 32 bytes
    seal_key: bytes = field(repr=False)  # X25519 public, 32 bytes
    lease_secret: bytes = field(repr=False)
    enrolled_at: datetime
    lease_until: datetime
    last_contact_at: datetime | None = None  # the last answer that proved itself
    clock_offset_ms: int | None = None  # centre minus device, at the last contact
    earlier_keys: tuple[bytes, ...] = field(default=(), repr=False)  # the oldest first

    @property
    def sign_keys(self) -> tuple[bytes, ...]:
        """Every key the centre ever signed with, as far as is known; the present one first."""
        return (self.sign_key, *self.earlier_keys)


@dataclass(frozen=True, slots=True)
class FeedState:
    """How far a feed is verified (`size`, `frontier`, `root`) and pulled (`cursor`)."""

    feed: str
    generation: int = 0
    size: int = 0
    frontier: tuple[bytes, ...] = ()  # roots of the full subtrees, the largest first
    root: str = ""  # 64 hex; empty before the first checkpoint
    cursor: int = 0
    checkpoint: SignedCheckpoint | None = None


@dataclass(frozen=True, slots=True)
class LoggedLeaf:
    """A verified leaf: its position, its hash, and the log's root at that size (32 bytes each)."""

    position: int
    leaf: bytes
    root: bytes


@dataclass(frozen=True, slots=True)
class Grown:
    """A feed's new state with the leaves between the old size and the new one."""

    state: FeedState
    leaves: tuple[LoggedLeaf, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An own entry that the centre has not acknowledged yet."""

    entry: Entry
    erased: Mapping[str, str]  # part name -> id of the erasure entry


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An own entry that is proved to stand at a position of the post's feed."""

    entry_id: str
    position: int
    quarantined: bool = False  # kept, but somebody at the centre must look at it


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry of a feed at its position; `erased` names parts that are lawfully gone."""

    position: int
    entry: Entry
    erased: Mapping[str, str]  # part name -> id of the erasure entry


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody else says a feed's root was at a size, that differs from what we hold."""

    feed: str
    size: int
    claimed: str
    held: str
    source: str  # id of the entry that says so


class AlarmCode(StrEnum):
    """What a round can find that must never be silent. None of them stops capture."""

    FORK = "fork"  # the centre holds another entry of ours at the same place
    DEVICE_BEHIND = "device_behind"  # the centre holds more of this chain than this store
    CENTRE_ROLLED_BACK = "centre_rolled_back"  # its log is shorter than what it had signed
    CENTRE_FORGOT = "centre_forgot"  # it lacks entries of ours that it had acknowledged
    ROOT_DIFFERS = "root_differs"  # its log says something else than before
    DATA_MISSING = "data_missing"  # a challenge found an entry or part gone
    DATA_DIFFERS = "data_differs"  # a challenge found other bytes
    PART_MISSING = "part_missing"  # a pulled part is gone without an erasure entry
    SPLIT_VIEW = "split_view"  # another device was shown another history
    CHAIN_BROKEN = "chain_broken"  # a pulled entry does not fit its chain or signature
    STOPPED = "stopped"  # the centre says that one of ours broke chain or signature
    NEW_GENERATION = "new_generation"  # a person opened the log anew; positions are lost


@dataclass(frozen=True, slots=True)
class Alarm:
    """A finding with what proves it. Same code, feed and position: the same alarm, seen again."""

    code: AlarmCode
    feed: str = ""
    position: int = 0
    detail: Mapping[str, str | int] = field(default_factory=dict)  # hashes and counts only
    evidence: tuple[bytes, ...] = field(default=(), repr=False)  # signed bytes of both sides


@dataclass(frozen=True, slots=True)
class StandingAlarm:
    """An alarm that has not ended, since when, and how often it was seen."""

    alarm: Alarm
    first_at: datetime
    last_at: datetime
    seen: int


class Outcome(StrEnum):
    """How a round ended."""

    DONE = "done"
    NO_LINE = "no_line"  # nobody answered
    NOT_OURS = "not_ours"  # somebody answered who is not the centre: a portal, a proxy
    REFUSED = "refused"  # the centre said no, with a code
    ALARM = "alarm"  # done as far as it went, with an alarm standing
    NOT_ENROLLED = "not_enrolled"
    FAILED = "failed"  # this laptop was in trouble; the reason is a message key


@dataclass(frozen=True, slots=True)
class RoundReport:
    """What one round did; counts of entries."""

    outcome: Outcome
    began_at: datetime
    ended_at: datetime
    pushed: int = 0
    acknowledged: int = 0
    pulled: int = 0
    waiting: int = 0
    needs_person: int = 0
    reason: str = ""  # a code: of the refusal, or of what the line did
    alarms: tuple[Alarm, ...] = ()  # all that stand at the end of the round
    retry_after_s: float | None = None  # the other side asked for so much patience
    dates: tuple[datetime, datetime] | None = None  # of `certificate_time`, see `NotOurs`


class JournalPort(Protocol):
    """The device's store, as a round sees it."""

    @property
    def device(self) -> str:
        """This device's fingerprint."""

    @property
    def sign_key(self) -> Ed25519PrivateKey:
        """Signs requests and the head statement."""

    @property
    def seal_key(self) -> X25519PrivateKey:
        """Opens what the centre sealed to this device: the answer to a package."""

    @property
    def post(self) -> str:
        """The post, which names the feed of its devices."""

    @property
    def deployment(self) -> str:
        """`training` or `live`."""

    def newest_device_entry(self) -> Entry:
        """Give seq 1 of the current epoch, which states this device."""

    def head(self) -> bytes:
        """Give the signed head statement of the chain as it stands now."""

    def own_hash(self, epoch: str, seq: int) -> str | None:
        """Give the hash of an own entry; None when the store has none there."""

    def acknowledged_seq(self, epoch: str) -> int:
        """Give the highest seq of an own epoch that was ever acknowledged; 0 for none."""

    def own_epochs(self) -> Sequence[str]:
        """Give the epochs of this device's chain, the oldest first; the last one is current."""

    def own_chain(self, epoch: str, *, after_seq: int, limit_bytes: int) -> Sequence[Waiting]:
        """Give own entries of an epoch after a seq, acknowledged or not, in chain order.

        About so many bytes and at least one entry, if there is one: for a centre that forgot what
        it had acknowledged, and for what it stopped at.
        """

    def link(self) -> CentreLink | None:
        """Give the centre; None before enrolment."""

    def set_link(self, link: CentreLink) -> None:
        """Remember the centre, or what the last contact changed about it."""

    def feed(self, feed: str) -> FeedState:
        """Give a feed's state; an empty one before the first contact."""

    def waiting(self, *, limit_bytes: int, after: str | None = None) -> Sequence[Waiting]:
        """Give what waits, in chain order, about so many bytes and at least one entry.

        Args:
            limit_bytes: of headers, signatures and parts together.
            after: id of the last entry already sent in this round.
        """

    def waiting_count(self) -> tuple[int, int]:
        """Count what waits and what needs a person."""

    def settle(
        self,
        grown: Sequence[Grown],
        acknowledged: Sequence[Acknowledged] = (),
        stopped: Mapping[str, str] | None = None,
    ) -> int:
        """Store verified growth, and take what it proves out of the outbox; all or nothing.

        Args:
            grown: feeds whose new root equals a signed checkpoint.
            acknowledged: own entries whose leaf stands at that position of the post's feed; one
                that was acknowledged before, or that needed a person, may come too.
            stopped: entry id -> code of entries that need a person.

        Returns:
            How many entries left the outbox.

        Raises:
            Defect-like ValueError: a feed moved meanwhile, or a leaf is not the entry's.
        """

    def store_page(self, state: FeedState, entries: Sequence[Placed]) -> int:
        """Store a page whose leaves are verified, fold it, and move the cursor with it.

        It may be taken in pieces; each piece and its cursor are whole or not there.

        Args:
            state: the feed as it is, with the cursor that the page ends at.
            entries: those after the present cursor, without gaps.

        Returns:
            How many entries were new to this store.

        Raises:
            PageRefused: an entry does not fit its chain, its signature or its parts. It and what
                follows is not stored; what comes before it may be.
            ValueError: the page does not follow the cursor, or the feed moved meanwhile.
        """

    def leaf(self, feed: str, position: int) -> bytes | None:
        """Give a verified leaf hash."""

    def challengeable(self, count: int) -> Sequence[tuple[str, Placed]]:
        """Choose stored entries with their feed at random, half of them not let through."""

    def holdings(self, feed: str, *, start: int, end: int, limit_bytes: int) -> Sequence[Placed]:
        """Give what the store holds of a stretch of a feed, for a centre in rebuild."""

    def missing_parts(self) -> Sequence[tuple[int, str, str]]:
        """Give position, entry id and part name of what came without a part to the post's feed.

        That is, a part that the sender called erased, by an entry that is no such erasure. Only
        for a feed that is taken in to its end: the erasure stands later in it.
        """

    def contradictions(self) -> Sequence[Claim]:
        """Compare what heads entries and other devices' `seen` claim with our own roots."""

    def new_generation(self, state: FeedState) -> None:
        """Begin a feed anew after a person at the centre opened a new generation.

        Own entries that were acknowledged in the log that is over wait again.
        """

    def raise_alarm(self, alarm: Alarm, at: datetime) -> None:
        """Let an alarm stand until its cause is gone."""

    def end_alarms(self, code: AlarmCode, feed: str = "", position: int = 0) -> None:
        """Let an alarm end because its cause is proved to be gone; it stays in the history.

        Exactly the one of this code, feed and position; nothing happens when there is none.
        """

    def standing_alarms(self) -> Sequence[StandingAlarm]:
        """Give the alarms that have not ended, the oldest first."""

    def note_round(self, report: RoundReport) -> None:
        """Keep a round in the history that a person reads."""


class PageRefused(ValueError):
    """A pulled page cannot be stored: `code` says why, `entry_id` and `position` which entry."""

    def __init__(self, code: str, *, entry_id: str, position: int) -> None:
        super().__init__(code)
        self.code = code
        self.entry_id = entry_id
        self.position = position


class Line(Protocol):
    """One exchange with the centre: request bytes out, proved answer bytes in."""

    def exchange(self, name: str, body: bytes) -> "Exchanged":
        """Send a request of this name (`heads`, `push` …) and give an answer that proved itself.

        Raises:
            NoLine: nobody answered in time.
            NotOurs: whatever answered is not the centre.
        """


@dataclass(frozen=True, slots=True)
class Exchanged:
    """An answer whose signature by the centre over this very request was verified."""

    status: int
    body: bytes = field(repr=False)
    sent_at_ms: int  # this device's clock, before and after
    received_at_ms: int


@dataclass(frozen=True, slots=True)
class Unproved:
    """An answer that nothing vouches for yet, with what its signature is over."""

    body: bytes = field(repr=False)
    status: int
    signature: str  # as the answer has it; empty for none
    request_id: str
    request: bytes = field(repr=False)

    def require_by(self, key: bytes) -> None:
        """Let pass only what this key signed for this very request (raises BadSignature)."""
        verify_answer(
            key,
            self.signature,
            request_id=self.request_id,
            request_body=self.request,
            status=self.status,
            body=self.body,
        )


class NoLine(OSError):
    """Nobody answered: `reason` is a code such as `refused`, `timeout`, `reset`, `cut`, `dns`."""

    def __init__(self, reason: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_s = retry_after_s


class NotOurs(ValueError):
    """Somebody answered who is not the centre; `reason` is a code.

    Such as `portal`, `redirect`, `untrusted`, `certificate_time`, `answer_unsigned`, `bomb`.
    `dates` comes with `certificate_time`: this device's clock, and the date of the centre's
    certificate that it lies before or after; the clock is wrong.
    """

    def __init__(self, reason: str, *, dates: tuple[datetime, datetime] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.dates = dates
