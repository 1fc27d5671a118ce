"""Judges one person's facts with a ruleset: what fires, what is calmed, and what follows.

Basis: SRC-INDICATORS 4.3, 5.2; SRC-RULES.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from posko_app.domain.detection.assessment import (
    Assessment,
    Calmed,
    Change,
    Checklist,
    Sign,
)
from posko_app.domain.detection.cel_engine import Context, compile  # noqa: A004
from posko_app.domain.detection.checklist import STATED_SCHEME, check_papers
from posko_app.domain.detection.counterfactual import find_changes
from posko_app.domain.detection.expression import (
    EVALUATION_ERRORS,
    flattened,
    in_list,
    parameter_values,
    reads_of,
)
from posko_app.domain.detection.facts import FACT_GROUPS, Facts, FactTable
from posko_app.domain.detection.next_step import CHILD, next_step
from posko_app.domain.detection.ruleset import Indicator, Ruleset, Strength
from posko_app.domain.detection.verdict import Weight, decide
from posko_app.domain.screening import Answers

ALWAYS = "true"
_ASKED = frozenset({"dijawab", "menolak"})  # refusing is an answer, and a right


class RuleBroken(ValueError):
    """An expression failed, or gave no yes or no; the reader lets none such pass."""

    def __init__(self, rule: str) -> None:
        super().__init__("rule_broken")
        self.rule = rule  # id of the sign, question or scheme


@dataclass(frozen=True, slots=True)
class _Rule:
    """A sign made ready: places in the list of results, paths of what an officer states."""

    sign: Indicator
    when: int | None
    absolute: int | None
    is_always_absolute: bool
    calmed_if: int | None
    tick: str
    escalation: str | None
    calmed_by: tuple[str, ...]  # calming facts
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asking:
    """A core question made ready."""

    id: str
    when: int
    state: str
    fields: tuple[str, ...]


class Judge:
    """Judges with one ruleset. Not safe between threads: each has a judge of its own."""

    def __init__(self, ruleset: Ruleset) -> None:
        """Compile the ruleset's expressions into one program."""
        self.ruleset = ruleset
        self._expressions: list[tuple[str, str]] = []  # id, text over flat facts
        self._reads: set[str] = set()
        self._rules = tuple(self._ready(sign) for sign in ruleset.indicators.values())
        self._weights = {
            sign.id: {
                strength: Weight(strength, sign.dimension, sign.is_means)
                for strength in (sign.strength, Strength.STRONG)
            }
            for sign in ruleset.indicators.values()
        }
        self._questions = tuple(
            _Asking(q.id, self._add(q.id, q.asked_when), f"answers.{q.id}", q.fields)
            for q in ruleset.questions.values()
        )
        self._schemes = tuple(
            (scheme.id, self._add(scheme.id, scheme.when)) for scheme in ruleset.schemes.values()
        )
        self._program = compile(in_list(text for _, text in self._expressions))
        self._table = FactTable(self._reads, is_flat=True)
        self._context = Context()
        self._context.add_variable("p", parameter_values(ruleset.parameters))
        self._facts = {fact: f"mitigations.{fact}" for fact in ruleset.calming}

    def judge(self, answers: Answers) -> Assessment:
        """Judge stored or merged answers. Only facts are read, and nothing is derived.

        Raises:
            RuleBroken: an expression failed.
        """
        results = self._results(self._table.read(answers))
        stated = {fact for fact, path in self._facts.items() if answers.get(path) is True}
        fired: list[Sign] = []
        calmed: list[Calmed] = []
        absolute: list[str] = []
        for rule in self._rules:
            by_rule = rule.when is not None and results[rule.when]
            if not by_rule and answers.get(rule.tick) is not True:
                continue
            if rule.is_always_absolute or (rule.absolute is not None and results[rule.absolute]):
                absolute.append(rule.sign.id)
            elif stated and (by := _calmed_by(rule, stated, results)):
                calmed.append(Calmed(rule.sign.id, by))
                continue
            fired.append(_sign(rule, answers, by_officer=not by_rule))
        return self._assessment(answers, results, fired, calmed, absolute)

    def changes(self, answers: Answers, assessment: Assessment) -> tuple[Change, ...]:
        """Give what would lower the level: a fact verified, a paper seen, a sign taken away.

        Raises:
            RuleBroken: an expression failed.
        """
        return find_changes(self.ruleset, self.judge, answers, assessment)

    def checklist(self, answers: Answers) -> Checklist:
        """Give the papers of the scheme that is stated, else suggested.

        Raises:
            RuleBroken: an expression failed.
        """
        scheme = self._scheme(answers, self._results(self._table.read(answers)))
        return check_papers(self.ruleset, answers, scheme)

    def due_questions(self, answers: Answers) -> tuple[str, ...]:
        """Give the ids of the core questions this person is to be asked, answered or not.

        Raises:
            RuleBroken: an expression failed.
        """
        results = self._results(self._table.read(answers))
        return tuple(question.id for question in self._questions if results[question.when])

    def _assessment(
        self,
        answers: Answers,
        results: Sequence[bool],
        fired: list[Sign],
        calmed: list[Calmed],
        absolute: list[str],
    ) -> Assessment:
        known = self.ruleset.indicators
        weights = [self._weights[sign.id][sign.strength] for sign in fired]
        verdict = decide(weights, any_absolute=bool(absolute))
        step, referral = next_step(self.ruleset, verdict, [s.id for s in fired], absolute)
        return Assessment(
            level=verdict.level,
            tppo_axis=verdict.tppo_axis,
            placement_axis=verdict.placement_axis,
            rule=verdict.rule,
            fired=tuple(fired),
            neutralised=tuple(calmed),
            absolute=tuple(absolute),
            priority=verdict.priority,
            counts=verdict.counts,
            not_asked=tuple(
                question.id
                for question in self._questions
                if results[question.when] and not _is_asked(question, answers)
            ),
            next_step=step,
            referral=referral,
            child=any(known[s.id].category == CHILD for s in fired),
            scheme=self._scheme(answers, results),
            ruleset=self.ruleset.hash,
        )

    def _ready(self, sign: Indicator) -> _Rule:
        is_always = sign.absolute == ALWAYS
        return _Rule(
            sign=sign,
            when=self._add_if(sign.id, sign.when),
            absolute=None if is_always else self._add_if(sign.id, sign.absolute),
            is_always_absolute=is_always,
            calmed_if=self._add_if(sign.id, sign.calmed_if),
            tick=f"officer_ticks.{sign.id}",
            escalation=None if sign.escalates is None else f"escalations.{sign.id}",
            calmed_by=tuple(
                fact.id
                for fact in self.ruleset.calming.values()
                if sign.is_calmed and sign.id in fact.switches_off
            ),
            reads=_paths(sign),
        )

    def _add_if(self, rule: str, text: str | None) -> int | None:
        return None if text is None else self._add(rule, text)

    def _add(self, rule: str, text: str) -> int:
        self._reads.update(reads_of(text))
        self._expressions.append((rule, flattened(text)))
        return len(self._expressions) - 1

    def _results(self, facts: Facts) -> Sequence[bool]:
        """Evaluate every expression at once; only what failed is looked at one by one."""
        self._context.add_variable("f", facts)
        try:
            results: list[bool] = self._program.execute(self._context)
        except EVALUATION_ERRORS as error:
            raise RuleBroken(self._broken()) from error
        if set(map(type, results)) - {bool}:
            raise RuleBroken(self._broken())
        return results

    def _broken(self) -> str:
        """Name the first rule that gives no yes or no on the facts at hand."""
        return next((rule for rule, text in self._expressions if self._fails(text)), "")

    def _fails(self, text: str) -> bool:
        try:
            return type(compile(text).execute(self._context)) is not bool
        except EVALUATION_ERRORS:
            return True

    def _scheme(self, answers: Answers, results: Sequence[bool]) -> str | None:
        stated = answers.get(STATED_SCHEME)
        if isinstance(stated, str) and stated in self.ruleset.schemes:
            return stated
        return next((scheme for scheme, at in self._schemes if results[at]), None)


