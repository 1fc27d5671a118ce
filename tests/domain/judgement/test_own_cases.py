"""What no vignette exercises: borders of every sign, combinations, absolutes, calming, records."""

import itertools

import pytest

from posko_app.domain.detection.assess_input import read_case
from tests.domain.judgement.borders import BORDERS
from tests.domain.judgement.own_cases import OWN_CASES
from tests.domain.judgement.plain_case import read_input
from tests.domain.judgement.plain_reading import CALMS, read
from tests.domain.judgement.plain_signs import AUTOMATIC, TICKS, WEIGHTS
from tests.domain.judgement.random_facts import RECIPES
from tests.domain.judgement.record_cases import RECORD_CASES
from tests.domain.judgement.shipped import judged, shipped_judge


@pytest.mark.parametrize("case", OWN_CASES, ids=lambda case: case.name)
def test_own_case(case):
    for found in (judged(shipped_judge(), case.facts), read(case.facts)):
        assert found.fired == set(case.fired.split())
        assert found.neutralised == set(case.calmed.split())
        assert found.absolute == set(case.absolute.split())
        assert (found.level, found.rule, found.priority) == (case.level, case.rule, case.priority)


@pytest.mark.parametrize("sign", BORDERS)
def test_an_automatic_sign_fires_on_one_side_of_its_border_only(sign):
    judge = shipped_judge()

    silent = [facts for facts in BORDERS[sign].fires if sign not in judged(judge, facts).fired]
    loud = [facts for facts in BORDERS[sign].quiet if sign in judged(judge, facts).fired]

    assert (silent, loud) == ([], [])


@pytest.mark.parametrize("sign", TICKS)
def test_a_tick_fires_its_sign_and_nothing_else(sign):
    assert judged(shipped_judge(), {f"officer_ticks.{sign}": True}).fired == {sign}


@pytest.mark.parametrize("case", RECORD_CASES, ids=lambda case: case.name)
def test_a_sign_that_looks_at_other_records(case):
    content = case.content()
    read_in = read_case(content)
    assert read_in.problems == ()

    for found in (judged(shipped_judge(), read_in.answers), read_input(content)):
        assert found.fired == set(case.fired.split())
        assert found.level == case.level


@pytest.mark.parametrize("fact", CALMS)
def test_a_verified_fact_switches_off_its_signs_and_no_other(fact):
    calming = {f"mitigations.{fact}": True}

    for sign, recipe in itertools.product(RECIPES, range(3)):
        if recipe < len(RECIPES[sign]):
            facts = RECIPES[sign][recipe] | calming
            assert judged(shipped_judge(), facts) == read(facts), (sign, facts)


def test_every_sign_has_a_border_or_a_tick_and_the_catalogue_has_no_other():
    shipped = shipped_judge().ruleset.indicators

    assert set(BORDERS) == set(AUTOMATIC) == set(shipped) - set(TICKS)
    assert len(shipped) == 50


def test_the_catalogue_weighs_every_sign_as_the_specification_does():
    shipped = shipped_judge().ruleset.indicators

    told = {
        sign: (found.strength.value, found.dimension, found.is_means)
        for sign, found in shipped.items()
    }
    wanted = {
        sign: (weight.strength, weight.dimension, weight.cara) for sign, weight in WEIGHTS.items()
    }
    assert told == wanted


def test_the_catalogue_calms_what_the_specification_says():
    shipped = shipped_judge().ruleset.calming

    assert {fact: set(found.switches_off) for fact, found in shipped.items()} == {
        fact: set(signs) for fact, signs in CALMS.items()
    }


def test_signs_that_never_calm_are_marked_so():
    shipped = shipped_judge().ruleset.indicators

    never = {sign for sign, found in shipped.items() if not found.is_calmed}
    assert never == {s for s in WEIGHTS if s.startswith("coe_")} | {
        "debt_collateral",
        "xr_verified_watch",
    }


def test_what_was_admitted_goes_before_what_was_claimed():
    content = {
        "ref_date": "2026-03-10",
        "claimed": {"purpose": "keluarga"},
        "admitted": {"purpose": "kerja_dn"},
        "job": {"known": False},
    }

    found = judged(shipped_judge(), read_case(content).answers)

    assert found == read_input(content)
    assert found.fired == {"dec_job_unknown"}
