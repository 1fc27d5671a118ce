"""Reading one input of assess."""

from datetime import date

import pytest

from posko_app.domain.detection.assess_input import read_case

pytestmark = pytest.mark.domain

TODAY = date(2026, 11, 24)
BORN = {"traveller": {"dob_ktp": "2009-03-10", "nik": "9901011003090001"}}
ALONE = {
    "recruiter": {"contact": "0812 3456 7890"},
    "companions": {"n": 0},
    "journey": {"final_city": "Kota Contoh"},
    "traveller": {"nik": "9901011003090001"},
    "ref_date": "2026-11-24",
}
SAME = {"contact": "+62 812-3456-7890", "days_ago": 3}


def answers(content, **options):
    case = read_case(content, **options)
    assert case.problems == ()
    return case.answers


def problems(content):
    return [(problem.field, problem.code) for problem in read_case(content).problems]


def prior(*records, **more):
    found = answers(ALONE | {"prior_records": list(records)} | more)
    return tuple(
        found[f"prior.{name}"]
        for name in ("contact_repeats", "split_departures", "identity_reused")
    )


def test_unknown_keys_are_passed_over_and_null_is_absent():
    content = {"weather": "hujan", "docs": {"visa": None, "diploma": "ada"}, "a.b": 1}

    assert answers(content) == {}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"docs": "ada"}, ("docs", "wrong_type")),
        ({"docs": {"visa": "kerjaan"}}, ("docs.visa", "unknown_code")),
        ({"job": {"wage_idr": 1.5}}, ("job.wage_idr", "wrong_type")),
        ({"officer_ticks": ["coe_x"]}, ("officer_ticks", "unknown_code")),
        ({"ref_date": "2026-02-30"}, ("ref_date", "not_a_date")),
        ({"ref_date": 20260210}, ("ref_date", "wrong_type")),
        ({"prior_records": {}}, ("prior_records", "wrong_type")),
        ({"prior_records": [3]}, ("prior_records.0", "wrong_type")),
        ({"prior_records": [{"days_ago": "3"}]}, ("prior_records.0.days_ago", "wrong_type")),
        ({"prior_records": [{"days_ago": True}]}, ("prior_records.0.days_ago", "wrong_type")),
        ({"prior_records": [{"on": "kemarin"}]}, ("prior_records.0.on", "not_a_date")),
        ({"prior_records": [{"solo": 1}]}, ("prior_records.0.solo", "wrong_type")),
        ({"verified_watch": "K-1"}, ("verified_watch", "wrong_type")),
        ({"verified_watch": [3]}, ("verified_watch.0.contact", "wrong_type")),
    ],
)
def test_a_wrong_type_or_code_is_a_problem(content, problem):
    assert problems(content) == [problem]


@pytest.mark.parametrize(
    ("more", "age"),
    [
        ({"ref_date": "2027-03-09"}, 17),
        ({"ref_date": "2027-03-10"}, 18),
        ({"ref_date": "2027-03-10", "occurred_at": "2026-03-10T00:00:00Z"}, 18),
        ({"occurred_at": "2027-03-09T16:30:00Z"}, 18),  # already the tenth at the posko
        ({}, 17),
    ],
)
def test_ages_are_those_on_the_day_asked_about(more, age):
    assert answers(BORN | more, today=TODAY)["ages.ktp"] == age


def test_without_any_day_nobody_has_an_age():
    found = answers(BORN)

    assert "ages.ktp" not in found
    assert found["nik_dob_match"] is True


def test_facts_given_as_such_stay_where_nothing_derives_them():
    content = {"ages": {"ktp": 15}, "nik_dob_match": False, "purpose": "pelaut"}

    assert answers(content, today=TODAY).items() >= {
        ("ages.ktp", 15),
        ("nik_dob_match", False),
        ("purpose", "pelaut"),
    }
    assert answers(content | BORN, today=TODAY)["ages.ktp"] == 17


def test_the_purpose_comes_from_what_was_said():
    assert answers({"claimed": {"purpose": "wisata"}})["purpose"] == "wisata"


def test_without_records_nothing_is_counted():
    found = answers(ALONE)

    assert not [path for path in found if path.startswith(("prior.", "watch"))]


@pytest.mark.parametrize(
    ("record", "counted"),
    [
        (SAME, (1, 0, 0)),
        (SAME | {"unrelated": False}, (0, 0, 0)),
        (SAME | {"related": True}, (0, 0, 0)),
        (SAME | {"related": True, "unrelated": True}, (1, 0, 0)),
        (SAME | {"contact": "lain 1"}, (0, 0, 0)),
        ({"contact_key": "+6281234567890", "on": "2026-10-25"}, (1, 0, 0)),
        ({"contact": "+6281234567890", "date": "2026-10-24"}, (0, 0, 0)),
        ({"contact": "+6281234567890", "ref_date": "2026-11-24"}, (1, 0, 0)),
        ({"contact": "+6281234567890"}, (0, 0, 0)),
        (SAME | {"solo": True, "final_city": "kota contoh"}, (1, 1, 0)),
        (SAME | {"companions_n": 0, "journey": {"final_city": "Kota Contoh"}}, (1, 1, 0)),
        (SAME | {"companions": {"n": 0}, "final_city": "Kota Contoh"}, (1, 1, 0)),
        (SAME | {"companions": {"n": 2}, "final_city": "Kota Contoh"}, (1, 0, 0)),
        (SAME | {"companions": 2, "final_city": "Kota Contoh"}, (1, 0, 0)),
        ({"nik": "9901011003090001", "identity_differs": True}, (0, 0, 1)),
        ({}, (0, 0, 0)),
    ],
)
def test_one_earlier_record_under_any_of_its_names(record, counted):
    assert prior(record) == counted


def test_different_people_count_once_each():
    first, second = SAME | {"nik": "9901011003090002"}, SAME | {"nik": "9901011003090003"}

    assert prior(first, first, second) == (2, 0, 0)
    assert prior(SAME, SAME) == (2, 0, 0)  # nobody says that they are one person


def test_windows_may_be_the_rulesets():
    content = ALONE | {"prior_records": [SAME | {"days_ago": 5}]}

    assert answers(content, repeats_days=4)["prior.contact_repeats"] == 0
    assert answers(content, repeats_days=5)["prior.contact_repeats"] == 1


def test_a_day_without_a_reference_has_no_window():
    content = {**ALONE, "prior_records": [{"contact": "+6281234567890", "on": "2026-11-24"}]}
    del content["ref_date"]

    assert answers(content)["prior.contact_repeats"] == 0
    assert answers(content, today=TODAY)["prior.contact_repeats"] == 1


@pytest.mark.parametrize(
    ("watch", "hit"),
    [
        (["081234567890"], True),
        ([{"contact": "081234567890", "case": "contoh"}], True),
        (["081234567891", {"contact_key": "x1"}], False),
        ([{}], False),
        ([], False),
    ],
)
def test_the_watch_list_is_compared_with_every_contact(watch, hit):
    assert answers(ALONE | {"verified_watch": watch})["watch_hit"] is hit
