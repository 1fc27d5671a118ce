"""What would lower a level: a fact verified, a paper seen, two of them, or a sign taken away.

Basis: SRC-INDICATORS 4.3 (explanation shown for each result).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from posko_app.domain.detection.assessment import Assessment, Change, Level
from posko_app.domain.detection.checklist import WORK_VISAS
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.detection.verdict import Weight, decide
from posko_app.domain.screening import Answers
from posko_app.domain.values import Value

FACT, PAPER, ANSWER, TOGETHER = "fact", "paper", "answer", "together"
_SEEN = "ada"
_ABSENT = frozenset({"tidak_ada", "diragukan"})
_LATER = "tahap_berikut"

Judging = Callable[[Answers], Assessment]


@dataclass(frozen=True, slots=True)
class _Wish:
    """One thing that could be found out: an answer that would be stated."""

    kind: str
    id: str
    path: str
    value: Value


def find_changes(
    ruleset: Ruleset, judge: Judging, answers: Answers, assessment: Assessment
) -> tuple[Change, ...]:
    """Give what would lower the level; pairs only where nothing alone does, then all papers."""
    if assessment.level is Level.HIJAU:
        return ()
    wishes = (*_facts(ruleset, answers, assessment), *_papers(ruleset, answers, assessment))

    def tried(group: tuple[_Wish, ...]) -> Change | None:
        stated = {wish.path: wish.value for wish in group}
        level = judge({**answers, **stated}).level
        return _change(group, level) if level.rank < assessment.level.rank else None

    found = [change for wish in wishes if (change := tried((wish,)))]
    if not found:
        found = [change for pair in combinations(wishes, 2) if (change := tried(pair))]
    papers = tuple(wish for wish in wishes if wish.kind == PAPER)
    if not found and len(papers) > 2 and (change := tried(papers)):
        found = [change]
    return (*found, *_without_each(ruleset, assessment))


def _change(group: tuple[_Wish, ...], level: Level) -> Change:
    kinds = {wish.kind for wish in group}
    kind = kinds.pop() if len(kinds) == 1 else TOGETHER
    return Change(kind, tuple(wish.id for wish in group), level)


def _facts(ruleset: Ruleset, answers: Answers, assessment: Assessment) -> Iterator[_Wish]:
    """Give the calming facts that are not stated, fit the purpose and touch a standing sign."""
    fired = {sign.id for sign in assessment.fired}
    purpose = answers.get("purpose")
    for fact in ruleset.calming.values():
        path = f"mitigations.{fact.id}"
        fits = purpose is None or not fact.purposes or purpose in fact.purposes
        if fits and fired.intersection(fact.switches_off) and answers.get(path) is not True:
            yield _Wish(FACT, fact.id, path, True)


def _papers(ruleset: Ruleset, answers: Answers, assessment: Assessment) -> Iterator[_Wish]:
    """Give the papers that a standing sign read and that are not there."""
    read = dict.fromkeys(path for sign in assessment.fired for path in sign.fields)
    for path in read:
        group, _, paper = path.partition(".")
        if group == "docs":
            wanted = _wanted(ruleset, paper, answers.get(path))
            if wanted is not None:
                yield _Wish(PAPER, paper, path, wanted)


def _wanted(ruleset: Ruleset, paper: str, answer: Value) -> str | None:
    """Give what would be recorded for a missing paper; None for one that is not missing."""
    if paper != "visa":
        return _SEEN if answer in _ABSENT else None
    allowed = ruleset.parameters[WORK_VISAS].value
    fit = [visa for visa in allowed if visa != _LATER] if isinstance(allowed, tuple) else []
    return fit[0] if fit and answer not in {*fit, _LATER} else None


def _without_each(ruleset: Ruleset, assessment: Assessment) -> Iterator[Change]:
    """Take away one sign at a time, as when it was recorded by mistake."""
    weights: Mapping[str, Weight] = {
        sign.id: Weight(
            sign.strength,
            ruleset.indicators[sign.id].dimension,
            ruleset.indicators[sign.id].is_means,
        )
        for sign in assessment.fired
    }
    for taken in weights:
        rest = [weight for sign, weight in weights.items() if sign != taken]
        level = decide(rest, any_absolute=bool(set(assessment.absolute) - {taken})).level
        if level.rank < assessment.level.rank:
            yield Change(ANSWER, (taken,), level)
