"""Aliases both ways: many spellings, one form; what is unknown stays as it was typed."""

import pytest

from posko_app.domain.carrier_table import AIRLINES, SHIPS
from posko_app.domain.carriers import (
    carrier_name,
    carrier_of,
    carriers_like,
    cities_like,
    flight_key,
    port_name,
    ports_like,
    ship_name,
)
from posko_app.domain.port_table import AIRPORTS, HARBOURS, PORTS
from posko_app.domain.text import search_text


@pytest.mark.parametrize(
    "text",
    ["JT 0691", "JT 691", "jt691", "jt-0691", "JT.691", "Lion Air 691", "lion 0691", " JT  0691 "],
)
def test_one_flight_has_one_number(text):
    assert flight_key(text) == "JT691"


@pytest.mark.parametrize(
    ("text", "stays"), [("6541", "6541"), ("contoh air 12", "CONTOH AIR 12"), ("", ""), ("x", "X")]
)
def test_a_number_of_an_unknown_airline_is_only_written_in_capitals(text, stays):
    assert flight_key(text) == stays


@pytest.mark.parametrize("text", ["jt", "JT", "Lion", "lion air", "LionAir"])
def test_an_airline_is_known_by_code_and_name(text):
    assert carrier_of(text).name == carrier_name(text) == "Lion Air"


def test_a_flights_number_names_its_airline_and_is_not_lost():
    assert carrier_of("JT 0691").name == carrier_of("jt691").name == "Lion Air"
    assert carrier_name("JT 0691") == "JT 0691"


def test_every_airline_is_found_by_code_and_by_name():
    for airline in AIRLINES:
        assert carrier_of(airline.code) is carrier_of(airline.name) is airline
        assert all(carrier_of(alias) is airline for alias in airline.aliases)


@pytest.mark.parametrize(
    "text",
    ["KM Siguntang", "km. bukit siguntang", "K.M. Siguntang", "Siguntang", "kapal siguntang"],
)
def test_a_ship_is_known_by_its_short_name(text):
    assert ship_name(text) == carrier_name(text) == "KM Bukit Siguntang"


def test_a_misspelt_ship_and_a_ferry_are_known():
    assert ship_name("Umsisni") == ship_name("KM UMSISNI") == "KM Umsini"
    assert ship_name("kmp inerie 2") == ship_name("Inerie") == "KMP Inerie II"


def test_every_ship_is_found_by_each_of_its_names():
    for ship in SHIPS:
        for name in (ship.name, *ship.aliases):
            assert ship_name(name) == ship.name
            assert ship_name(f"KM {name.removeprefix('KMP ').removeprefix('KM ')}") == ship.name


@pytest.mark.parametrize("text", ["KM Contoh", "contoh", "KM", "Express Contoh 7", ""])
def test_an_unknown_ship_stays_as_it_was_typed(text):
    assert ship_name(text) == carrier_name(text) == text
    assert carrier_of(text) is None


@pytest.mark.parametrize(
    ("text", "recorded"),
    [("koe", "KOE"), ("El Tari", "KOE"), ("juanda", "SUB"), ("tenau", "Tenau"), ("baa", "Ba'a")],
)
def test_a_port_is_known_by_code_and_name(text, recorded):
    assert port_name(text) == recorded


@pytest.mark.parametrize("text", ["Kupang", "Surabaya", "Pelabuhan Contoh"])
def test_a_city_alone_says_not_which_port(text):
    assert port_name(text) == text


def test_the_way_of_travelling_tells_two_ports_apart():
    assert port_name("Nunukan") == port_name("nunukan", "laut") == "Nunukan"
    assert port_name("nunukan", "udara") == "NNX"
    assert port_name("El Tari", "laut") == "El Tari"
    assert cities_like("nunu") == ("Nunukan",)


def test_what_leaves_from_here_comes_first():
    assert [port.text for port in ports_like("surab", "udara")] == ["SUB", "Tanjung Perak"]
    assert [port.text for port in ports_like("surab", "laut")] == ["Tanjung Perak", "SUB"]
    assert carriers_like("si", "laut")[0] == "KM Bukit Siguntang"
    assert carriers_like("si", "udara")[0] == "Susi Air"


def test_words_of_a_carrier_may_come_in_any_order():
    assert carriers_like("sigun buk") == ("KM Bukit Siguntang",)
    assert carriers_like("umsisni") == ("KM Umsini",)
    assert carriers_like("") == carriers_like("zz") == ()


def test_no_row_stands_twice_and_every_code_has_its_form():
    codes = [airport.text for airport in AIRPORTS]
    names = [search_text(port.text) for port in PORTS]

    assert len(set(names)) == len(names)
    assert all(len(code) == 3 and code.isupper() for code in codes)
    assert {port.kind for port in HARBOURS} == {"laut"}
    assert len({ship.name for ship in SHIPS}) == len(SHIPS)
    assert len({airline.code for airline in AIRLINES}) == len(AIRLINES)
    assert all(airport.city and airport.name for airport in AIRPORTS)
