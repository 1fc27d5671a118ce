"""The current level of a screening: its merged facts, judged with the ruleset it was saved under.

While facts are in conflict nobody knows which is right, so each officer's view is judged too
and the most urgent result is shown.

Basis: SRC-FORMAT, "Parts".
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from posko_app.domain.detection.assessment import Assessment
from posko_app.domain.detection.facts import FACT_FIELDS
from posko_app.domain.fold import Folded, Statement, fold, known_by
from posko_app.domain.screening import Answers
from posko_app.store.folded import FoldedValues
from posko_app.store.statements import Stated
from sync.protocol.canonical import Json

JudgeBy = Callable[[Answers, str], Assessment | None]  # None: no such ruleset here


@dataclass(frozen=True, slots=True)
class Judged:
    """The judged cells of a row. Without the ruleset only what the screening itself stated."""

    level: str | None
    rule: str | None = None
    signs: str | None = None  # ids with a blank between
    priority: int | None = None
    scheme: str | None = None
    unjudged: str | None = None  # hash of the ruleset that is not here


def no_ruleset(_answers: Answers, _ruleset: str) -> Assessment | None:
    """Judge nothing: for a store that holds no ruleset yet."""
    return None


def judged(
    first: Stated, statements: Sequence[Statement], folded: Folded, judge: JudgeBy
) -> Judged:
    """Judge a screening as it stands.

    Args:
        first: the screening's own entry.
        statements: it and its corrections, as folded.
        folded: what they fold to.
        judge: judges answers by a ruleset's hash.
    """
    facts = first.contents.get("facts", {})
    ruleset = _text(facts.get("ruleset"))
    if ruleset is not None:
        found = standing(statements, folded, lambda answers: judge(answers, ruleset))
        if found is not None:
            return _cells(found)
    scheme = FoldedValues(folded).settled_text("placement.scheme")
    return Judged(_text(facts.get("shown_level")), scheme=scheme, unjudged=ruleset)


def standing(
    statements: Sequence[Statement],
    folded: Folded,
    judge: Callable[[Answers], Assessment | None],
) -> Assessment | None:
    """Judge what statements fold to, the most urgent view where facts are in conflict.

    None when there is nothing to judge with.
    """
    found = [judge(answers) for answers in _views(statements, folded)]
    return max((one for one in found if one is not None), key=_urgency, default=None)


def _views(statements: Sequence[Statement], folded: Folded) -> Iterator[Answers]:
    """Give the merged answers, and beside rival facts what each of their authors knew."""
    yield folded.values
    rivals = {
        setter.entry_id
        for path, setters in folded.conflicts.items()
        if path in FACT_FIELDS
        for setter in setters
    }
    for entry_id in sorted(rivals and rivals.union(folded.frontier)):
        yield fold(known_by(statements, entry_id)).values


def _urgency(assessment: Assessment) -> tuple[int, bool]:
    return assessment.level.rank, assessment.priority


def _cells(assessment: Assessment) -> Judged:
    return Judged(
        level=assessment.level.value,
        rule=assessment.rule,
        signs=" ".join(sign.id for sign in assessment.fired),
        priority=int(assessment.priority),
        scheme=assessment.scheme,
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
