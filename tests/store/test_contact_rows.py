"""Which contacts of a screening later ones are compared with, and when they go."""

import pytest

from tests.support.stores import correction, erasure, raw, save, screening

MOBILE, OTHER = "+6281200000001", "+6281200000002"
PERSON = {
    "traveller.name": "CONTOH SATU",
    "traveller.nik": "9902011203990001",
    "traveller.dob_ktp": "1999-03-12",
    "traveller.kk": "9902010101010001",
    "companions.n": 0,
    "journey.final_city": "Kota  Contoh",
}
CONTACTS = {"recruiter.contact": MOBILE}


def rows(store) -> list[tuple]:
    return raw(store, "SELECT * FROM contact_keys ORDER BY contact, position")


def contacts(store) -> list[str]:
    return [row[0] for row in rows(store)]


def erase(desk, store, entry, part):
    def task(unit):
        by = unit.append(erasure(desk, entry.header.id, part))
        unit.erase(entry.header.id, part, by_entry=by.header.id)

    store.write(task).result()


def sound(store) -> bool:
    return store.verify().result().ok


def test_a_row_holds_what_tells_people_and_journeys_apart(desk, store):
    save(store, screening(desk, {**PERSON, **CONTACTS}))

    assert rows(store) == [
        (
            MOBILE,
            "2026-11-24",
            3,
            1,
            "kota contoh",
            "9902010101010001",
            "9902011203990001",
            "contoh satu 1999-03-12",
        )
    ]


def test_each_contact_has_a_row_and_families_and_names_none(desk, store):
    save(
        store,
        screening(
            desk,
            {
                "recruiter.contact": MOBILE,
                "escort.contact": "Contoh@contoh",
                "pickup.contact": OTHER,
                "pickup.by": "keluarga",
                "companions.contact": "CONTOH NAMA",
                "traveller.phone": OTHER,
            },
        ),
    )

    assert contacts(store) == [MOBILE, "contoh@contoh"]


@pytest.mark.parametrize("number", ["TIDAKADA", "0" * 16, "990201120399000", "99020112039900012"])
def test_what_is_no_number_makes_nobody_the_same(desk, store, number):
    save(
        store,
        screening(desk, {**CONTACTS, "traveller.nik": number, "traveller.kk": number}),
    )

    assert rows(store)[0][5:] == (None, None, None)


def test_a_name_alone_tells_nobody_apart(desk, store):
    save(store, screening(desk, {**CONTACTS, "traveller.name": "CONTOH SATU"}))

    assert rows(store)[0][7] is None


def test_a_correction_puts_another_contact_in_its_place(desk, store):
    (entry,) = save(store, screening(desk, {**PERSON, **CONTACTS}))
    save(store, correction(desk, entry, {"recruiter.contact": OTHER}))

    assert contacts(store) == [OTHER]
    assert sound(store)


def test_rival_contacts_are_both_compared(desk, store):
    (entry,) = save(store, screening(desk, {**PERSON, **CONTACTS}))
    save(
        store,
        correction(desk, entry, {"recruiter.contact": OTHER}),
        correction(desk, entry, {"recruiter.contact": "+6281200000003"}),
    )

    assert contacts(store) == [OTHER, "+6281200000003"]
    assert sound(store)


def test_erased_contacts_leave_no_row(desk, store):
    kept, entry = save(
        store, screening(desk, {**PERSON, **CONTACTS}), screening(desk, {**PERSON, **CONTACTS})
    )

    erase(desk, store, entry, "contacts")

    assert [row[2] for row in rows(store)] == [3]
    assert sound(store)
    assert kept.header.seq == 3


def test_erased_identity_leaves_a_contact_of_nobody_in_particular(desk, store):
    (entry,) = save(store, screening(desk, {**PERSON, **CONTACTS}))

    erase(desk, store, entry, "identity")

    assert rows(store)[0][5:] == (None, None, None)
    assert sound(store)


def test_without_a_day_nothing_is_compared(desk, store):
    (entry,) = save(store, screening(desk, {**PERSON, **CONTACTS}))

    erase(desk, store, entry, "facts")

    assert rows(store) == []
    assert sound(store)


def test_a_voided_screening_is_compared_with_nothing_until_it_stands_again(desk, store):
    (entry,) = save(store, screening(desk, {**PERSON, **CONTACTS}))
    (void,) = save(store, correction(desk, entry, {"voided": True}))
    assert contacts(store) == []
    assert sound(store)

    save(store, correction(desk, entry, {"voided": None}, based_on=(void.header.id,)))

    assert contacts(store) == [MOBILE]
    assert sound(store)


TAMPERED = {
    "taken out": "DELETE FROM contact_keys",
    "rewritten": "UPDATE contact_keys SET contact = '+6281200000009'",
    "moved to another day": "UPDATE contact_keys SET occurred_on = '2026-01-01'",
    "another person": "UPDATE contact_keys SET nik = '9902011203990002'",
    "another family": "UPDATE contact_keys SET family_card = NULL",
    "in company": "UPDATE contact_keys SET solo = 0",
    "another place": "UPDATE contact_keys SET final_city = 'lain'",
    "another name": "UPDATE contact_keys SET named = NULL",
    "invented": (
        "INSERT INTO contact_keys (contact, occurred_on, position, solo)"
        " VALUES ('+6281200000009', '2026-11-24', 3, 0)"
    ),
    "invented beside no screening": (
        "INSERT INTO contact_keys (contact, occurred_on, position, solo)"
        " VALUES ('+6281200000009', '2026-11-24', 2, 0)"
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_contact_tampered_with_is_found(desk, store, what):
    save(store, screening(desk, {**PERSON, **CONTACTS}))
    assert sound(store)

    raw(store, TAMPERED[what])

    assert store.verify().result().fault.code == "projection_differs"
