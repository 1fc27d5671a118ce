from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.domain.nik import NikReading, encodes_birth_date, read_nik
from posko_app.domain.problem import Caution
from posko_app.domain.regions import NTT

TODAY = date(2026, 3, 10)


def codes(text):
    return [caution.code for caution in read_nik(text, today=TODAY).cautions]


def test_a_nik_of_a_woman_is_read():
    assert read_nik("9902 0157 1189 0003", today=TODAY) == NikReading(
        digits="9902015711890003",
        region="9902",
        kabupaten=None,
        born_on=date(1989, 11, 17),
        sex="P",
        serial="0003",
    )


def test_a_nik_of_a_man_from_ntt_tells_his_first_kabupaten():
    reading = read_nik("5371010107990001", today=TODAY)

    assert (reading.kabupaten, reading.sex) == ("Kota Kupang", "L")
    assert reading.born_on == date(1999, 7, 1)


def test_all_22_kabupaten_and_kota_are_known():
    assert list(NTT) == [str(code) for code in range(5301, 5322)] + ["5371"]
    assert NTT["5302"] == "Kab. Timor Tengah Selatan"  # the statistics office says 5304


@pytest.mark.parametrize(
    ("digits", "born_on"),
    [
        ("100326", date(2026, 3, 10)),  # today: a new-born child
        ("110326", date(1926, 3, 11)),  # tomorrow in this century
        ("110316", date(2016, 3, 11)),
        ("110327", date(1927, 3, 11)),
        ("290200", date(2000, 2, 29)),
        ("290201", None),
        ("320190", None),
        ("400190", None),
        ("710190", date(1990, 1, 31)),
        ("720190", None),
        ("810190", None),
        ("011390", None),
        ("000190", None),
    ],
)
def test_the_century_is_the_latest_that_is_not_in_the_future(digits, born_on):
    reading = read_nik(f"990101{digits}0001", today=TODAY)

    assert reading.born_on == born_on
    assert ("nik_date" in [c.code for c in reading.cautions]) == (born_on is None)
    assert (reading.sex is None) == (born_on is None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("5301", ["nik_length"]),
        ("53010117118900031", ["nik_length"]),
        ("530101171189000X", ["nik_not_digits"]),
        ("٥٣٠١٠١١٧١١٨٩٠٠٠٣", ["nik_not_digits"]),
        ("5301011711890000", ["nik_serial"]),
        ("5399011711890001", ["nik_region_unknown"]),
        ("5304011711890001", ["nik_region_split"]),
        ("3171011711890001", []),
    ],
)
def test_what_is_odd_is_a_caution_and_never_more(text, expected):
    assert codes(text) == expected


def test_the_length_is_told():
    assert read_nik("5301", today=TODAY).cautions == (
        Caution("traveller.nik", "nik_length", {"count": 4}),
    )


@given(st.text(max_size=40) | st.from_regex(r"\d{16}", fullmatch=True), st.dates())
def test_reading_is_total(text, today):
    reading = read_nik(text, today=today)

    assert reading.born_on is None or reading.born_on <= today
    assert encodes_birth_date(text, today) in {True, False, None}


@given(st.dates(date(1926, 3, 11), TODAY), st.sampled_from([0, 40]), st.integers(1, 9999))
def test_a_nik_made_from_a_birth_date_encodes_it(born_on, woman, serial):
    nik = f"990101{born_on.day + woman:02d}{born_on:%m%y}{serial:04d}"

    assert read_nik(nik, today=TODAY).born_on == born_on
    assert encodes_birth_date(nik, born_on) is True


def test_another_date_or_an_unreadable_nik_does_not_match():
    assert encodes_birth_date("9902015711890003", date(1989, 11, 16)) is False
    assert encodes_birth_date("99020157", date(1989, 11, 17)) is None
