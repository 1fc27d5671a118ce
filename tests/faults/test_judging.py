"""Random facts at full count: what must hold for anybody holds, and a broken ruleset is seen."""

import pytest

from posko_app.domain.detection import rules, verdict
from posko_app.domain.detection.rules import Judge
from posko_app.domain.detection.ruleset import Strength
from tests.domain.judgement import properties
from tests.domain.judgement.mutants import rewritten, with_sign
from tests.domain.judgement.shipped import shipped_judge
from tests.faults.counts import JUDGING, JUDGING_CONTROL, seed
from tests.faults.tally import Tally, Verdict, timed

pytestmark = pytest.mark.faults
WATCH = "xr_verified_watch"


def tallied(name, judge, checks, rounds) -> Tally:
    """Run these properties and count the rounds."""
    tally = Tally(name)
    with timed(tally):
        found = properties.run(judge, checks, seed=seed(), rounds=rounds)
    tally.verdicts[Verdict.WHOLE] = found.rounds - found.wrong
    if found.wrong:
        tally.verdicts[Verdict.WRONG] = found.wrong
    tally.faults = found.faults
    tally.notes = {f"looked at {check}": count for check, count in found.looked.items()}
    return tally


def test_what_must_hold_for_any_facts_holds(report):
    rounds = JUDGING.now
    tally = report(tallied("judging, any facts", shipped_judge(), properties.CHECKS, rounds))

    assert tally.faults == []
    assert tally.rounds == rounds


@pytest.mark.parametrize(
    ("check", "sign", "key", "value"),
    [
        ("same as plain", "dec_job_unknown", "when", "false"),
        ("tick", WATCH, "when", "!has(f.officer_ticks.dec_exploit_job)"),
        ("escalation", WATCH, "when", "!has(f.escalations.coe_speaks_for)"),
        ("weak only", "rec_rush_minimal_papers", "strength", Strength.STRONG),
        ("placement only", "debt_fee_charged", "strength", Strength.STRONG),
        ("always absolute", "coe_forced_or_afraid", "absolute", None),
        ("excluded", "dec_job_unknown", "when", "has(f.job.kind)"),
    ],
)
def test_a_broken_ruleset_is_seen(report, check, sign, key, value):
    judge = Judge(with_sign(shipped_judge().ruleset, sign, **{key: value}))
    only = {check: properties.CHECKS[check]}
    tally = report(tallied(f"judging, control {check}", judge, only, JUDGING_CONTROL.now))

    assert tally.bad > 0


def test_a_combination_that_lowers_is_seen(report, monkeypatch):
    broken = rewritten(verdict, "    if capped >= 2:", "    if capped == 2:")
    monkeypatch.setattr(rules, "decide", broken["decide"])
    only = {"sign": properties.CHECKS["sign"]}
    tally = report(tallied("judging, control sign", shipped_judge(), only, JUDGING_CONTROL.now))

    assert tally.bad > 0
