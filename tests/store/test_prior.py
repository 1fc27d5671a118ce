"""Cross-record signs over real screenings: who shares a contact, a way of leaving, a NIK."""

import pytest

from posko_app.domain.detection.prior import PriorFacts, prior_query
from posko_app.domain.entries import derive
from posko_app.store import prior_lookup
from posko_app.store.connection import Connection
from tests.support.stores import correction, erasure, raw, save, screening

MOBILE, OTHER = "+6281200000001", "+6281200000002"
ASKED = {
    "occurred_at": "2026-11-24T01:00:00Z",
    "recruiter.contact": MOBILE,
    "traveller.name": "CONTOH NOL",
    "traveller.nik": "9902011203990000",
    "traveller.dob_ktp": "1999-03-12",
    "traveller.kk": "9902010101010000",
    "companions.n": 0,
    "journey.final_city": "Kota Contoh",
}


def person(number: int, day: int = 20, **answers):
    """Another traveller sent alone by the same recruiter, on a day of November."""
    return {
        "occurred_at": f"2026-11-{day:02d}T01:00:00Z",
        "recruiter.contact": MOBILE,
        "traveller.name": f"CONTOH {number}",
        "traveller.nik": f"990201120399{number:04d}",
        "traveller.dob_ktp": "1999-03-12",
        "companions.n": 0,
        "journey.final_city": "KOTA CONTOH",
    } | {name.replace("__", "."): value for name, value in answers.items()}


def found(store, answers=ASKED, *, subject=None, repeats=30, split=14):
    query = prior_query(derive(answers))
    task = store.read(
        lambda unit: unit.prior(query, subject=subject, repeats_days=repeats, split_days=split)
    )
    return task.result()


def prior(store, answers=ASKED, **options) -> PriorFacts:
    return found(store, answers, **options).prior


def saved(desk, store, *people):
    return save(store, *(screening(desk, answers) for answers in people))


def test_nothing_before_is_nothing_found(store):
    assert found(store) == prior_lookup.Found(PriorFacts(), None)


def test_people_with_the_same_contact_and_way_of_leaving_are_counted(desk, store):
    saved(desk, store, person(1), person(2), person(3, recruiter__contact=OTHER))

    assert prior(store) == PriorFacts(contact_repeats=2, split_departures=2)


def test_contacts_in_other_roles_and_forms_are_the_same_contact(desk, store):
    saved(
        desk,
        store,
        person(1, recruiter__contact=None, pickup__contact=MOBILE),
        person(2, recruiter__contact=None, ticket__payer_contact=MOBILE),
    )

    assert prior(store).contact_repeats == 2


def test_windows_reach_exactly_as_far_as_the_ruleset_says(desk, store):
    saved(desk, store, person(1, day=10), person(2, day=9), person(3, day=23))

    assert prior(store, repeats=15, split=14) == PriorFacts(3, 2)
    assert prior(store, repeats=14, split=15) == PriorFacts(2, 3)
    assert prior(store, repeats=0, split=0) == PriorFacts()


def test_who_comes_later_is_no_earlier_record(desk, store):
    saved(desk, store, person(1, day=25))

    assert prior(store) == PriorFacts()


def test_the_same_person_counts_once(desk, store):
    saved(
        desk,
        store,
        person(1),
        person(1, day=21),
        person(1, day=22, traveller__nik=None),  # same name and birth date
        person(2, traveller__nik=None),
        person(2, day=21, traveller__nik=None),
    )

    assert prior(store).contact_repeats == 2


def test_a_name_alone_makes_nobody_the_same(desk, store):
    same = {"traveller__nik": None, "traveller__dob_ktp": None, "traveller__name": "CONTOH"}
    saved(desk, store, person(1, **same), person(2, **same))

    assert prior(store).contact_repeats == 2


def test_the_person_asked_about_never_counts(desk, store):
    saved(
        desk,
        store,
        ASKED | {"occurred_at": "2026-11-20T01:00:00Z"},
        ASKED | {"occurred_at": "2026-11-21T01:00:00Z", "traveller.nik": None},
    )

    assert prior(store) == PriorFacts()


def test_a_screening_never_counts_itself(desk, store):
    (own,) = saved(desk, store, person(1, day=24))

    assert prior(store, person(1, day=24, traveller__nik=None, traveller__dob_ktp=None)) == (
        PriorFacts(1, 1)
    )
    assert (
        prior(
            store,
            person(1, day=24, traveller__nik=None, traveller__dob_ktp=None),
            subject=own.header.subject,
        )
        == PriorFacts()
    )


def test_one_family_card_is_one_family(desk, store):
    saved(
        desk,
        store,
        person(1, traveller__kk=ASKED["traveller.kk"]),
        person(2, traveller__kk="9902010101010002"),
        person(3),
    )

    assert prior(store).contact_repeats == 2


def test_departures_are_split_only_alone_and_to_one_place(desk, store):
    saved(
        desk,
        store,
        person(1, companions__n=2),
        person(2, journey__final_city="LAIN"),
        person(3, companions__n=None),
        person(4),
    )

    assert prior(store) == PriorFacts(contact_repeats=4, split_departures=1)