def _paths(sign: Indicator) -> tuple[str, ...]:
    """Give the answers that a sign reads, each once: one may be read alone and in its group."""
    found = (path for read in sign.reads for path in FACT_GROUPS.get(read, (read,)))
    return tuple(dict.fromkeys(found))


def _calmed_by(rule: _Rule, stated: set[str], results: Sequence[bool]) -> tuple[str, ...]:
    if rule.calmed_if is not None and not results[rule.calmed_if]:
        return ()
    return tuple(fact for fact in rule.calmed_by if fact in stated)


def _sign(rule: _Rule, answers: Answers, *, by_officer: bool) -> Sign:
    if not by_officer:
        fields = tuple(path for path in rule.reads if answers.get(path) is not None)
        return Sign(rule.sign.id, rule.sign.strength, False, fields)
    if rule.escalation is not None and answers.get(rule.escalation) is True:
        return Sign(rule.sign.id, Strength.STRONG, True, (rule.tick, rule.escalation))
    return Sign(rule.sign.id, rule.sign.strength, True, (rule.tick,))


def _is_asked(question: _Asking, answers: Answers) -> bool:
    """Say whether a question was put: its state says so, else an answer that it gives."""
    state = answers.get(question.state)
    if state is not None:
        return state in _ASKED
    return any(answers.get(path) is not None for path in question.fields)
