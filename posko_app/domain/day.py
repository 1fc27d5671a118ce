"""The totals of one day at one post."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from posko_app.domain.codes import Decision


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


@dataclass(frozen=True, slots=True)
class DayTotals:
    """Counts of the day; `screened` is the sum of `by_decision`, voided ones stand apart."""

    screened: int
    voided: int
    by_decision: Mapping[str, int]


def day_totals(rows: Iterable[DayRow]) -> DayTotals:
    """Count the rows by decision, in the order of `Decision`; unknown codes come last."""
    found: Counter[str] = Counter({decision.value: 0 for decision in Decision})
    voided = 0
    for row in rows:
        if row.voided:
            voided += 1
        else:
            found[row.decision or Decision.BELUM_DIPUTUSKAN.value] += 1
    return DayTotals(sum(found.values()), voided, dict(found))