def test_voided_and_erased_records_do_not_count(desk, store):
    voided, erased, _ = saved(desk, store, person(1), person(2), person(3))
    save(store, correction(desk, voided, {"voided": True}))

    def erase(unit):
        by = unit.append(erasure(desk, erased.header.id, "contacts"))
        unit.erase(erased.header.id, "contacts", by_entry=by.header.id)

    store.write(erase).result()

    assert prior(store) == PriorFacts(1, 1)


OFFICE = (
    "INSERT INTO register_rows (register, row_key, name, name_key, contact, valid_from, valid_to,"
    " status, source_row) VALUES ('p3mi', '1', 'CONTOH', 'contoh', ?, ?, ?, ?, 1)"
)
VOUCHED = {
    "no dates": (MOBILE, None, None, "berlaku"),
    "first day": (MOBILE, "2026-11-24", None, "berlaku"),
    "last day": (MOBILE, None, "2026-11-24", "berlaku"),
}
NOT_VOUCHED = {
    "another contact": (OTHER, None, None, "berlaku"),
    "over": (MOBILE, None, "2026-11-23", "berlaku"),
    "not yet": (MOBILE, "2026-11-25", None, "berlaku"),
    "revoked": (MOBILE, None, None, "berakhir"),
    "the list does not say": (MOBILE, None, None, ""),
}


@pytest.mark.parametrize("what", VOUCHED)
def test_an_office_on_an_official_list_is_no_pattern(desk, store, what):
    saved(desk, store, person(1), person(2))
    raw(store, OFFICE, *VOUCHED[what])

    assert prior(store) == PriorFacts()


@pytest.mark.parametrize("what", NOT_VOUCHED)
def test_only_a_row_in_force_vouches_for_a_contact(desk, store, what):
    saved(desk, store, person(1), person(2))
    raw(store, OFFICE, *NOT_VOUCHED[what])

    assert prior(store) == PriorFacts(2, 2)


def test_a_nik_with_another_name_or_birth_date_was_used_by_somebody_else(desk, store):
    borrowed = {"traveller__nik": ASKED["traveller.nik"], "recruiter__contact": OTHER}
    saved(
        desk,
        store,
        person(1, **borrowed, traveller__name="contoh  NOL"),  # the same person
        person(2, **borrowed),
        person(3, **borrowed, traveller__name="CONTOH NOL", traveller__dob_ktp="1998-01-01"),
        person(4, **borrowed, traveller__name=None, traveller__dob_ktp=None),  # says nothing else
        person(5, recruiter__contact=OTHER),
    )

    assert prior(store) == PriorFacts(identity_reused=2)


def test_a_borrowed_nik_is_one_record_and_another_person(desk, store):
    reused = person(1, traveller__nik=ASKED["traveller.nik"], pickup__contact=OTHER)
    saved(desk, store, reused, person(2))

    answers = {**ASKED, "pickup.contact": OTHER}
    assert prior(store, answers) == PriorFacts(2, 2, identity_reused=1)


def test_voided_records_and_placeholders_are_nobodys_nik(desk, store):
    (voided, _) = saved(
        desk,
        store,
        person(1, traveller__nik=ASKED["traveller.nik"]),
        person(2, traveller__nik="TIDAKADA"),
    )
    save(store, correction(desk, voided, {"voided": True}))

    assert prior(store).identity_reused == 0
    assert prior(store, {**ASKED, "traveller.nik": "TIDAKADA"}).identity_reused == 0


def test_a_nik_in_conflict_is_found_under_both(desk, store):
    (entry,) = saved(desk, store, person(1, recruiter__contact=None))
    save(
        store,
        correction(desk, entry, {"traveller.nik": ASKED["traveller.nik"]}),
        correction(desk, entry, {"traveller.nik": "9902011203990005"}),
    )

    assert prior(store).identity_reused == 1


def test_without_a_day_there_is_no_window_but_a_nik_stays_one(desk, store):
    saved(desk, store, person(1), person(2, traveller__nik=ASKED["traveller.nik"]))
    answers = {path: value for path, value in ASKED.items() if path != "occurred_at"}

    assert prior(store, answers) == PriorFacts(identity_reused=1)


def test_a_contact_everybody_has_is_looked_at_only_so_far(desk, store, monkeypatch):
    saved(desk, store, *(person(n) for n in range(1, 7)))
    monkeypatch.setattr(prior_lookup, "SHARING_AT_MOST", 4)

    assert prior(store).contact_repeats == 4


def test_both_look_ups_are_answered_by_an_index(store):
    def plans(connection: Connection):
        sharing = ("", "", "", 1)
        for sql, params in ((prior_lookup.SHARING, sharing), (prior_lookup.WHITE, ("", "", ""))):
            rows = connection.execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()
            yield " ".join(row[3] for row in rows)

    told = store.read(lambda unit: list(plans(unit.connection))).result()

    assert "PRIMARY KEY (contact=? AND occurred_on>? AND occurred_on<?)" in told[0]
    assert "register_rows_by_contact (contact=?)" in told[1]
    assert "TEMP B-TREE" not in told[0]
