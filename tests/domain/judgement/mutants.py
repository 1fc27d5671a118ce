"""Rulesets and judges broken in one place each, and what finds them out."""

import inspect
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from types import ModuleType
from typing import Any

from posko_app.domain.detection.assess_input import read_case
from posko_app.domain.detection.rules import Judge
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.screening import Answers
from tests.domain.judgement.borders import BORDERS
from tests.domain.judgement.own_cases import OWN_CASES
from tests.domain.judgement.plain_case import read_input
from tests.domain.judgement.plain_reading import CALMS, Reading, read
from tests.domain.judgement.random_facts import RECIPES, random_facts
from tests.domain.judgement.record_cases import RECORD_CASES
from tests.domain.judgement.shipped import expected, judged, vignettes

DRAWS = 300


@dataclass(frozen=True, slots=True)
class Probe:
    """Answers and what they must come to."""

    name: str
    answers: Answers
    wanted: Reading


def first_failure(judge: Judge, probes: Iterable[Probe]) -> str | None:
    """Name the first probe that finds the judge out."""
    return next((p.name for p in probes if judged(judge, p.answers) != p.wanted), None)


@cache
def every_probe(seed: int) -> tuple[Probe, ...]:
    """Give own cases, borders, vignettes, record cases and random draws, in this order."""
    return (*_by_hand(), *_by_input(), *_drawn(seed))


def _by_hand() -> Iterator[Probe]:
    for case in OWN_CASES:
        yield Probe(f"own case: {case.name}", case.facts, read(case.facts))
    for sign, border in BORDERS.items():
        for facts in (*border.fires, *border.quiet):
            yield Probe(f"border of {sign}", facts, read(facts))
    for fact, (sign, recipes) in itertools.product(CALMS, RECIPES.items()):
        facts = recipes[-1] | {f"mitigations.{fact}": True}
        yield Probe(f"{fact} beside {sign}", facts, read(facts))


def _by_input() -> Iterator[Probe]:
    for vignette in vignettes():
        yield _of_input(f"vignette {vignette['id']}", vignette["input"], expected(vignette))
    for case in RECORD_CASES:
        yield _of_input(f"records: {case.name}", case.content(), read_input(case.content()))


def _drawn(seed: int) -> Iterator[Probe]:
    random = Random(seed)
    for number in range(DRAWS):
        facts = random_facts(random)
        yield Probe(f"draw {number} of seed {seed}", facts, read(facts))


def _of_input(name: str, content: object, wanted: Reading) -> Probe:
    assert isinstance(content, Mapping)
    return Probe(name, read_case(content).answers, wanted)


def with_sign(ruleset: Ruleset, sign: str, **change: object) -> Ruleset:
    """Give the ruleset with one sign changed; the reader would refuse some of these."""
    changed = replace(ruleset.indicators[sign], **change)
    return replace(ruleset, indicators={**ruleset.indicators, sign: changed})


def with_fact(ruleset: Ruleset, fact: str, signs: Iterable[str]) -> Ruleset:
    """Give the ruleset with other signs under one calming fact."""
    changed = replace(ruleset.calming[fact], switches_off=tuple(signs))
    return replace(ruleset, calming={**ruleset.calming, fact: changed})


def rewritten(module: ModuleType, old: str, new: str) -> dict[str, Any]:
    """Run a module's source with one place changed, and give its names."""
    source = inspect.getsource(module)
    assert source.count(old) == 1 or not old, (source.count(old), old)
    names: dict[str, Any] = {"__name__": module.__name__}
    # no file name: coverage counts the module itself, not its broken copies
    exec(compile(source.replace(old, new) if old else source, "<mutant>", "exec"), names)  # noqa: S102 - our own source
    return names


VERDICT_MUTANTS = (
    ("    if any_absolute:", "    if False:"),  # R1
    ('Level.MERAH, "R1"', 'Level.KUNING, "R1"'),
    ("    if strong >= 2:", "    if strong >= 1:"),  # R2a
    ("    if strong >= 2:", "    if strong >= 3:"),
    ("    if strong >= 2:", "    if False:"),
    ("strong and capped >= 2 and", "strong and capped >= 1 and"),  # R2b
    ("strong and capped >= 2 and", "strong and capped >= 3 and"),
    ("strong and capped >= 2 and", "capped >= 2 and"),
    ("strong and capped >= 2 and", "False and"),
    ("_dimensions(standing) >= 2", "_dimensions(standing) >= 1"),
    ("_dimensions(standing) >= 2", "_dimensions(standing) >= 3"),
    ("_dimensions(standing) >= 2", "len(medium) >= 2"),
    ("capped >= 4 and", "capped >= 3 and"),  # R2c
    ("capped >= 4 and", "capped >= 5 and"),
    ("capped >= 4 and", "False and"),
    ("len(medium) >= 3 and _has", "len(medium) >= 2 and _has"),
    ("len(medium) >= 3 and _has", "len(medium) >= 4 and _has"),
    ("and _has_means(standing)", "and True"),
    ("and _has_means(standing)", "and not _has_means(standing)"),
    ("    if strong:\n", "    if False:\n"),  # R3a
    ('Level.KUNING, "R3a"', 'Level.MERAH, "R3a"'),
    ("    if capped >= 2:", "    if capped >= 1:"),  # R3b
    ("    if capped >= 2:", "    if capped >= 3:"),
    ("    if capped >= 2:", "    if False:"),
    ("capped == 1 and", "True and"),  # R3c
    ("capped == 1 and", "False and"),
    ("counts.weak >= 2", "counts.weak >= 1"),
    ("counts.weak >= 2", "counts.weak >= 3"),
    ('        rule = "R3d"', "        pass"),  # R3d
    ("Level.KUNING if counts.placement else", "Level.MERAH if counts.placement else"),
    ("Level.KUNING if counts.placement else", "Level.HIJAU if counts.placement else"),
    ('Level.HIJAU, "R4"', 'Level.KUNING, "R4"'),  # R4
    ("MOST_A_DIMENSION = 2", "MOST_A_DIMENSION = 1"),  # the cap
    ("MOST_A_DIMENSION = 2", "MOST_A_DIMENSION = 99"),
    ("counts.medium_capped >= 3 and", "counts.medium_capped >= 4 and"),  # KUNING*
    ("and len(medium) >= 3\n", "and len(medium) >= 2\n"),
    ("(counts.strong > 0 or wide)", "wide"),
    ("(counts.strong > 0 or wide)", "counts.strong > 0"),
    ("axis is Level.KUNING and (", "("),
)
JUDGE_MUTANTS = (
    ("elif stated and (by :=", "elif False and (by :="),  # calming
    ("if rule.is_always_absolute or (", "if False or ("),
    ("and results[rule.absolute])", "and False)"),
    ("not results[rule.calmed_if]", "False"),
    ("if fact in stated", "if True"),
)
