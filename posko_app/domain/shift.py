"""A shift of the post: who and which offices are there, its departures, its hand-overs, its end.

All entries about one shift share its subject, whichever laptop of the post states them. Folding
them gives the same shift in any order and however often one arrives, so that two laptops that
were apart for hours agree as soon as they know the same entries.

Basis: SRC-FORMAT, "Entry" (kind `shift`); SRC-FIELD 1.2 (which offices stand at the two posts).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from posko_app.domain.civil import civil_date
from posko_app.domain.codes import Post
from posko_app.domain.departures import Departure, departs_on
from posko_app.domain.screening import Answers

LONGEST_SHIFT = timedelta(hours=18)  # one that nobody closed is over after that
# Offices as seen at the desks of 2016-2023, in the order of the digits that name them.
AGENCIES: Mapping[str, tuple[str, ...]] = {
    Post.EL_TARI: (
        *("disnakertrans", "bp3mi", "polri", "tni_au", "imigrasi"),
        *("angkasa_pura", "maskapai", "karantina", "lain"),
    ),
    Post.TENAU: (
        *("disnakertrans", "bp3mi", "polri", "imigrasi", "pelindo", "ksop"),
        *("pelni", "karantina", "tni_al", "tni_ad", "dishub", "lain"),
    ),
}


class ShiftAction(StrEnum):
    """What an entry of kind `shift` does."""

    OPEN = "open"
    DEPARTURE = "departure"
    DEPARTURE_WITHDRAWN = "departure_withdrawn"
    HANDOVER = "handover"
    CLOSE = "close"


class CaseKind(StrEnum):
    """Why a case is still open when a shift ends."""

    DRAFT = "draft"  # begun and not saved
    UNDECIDED = "undecided"
    HELD = "held"  # delayed or referred, and no end recorded


@dataclass(frozen=True, slots=True)
class Handover:
    """Open cases given from one officer to another."""

    id: str  # of its entry
    at: datetime
    by: str  # fingerprint of the signing key
    to: str  # person id, 32 hex
    cases: Mapping[str, str]  # id of a draft or a screening → a `CaseKind`


@dataclass(frozen=True, slots=True)
class ShiftStatement:
    """What one entry of kind `shift` says; only the fields of its action are filled."""

    entry: str  # its id
    action: ShiftAction
    at: datetime
    by: str  # fingerprint of the signing key
    agencies: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    departure: Answers = field(default_factory=dict)
    departure_entry: str = ""  # what a withdrawal takes away
    to: str = ""
    cases: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift as everything said about it leaves it.

    `opened_at` is None while the entry that opened it is not known here, or erased; what was
    said in it stands all the same.
    """

    subject: str  # 32 hex
    on: date  # civil day of its beginning, as far as it is known
    opened_at: datetime | None
    opened_by: str | None  # fingerprint of the signing key
    agencies: tuple[str, ...]
    officers: tuple[str, ...]  # person ids of those who were signed on when it was opened
    departures: tuple[Departure, ...]
    handovers: tuple[Handover, ...]
    closed_at: datetime | None
    closed_by: str | None
    counts: Mapping[str, int]  # as stated at its end

    def is_running(self, now: datetime) -> bool:
        """Say whether work goes on in it: opened, not closed, and not left open for a day."""
        if self.opened_at is None or self.closed_at is not None:
            return False
        return now - self.opened_at < LONGEST_SHIFT


def fold_shift(subject: str, statements: Iterable[ShiftStatement]) -> Shift | None:
    """Fold what was said about one shift, in any order and with repetitions; None for nothing.

    The first opening and the first closing count; a withdrawal takes a departure away wherever
    it stands, and what was said after the end still counts.
    """
    said = sorted({one.entry: one for one in statements}.values(), key=_in_time)
    if not said:
        return None
    opened = next((one for one in said if one.action is ShiftAction.OPEN), None)
    closed = next((one for one in said if one.action is ShiftAction.CLOSE), None)
    return Shift(
        subject=subject,
        on=civil_date((opened or said[0]).at),
        opened_at=opened.at if opened else None,
        opened_by=opened.by if opened else None,
        agencies=opened.agencies if opened else (),
        officers=opened.officers if opened else (),
        departures=_departures(subject, said),
        handovers=tuple(
            Handover(one.entry, one.at, one.by, one.to, one.cases)
            for one in said
            if one.action is ShiftAction.HANDOVER
        ),
        closed_at=closed.at if closed else None,
        closed_by=closed.by if closed else None,
        counts=closed.counts if closed else {},
    )


def running_shift(shifts: Iterable[Shift], now: datetime) -> Shift | None:
    """Give the shift that work goes on in; of several the one that was opened last.

    Laptops that could not see each other may have opened one each.
    """
    found = [shift for shift in shifts if shift.is_running(now)]
    return max(found, key=lambda shift: (shift.opened_at or now, shift.subject), default=None)


def agencies_of(post: str) -> tuple[str, ...]:
    """Give the codes of the offices that staff a post, in the order of their digits."""
    return AGENCIES.get(post, AGENCIES[Post.EL_TARI])


def _departures(subject: str, said: Iterable[ShiftStatement]) -> tuple[Departure, ...]:
    all_said = tuple(said)
    gone = {
        one.departure_entry for one in all_said if one.action is ShiftAction.DEPARTURE_WITHDRAWN
    }
    return tuple(
        Departure(
            id=one.entry,
            shift=subject,
            answers=one.departure,
            on=departs_on(one.departure) or civil_date(one.at),
            stated_at=one.at,
            officer=one.by,
            withdrawn=one.entry in gone,
        )
        for one in all_said
        if one.action is ShiftAction.DEPARTURE
    )


def _in_time(statement: ShiftStatement) -> tuple[datetime, str]:
    return statement.at, statement.entry
