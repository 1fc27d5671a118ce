"""What another ruleset would do, tried before anybody confirms it.

Names of rules that changed do not tell whether they still find anything. So the newest screenings
and the practice cases are judged with both: who confirms sees how many levels would fall.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.records import ListQuery
from posko_app.domain.screening import Answers
from posko_app.store.units import ReadUnit

if TYPE_CHECKING:
    from posko_app.domain.detection.rules import Judge

NEWEST = 200  # screenings looked at
_NOTHING = -1  # below every level


@dataclass(frozen=True, slots=True)
class Moves:
    """How many of so many readings would come out lower, and how many higher."""

    looked_at: int
    lower: int
    higher: int


@dataclass(frozen=True, slots=True)
class RulesetEffect:
    """What would become of the newest screenings here, and of the practice cases."""

    screenings: Moves
    practice: Moves


def newest_answers(unit: ReadUnit) -> tuple[Answers, ...]:
    """Give the merged answers of the newest screenings that stand."""
    rows = unit.list_screenings(ListQuery(limit=NEWEST)).rows
    return tuple(unit.history(row.subject).values for row in rows if not row.voided)


def moves(cases: Iterable[Answers], *, before: Ruleset, after: Ruleset) -> Moves:
    """Judge every case with both rulesets."""
    # slow import: the expression evaluator, which the lock page never needs
    from posko_app.domain.detection.rules import Judge

    old, new = Judge(before), Judge(after)
    steps = [_rank(new, answers) - _rank(old, answers) for answers in cases]
    return Moves(len(steps), sum(step < 0 for step in steps), sum(step > 0 for step in steps))


def _rank(judge: "Judge", answers: Answers) -> int:
    """Give a level's place; a rule that breaks finds nothing."""
    from posko_app.domain.detection.rules import RuleBroken  # slow import, as above

    try:
        return judge.judge(answers).level.rank
    except RuleBroken:
        return _NOTHING
