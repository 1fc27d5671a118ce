from datetime import UTC, date, datetime, timedelta

import pytest

from posko_app.domain.departures import (
    Departure,
    departs_on,
    departure_key,
    departure_of,
    is_named,
    leaves_at,
    of_the_day,
)

NOW = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # 07.00 WITA on the 24th
TODAY = date(2026, 11, 24)


def departure(number: str, clock: str = "", on: str = "2026-11-24", **more) -> Departure:
    answers = {"departure.number": number, "departure.departs_on": on}
    if clock:
        answers["departure.departs_time"] = clock
    stated_at = more.pop("stated_at", NOW)
    about = {"id": number, "shift": "a" * 32, "officer": "b" * 64, **more}
    return Departure(answers=answers, on=departs_on(answers) or TODAY, stated_at=stated_at, **about)


def numbers(*departures, now=NOW) -> list[str]:
    return [one.answers["departure.number"] for one in of_the_day(departures, now)]


def test_only_what_is_known_of_the_departure_is_kept():
    answers = {
        "departure.kind": "udara",
        "departure.number": "JT693",
        "departure.to": "",
        "departure.from": None,
        "traveller.name": "CONTOH NAMA",
    }

    assert departure_of(answers) == {"departure.kind": "udara", "departure.number": "JT693"}


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"departure.number": "JT693"}, True),
        ({"departure.carrier": "KM Contoh"}, True),
        ({"departure.kind": "laut", "departure.to": "SUB"}, False),
        ({}, False),
    ],
)
def test_a_departure_is_named_by_its_number_or_its_ship(answers, named):
    assert is_named(answers) is named


def test_the_next_one_comes_first_and_what_has_left_last():
    gone, soon = departure("JT1", "06:30"), departure("JT2", "07:30")
    some_time, tomorrow = departure("JT3"), departure("JT4", "05:00", on="2026-11-25")

    assert numbers(gone, some_time, tomorrow, soon) == ["JT2", "JT3", "JT4", "JT1"]


@pytest.mark.parametrize(
    ("clock", "on", "has_left"),
    [
        ("07:00", "2026-11-24", True),
        ("07:01", "2026-11-24", False),
        ("", "2026-11-24", False),
        ("", "2026-11-23", True),
        ("23:50", "2026-11-23", True),
    ],
)
def test_a_departure_has_left_at_its_minute_or_with_its_day(clock, on, has_left):
    assert departure("JT1", clock, on).has_left(NOW) is has_left


def test_yesterday_is_over_but_for_the_last_hours_before_midnight():
    night = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # 00.30 WITA on the 24th
    late, early = departure("JT1", "23:40", "2026-11-23"), departure("JT2", "18:00", "2026-11-23")

    assert numbers(late, early, now=night) == ["JT1"]
    assert numbers(late, early, now=night + timedelta(hours=3)) == []


def test_withdrawn_ones_are_not_offered():
    assert numbers(departure("JT1", "07:30", withdrawn=True)) == []


def test_of_the_same_departure_the_one_stated_last_stands():
    before = departure("JT0693", "07:30", id="one")
    delayed = departure("JT693", "09:10", id="two", stated_at=NOW + timedelta(minutes=1))

    (one,) = of_the_day([before, delayed], NOW)

    assert one == delayed


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"departure.number": "JT0691"}, {"departure.number": "JT691"}, True),
        ({"departure.number": "JT691"}, {"departure.number": "JT693"}, False),
        ({"departure.number": "JT691"}, {"departure.number": "Lion Air 0691"}, True),
        ({"departure.carrier": "KM Siguntang"}, {"departure.carrier": "bukit siguntang"}, True),
        ({"departure.carrier": "Umsisni"}, {"departure.carrier": "KM Umsini"}, True),
        ({"departure.carrier": "KM. Contoh"}, {"departure.carrier": "km contoh"}, True),
        ({"departure.carrier": "KM Contoh"}, {"departure.carrier": "KM Lain"}, False),
        (
            {"departure.number": "JT691", "departure.departs_on": "2026-11-24"},
            {"departure.number": "JT691", "departure.departs_on": "2026-11-25"},
            False,
        ),
        (
            {"departure.number": "JT691"},
            {"departure.number": "JT691", "departure.departs_on": "2026-11-24"},
            True,
        ),
    ],
)
def test_two_are_the_same_by_name_and_day_however_written(one, other, same):
    assert (departure_key(one, TODAY) == departure_key(other, TODAY)) is same


def test_the_instant_of_leaving_needs_day_and_time():
    known = {"departure.departs_on": "2026-11-24", "departure.departs_time": "07:55"}

    assert leaves_at(known) == datetime(2026, 11, 23, 23, 55, tzinfo=UTC)
    assert leaves_at({"departure.departs_on": "2026-11-24"}) is None
    assert leaves_at({"departure.departs_time": "07:55"}) is None
