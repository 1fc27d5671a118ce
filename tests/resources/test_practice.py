"""Each practice case means what its author meant: rules and data agree on level and signs."""

import re
from datetime import date, timedelta

import pytest

from posko_app.domain.codes import PURPOSE
from posko_app.domain.detection.rules import Judge
from posko_app.domain.practice import Topic
from posko_app.practice_files import practice_files
from posko_app.services.practice_cases import practice_cases
from tests.support.fake_desk import shipped_rules

TODAY = date(2026, 11, 24)
FORBIDDEN = ("cekal", "korban", "tersangka", "terdeteksi", "tidak boleh berangkat")
NO_COPY_NO_SPP = {"doc_no_contract_copy", "doc_akad_spp_missing"}
# level, with a star for a private talk; what stands; what a fact calms
MEANT = {
    "k01": ("hijau", set(), set()),
    "k02": ("hijau", set(), set()),
    "k03": ("kuning*", {"doc_held_by_other"}, set()),
    "k04": (
        "kuning",
        {
            "doc_visa_purpose_mismatch",
            "doc_pmi_set_incomplete",
            "doc_no_contract_copy",
            "rec_private_recruiter",
            "rec_recruiter_unknown",
            "tec_online_only",
        },
        set(),
    ),
    "k05": ("kuning", {"debt_owed_recruiter", "debt_deduction_unclear"}, set()),
    "k06": (
        "merah",
        {"age_minor_work", "age_child_nonguardian", "debt_ticket_third_party"} | NO_COPY_NO_SPP,
        set(),
    ),
    "k07": ("merah", {"coe_forced_or_afraid", "coe_cannot_cancel"} | NO_COPY_NO_SPP, set()),
    "k08": (
        "merah",
        {
            "dec_employer_place_unknown",
            "debt_ticket_third_party",
            "trv_pickup_stranger",
            "trv_final_dest_unknown",
        }
        | NO_COPY_NO_SPP,
        set(),
    ),
    "k09": (
        "merah",
        {
            "rec_romance_new_friend",
            "rec_rush_minimal_papers",
            "dec_job_unknown",
            "dec_employer_place_unknown",
            "debt_ticket_third_party",
            "trv_pickup_stranger",
        },
        set(),
    ),
    "k10": (
        "kuning*",
        {
            "debt_collateral",
            "debt_owed_recruiter",
            "debt_deduction_unclear",
            "debt_ticket_third_party",
        }
        | NO_COPY_NO_SPP,
        set(),
    ),
    "k11": ("merah", {"age_docs_cross_18"}, set()),
    "k12": ("hijau", {"doc_nik_dob_mismatch"}, set()),
    "k13": ("kuning*", {"coe_speaks_for"}, set()),
    "k14": ("hijau", set(), set()),
    "k15": ("kuning", {"doc_pmi_set_incomplete"}, set()),
    "k16": ("merah", {"doc_id_altered"}, set()),
    "k17": ("hijau", set(), set()),
    "k18": (
        "merah",
        {
            "doc_held_by_other",
            "coe_cannot_cancel",
            "rec_payment_for_consent",
            "debt_owed_recruiter",
            "debt_ticket_third_party",
        }
        | NO_COPY_NO_SPP,
        set(),
    ),
    "k19": ("hijau", set(), {"grp_one_payer_unrelated"}),
    "k20": ("hijau", set(), {"doc_pmi_set_incomplete"}),
    "k21": ("hijau", set(), {"trv_pickup_stranger"}),
}


@pytest.fixture(scope="module")
def judge():
    return Judge(shipped_rules())


def cases(today=TODAY):
    return practice_cases(practice_files(), today=today)


def read(judge, case):
    found = judge.judge(case.answers)
    star = "*" if found.priority else ""
    standing, calmed = {s.id for s in found.fired}, {c.id for c in found.neutralised}
    return f"{found.level}{star}", standing, calmed


def test_the_rules_read_every_case_as_it_was_meant(judge):
    assert {case.id: read(judge, case) for case in cases()} == MEANT


@pytest.mark.parametrize("days", [7, 98, 190, 365, 463, 3_652])
def test_a_case_means_the_same_on_any_day(judge, days):
    later = cases(TODAY + timedelta(days=days))

    assert {case.id: read(judge, case) for case in later} == MEANT


def test_a_good_capture_leaves_no_question_open(judge):
    assert [case.id for case in cases() if judge.judge(case.answers).not_asked] == []


def test_every_topic_has_cases_and_every_level_is_there():
    topics = [topic for case in cases() for topic in case.topics]

    assert len(cases()) >= 16
    assert {topic: topics.count(topic) >= 2 for topic in Topic} == dict.fromkeys(Topic, True)
    assert {level.rstrip("*") for level, _, _ in MEANT.values()} == {"hijau", "kuning", "merah"}


def test_everybody_is_invented_and_the_story_says_what_is_to_be_typed():
    for case in cases():
        name, nik = str(case.answers["traveller.name"]), str(case.answers["traveller.nik"])
        assert name.startswith("CONTOH ")
        assert nik.startswith("99")
        assert name in case.narrative
        assert nik in case.narrative
        assert not re.search(r"[{}]", case.narrative)
        assert len(case.narrative) < 500  # above the form there must be room for the form


def test_nobody_is_called_what_we_never_print():
    texts = " ".join(f"{case.title} {case.narrative}" for case in cases()).lower()

    assert [word for word in FORBIDDEN if word in texts] == []


def test_purposes_are_claimed_so_that_the_form_can_hold_them():
    assert {str(case.answers["claimed.purpose"]) for case in cases()} <= set(PURPOSE)
