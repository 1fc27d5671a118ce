"""What the store hands out, as plain values: screens and commands know these, not the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from posko_app.domain.detection.prior import PriorFacts
from posko_app.domain.fold import Setter
from posko_app.domain.screening import Answers

Row = TypeVar("Row")

PAGE_ROWS = 50
COUNTED_MATCHES = 1_000  # beyond it a screen says "more than"


class Sending(StrEnum):
    """How far a screening got: here only, at the centre, or stopped for a person to look at."""

    SAVED = "saved"
    SENT = "sent"
    NEEDS_PERSON = "needs_person"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list shows, newest first. A filter that is None does not filter.

    `text` is what somebody typed: any text at all, never a query language.
    `before` is the last page's `next_before`; None starts at the newest.
    """

    text: str = ""
    on: date | None = None
    level: str | None = None
    decision: str | None = None
    sending: Sending | None = None
    before: int | None = None
    limit: int = PAGE_ROWS


@dataclass(frozen=True, slots=True)
class BoundedCount:
    """A number of matches; `exact` is False when there are more than were counted."""

    number: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list; `next_before` is None on the last one.

    `matches` counts the whole list and is None on every page but the first.
    """

    rows: tuple[Row, ...]
    next_before: int | None
    matches: BoundedCount | None = None


@dataclass(frozen=True, slots=True)
class ScreeningRow:
    """One screening as lists show it. None is "not recorded", or erased lawfully."""

    position: int  # journal position: the order of a list
    subject: str  # 32 hex: the id that screens and commands show
    occurred_at: datetime | None
    occurred_on: date | None
    name: str | None = field(repr=False)
    nik: str | None = field(repr=False)
    passport: str | None = field(repr=False)
    origin: str | None
    destination: str | None
    carrier: str | None
    level: str | None
    decision: str
    sending: Sending
    officer: str | None  # name of whoever stated the screening
    corrections: int
    conflict: bool
    voided: bool
    receipt: str
    complete: bool
    priority: bool = False  # KUNING*: a private talk before deciding
    here: bool = True  # stated on this laptop, not on another one of the post


@dataclass(frozen=True, slots=True)
class HistoryStatement:
    """What one entry says about a screening: the screening itself or a correction."""

    entry_id: str
    kind: str
    receipt: str
    recorded_at: datetime
    officer: str | None
    based_on: tuple[str, ...]
    sets: Answers = field(repr=False)
    erased: tuple[str, ...] = ()  # names of parts removed by an erasure entry
    device: str = ""  # fingerprint of the laptop that stated it, 64 hex
    here: bool = True  # whether that is this laptop
    sending: Sending = Sending.SAVED
    known_at: datetime | None = None  # since when the centre's log is known here to hold it
    log_position: int | None = None  # its place in the log of the post's feed


@dataclass(frozen=True, slots=True)
class ScreeningHistory:
    """Everything stated about one screening, in journal order, and what it folds to.

    `conflicts` holds the rival values of a field; `frontier` are the entries a
    correction written now is based on.
    """

    row: ScreeningRow
    statements: tuple[HistoryStatement, ...]
    values: Answers = field(repr=False)
    conflicts: Mapping[str, tuple[Setter, ...]] = field(repr=False)
    frontier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of the status line. `today` counts by decision, voided ones left out."""

    waiting: int
    oldest_waiting_at: datetime | None
    needs_person: int
    drafts: int
    today: Mapping[str, int]


class OfficerState(StrEnum):
    """Whether a key may still sign: in use, given up for a new one, or its person removed."""

    ACTIVE = "active"
    REPLACED = "replaced"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class OfficerRecord:
    """One signing key and whose it is; a person who got new keys has several."""

    fingerprint: str  # of the signing key, 64 hex
    person: str  # 32 hex
    name: str | None  # None when erased
    role: str
    sign_key: str  # raw public key, 64 hex
    seal_key: str
    added_by: str  # fingerprint of the adder
    confirmed: bool  # by the centre
    state: OfficerState
    here: bool = True  # introduced on this laptop; anybody else has no say on it


@dataclass(frozen=True, slots=True)
class PaperMatch:
    """The screening that already holds a paper form's number, and whether it says the same."""

    subject: str
    same: bool


class RulesetOrigin(StrEnum):
    """How a ruleset came here: with the program, or installed from a signed file."""

    PACKAGED = "packaged"
    INSTALLED = "installed"


@dataclass(frozen=True, slots=True)
class RulesetRecord:
    """A ruleset the store holds, without its files. None ever goes."""

    hash: str  # 64 hex
    id: str
    version: str
    issued_on: str
    origin: RulesetOrigin
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What other records and the watch list say about the contacts and the NIK of one person."""

    prior: PriorFacts
    watch_entry: str | None  # subject of the watch entry that matches; None when none does


@dataclass(frozen=True, slots=True)
class StoredFault:
    """The first thing found wrong: a code, and the entry or table row it concerns."""

    code: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """The outcome of checking a store from its first entry to its last."""

    ok: bool
    entries: int
    fault: StoredFault | None = None


@dataclass(frozen=True, slots=True)
class StartReport:
    """What opening a store found worth saying. `warnings` are message keys.

    `full_check_due`: the first start of the day, or after an unclean end; the rest
    of that check then runs in the background.
    """

    warnings: tuple[str, ...]
    full_check_due: bool
