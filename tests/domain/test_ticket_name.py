"""A ticket's name beside the card's: what a ticket does to names is no difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.domain.names import Verdict
from posko_app.domain.ticket_name import compare

SAME, NEAR, DIFFERENT = Verdict.SAME, Verdict.NEAR, Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("ticket", "card", "verdict", "reasons"),
    [
        ("NAMA/MARIA CONTOH MRS", "Maria CONTOH Nama", SAME, ("titles", "order")),
        ("NAMA/MARIA CONTOHMRS", "Maria CONTOH Nama", SAME, ("titles", "order")),
        ("CONTOH/MR", "CONTOH", SAME, ("titles",)),
        ("CONTOH/CONTOHMR", "CONTOH", SAME, ("titles", "doubled")),
        ("FNU CONTOH", "CONTOH", SAME, ("titles",)),
        ("CONTOHNAMA", "CONTOH NAMA", SAME, ("joined",)),
        ("PANJANGCONTOHNAMA MS", "CONTOH NAMA PANJANG", SAME, ("titles", "order", "joined")),
        ("PANJANGNYA/CONTOH NA", "CONTOH NAMA SANGAT PANJANGNYA", NEAR, ("order", "cut_at_20")),
        ("CONTOHBOLI/MARIA GOR", "MARIA GORETI CONTOHBOLI", NEAR, ("order", "cut_at_20")),
        ("CONTOHBOLI/MARIA GO ", "MARIA GORETI CONTOHBOLI", NEAR, ("order", "cut_at_20")),
        (
            "TJONTOHBOLI/MARYA GO",
            "MARIA GORETI CONTOHBOLI",
            NEAR,
            ("order", "spelling", "cut_at_20"),
        ),
        (
            "PANJANG/CONTOHNAM MR",
            "CONTOH NAMA SANGAT PANJANG",
            NEAR,
            ("titles", "order", "cut_at_20"),
        ),
        ("CONTOH/JOHANES", "YOHANES TJONTOH", NEAR, ("order", "spelling")),
        ("CONTOH/JOHANESMR", "YOHANES CONTOH", NEAR, ("titles", "order", "spelling")),
        ("CONTOH/M", "MARIA CONTOH", NEAR, ("order", "initials")),
        ("CONTOH/MARIA", "MARIA GORETI CONTOH", NEAR, ("order", "missing_word")),
        ("CONTOH", "CONTOH NAMA", NEAR, ("missing_word",)),
        ("CONTOH/YOSEFINA", "MARIA CONTOH", DIFFERENT, ("shared_word",)),
        ("CONTOHBOLI/YOSEFINA A", "MARIA GORETI CONTOHBOLI", DIFFERENT, ("shared_word",)),
        ("MISAL/YOSEFINA", "MARIA CONTOH", DIFFERENT, ("other_words",)),
        ("CONTOHBOLI/MARI", "MARIANA GORETI CONTOHBOLI", DIFFERENT, ("shared_word",)),
        ("WILLEMS", "WILLEMS", SAME, ()),
        ("", "CONTOH", DIFFERENT, ("empty",)),
        ("CONTOH", "", DIFFERENT, ("empty",)),
    ],
)
def test_a_ticket_is_told_same_near_or_different_with_the_reason(ticket, card, verdict, reasons):
    found = compare(ticket, card)

    assert (found.verdict, found.reasons) == (verdict, reasons)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_texts_can_be_compared(ticket, card):
    assert 0 <= compare(ticket, card).score <= 100
