"""Every vignette exactly, in this process and through the command line."""

import json
import subprocess
import sys

import pytest

from posko_app.domain.detection.assess_input import read_case
from tests.domain.judgement.plain_case import read_input
from tests.domain.judgement.shipped import (
    ROOT,
    VIGNETTES,
    expected,
    judged,
    shipped_judge,
    vignettes,
)


@pytest.fixture(scope="module")
def lines():
    """Give what `posko assess` prints for the vignettes, by id."""
    command = [sys.executable, "-m", "posko_app", "assess", str(VIGNETTES)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("vignette", vignettes(), ids=lambda vignette: vignette["id"])
def test_the_judge_gives_what_the_vignette_expects(vignette):
    case = read_case(vignette["input"])
    found = judged(shipped_judge(), case.answers)

    assert case.problems == ()
    assert found == expected(vignette)
    assert not found.fired & set(vignette["expected"]["must_not_fire"])


@pytest.mark.parametrize("vignette", vignettes(), ids=lambda vignette: vignette["id"])
def test_the_plain_reading_gives_what_the_vignette_expects(vignette):
    assert read_input(vignette["input"]) == expected(vignette)


@pytest.mark.parametrize("vignette", vignettes(), ids=lambda vignette: vignette["id"])
def test_the_command_line_gives_what_the_vignette_expects(lines, vignette):
    row, wanted = lines[vignette["id"]], expected(vignette)

    for key in ("level", "tppo_axis", "placement_axis", "rule", "priority"):
        assert row[key] == getattr(wanted, key), key
    for key in ("fired", "neutralised", "absolute"):
        assert len(row[key]) == len(set(row[key])), key
        assert set(row[key]) == getattr(wanted, key), key
    assert row["ruleset"] == shipped_judge().ruleset.hash


def test_the_command_line_answers_every_line_once_in_order(lines):
    assert list(lines) == [vignette["id"] for vignette in vignettes()]
