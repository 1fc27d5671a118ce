"""Rulesets and judges broken in one place each, and what finds them out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from posko_app.domain.detection.assess_input import read_case
from posko_app.domain.detection.rules import Judge
from posko_app.domain.screening import Answers
from tests.domain.judgement.borders import BORDERS
from tests.domain.judgement.own_cases import OWN_CASES
from tests.domain.judgement.plain_case import read_input
from tests.domain.judgement.plain_reading import Reading, read
from tests.domain.judgement.random_facts import random_facts
from tests.domain.judgement.record_cases import RECORD_CASES
from tests.domain.judgement.shipped import expected, judged, vignettes

Texts = Mapping[str, str]
DRAWS = 300
_BLOCK = re.compile(r"^\[\[(?:sign|fact)\]\]$.*?(?=^\[\[|\Z)", re.MULTILINE | re.DOTALL)


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


def replaced(texts: Texts, owner: str, key: str, value: str | None) -> dict[str, str]:
    """Give the files with one key of one sign or fact set to TOML text, or taken out."""
    changed = dict(texts)
    for name, text in texts.items():
        for block in _BLOCK.finditer(text):
            if f'\nid = "{owner}"\n' in block[0]:
                new = _with_key(block[0], key, value)
                changed[name] = text[: block.start()] + new + text[block.end() :]
    assert changed != dict(texts), (owner, key)
    return changed


def _with_key(block: str, key: str, value: str | None) -> str:
    line = "" if value is None else f"{key} = {value}\n"
    old = re.compile(rf'^{re.escape(key)} = (?:""".*?"""|[^\n]*)\n', re.MULTILINE | re.DOTALL)
    if old.search(block):
        return old.sub(lambda _: line, block, count=1)
    head, _, rest = block.partition("\n")
    return f"{head}\n{line}{rest}"
