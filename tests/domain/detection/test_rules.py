"""Judging facts with a small ruleset."""

import dataclasses

import pytest

from posko_app.domain.detection.assessment import Calmed, Sign
from posko_app.domain.detection.rules import Judge, RuleBroken
from posko_app.domain.detection.ruleset import Strength
from tests.domain.detection.small import SIGNS, sign, small_judge, small_ruleset

pytestmark = pytest.mark.domain

PICKUP = {"pickup.by": "orang_tidak_dikenal"}
PAYER = {"ticket.payer": "perekrut"}
DEBT = {"money.owes_to": "perekrut"}
ONE_WAY = {"journey.one_way": True}
HELD = {"doc_holder": "perekrut"}
NO_PASSPORT = {"purpose": "kerja_ln", "docs.paspor": "tidak_ada"}
CHILD = {"purpose": "kerja_dn", "ages.ktp": 17}
COACHED = {"officer_ticks.rec_coached_to_lie": True}


@pytest.fixture(scope="module")
def judge() -> Judge:
    return small_judge()


def ids(signs):
    return [each.id for each in signs]


def test_nothing_recorded_fires_nothing(judge):
    found = judge.judge({})

    assert (found.level, found.rule, found.fired, found.neutralised) == ("hijau", "R4", (), ())
    assert (found.absolute, found.priority, found.child, found.scheme) == ((), False, False, None)
    assert (found.next_step, found.referral) == ("berangkat", None)
    assert found.ruleset == judge.ruleset.hash


def test_signs_stand_in_the_order_of_the_catalogue_with_what_they_were_read_from(judge):
    found = judge.judge(PICKUP | COACHED | CHILD | {"ages.stated": 16})

    assert found.fired == (
        Sign("age_minor_work", Strength.STRONG, False, ("purpose", "ages.ktp", "ages.stated")),
        Sign("rec_coached_to_lie", Strength.STRONG, True, ("officer_ticks.rec_coached_to_lie",)),
        Sign("trv_pickup_stranger", Strength.MEDIUM, False, ("pickup.by",)),
    )


@pytest.mark.parametrize(
    "answers",
    [
        {"officer_ticks.rec_coached_to_lie": False},
        {"officer_ticks.rec_coached_to_lie": None},
        {"officer_ticks.trv_pickup_stranger": "ya"},
        {"pickup.by": None},
        {"pickup.by": 3},
        {"ages.ktp": "17", "purpose": "kerja_dn"},
        {"watch_hit": False},
        {"unheard.of": True},
    ],
)
def test_only_an_explicit_value_fires(judge, answers):
    assert judge.judge(answers).fired == ()


def test_placement_signs_alone_are_about_papers(judge):
    found = judge.judge(NO_PASSPORT)

    assert (found.level, found.tppo_axis, found.rule) == ("kuning", "hijau", "R3d")
    assert (found.next_step, found.referral) == ("periksa_surat", "surat")


def test_a_stated_fact_switches_off_the_signs_it_names(judge):
    found = judge.judge(PICKUP | PAYER | {"mitigations.fp_operator_verified": True})

    assert ids(found.fired) == ["debt_ticket_third_party"]
    assert found.neutralised == (Calmed("trv_pickup_stranger", ("fp_operator_verified",)),)
    assert found.next_step == "berangkat_saran"


def test_all_facts_that_switch_a_sign_off_are_named(judge):
    facts = {"mitigations.fp_school_verified": True, "mitigations.fp_operator_verified": True}

    found = judge.judge(PICKUP | facts)

    assert found.neutralised == (
        Calmed("trv_pickup_stranger", ("fp_operator_verified", "fp_school_verified")),
    )
    assert found.next_step == "berangkat"


@pytest.mark.parametrize("stated", [False, None, "ya"])
def test_a_fact_that_is_not_stated_calms_nothing(judge, stated):
    found = judge.judge(PICKUP | {"mitigations.fp_operator_verified": stated})

    assert ids(found.fired) == ["trv_pickup_stranger"]


@pytest.mark.parametrize(
    ("returned", "fired", "absolute", "level"),
    [
        (True, [], (), "hijau"),
        (None, ["doc_held_by_other"], (), "kuning"),
        (False, ["doc_held_by_other"], ("doc_held_by_other",), "merah"),
    ],
)
def test_calming_has_its_condition_and_never_clears_what_is_absolute(
    judge, returned, fired, absolute, level
):
    found = judge.judge(HELD | {"doc_returned": returned, "mitigations.fp_operator_verified": True})

    assert (ids(found.fired), found.absolute, found.level) == (fired, absolute, level)


def test_a_sign_that_is_never_calmed_stands():
    signs = SIGNS["signs_2.toml"] + sign("coe_visible_injury", "S PAKSA cara", is_calmed="false")
    judge = small_judge(signs_2=signs)

    assert ids(judge.judge({"officer_ticks.coe_visible_injury": True}).fired) == [
        "coe_visible_injury"
    ]


