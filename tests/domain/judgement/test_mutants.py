"""Every rule broken in turn is found out; the unbroken ruleset and the unbroken judge are not."""

import pytest

from posko_app.domain.detection import rules, verdict
from posko_app.domain.detection.rules import Judge
from posko_app.domain.detection.ruleset import Strength
from tests.domain.judgement.mutants import (
    JUDGE_MUTANTS,
    VERDICT_MUTANTS,
    every_probe,
    first_failure,
    rewritten,
    with_fact,
    with_sign,
)
from tests.domain.judgement.plain_reading import ALWAYS_ABSOLUTE, CALMS
from tests.domain.judgement.plain_signs import AUTOMATIC, ESCALATED, WEIGHTS
from tests.domain.judgement.shipped import shipped_judge

SEED = 20261124
SOMETIMES_ABSOLUTE = (
    "age_docs_cross_18",
    "age_child_nonguardian",
    "doc_id_altered",
    "doc_held_by_other",
)
OTHER_STRENGTH = {"S": "M", "M": "W", "W": "M", "P": "I", "I": "P"}


def is_found_out(judge: Judge) -> bool:
    """Say whether the judge fails a probe."""
    return first_failure(judge, every_probe(SEED)) is not None


def judge_with(sign: str, **change: object) -> Judge:
    """Give a judge with one sign changed."""
    return Judge(with_sign(shipped_judge().ruleset, sign, **change))


def test_the_unbroken_ruleset_fails_no_probe():
    assert first_failure(shipped_judge(), every_probe(SEED)) is None


def test_judges_written_anew_without_a_change_fail_no_probe(monkeypatch):
    probes = every_probe(SEED)
    again = rewritten(rules, "", "")["Judge"](shipped_judge().ruleset)
    assert first_failure(again, probes) is None

    monkeypatch.setattr(rules, "decide", rewritten(verdict, "", "")["decide"])
    assert first_failure(shipped_judge(), probes) is None


@pytest.mark.parametrize(("old", "new"), VERDICT_MUTANTS)
def test_a_broken_combination_is_found_out(monkeypatch, old, new):
    monkeypatch.setattr(rules, "decide", rewritten(verdict, old, new)["decide"])

    assert is_found_out(shipped_judge())


@pytest.mark.parametrize(("old", "new"), JUDGE_MUTANTS)
def test_a_broken_judge_is_found_out(old, new):
    assert is_found_out(rewritten(rules, old, new)["Judge"](shipped_judge().ruleset))


@pytest.mark.parametrize("sign", AUTOMATIC)
def test_a_rule_that_never_fires_is_found_out(sign):
    assert is_found_out(judge_with(sign, when="false"))


@pytest.mark.parametrize("sign", AUTOMATIC)
def test_a_rule_turned_round_is_found_out(sign):
    when = shipped_judge().ruleset.indicators[sign].when

    assert is_found_out(judge_with(sign, when=f"!({when}\n)"))


@pytest.mark.parametrize("sign", [*sorted(ALWAYS_ABSOLUTE), *SOMETIMES_ABSOLUTE])
def test_an_absolute_that_is_gone_is_found_out(sign):
    assert is_found_out(judge_with(sign, absolute=None))


@pytest.mark.parametrize("sign", SOMETIMES_ABSOLUTE)
def test_an_absolute_without_its_condition_is_found_out(sign):
    assert is_found_out(judge_with(sign, absolute="true"))


@pytest.mark.parametrize("sign", SOMETIMES_ABSOLUTE)
def test_an_absolute_turned_round_is_found_out(sign):
    absolute = shipped_judge().ruleset.indicators[sign].absolute

    assert is_found_out(judge_with(sign, absolute=f"!({absolute}\n)"))


@pytest.mark.parametrize("sign", WEIGHTS)
def test_a_sign_of_another_strength_is_found_out(sign):
    other = OTHER_STRENGTH[WEIGHTS[sign].strength]

    assert is_found_out(judge_with(sign, strength=Strength(other)))


@pytest.mark.parametrize(
    ("fact", "sign"), [(fact, sign) for fact, signs in CALMS.items() for sign in signs]
)
def test_a_fact_that_no_longer_calms_a_sign_is_found_out(fact, sign):
    left = [other for other in CALMS[fact] if other != sign]

    assert is_found_out(Judge(with_fact(shipped_judge().ruleset, fact, left)))


@pytest.mark.parametrize("fact", CALMS)
@pytest.mark.parametrize("sign", ["debt_collateral", "xr_identity_reused", "coe_visible_injury"])
def test_a_fact_that_calms_too_much_is_found_out(fact, sign):
    ruleset = with_sign(shipped_judge().ruleset, sign, is_calmed=True)

    assert is_found_out(Judge(with_fact(ruleset, fact, (*CALMS[fact], sign))))


@pytest.mark.parametrize("sign", ["debt_collateral", "xr_verified_watch", "coe_cannot_cancel"])
def test_a_fact_that_claims_too_much_calms_nothing_that_never_calms(sign):
    ruleset = with_fact(
        shipped_judge().ruleset, "fp_spp_verified", (*CALMS["fp_spp_verified"], sign)
    )

    assert not is_found_out(Judge(ruleset))


def test_calming_without_its_condition_is_found_out():
    assert is_found_out(judge_with("doc_held_by_other", calmed_if=None))


@pytest.mark.parametrize("sign", ESCALATED)
def test_an_escalation_that_is_gone_is_found_out(sign):
    assert is_found_out(judge_with(sign, escalates=None))
