"""The totals of one day at one post."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from posko_app.domain.codes import Decision
from posko_app.domain.detection.assessment import Level

NOT_JUDGED = "tidak_dinilai"  # no ruleset was there, or it cannot be read any more


@dataclass(frozen=True, slots=True)
class DayRow:
    """One screening in the day's log, folded. None means not known or in conflict."""

    subject: str
    occurred_at: datetime | None  # aware UTC; None when identity was erased
    name: str | None = field(repr=False)
    nik: str | None = field(repr=False)
    passport: str | None = field(repr=False)
    origin: str | None
    destination: str | None
    carrier: str | None
    decision: str | None  # None counts as not decided
    officer: str
    receipt: str
    voided: bool
    level: str | None = None  # None when it was not judged
    rule: str | None = None  # R1, R2a …
    signs: tuple[str, ...] = ()  # ids of those that stand, in the catalogue's order
    priority: bool = False  # KUNING*: a private talk before deciding
    level_first: str | None = None  # what was stated first, where corrections made it another

    @property
    def is_undecided(self) -> bool:
        """Say whether somebody still has to decide about it."""
        return not self.voided and self.decision in {None, Decision.BELUM_DIPUTUSKAN.value}


@dataclass(frozen=True, slots=True)
class DayTotals:
    """Counts of the day; `screened` is the sum of `by_decision`, and of `by_level` too.

    Voided ones stand apart. `priority` of those at KUNING were KUNING*.
    """

    screened: int
    voided: int
    by_decision: Mapping[str, int]
    by_level: Mapping[str, int] = field(default_factory=dict)
    priority: int = 0


def day_totals(rows: Iterable[DayRow]) -> DayTotals:
    """Count the rows by decision and by level.

    Decisions come in the order of `Decision`, levels from the least urgent on; unknown codes
    come last. `NOT_JUDGED` is named only where it counts something.
    """
    found: Counter[str] = Counter({decision.value: 0 for decision in Decision})
    levels: Counter[str] = Counter({level.value: 0 for level in Level})
    voided = priority = 0
    for row in rows:
        if row.voided:
            voided += 1
            continue
        found[row.decision or Decision.BELUM_DIPUTUSKAN.value] += 1
        levels[row.level or NOT_JUDGED] += 1
        priority += row.priority
    return DayTotals(sum(found.values()), voided, dict(found), dict(levels), priority)


def undecided_rows(rows: Iterable[DayRow]) -> tuple[int, ...]:
    """Give the places, counted from 1, of the rows that still need a decision."""
    return tuple(place for place, row in enumerate(rows, 1) if row.is_undecided)
