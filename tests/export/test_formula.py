import csv
import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.export.formula import guard_text

STARTERS = ["=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠"]
BLANKS = ["", " ", "  ", "\t", "\n", "\u00a0", "\u3000", "\ufeff", "\u200b"]
ENDINGS = ["1+1", "cmd|' /C calc'!A0", "SUM(A1:A9)", 'HYPERLINK("x")', ""]
DANGERS = [a + b + c for a, b, c in itertools.product(BLANKS, STARTERS, ENDINGS)]


@pytest.mark.parametrize("text", DANGERS)
def test_a_text_that_could_start_a_formula_gets_an_apostrophe(text):
    assert guard_text(text) == "'" + text


def test_the_list_of_dangers_is_long_enough_to_mean_something():
    assert len(DANGERS) >= 60


@pytest.mark.parametrize("text", ["-5", "+62", "1.5", "-1,25", "17", "0812345"])
def test_a_plain_number_stays_as_it_is(text):
    assert guard_text(text) == text


@pytest.mark.parametrize(
    "text", ["CONTOH NAMA SATU", "Ba'i Contoh", "Nona Contoh-Dua", "a=b", "rt 01/02", "💡", ""]
)
def test_an_ordinary_name_stays_as_it_is(text):
    assert guard_text(text) == text


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_field_is_safe_even_when_it_is_cut_at_another_separator(separator):
    line = io.StringIO()
    csv.writer(line, delimiter=",").writerow(["1", guard_text(f"contoh{separator} =1+1")])

    cells = line.getvalue().replace('"', "").strip().split(separator)

    assert all(not cell.strip().startswith("=") for cell in cells)


@given(st.text(max_size=60))
def test_no_guarded_text_starts_with_a_formula(text):
    guarded = guard_text(text).lstrip(" \t\r\n\x00\u00a0\u3000")

    assert guarded == "" or guarded[0] not in "=＝＠@" or text[:1] == "'"


@given(st.text(max_size=60))
def test_nothing_but_apostrophes_is_added(text):
    assert guard_text(text).replace("'", "") == text.replace("'", "")
