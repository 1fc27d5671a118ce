"""People let through without a record: counted by reason, so that a stop rate has a denominator.

A count holds the day, the hour and one reason, never who it was.
Basis: SRC-FIELD 9 (one counting rule, with a denominator).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from posko_app.domain.civil import WITA, civil_date
from posko_app.domain.values import Value


class TallyReason(StrEnum):
    """Why somebody went on without a record, in the order of the digits that count them.

    The classes tell apart what a stop rate must not mix: those the posko is not there for
    (no worker, crew), those it knows by somebody else's record (family), those it missed
    (no capacity), and those who declined, which is their right and never a sign.
    """

    BUKAN_PEKERJA = "bukan_pekerja"
    KELUARGA_IKUT = "keluarga_ikut"
    AWAK_BERTUGAS = "awak_bertugas"
    ANTREAN_PENUH = "antrean_penuh"
    MENOLAK_BICARA = "menolak_bicara"
    LAIN = "lain"


@dataclass(frozen=True, slots=True)
class TallyTotals:
    """A day's counts; `passed` is the sum of `by_reason`. Counts taken back are not in it."""

    passed: int
    by_reason: Mapping[str, int]  # in the order of `TallyReason`; unknown codes come last


@dataclass(frozen=True, slots=True)
class StopRate:
    """How many of all who were seen were screened."""

    screened: int
    passed: int

    @property
    def seen(self) -> int:
        """Everybody who was screened or counted."""
        return self.screened + self.passed

    @property
    def permille(self) -> int | None:
        """The screened of a thousand seen, rounded half up; None when nobody was seen."""
        return (self.screened * 2000 + self.seen) // (2 * self.seen) if self.seen else None


def tally_facts(reason: TallyReason, *, at: datetime) -> dict[str, Value]:
    """Give what one count states: the civil day and the hour at the posko, and the reason."""
    return {
        "on": civil_date(at).isoformat(),
        "hour": at.astimezone(WITA).hour,
        "reason": reason.value,
    }


def tally_totals(by_reason: Mapping[str, int]) -> TallyTotals:
    """Sum up counts, every known reason named."""
    counts = dict.fromkeys(map(str, TallyReason), 0) | dict(by_reason)
    return TallyTotals(sum(counts.values()), counts)
