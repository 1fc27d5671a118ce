"""How long each person has been kept at the post: from the first key to a recorded end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from posko_app.domain.codes import Decision
from posko_app.domain.screening import Answers
from posko_app.domain.shift import CaseKind

# decided that somebody does not simply go on; the person stays until handed to someone, or home
HOLDING = frozenset({Decision.TUNDA, Decision.RUJUK, Decision.SERAH_TERIMA})
ENDED = ("handed_at", "handed_to")


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One person whose case has no end yet."""

    id: str  # of the draft, or subject of the screening: 32 hex
    kind: CaseKind
    since: datetime
    name: str | None = field(default=None, repr=False)
    officer: str = ""  # person id whose draft it is; empty for a screening

    def minutes(self, now: datetime) -> int:
        """Give the whole minutes since it began, never less than none."""
        return max(0, int((now - self.since).total_seconds() // 60))


def kind_of(answers: Answers) -> CaseKind | None:
    """Say why a saved screening is still open; None when it is not, or was voided."""
    if answers.get("voided") is True:
        return None
    decision = answers.get("decision")
    if decision == Decision.BELUM_DIPUTUSKAN:
        return CaseKind.UNDECIDED
    if decision in HOLDING and not any(answers.get(path) for path in ENDED):
        return CaseKind.HELD
    return None


def longest_first(cases: Iterable[OpenCase]) -> tuple[OpenCase, ...]:
    """Put whoever has waited longest first."""
    return tuple(sorted(cases, key=lambda case: (case.since, case.id)))


def is_too_long(minutes: int, limit: int) -> bool:
    """Say whether somebody has been kept past the post's own limit, a setting and no law."""
    return minutes >= limit