def test_an_escalation_makes_a_ticked_sign_strong(judge):
    ticked = {"officer_ticks.coe_speaks_for": True}
    escalated = {"escalations.coe_speaks_for": True}

    (mild,) = judge.judge(ticked).fired
    (strong,) = judge.judge(ticked | escalated).fired

    assert (mild.strength, strong.strength) == (Strength.MEDIUM, Strength.STRONG)
    assert strong.fields == ("officer_ticks.coe_speaks_for", "escalations.coe_speaks_for")
    assert judge.judge(escalated).fired == ()
    assert judge.judge(ticked | {"escalations.coe_speaks_for": False}).fired == (mild,)


@pytest.mark.parametrize(
    ("answers", "step", "referral"),
    [
        (CHILD, "rujuk_anak", "anak"),
        (CHILD | {"officer_ticks.coe_forced_or_afraid": True}, "rujuk_anak", "anak"),
        ({"officer_ticks.coe_forced_or_afraid": True}, "rujuk_paksa", "paksa"),
        (HELD | {"doc_returned": False}, "rujuk_paksa", "paksa"),
        (
            {"officer_ticks.doc_id_altered": True, "id_altered_confirmed": True},
            "rujuk_identitas",
            "identitas",
        ),
        ({"watch_hit": True}, "rujuk_pantauan", "pantauan"),
        (HELD | COACHED, "rujuk_gabungan", "gabungan"),  # none of them absolute
        # perhaps a child: the row that asks an adult's agreement does not fit
        (
            HELD | COACHED | {"officer_ticks.age_doubt_objective": True},
            "rujuk_anak",
            "anak",
        ),
        (COACHED, "periksa_berdua", None),
        (PICKUP | PAYER, "periksa", None),
        (PICKUP | DEBT, "periksa", "utang"),
        (HELD | NO_PASSPORT, "periksa_berdua", "surat"),
        (PICKUP | PAYER | NO_PASSPORT, "periksa", "surat"),
        (PICKUP | DEBT | NO_PASSPORT, "periksa", "utang"),
        (PICKUP, "berangkat_saran", None),
        ({"officer_ticks.doc_mutasi_unrecorded": True}, "berangkat_saran", None),
    ],
)
def test_the_next_step_and_whom_to_call(judge, answers, step, referral):
    found = judge.judge(answers)

    assert (found.next_step, found.referral) == (step, referral)


@pytest.mark.parametrize(
    ("answers", "child"),
    [(CHILD, True), ({"officer_ticks.age_doubt_objective": True}, True), (COACHED, False)],
)
def test_any_sign_of_age_asks_for_the_childs_path(judge, answers, child):
    assert judge.judge(answers).child is child


@pytest.mark.parametrize(
    ("answers", "not_asked"),
    [
        ({}, ("Q1",)),
        ({"answers.Q1": "dijawab"}, ()),
        ({"answers.Q1": "menolak"}, ()),
        ({"answers.Q1": "tidak_ditanya"}, ("Q1",)),
        ({"purpose": "wisata"}, ()),
        ({"purpose": "wisata", "answers.Q1": "tidak_ditanya"}, ("Q1",)),
        ({"purpose": "pelaut"}, ("Q3",)),
        ({"purpose": "pelaut", "ticket.payer": "sendiri"}, ()),
        ({"purpose": "pelaut", "answers.Q3": "menolak"}, ()),
    ],
)
def test_questions_that_are_due_and_have_no_answer(judge, answers, not_asked):
    assert judge.judge(answers).not_asked == not_asked


def test_due_questions_are_due_whether_answered_or_not(judge):
    assert judge.due_questions({"answers.Q1": "dijawab"}) == ("Q1",)
    assert judge.due_questions({"purpose": "pelaut"}) == ("Q1", "Q3")


def test_a_stated_scheme_goes_before_the_suggested_one(judge):
    suggested = {"recruiter.channel": "P3MI", "purpose": "kerja_dn"}

    assert judge.judge(suggested).scheme == "akan_p3mi"
    assert judge.judge(suggested | {"placement.scheme": "akad_mandiri"}).scheme == "akad_mandiri"
    assert judge.judge(suggested | {"placement.scheme": "pelaut"}).scheme == "akan_p3mi"
    assert judge.judge(suggested | {"placement.scheme": None}).scheme == "akan_p3mi"


def test_an_expression_may_end_in_a_comment():
    signs = sign("rec_escort_evades", when="'has(f.watch_hit) // )'")

    assert (
        ids(small_judge(signs_3=signs).judge({"watch_hit": True}).fired)
        == [
            "rec_escort_evades",
            "xr_verified_watch",
        ][::-1]
    )


@pytest.mark.parametrize(
    ("when", "answers"),
    [
        ("f.pickup.by == 'x'", {}),
        ("has(f.pickup.by) ? 1 : 0", {}),
    ],
)
def test_a_rule_that_fails_is_named_and_never_passes_in_silence(when, answers):
    """The reader lets no such rule in; one made in memory shows what would happen."""
    ruleset = small_ruleset()
    broken = dataclasses.replace(ruleset.indicators["trv_pickup_stranger"], when=when)
    indicators = {**ruleset.indicators, "trv_pickup_stranger": broken}
    judge = Judge(dataclasses.replace(ruleset, indicators=indicators))

    with pytest.raises(RuleBroken) as caught:
        judge.judge(answers)

    assert caught.value.rule == "trv_pickup_stranger"
