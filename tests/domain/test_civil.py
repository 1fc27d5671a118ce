from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.domain.civil import (
    civil_date,
    civil_time,
    clock_text,
    date_text,
    format_instant,
    parse_date,
    parse_instant,
    parse_time,
    whole_years,
)

LATE = datetime(2026, 3, 9, 23, 55, 30, 999, tzinfo=UTC)


def test_the_day_at_the_posko_begins_eight_hours_before_utc():
    assert civil_date(LATE) == date(2026, 3, 10)
    assert civil_time(LATE) == time(7, 55, 30, 999)
    assert clock_text(LATE) == "07.55"


def test_an_instant_is_stored_in_utc_to_the_second():
    assert format_instant(LATE) == "2026-03-09T23:55:30Z"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2026-03-10T07:55", "2026-03-09T23:55:00Z"),
        ("2026-03-10 07:55:30", "2026-03-09T23:55:30Z"),
        (" 2026-03-10 07:55 WITA ", "2026-03-09T23:55:00Z"),
        ("2026-03-10T07:55:30.123456", "2026-03-09T23:55:30Z"),
        ("2026-03-10T07:55+07:00", "2026-03-10T00:55:00Z"),
        ("2026-03-10T07:55 -0100", "2026-03-10T08:55:00Z"),
        ("2026-03-10T07:55:00Z", "2026-03-10T07:55:00Z"),
        ("10-03-2026 7.55", "2026-03-09T23:55:00Z"),
    ],
)
def test_an_instant_without_an_offset_is_wita(text, stored):
    assert format_instant(parse_instant(text)) == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-03-10",
        "2026-02-30T07:55",
        "2026-03-10T24:01",
        "2026-03-10T07:55+99:00",
        "0001-01-01T00:00",
        "٢٠٢٦-03-10T07:55",
    ],
)
def test_what_is_no_instant_is_none(text):
    assert parse_instant(text) is None


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year > 1))
def test_a_stored_instant_reads_back(at):
    assert parse_instant(format_instant(at)) == at.replace(microsecond=0)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("1998-07-05", date(1998, 7, 5)),
        ("1998-07-05T00:00:00", date(1998, 7, 5)),
        ("5/7/1998", date(1998, 7, 5)),
        ("05.07.1998", date(1998, 7, 5)),
        ("1998-07-05 07:00", None),
        ("07/05/98", None),
        ("0000-01-01", None),
        ("besok", None),
    ],
)
def test_dates_are_read_as_iso_or_as_officers_write_them(text, on):
    assert parse_date(text) == on


@pytest.mark.parametrize(
    ("text", "clock"),
    [("07.55", time(7, 55)), ("7:55:30", time(7, 55)), ("24.00", None), ("pagi", None)],
)
def test_times_are_read_with_colon_or_dot(text, clock):
    assert parse_time(text) == clock


def test_a_date_is_shown_day_first():
    assert date_text(date(998, 7, 5)) == "05-07-0998"


@pytest.mark.parametrize(
    ("on", "age"),
    [(date(2026, 3, 9), 17), (date(2026, 3, 10), 18), (date(2008, 3, 9), -1)],
)
def test_a_birthday_makes_a_year(on, age):
    assert whole_years(date(2008, 3, 10), on) == age
