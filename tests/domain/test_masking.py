import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.domain.masking import initials, mask_contact, mask_nik, mask_nik_ascii


def test_a_nik_shows_its_region_and_serial_only():
    assert mask_nik("9902015711890003") == "9902 •••• •••• 0003"
    assert mask_nik_ascii("9902015711890003") == "9902********0003"


@pytest.mark.parametrize("text", ["1", "99020157118900", "990201571189000"])
def test_a_short_number_shows_nothing(text):
    assert mask_nik(text) == "••••"
    assert mask_nik_ascii(text) == "****"


def test_no_number_is_no_mask():
    assert mask_nik("") == mask_nik_ascii("") == ""


@given(st.text(max_size=200))
def test_at_most_eight_characters_are_ever_shown(text):
    for masked in (mask_nik(text), mask_nik_ascii(text)):
        assert len(masked) <= 19


@pytest.mark.parametrize(
    ("contact", "expected"),
    [("081299000001", "0812 •••• 01"), ("@contoh", "••••"), ("", "")],
)
def test_a_contact_shows_its_beginning_and_its_end(contact, expected):
    assert mask_contact(contact) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CONTOH NAMA SATU", "C.N.S."),
        ("contoh", "C."),
        ("  ", ""),
        ("(contoh) - d'nama", "C.D."),
    ],
)
def test_initials_are_first_letters(name, expected):
    assert initials(name) == expected
