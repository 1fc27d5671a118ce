"""The papers of a scheme as they stand."""

import pytest

from posko_app.domain.codes import PAPER, VISA
from posko_app.domain.detection.assessment import PaperState
from tests.domain.detection.small import small_judge

pytestmark = pytest.mark.domain

BY_P3MI = {"recruiter.channel": "P3MI"}
SEEN, MISSING, LATER = PaperState.SEEN, PaperState.MISSING, PaperState.LATER
NOT_OWED, NOT_RECORDED = PaperState.NOT_OWED, PaperState.NOT_RECORDED


@pytest.fixture(scope="module")
def judge():
    return small_judge()


def states(judge, answers):
    return {each.paper: each.state for each in judge.checklist(BY_P3MI | answers).papers}


def test_without_a_scheme_there_is_no_list(judge):
    found = judge.checklist({"docs.paspor": "ada"})

    assert (found.scheme, found.is_stated, found.papers) == (None, False, ())


def test_the_list_says_whether_the_scheme_was_stated(judge):
    assert judge.checklist(BY_P3MI).is_stated is False
    assert judge.checklist({"placement.scheme": "akan_p3mi"}).is_stated is True


def test_nothing_recorded_is_due_later_or_not_owed(judge):
    assert states(judge, {}) == {
        "paspor": NOT_RECORDED,
        "visa": NOT_RECORDED,
        "perjanjian_kerja": NOT_RECORDED,
        "surat_sehat": LATER,
        "opp": NOT_RECORDED,
        "spp_akad": NOT_OWED,
    }


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("ada", SEEN),
        ("terverifikasi", SEEN),
        ("tidak_ada", MISSING),
        ("diragukan", MISSING),
        ("tahap_berikut", LATER),
        ("tidak_perlu", NOT_OWED),
        ("kode_baru", NOT_RECORDED),
        (None, NOT_RECORDED),
        (3, NOT_RECORDED),
    ],
)
def test_each_answer_has_its_state(judge, answer, state):
    assert states(judge, {"docs.paspor": answer})["paspor"] is state


def test_every_code_has_a_state(judge):
    assert NOT_RECORDED not in {states(judge, {"docs.paspor": c})["paspor"] for c in PAPER}
    assert NOT_RECORDED not in {states(judge, {"docs.visa": code})["visa"] for code in VISA}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("kerja", SEEN),
        ("tahap_berikut", LATER),
        ("umrah", MISSING),
        ("tidak_ada", MISSING),
        ("kedaluwarsa", MISSING),
        ("ada", NOT_RECORDED),
        (None, NOT_RECORDED),
    ],
)
def test_a_visa_is_seen_when_it_allows_work(judge, answer, state):
    assert states(judge, {"docs.visa": answer})["visa"] is state


def test_a_paper_that_is_not_owed_is_never_missing(judge):
    absent = {"docs.spp_akad": "tidak_ada"}

    assert states(judge, absent)["spp_akad"] is NOT_OWED
    assert states(judge, {"docs.spp_akad": "ada"})["spp_akad"] is SEEN
    assert judge.checklist({"purpose": "kerja_dn"}).papers[0].state is NOT_OWED


@pytest.mark.parametrize(
    ("day", "listed"),
    [
        ("2025-12-31", {"opp"}),
        ("2026-01-01", {"opp", "perjanjian_kerja"}),
        ("2026-06-30", {"opp", "perjanjian_kerja"}),
        ("2026-07-01", {"perjanjian_kerja"}),
        (None, {"opp", "perjanjian_kerja"}),
    ],
)
def test_a_row_is_listed_while_it_is_in_force(judge, day, listed):
    assert set(states(judge, {"occurred_on": day})) & {"opp", "perjanjian_kerja"} == listed


def test_each_line_carries_what_was_recorded_and_why_it_is_asked(judge):
    passport = judge.checklist(BY_P3MI | {"docs.paspor": "ada"}).papers[0]

    assert passport.answer == "ada"
    assert passport.row is not None
    assert passport.row.basis.source == "SRC-CONTOH"
    assert judge.checklist(BY_P3MI).papers[-1].row is None
