from datetime import date

import pytest

from posko_app.domain.detection.rules import Judge
from posko_app.domain.entries import derive
from posko_app.domain.group import (
    MOST_MATES,
    Pattern,
    Standing,
    Twin,
    compared,
    mates,
    member_answers,
    own_answers,
    read_from_nik,
    shared_among,
    standing,
    twins,
    with_mates,
)
from tests.support.fake_desk import shipped_rules

TODAY = date(2026, 11, 24)
WOMAN = "9902015711890003"  # 17 November 1989
HEADER = {
    "occurred_at": "2026-11-24T00:00:00Z",
    "group.id": "a" * 32,
    "claimed.purpose": "kerja_dn",
    "journey.final_country": "ID",
    "journey.final_city": "Batam",
    "recruiter.channel": "perusahaan",
    "recruiter.name": "CONTOH PEREKRUT",
    "recruiter.contact": "+6281299990001",
    "ticket.payer": "perusahaan",
    "ticket.payer_name": "PT CONTOH",
    "docs.spp_akad": "ada",
}
PERSON = {"traveller.name": "CONTOH SATU", "traveller.nik": WOMAN}


def how(own, header=HEADER, **more):
    answers = derive(member_answers(header, own, today=TODAY))
    found = Judge(shipped_rules()).judge(answers)
    return standing(answers, found, today=TODAY, **more)


def test_a_member_has_what_the_header_says_unless_his_row_says_it():
    answers = member_answers(HEADER, {**PERSON, "journey.final_city": "Tarakan"}, today=TODAY)

    assert answers["journey.final_city"] == "Tarakan"
    assert answers["journey.final_country"] == "ID"
    assert answers["docs.spp_akad"] == "ada"


@pytest.mark.parametrize(
    ("own", "gone"),
    [
        ({"ticket.payer": "keluarga"}, "ticket.payer_name"),
        ({"recruiter.name": "ORANG LAIN"}, "recruiter.contact"),
        ({"journey.final_country": "MY"}, "journey.final_city"),
    ],
)
def test_another_person_or_country_takes_nothing_of_the_headers(own, gone):
    assert gone not in member_answers(HEADER, {**PERSON, **own}, today=TODAY)


def test_another_number_of_the_same_recruiter_keeps_his_name():
    answers = member_answers(HEADER, {"recruiter.contact": "+6281299990002"}, today=TODAY)

    assert answers["recruiter.name"] == "CONTOH PEREKRUT"


def test_the_nik_gives_what_the_row_does_not_say():
    assert read_from_nik(PERSON, today=TODAY)["traveller.dob_other"] == "1989-11-17"
    assert read_from_nik({**PERSON, "traveller.sex": "L"}, today=TODAY).get("traveller.sex") is None
    assert "traveller.dob_other" not in read_from_nik(
        {**PERSON, "traveller.age_stated": 37}, today=TODAY
    )
    assert read_from_nik({"traveller.nik": "12"}, today=TODAY) == {}


def test_what_only_a_draft_says_is_never_recorded():
    draft = {**PERSON, "row.source": "manifes.xlsx", "row.saved.x": "y"}

    assert own_answers(draft) == PERSON
    assert not [p for p in member_answers(draft, draft, today=TODAY) if p.startswith("row.")]


def test_somebody_with_nothing_against_him_may_be_decided_with_the_others():
    assert how(PERSON) is Standing.GREEN


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"traveller.nik": WOMAN}, Standing.EMPTY),
        ({**PERSON, "traveller.dob_ktp": "31-02-1990"}, Standing.PROBLEM),
        ({"traveller.name": "CONTOH TANPA UMUR"}, Standing.NO_AGE),
        ({**PERSON, "traveller.nik": "9902015711120003"}, Standing.CHILD),
        ({**PERSON, "traveller.dob_ktp": "2010-01-01"}, Standing.CHILD),
        ({**PERSON, "doc_holder": "koordinator"}, Standing.TALK),
        ({**PERSON, "docs.spp_akad": "tidak_ada"}, Standing.LEVEL),
        ({**PERSON, "ticket.name": "LAIN/ORANG"}, Standing.TICKET),
        ({**PERSON, "ticket.name": "SATU/CONTOHMS"}, Standing.GREEN),
        ({**PERSON, "decision": "tunda"}, Standing.DECIDED),
        ({**PERSON, "decision": "belum_diputuskan"}, Standing.GREEN),
    ],
)
def test_whoever_needs_a_person_never_goes_with_the_rest(own, expected):
    assert how(own) is expected


