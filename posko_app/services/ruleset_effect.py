"""What another ruleset would do, tried before anybody confirms it.

Names of rules that changed do not tell whether they still find anything. So the newest screenings
and the practice cases are judged with both: who confirms sees how many levels would fall.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.records import ListQuery
from posko_app.domain.screening import Answers
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit

if TYPE_CHECKING:
    from posko_app.domain.detection.rules import Judge

NEWEST = 200  # screenings looked at
AT_A_TIME = 20  # of them, while the store does nothing else
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


def newest_answers(store: Store) -> Iterator[Answers]:
    """Give the merged answers of the newest screenings that stand. Blocks: not for a window.

    They are read a few at a time, so that no save waits for all of them.
    """
    before: int | None = None
    for _ in range(NEWEST // AT_A_TIME):
        found, before = store.read(_reading(before), background=True).result()
        yield from found
        if before is None:
            return


def _reading(before: int | None) -> Callable[[ReadUnit], tuple[tuple[Answers, ...], int | None]]:
    def task(unit: ReadUnit) -> tuple[tuple[Answers, ...], int | None]:
        page = unit.list_screenings(ListQuery(limit=AT_A_TIME, before=before))
        standing = [row.subject for row in page.rows if not row.voided]
        return tuple(unit.history(subject).values for subject in standing), page.next_before

    return task


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
