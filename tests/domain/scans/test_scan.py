from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.domain.problem import Problem
from posko_app.domain.scans.incoming import LONGEST
from posko_app.domain.scans.scan import Scan, ScanKind, read_scan, scan_fields
from posko_app.i18n import LANGUAGES, load_catalogue
from tests.domain.scans.test_bcbp import ONE
from tests.domain.scans.test_mrz import TD1, TD3

ON = date(2026, 11, 24)
NIK = "9902015711890003"
CODES = (
    *("scan_check_digit", "scan_composite_digit", "scan_date", "scan_date_partly"),
    *("scan_unreadable", "scan_zone_length", "scan_pass_cut", "scan_pass_length"),
    *("scan_pass_rest", "scan_nik_date", "scan_nik_serial", "scan_nik_region_unknown"),
    *("scan_unknown", "scan_empty", "scan_too_long"),
)


def test_a_passport_gives_its_fields_by_name():
    scan = read_scan(TD3, on=ON)

    assert (scan.kind, scan.problems) == (ScanKind.MRZ, ())
    assert scan_fields(scan) == {
        "format": "TD3",
        "document_code": "P",
        "issuing_state": "UTO",
        "document_number": "L898902C3",
        "nationality": "UTO",
        "birth_on": "1974-08-12",
        "sex": "F",
        "expires_on": "2012-04-15",
        "surname": "ERIKSSON",
        "given_names": "ANNA MARIA",
        "optional": "ZE184226B",
    }


def test_a_boarding_pass_gives_its_fields_by_name():
    scan = read_scan("]L0" + ONE, on=ON)

    assert (scan.kind, scan.problems) == (ScanKind.BCBP, ())
    assert scan_fields(scan) == {
        "passenger_name": "DESMARAIS/LUC",
        "legs": [
            {
                "pnr": "ABC123",
                "from": "YUL",
                "to": "FRA",
                "carrier": "AC",
                "flight_number": "0834",
                "flight_on": "2026-11-22",
                "cabin": "J",
                "seat": "001A",
                "sequence": "0025",
            }
        ],
    }


@pytest.mark.parametrize(
    "text", [NIK, f"]C0{NIK}\r\n", "9902.0157.1189-0003", " 9902 0157 11890003"]
)
def test_a_nik_gives_its_fields_by_name(text):
    scan = read_scan(text, on=ON)

    assert (scan.kind, scan.problems) == (ScanKind.NIK, ())
    assert scan_fields(scan) == {
        "nik": NIK,
        "region": "9902",
        "birth_on": "1989-11-17",
        "sex": "P",
        "serial": "0003",
    }


@pytest.mark.parametrize(
    ("text", "problem", "missing"),
    [
        ("9902013213890003", Problem("birth_on", "scan_nik_date"), {"birth_on", "sex"}),
        ("9902015711890000", Problem("serial", "scan_nik_serial"), {"serial"}),
        ("5399015711890003", Problem("region", "scan_nik_region_unknown"), {"region"}),
    ],
)
def test_what_is_odd_in_a_nik_is_left_out_and_the_number_stays(text, problem, missing):
    scan = read_scan(text, on=ON)

    assert (scan.kind, scan.problems) == (ScanKind.NIK, (problem,))
    assert {"nik", "region", "birth_on", "sex", "serial"} - set(scan_fields(scan)) == missing
    assert scan_fields(scan)["nik"] == text


def test_a_nik_of_belu_is_no_problem():
    assert read_scan("5304015711890003", on=ON).problems == ()


@pytest.mark.parametrize(
    "text", ["KM CONTOH/EKONOMI/0001", "0000123456789", "https://contoh.example/t"]
)
def test_a_ticket_of_a_ship_stays_text(text):
    scan = read_scan(f"{text}\r\n", on=ON)

    assert (scan.kind, scan.problems) == (ScanKind.UNKNOWN, (Problem("", "scan_unknown"),))
    assert scan_fields(scan) == {"raw": text}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "scan_empty"),
        (" \r\n\x02\u202e", "scan_empty"),
        ("x" * (LONGEST + 1), "scan_too_long"),
        (TD3[:60], "scan_zone_length"),
        (ONE[:50], "scan_pass_cut"),
    ],
)
def test_the_reason_says_what_can_be_done(text, code):
    scan = read_scan(text, on=ON)

    assert (scan.kind, scan.problems) == (ScanKind.UNKNOWN, (Problem("", code),))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\t", "\u2028"])
@pytest.mark.parametrize("text", [TD1, TD3])
def test_any_line_end_joins_lines_and_a_prefix_of_the_reader_is_taken_off(text, end):
    sent = f"\x02]Q3{text.replace(chr(10), end)}{end}\x03"

    assert scan_fields(read_scan(sent, on=ON)) == scan_fields(read_scan(text, on=ON))


def test_direction_and_control_characters_never_reach_a_field():
    scan = read_scan("TIKET\x00\u202e 01\ud800", on=ON)

    assert scan_fields(scan) == {"raw": "TIKET 01"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_problem_has_a_sentence_with_a_way_out(language):
    catalogue = load_catalogue(language)

    assert all(catalogue.text(f"problem.{code}").count(".") >= 2 for code in CODES)


def test_no_scan_shows_in_its_repr():
    scans = [read_scan(text, on=ON) for text in (TD3, ONE, NIK, "TIKET CANARY")]

    assert [scan.kind for scan in scans] == list(ScanKind)
    for scan in scans:
        for private in ("ERIKSSON", "L898902C3", "1974", "DESMARAIS", "ABC123", NIK, "CANARY"):
            assert private not in repr(scan)


@given(st.text(max_size=200), st.dates())
def test_reading_is_total(text, on):
    scan = read_scan(text, on=on)

    assert isinstance(scan, Scan)
    assert {problem.code for problem in scan.problems} <= set(CODES)
    scan_fields(scan)


@given(st.text("PIVA<0123456789OIM/ \n^>", min_size=28, max_size=100), st.dates())
def test_reading_is_total_near_documents(text, on):
    scan = read_scan(text, on=on)

    assert {problem.code for problem in scan.problems} <= set(CODES)
    scan_fields(scan)
