from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.domain.departure_line import read_departure_line

ON = date(2026, 11, 24)


def read(line: str, kind: str = "udara") -> dict[str, str]:
    found = read_departure_line(line, kind=kind, on=ON)
    assert not found or found.pop("departure.departs_on") == "2026-11-24"
    return {path.removeprefix("departure."): value for path, value in found.items()}


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("jt 693 Surabaya 7.55", {"number": "JT693", "to": "Surabaya", "departs_time": "07:55"}),
        ("JT0693 0755", {"number": "JT0693", "departs_time": "07:55"}),
        ("id6541 Kupang > Jakarta 10:40", {
            "number": "ID6541", "from": "Kupang", "to": "Jakarta", "departs_time": "10:40",
        }),
        ("QG 1234", {"number": "QG1234"}),
        ("8B 12 ke Bali", {"number": "8B12", "to": "Bali"}),
        ("jt 693 Surabaya 2575", {"number": "JT693", "to": "Surabaya 2575"}),
    ],
)  # fmt: skip
def test_a_flight_is_read_from_number_destination_and_time(line, answers):
    assert read(line) == {"kind": "udara", **answers}


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("KM Contoh", {"carrier": "KM Contoh"}),
        ("KM Contoh > Nunukan 14.00", {
            "carrier": "KM Contoh", "to": "Nunukan", "departs_time": "14:00",
        }),
        ("KM Contoh → Kupang → Nunukan", {
            "carrier": "KM Contoh", "from": "Kupang", "to": "Nunukan",
        }),
        ("KM Contoh 2 1400", {"carrier": "KM Contoh 2", "departs_time": "14:00"}),
    ],
)  # fmt: skip
def test_a_ship_is_read_from_name_destination_and_time(line, answers):
    assert read(line, "laut") == {"kind": "laut", **answers}


def test_an_empty_line_says_nothing():
    assert read("  ") == {}


@given(st.text(max_size=60))
def test_no_line_breaks_the_reading_and_every_answer_says_something(line):
    found = read_departure_line(line, kind="laut", on=ON)

    assert all(found.values())
