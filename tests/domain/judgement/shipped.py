"""The shipped ruleset and the program's judge, and its result in the plain reading's words."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from posko_app.domain.detection.assessment import Assessment
from posko_app.domain.detection.rules import Judge
from posko_app.domain.detection.ruleset_read import read_ruleset
from posko_app.domain.screening import Answers
from posko_app.paths import resources_dir
from tests.domain.judgement.plain_reading import Reading

ROOT = Path(__file__).parents[3]
VIGNETTES = Path(__file__).parent.parent / "vignettes.jsonl"


@cache
def files() -> Mapping[str, str]:
    """Give the texts of the shipped ruleset."""
    folder = resources_dir() / "catalogue"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}


def judge_of(texts: Mapping[str, str]) -> Judge:
    """Read a ruleset and give its judge."""
    return Judge(read_ruleset(texts))


@cache
def shipped_judge() -> Judge:
    """Give the judge of the shipped ruleset; one for this process."""
    return judge_of(files())


@cache
def vignettes() -> tuple[Mapping[str, object], ...]:
    """Give the vignettes' lines."""
    lines = VIGNETTES.read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def judged(judge: Judge, answers: Answers) -> Reading:
    """Judge facts and give the result in the plain reading's words."""
    return told(judge.judge(answers))


def told(assessment: Assessment) -> Reading:
    """Say an assessment in the plain reading's words."""
    counts = assessment.counts
    return Reading(
        level=assessment.level.value,
        tppo_axis=assessment.tppo_axis.value,
        placement_axis=assessment.placement_axis.value,
        rule=assessment.rule,
        fired=frozenset(sign.id for sign in assessment.fired),
        neutralised=frozenset(calmed.id for calmed in assessment.neutralised),
        absolute=frozenset(assessment.absolute),
        priority=assessment.priority,
        counts={
            "S": counts.strong,
            "M": counts.medium,
            "M_capped": counts.medium_capped,
            "W": counts.weak,
            "P": counts.placement,
        },
    )


def expected(vignette: Mapping[str, object]) -> Reading:
    """Give what a vignette expects."""
    said = vignette["expected"]
    assert isinstance(said, dict)
    return Reading(
        level=said["level"],
        tppo_axis=said["tppo_axis"],
        placement_axis=said["placement_axis"],
        rule=said["rule"],
        fired=frozenset(said["must_fire"]),
        neutralised=frozenset(said["must_be_neutralised"]),
        absolute=frozenset(said["absolute"]),
        priority=said["priority"],
        counts=said["counts"],
    )
