"""What would lower a level, tried by judging again."""

import pytest

from posko_app.domain.detection.assessment import Change, Level
from tests.domain.detection.small import PARAMETERS, RULESET, parameter, small_judge

pytestmark = pytest.mark.domain

PICKUP = {"pickup.by": "orang_tidak_dikenal"}
PAYER = {"ticket.payer": "perekrut"}
DEBT = {"money.owes_to": "perekrut"}
NO_PASSPORT = {"purpose": "kerja_ln", "docs.paspor": "tidak_ada"}


@pytest.fixture(scope="module")
def judge():
    return small_judge()


def changes(judge, answers):
    return [
        (change.kind, change.ids, change.level.value)
        for change in judge.changes(answers, judge.judge(answers))
    ]


def test_a_green_level_has_nowhere_to_go(judge):
    assert changes(judge, PICKUP) == []


def test_one_fact_or_one_sign_less(judge):
    assert changes(judge, PICKUP | PAYER) == [
        ("fact", ("fp_epmi_verified",), "hijau"),
        ("fact", ("fp_operator_verified",), "hijau"),
        ("fact", ("fp_school_verified",), "hijau"),
        ("answer", ("debt_ticket_third_party",), "hijau"),
        ("answer", ("trv_pickup_stranger",), "hijau"),
    ]


@pytest.mark.parametrize(("purpose", "offered"), [("ibadah", True), ("kerja_dn", False)])
def test_a_fact_is_offered_only_for_the_purposes_it_fits(judge, purpose, offered):
    found = changes(judge, PICKUP | PAYER | {"purpose": purpose})

    assert (("fact", ("fp_operator_verified",), "hijau") in found) is offered


def test_a_paper_seen(judge):
    assert changes(judge, NO_PASSPORT) == [
        ("fact", ("fp_epmi_verified",), "hijau"),
        ("paper", ("paspor",), "hijau"),
        ("answer", ("doc_pmi_set_incomplete",), "hijau"),
    ]


@pytest.mark.parametrize(
    ("visa", "wanted"), [("umrah", [("paper", ("visa",), "hijau")]), ("tahap_berikut", [])]
)
def test_a_visa_that_allows_work(judge, visa, wanted):
    answers = {"purpose": "kerja_ln", "docs.visa": visa}

    assert [c for c in changes(judge, answers) if c[0] == "paper"] == wanted


def test_without_a_work_visa_in_the_rules_none_can_be_shown():
    values = PARAMETERS | {"work_visas": '""'}
    ruleset = RULESET + "".join(parameter(*item) for item in values.items())
    answers = {"purpose": "kerja_ln", "docs.visa": "umrah"}

    assert not [c for c in changes(small_judge(ruleset=ruleset), answers) if c[0] == "paper"]


def test_pairs_are_looked_for_only_when_nothing_alone_helps(judge):
    found = changes(judge, PICKUP | PAYER | DEBT)

    assert found == [
        ("fact", ("fp_epmi_verified", "fp_operator_verified"), "hijau"),
        ("fact", ("fp_epmi_verified", "fp_school_verified"), "hijau"),
    ]


def test_a_fact_and_a_paper_together(judge):
    found = changes(judge, PICKUP | DEBT | NO_PASSPORT)

    assert ("together", ("fp_operator_verified", "paspor"), "hijau") in found
    assert ("fact", ("fp_epmi_verified", "fp_operator_verified"), "hijau") in found


def test_two_papers_and_where_two_are_not_enough_all_of_them():
    judge = small_judge(calming="")
    two = NO_PASSPORT | {"docs.perjanjian_kerja": "diragukan"}
    answer = ("answer", ("doc_pmi_set_incomplete",), "hijau")

    assert changes(judge, two) == [("paper", ("paspor", "perjanjian_kerja"), "hijau"), answer]
    assert changes(judge, two | {"docs.visa": "umrah"}) == [
        ("paper", ("paspor", "visa", "perjanjian_kerja"), "hijau"),
        answer,
    ]


def test_papers_that_do_not_help_are_not_offered():
    judge = small_judge(calming="")
    answers = NO_PASSPORT | {"docs.perjanjian_kerja": "tidak_ada", "docs.visa": "umrah"}

    found = changes(judge, answers | {"officer_ticks.rec_coached_to_lie": True})

    assert [change for change in found if change[0] != "answer"] == []


def test_a_fact_already_stated_is_not_offered_again(judge):
    answers = PICKUP | PAYER | DEBT | {"mitigations.fp_epmi_verified": True}

    found = changes(judge, answers)

    assert ("fact", ("fp_operator_verified",), "hijau") in found
    assert all("fp_epmi_verified" not in ids for _, ids, _ in found)


def test_nothing_is_offered_for_what_only_an_agency_can_settle(judge):
    answers = {"officer_ticks.coe_forced_or_afraid": True, "watch_hit": True}

    assert changes(judge, answers) == []
    assert judge.changes(PICKUP | PAYER, judge.judge(PICKUP | PAYER))[0] == Change(
        "fact", ("fp_epmi_verified",), Level.HIJAU
    )


def test_an_absolute_sign_recorded_by_mistake(judge):
    answers = {"officer_ticks.coe_forced_or_afraid": True}

    assert changes(judge, answers) == [("answer", ("coe_forced_or_afraid",), "hijau")]