def test_a_child_in_a_row_stays_a_child_whatever_the_header_says():
    header = {**HEADER, "traveller.dob_ktp": "1980-01-01", "decision": "boleh"}

    assert how({**PERSON, "traveller.nik": "9902015711120003"}, header) is not Standing.GREEN


def test_without_a_purpose_nobody_is_green():
    header = {path: value for path, value in HEADER.items() if path != "claimed.purpose"}

    assert how(PERSON, header) is Standing.UNRATED


def test_the_same_person_twice_is_not_green():
    assert how(PERSON, is_twin=True) is Standing.TWIN


def test_who_was_here_before_is_for_a_person():
    assert how(PERSON, was_here=True) is Standing.EARLIER
    assert how({**PERSON, "doc_holder": "koordinator"}, was_here=True) is Standing.TALK


def test_who_could_not_be_judged_is_not_green():
    answers = derive(member_answers(HEADER, PERSON, today=TODAY))

    assert standing(answers, None, today=TODAY) is Standing.UNRATED


def test_twins_are_told_by_number_or_by_name_and_birth():
    rows = [
        {"traveller.nik": WOMAN, "traveller.name": "A"},
        {"traveller.nik": "9902 0157 1189 0003"},
        {"traveller.passport": "x1"},
        {"traveller.passport": "X1"},
        {"traveller.name": "Contoh Satu", "traveller.dob_ktp": "1990-01-01"},
        {"traveller.name": "CONTOH  SATU", "traveller.dob_ktp": "1990-01-01"},
        {"traveller.name": "CONTOH SATU"},
    ]

    assert twins([*map(compared, rows)]) == (
        Twin(1, 0, "traveller.nik"),
        Twin(3, 2, "traveller.passport"),
        Twin(5, 4, "traveller.name"),
    )


def test_what_rows_have_in_common_is_counted_the_commonest_first():
    rows = [
        {"traveller.phone": "0812-9999-0001", "traveller.address": "Jl. Contoh 1"},
        {"traveller.phone": "+62 812 9999 0001", "traveller.address": "jl contoh 1"},
        {"ticket.payer_name": "PT CONTOH", "traveller.address": "JL. CONTOH 1"},
        {"ticket.payer_name": "PT Contoh", "pickup.name": "X"},
    ]

    found = shared_among([*map(compared, rows)], compared({"ticket.payer_name": "PT CONTOH"}))

    assert [(s.pattern, s.rows, s.by_header) for s in found] == [
        (Pattern.HOUSE, (0, 1, 2), False),
        (Pattern.PAYER, (2, 3), True),
        (Pattern.PHONE, (0, 1), False),
    ]


def test_a_village_alone_is_no_house():
    rows = [compared({"traveller.village": "Contoh"})] * 3

    assert shared_among(rows, compared({})) == ()


def test_those_beside_count_as_people_with_the_same_contact_but_no_family():
    said = {"recruiter.contact": "+6281299990001"}
    row, related = compared(said), compared({**said, "traveller.kk": "9902010101010001"})

    assert mates([row, row, row]) == (2, 2, 2)
    assert mates([related, related, row]) == (1, 1, 2)
    assert max(mates([row] * (MOST_MATES + 20))) == MOST_MATES
    assert with_mates({"prior.contact_repeats": 2}, 3) == {"prior.contact_repeats": 5}
    assert with_mates({}, 0) == {}
