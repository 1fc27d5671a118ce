"""Who is worth showing as somebody who was here before, and what is said about it."""

from dataclasses import replace

import pytest

from posko_app.domain.people import (
    EarlierPerson,
    Leaving,
    Person,
    Shared,
    leaves_alike,
    leaving_in,
    person_in,
    rank,
    shared_by,
)
from posko_app.domain.person_links import PairState

NIK, OTHER_NIK = "9902015711890003", "9902015711890004"
BORN = frozenset({"1989-11-17"})
NOW = Person(NIK, "X0000001", "+6281200000001", "MARIA CONTOH", BORN, "desa contoh")


@pytest.mark.parametrize(
    ("before", "shared"),
    [
        (Person(nik=NIK), "nik"),
        (Person(nik=NIK, name="YOSEFINA MISAL"), "nik name_differs"),
        (Person(nik=NIK, births=frozenset({"1990-01-01"})), "nik birth_differs"),
        (Person(passport="X0000001"), "passport"),
        (Person(phone="+6281200000001", name="YOSEFINA MISAL"), "phone name_differs"),
        (Person(name="MARYA CONTOH", births=BORN), "name_near birth"),
        (Person(name="CONTOH MARIA", births=BORN), "name_same birth"),
        (Person(nik=OTHER_NIK, name="MARIA CONTOH", births=BORN), "nik_differs name_same birth"),
        (Person(births=BORN, village="desa contoh"), "birth village"),
        (Person(name="MARIA CONTOH"), ""),  # a name alone says nothing
        (Person(births=BORN), ""),
        (Person(name="YOSEFINA CONTOH", births=BORN), ""),  # the clan's name alone
        (Person(name="MARIA CONTOH", village="desa contoh"), ""),
        (Person(nik=OTHER_NIK, births=BORN, village="desa contoh"), ""),
        (Person(), ""),
    ],
)
def test_enough_in_common_is_shown_with_what_differs(before, shared):
    assert shared_by(NOW, before) == tuple(map(Shared, shared.split()))


@pytest.mark.parametrize(
    ("answers", "can"),
    [
        ({}, False),
        ({"traveller.nik": "99020157118900"}, False),
        ({"traveller.nik": "99.02.01-5711890003"}, True),
        ({"traveller.passport": "X00"}, False),
        ({"traveller.passport": "x 0000001"}, True),
        ({"traveller.phone": "0812"}, False),
        ({"traveller.name": "MARIA CONTOH"}, False),
        ({"traveller.dob_ktp": "1989-11-17"}, False),
        ({"traveller.name": "MARIA CONTOH", "traveller.dob_stated": "1989-11-17"}, True),
        ({"traveller.village": "DESA CONTOH", "traveller.dob_ktp": "1989-11-17"}, True),
        ({"traveller.name": " - ", "traveller.dob_ktp": "1989-11-17"}, False),
    ],
)
def test_nobody_is_looked_for_before_something_is_whole(answers, can):
    assert person_in(answers).can_be_looked_for() is can


def test_one_departure_is_number_and_day_together():
    told = {"occurred_on": "2026-11-24", "departure.number": "JT691"}
    now = leaving_in(told | {"departure.departs_on": "2026-11-25"})

    assert leaves_alike(now, replace(now, on="2026-11-23")) == (False, True)
    assert leaves_alike(now, replace(now, departs_on="2026-11-26")) == (True, False)
    assert leaves_alike(leaving_in(told), leaving_in(told)) == (True, False)
    assert leaves_alike(Leaving(None), Leaving(None)) == (False, False)


def test_a_ship_is_a_departure_by_its_name_and_an_airline_alone_is_none():
    day = {"departure.departs_on": "2026-11-25"}
    ship = day | {"departure.kind": "laut", "departure.carrier": "KM Siguntang"}
    same = leaving_in(ship | {"departure.carrier": "KM Bukit Siguntang"})
    other = leaving_in(ship | {"departure.carrier": "KM Umsini"})
    air = leaving_in(day | {"departure.kind": "udara", "departure.carrier": "Lion Air"})

    assert leaves_alike(leaving_in(ship), same) == (False, True)
    assert leaves_alike(leaving_in(ship), other) == (False, False)
    assert leaves_alike(air, air) == (False, False)


def earlier(*shared: Shared, **more) -> EarlierPerson:
    return EarlierPerson("a" * 32, None, None, "CONTOH", None, "boleh", shared, **more)


@pytest.mark.parametrize(
    ("one", "is_twice"),
    [
        (earlier(Shared.NIK, same_day=True), True),
        (earlier(Shared.PASSPORT, same_departure=True), True),
        (earlier(Shared.NAME_NEAR, Shared.BIRTH, same_day=True), True),
        (earlier(Shared.NIK), False),
        (earlier(Shared.PHONE, same_day=True), False),  # a family has one telephone
        (earlier(Shared.BIRTH, Shared.VILLAGE, same_day=True), False),
        (earlier(Shared.NIK, same_day=True, answered=PairState.NOT_SAME), False),
    ],
)
def test_twice_is_the_same_person_on_one_day_or_one_departure(one, is_twice):
    assert one.is_duplicate is is_twice


def test_what_matters_most_is_first():
    twice = earlier(Shared.NAME_NEAR, Shared.BIRTH, same_day=True)
    number = earlier(Shared.NIK)
    named = earlier(Shared.NAME_NEAR, Shared.BIRTH)
    phone = earlier(Shared.PHONE)

    assert sorted([phone, named, number, twice], key=rank) == [twice, number, named, phone]
