"""Random facts: CEL equals the plain reading, and what must hold for anybody holds.

The full counts run in `make soak` (tests/faults/test_judging.py).
"""

import json
import subprocess
import sys
from collections import Counter
from random import Random

import pytest

from posko_app.domain.detection.assess_input import read_case
from posko_app.domain.detection.ruleset import Strength
from posko_app.domain.detection.verdict import Weight, decide
from posko_app.domain.fields import FIELDS
from tests.domain.judgement import properties
from tests.domain.judgement.plain_case import read_input
from tests.domain.judgement.plain_reading import CALMS, read
from tests.domain.judgement.plain_signs import WEIGHTS
from tests.domain.judgement.random_facts import random_facts
from tests.domain.judgement.random_inputs import FEMALE, MALE, random_input
from tests.domain.judgement.shipped import ROOT, judged, shipped_judge

pytestmark = pytest.mark.no_cover
SEED = 20261124
COMPARED, INPUTS, CHECKED, SETS = 20_000, 2_000, 2_500, 50_000
NULLED, LINES = 100, 300
SCALARS = ("level", "tppo_axis", "placement_axis", "rule", "priority")
SETS_OF_IDS = ("fired", "neutralised", "absolute")
READY = {
    sign: Weight(Strength(weight.strength), weight.dimension, weight.cara)
    for sign, weight in WEIGHTS.items()
}
RULES = {"R1", "R2a", "R2b", "R2c", "R3a", "R3b", "R3c", "R3d", "R4"}


@pytest.fixture(scope="module")
def drawn():
    """Draw the facts once."""
    random = Random(SEED)
    return [random_facts(random) for _ in range(COMPARED)]


def test_judging_in_cel_equals_the_plain_reading(drawn):
    judge = shipped_judge()

    different = [facts for facts in drawn if judged(judge, facts) != read(facts)]

    assert different[:3] == []


def test_the_draw_reaches_every_sign_every_rule_and_every_calming(drawn):
    readings = [read(facts) for facts in drawn]

    fired = Counter(sign for found in readings for sign in found.fired)
    calmed = {sign for found in readings for sign in found.neutralised}
    rules = Counter(found.rule for found in readings)
    assert {sign for sign in WEIGHTS if fired[sign] < 100} == set()
    assert calmed == {sign for signs in CALMS.values() for sign in signs}
    assert {rule for rule in RULES if rules[rule] < 50} == set()
    assert set(rules) == RULES
    assert {found.priority for found in readings} == {True, False}


def test_inputs_with_dates_and_records_equal_the_plain_reading():
    random = Random(SEED)
    different, fired = [], Counter()

    for _ in range(INPUTS):
        content = random_input(random)
        case = read_case(content)
        found = judged(shipped_judge(), case.answers)
        fired.update(found.fired)
        if case.problems or found != read_input(content):
            different.append((content, case.problems))

    assert different[:3] == []
    for sign in ("age_minor_work", "age_docs_cross_18", "doc_docs_disagree"):
        assert fired[sign] > 20, sign
    for sign in ("doc_nik_dob_mismatch", *(sign for sign in WEIGHTS if sign.startswith("xr_"))):
        assert fired[sign] >= 20, sign


def test_what_is_null_or_unknown_is_not_recorded():
    random = Random(SEED + 4)

    for _ in range(NULLED):
        content = random_input(random)
        nulled = filled_with_null(content)
        case = read_case(nulled)
        assert case.problems == ()
        assert judged(shipped_judge(), case.answers) == read_input(content)


def test_the_command_line_reads_random_inputs_as_the_plain_reading_does(tmp_path):
    random = Random(SEED + 5)
    contents = [random_input(random) for _ in range(LINES)]
    source = tmp_path / "cases.jsonl"
    # bare inputs and wrapped ones in turn
    lines = [c if n % 2 else {"id": f"N{n}", "input": c} for n, c in enumerate(contents)]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    command = [sys.executable, "-m", "posko_app", "assess", str(source)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows[::2]] == [line["id"] for line in lines[::2]]
    for row, content in zip(rows, contents, strict=True):
        wanted = read_input(content)
        shown = {key: row[key] for key in SCALARS} | {key: set(row[key]) for key in SETS_OF_IDS}
        told = {key: getattr(wanted, key) for key in (*SCALARS, *SETS_OF_IDS)}
        assert shown == told, content


def filled_with_null(content):
    """Give the input with null wherever the form has a field that is not filled, and more."""
    nested = {group: dict(inner) for group, inner in content.items() if isinstance(inner, dict)}
    filled = content | nested | {"not_a_field": {"of": "the form"}}
    for field in FIELDS:
        group, _, key = field.path.partition(".")
        inner = filled.setdefault(group, {} if key else None)
        if key and isinstance(inner, dict):
            inner.setdefault(key, None)
    return filled


def test_what_must_hold_for_anybody_holds():
    found = properties.run(shipped_judge(), properties.CHECKS, seed=SEED + 1, rounds=CHECKED)

    assert found.faults == []
    assert {name for name in properties.CHECKS if found.looked[name] < CHECKED // 20} == set()


def test_one_more_sign_or_an_absolute_never_lowers_whatever_stands():
    random = Random(SEED + 3)
    lowered = []

    for _ in range(SETS):
        signs = random.sample(list(WEIGHTS), random.randrange(9))
        few = decide(weighed(signs[:-1]), any_absolute=False)
        many = decide(weighed(signs), any_absolute=False)
        absolute = decide(weighed(signs), any_absolute=True)
        if not few.level.rank <= many.level.rank <= absolute.level.rank:
            lowered.append(signs)

    assert lowered == []


def weighed(signs) -> list[Weight]:
    """Give the signs as the program weighs them."""
    return [READY[sign] for sign in signs]


def test_sex_together_with_a_number_changed_to_match_never_moves_the_result():
    random = Random(SEED + 2)
    changed = 0

    for _ in range(INPUTS):
        content = random_input(random)
        found = judged(shipped_judge(), read_case(content).answers)
        traveller = dict(content["traveller"])
        other = FEMALE if traveller["sex"] == MALE else MALE
        day = int(traveller["nik"][6:8] or 0) if len(traveller["nik"]) == 16 else None
        if day is None or content.get("prior_records"):
            continue
        turned = day + 40 if day <= 31 else day - 40
        nik = f"{traveller['nik'][:6]}{turned:02d}{traveller['nik'][8:]}"
        other_person = content | {"traveller": traveller | {"sex": other, "nik": nik}}
        changed += 1
        assert judged(shipped_judge(), read_case(other_person).answers) == found

    assert changed > INPUTS // 5
