"""Counting what other records share with a person."""

import dataclasses

import pytest

from posko_app.domain.contact_keys import contact_key
from posko_app.domain.detection.prior import (
    CONTACT_PATHS,
    PriorFacts,
    PriorRecord,
    count_prior,
    place_key,
    prior_query,
)

pytestmark = pytest.mark.domain

MOBILE, OTHER = "+6281234567890", "+6281234567891"
NIK = "9901016001080001"
ALONE = {
    "recruiter.contact": MOBILE,
    "companions.n": 0,
    "journey.final_city": "Kota  Contoh",
    "traveller.nik": NIK,
    "occurred_on": "2026-11-24",
}
SEEN = PriorRecord("a", MOBILE, None, 5)
SENT = PriorRecord("a", MOBILE, None, 5, solo=True, final_city="kota contoh")


def count(records, answers=ALONE):
    return count_prior(records, prior_query(answers), repeats_days=30, split_days=14)


@pytest.mark.parametrize("path", CONTACT_PATHS)
def test_every_contact_is_looked_for_in_its_comparable_form(path):
    assert prior_query({path: "0812 3456 7890"}).contacts == {MOBILE}


@pytest.mark.parametrize(
    ("contact", "role", "family"),
    [
        ("recruiter.contact", "recruiter.channel", "keluarga"),
        ("recruiter.contact", "recruiter.relation", "keluarga"),
        ("ticket.payer_contact", "ticket.payer", "keluarga"),
        ("pickup.contact", "pickup.by", "keluarga"),
        ("companions.contact", "companions.relation", "kakak"),
        ("companions.contact", "companions.relation", "orang_tua"),
    ],
)
def test_family_is_no_pattern_but_a_verified_case_stays_one(contact, role, family):
    query = prior_query({contact: MOBILE, role: family})

    assert query.contacts == frozenset()
    assert query.watched == {MOBILE}


def test_a_number_that_is_family_in_one_role_counts_in_another():
    answers = {"pickup.contact": MOBILE, "pickup.by": "keluarga", "recruiter.contact": MOBILE}

    assert prior_query(answers).contacts == {MOBILE}


@pytest.mark.parametrize("text", ["CONTOH NAMA SATU", "", "  ", "-"])
def test_a_name_alone_is_no_contact(text):
    assert contact_key(text) is None
    assert prior_query({"recruiter.contact": text}).watched == frozenset()


@pytest.mark.parametrize(
    ("text", "key"),
    [("0812-3456-7890", MOBILE), ("K-V04", "k-v04"), ("Contoh@Contoh.example", None)],
)
def test_contacts_are_compared_without_case_and_filler(text, key):
    assert contact_key(text) == (key or text.casefold())


def test_places_are_compared_as_they_are_said():
    assert place_key("KOTA, Contoh") == "kota contoh"
    assert place_key(" - ") is None


def test_a_query_holds_what_identifies_the_person_and_the_day():
    query = prior_query(
        ALONE
        | {
            "traveller.name": "CONTOH Nama",
            "traveller.dob_ktp": "2008-01-20",
            "traveller.kk": "99 01",
        }
    )

    assert (query.nik, query.name, query.dob) == (NIK, "contoh nama", "2008-01-20")
    assert (query.family_card, query.final_city) == ("9901", "kota contoh")
    assert query.solo
    assert query.on is not None
    assert query.on.isoformat() == "2026-11-24"


def test_what_is_not_recorded_or_of_another_type_is_nothing():
    query = prior_query({"companions.n": False, "traveller.nik": 7, "occurred_on": None})

    assert (query.nik, query.name, query.dob, query.family_card) == (None,) * 4
    assert (query.final_city, query.solo, query.on) == (None, False, None)
    assert count([SEEN, SENT], {}) == PriorFacts()
    assert "+62" not in repr(prior_query(ALONE))


@pytest.mark.parametrize(("days_ago", "counted"), [(0, 1), (30, 1), (31, 0), (-1, 0), (None, 0)])
def test_repeats_count_within_their_window(days_ago, counted):
    record = dataclasses.replace(SEEN, days_ago=days_ago)

    assert count([record]).contact_repeats == counted


@pytest.mark.parametrize(("days_ago", "counted"), [(0, 1), (14, 1), (15, 0)])
def test_split_departures_have_a_window_of_their_own(days_ago, counted):
    found = count([dataclasses.replace(SENT, days_ago=days_ago)])

    assert (found.split_departures, found.contact_repeats) == (counted, 1)


def test_one_person_counts_once():
    again = dataclasses.replace(SENT, days_ago=2)
    second = dataclasses.replace(SENT, person="b")

    assert count([SENT, again, second]) == PriorFacts(2, 2, 0)


def test_relatives_and_other_contacts_do_not_count():
    related = dataclasses.replace(SEEN, unrelated=False)
    elsewhere = dataclasses.replace(SEEN, contact=OTHER)

    assert count([related, elsewhere]) == PriorFacts()


@pytest.mark.parametrize(
    ("record", "answers"),
    [
        (dataclasses.replace(SENT, solo=False), ALONE),
        (dataclasses.replace(SENT, final_city="lain contoh"), ALONE),
        (SENT, ALONE | {"companions.n": 1}),
        (dataclasses.replace(SENT, final_city=None), ALONE | {"journey.final_city": None}),
    ],
)
def test_split_needs_both_alone_and_the_same_known_place(record, answers):
    assert count([record], answers).split_departures == 0


def test_the_same_nik_is_the_same_person_unless_the_identity_differs():
    own = dataclasses.replace(SENT, nik=NIK)
    other = dataclasses.replace(own, person="b", identity_differs=True)

    assert count([own]) == PriorFacts()
    assert count([other]) == PriorFacts(1, 1, 1)
    assert count([dataclasses.replace(other, contact=None, days_ago=None)]) == PriorFacts(0, 0, 1)


def test_counts_are_stated_as_derived_facts():
    assert PriorFacts(2, 1, 3).answers() == {
        "prior.contact_repeats": 2,
        "prior.split_departures": 1,
        "prior.identity_reused": 3,
    }
