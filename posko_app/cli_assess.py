"""Lines of JSON in, judged lines out; a bad line is answered and the next one read."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from posko_app.cli_console import Json
from posko_app.cli_explain import explain
from posko_app.cli_lines import BadLine, json_object, numbered
from posko_app.domain.detection.assess_input import read_case
from posko_app.domain.detection.assessment import Assessment
from posko_app.domain.detection.rules import Judge
from posko_app.domain.problem import Problem
from posko_app.domain.screening import Answers
from posko_app.i18n import Catalogue

Answer = dict[str, Json]


def assess_lines(
    lines: Iterable[bytes],
    judge: Judge,
    catalogue: Catalogue,
    *,
    today: date,
    words: Catalogue | None = None,
) -> Iterator[Answer]:
    """Judge each line: `{"id", "input"}`, or an input itself, which its line number names.

    Args:
        lines: UTF-8; empty ones are passed over.
        judge: with the ruleset to use.
        catalogue: says what is wrong with a line.
        today: civil date at the posko, for inputs without a day.
        words: explains in this language; None explains nothing.
    """
    days = [judge.ruleset.parameters[name].value for name in ("repeats_days", "split_days")]
    repeats, split = (each if isinstance(each, int) else 0 for each in days)
    for number, bare in numbered(lines):
        known_as: Json = number
        try:
            content = json_object(bare)
            known_as = _id(content, number)
            case = read_case(_input(content), today=today, repeats_days=repeats, split_days=split)
        except BadLine as bad:
            yield {"id": known_as, "error": catalogue.text(bad.key)}
            continue
        if case.problems:
            yield {"id": known_as, "error": _said(case.problems, catalogue)}
        else:
            yield _judged(known_as, case.answers, judge, words)


def _id(content: Mapping[str, Json], number: int) -> Json:
    known_as = content.get("id")
    return known_as if type(known_as) in {str, int} else number


def _input(content: Mapping[str, Json]) -> Mapping[str, Json]:
    inner = content.get("input", content)
    if not isinstance(inner, dict):
        raise BadLine("assess.no_input")
    return inner


def _said(problems: Iterable[Problem], catalogue: Catalogue) -> str:
    return " ".join(f"{p.field}: {catalogue.text(f'problem.{p.code}')}" for p in problems)


def _judged(known_as: Json, answers: Answers, judge: Judge, words: Catalogue | None) -> Answer:
    found = judge.judge(answers)
    answer: Answer = {"id": known_as, **_fields(found)}
    if words is not None:
        changes = judge.changes(answers, found)
        answer["explanation"] = [*explain(judge.ruleset, answers, found, changes, words)]
    return answer


def _fields(found: Assessment) -> Answer:
    return {
        "level": found.level.value,
        "tppo_axis": found.tppo_axis.value,
        "placement_axis": found.placement_axis.value,
        "rule": found.rule,
        "fired": [sign.id for sign in found.fired],
        "neutralised": [sign.id for sign in found.neutralised],
        "absolute": list(found.absolute),
        "priority": found.priority,
        "not_asked": list(found.not_asked),
        "next_step": found.next_step,
        "ruleset": found.ruleset,
    }
