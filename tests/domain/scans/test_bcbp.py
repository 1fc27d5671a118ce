from datetime import date

import pytest

from posko_app.domain.problem import Problem
from posko_app.domain.scans.bcbp import BoardingPass, Leg, read_bcbp

ON = date(2026, 11, 24)
ONE = "M1DESMARAIS/LUC       EABC123 YULFRAAC 0834 326J001A0025 100"
SECRET = (
    "GIWVC5EH7JNT684FVNJ91W2QA4DVN5J8K4F0L0GEQ3DF5TGBN8709HKT5D3DW3GBHFCVHMY7J5T6HFR41W2QA4DVN5J8"
    "K4F0L0GE"
)
TWO = (
    "M2DESMARAIS/LUC       EABC123 YULFRAAC 0834 326J001A0025 14D>6181WW6225BAC 00141234560032A"
    "0141234567890 1AC AC 1234567890123    20KYLX58ZDEF456 FRAGVALH 3664 327C012C0002 12E2A"
    "0140987654321 1AC AC 1234567890123    2PCNWQ^164" + SECRET
)
FIRST = Leg("ABC123", "YUL", "FRA", "AC", "0834", date(2026, 11, 22), "J", "001A", "0025")


def read(text: str, on: date = ON) -> BoardingPass:
    found = read_bcbp(text, on=on)
    assert isinstance(found, BoardingPass), found
    return found


def test_the_pass_of_the_standard_is_read():
    assert read(ONE) == BoardingPass("DESMARAIS/LUC", (FIRST,))


def test_several_legs_with_conditional_and_security_blocks_are_read():
    second = Leg("DEF456", "FRA", "GVA", "LH", "3664", date(2026, 11, 23), "C", "012C", "0002")

    assert read(TWO) == BoardingPass("DESMARAIS/LUC", (FIRST, second))


def test_capitals_may_be_turned_round_and_a_single_form_is_read_too():
    assert read(TWO.lower()) == read(TWO)
    assert read("S" + ONE[1:]) == read(ONE)


@pytest.mark.parametrize(
    ("day", "on", "flies_on"),
    [
        ("365", date(2026, 1, 2), date(2025, 12, 31)),
        ("002", date(2026, 12, 30), date(2027, 1, 2)),
        ("328", ON, ON),
        ("366", date(2025, 1, 3), date(2024, 12, 31)),
        ("366", date(2023, 12, 30), date(2024, 12, 31)),
        ("366", date(2026, 6, 1), None),
        ("000", ON, None),
        ("367", ON, None),
        ("   ", ON, None),
        ("001", date(9999, 12, 31), date(9999, 1, 1)),
        ("365", date(1, 1, 1), date(1, 12, 31)),
    ],
)
def test_a_day_of_the_year_is_the_nearest_there_is(day, on, flies_on):
    found = read(ONE.replace("326", day), on)

    assert found.legs[0].flight_on == flies_on
    expected = () if flies_on else (Problem("legs.0.flight_on", "scan_date"),)
    assert found.problems == expected


def test_a_name_of_twenty_characters_may_be_cut():
    cut = read(ONE.replace("DESMARAIS/LUC       ", "CONTOH PANJANG/REKAA"))

    assert (cut.passenger_name, cut.name_may_be_cut) == ("CONTOH PANJANG/REKAA", True)
    assert not read(ONE).name_may_be_cut
    assert read(ONE.replace("DESMARAIS/LUC", " " * 13)).problems == (
        Problem("passenger_name", "scan_unreadable"),
    )
    assert not read(ONE.replace("DESMARAIS/LUC", " " * 13)).name_may_be_cut


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("YUL", "Y1L", "from"),
        ("FRA", "   ", "to"),
        ("AC ", "A  ", "carrier"),
        ("0834 ", "OPEN ", "flight_number"),
    ],
)
def test_a_field_of_the_wrong_form_is_left_out(old, new, field):
    assert read(ONE.replace(old, new)).problems == (Problem(f"legs.0.{field}", "scan_unreadable"),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (ONE[:-2] + "0A", Problem("", "scan_pass_cut")),
        (ONE[:-2] + "G0", Problem("legs", "scan_pass_length")),
        ("M2" + ONE[2:], Problem("legs", "scan_pass_cut")),
        ("M2" + ONE[2:] + "DEF456 FRA", Problem("legs", "scan_pass_cut")),
        (ONE + "^1FFABC", Problem("", "scan_pass_cut")),
        (ONE + "^1", Problem("", "scan_pass_rest")),
        (ONE + "^100+", Problem("", "scan_pass_rest")),
        (ONE + "CONTOH", Problem("", "scan_pass_rest")),
    ],
)
def test_a_code_that_does_not_hold_together_says_where(text, problem):
    found = read(text)

    assert found.problems == (problem,)
    assert found.legs == (FIRST,)


@pytest.mark.parametrize("text", [ONE + "^100", ONE + "   ", ONE + "^103ABC", ONE + "^103 B "])
def test_a_code_that_holds_together_has_no_problem(text):
    assert read(text).problems == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "scan_unknown"),
        ("M0" + ONE[2:], "scan_unknown"),
        ("M1", "scan_unknown"),
        ("S1234567", "scan_unknown"),
        ("M1DESMARAIS/LUC       EABC123 YULFRA", "scan_pass_cut"),
        ("M1 CONTOH TIKET KAPAL DENGAN ISI YANG PANJANG SEKALI DAN BUKAN PESAWAT", "scan_unknown"),
    ],
)
def test_anything_else_is_no_pass_and_the_reason_is_given(text, code):
    assert read_bcbp(text, on=ON) == Problem("", code)
