import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.domain.numbers_on_paper import (
    compact,
    departure_form,
    is_passport,
    is_phone,
    lacks_country,
    phone_form,
)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("62 812 3456 7890", "+6281234567890"),
        ("+62 (812) 34567890", "+6281234567890"),
        ("812 3456 7890", "+6281234567890"),
        ("+62 0812 3456 7890", "+6281234567890"),
        ("62-0812-3456-7890", "+6281234567890"),
        ("0062 812 3456 7890", "+6281234567890"),
        ("0062 380 821 123", "+62380821123"),
        ("021-29244810", "+622129244810"),
        ("+60 12 345 6789", "+60123456789"),
        ("0060 12 345 6789", "+60123456789"),
        ("+62 812 345", "+62 812 345"),
        ("0812", "0812"),
        ("K-V01", "K-V01"),
        ("129", "129"),
    ],
)
def test_a_phone_number_has_one_form_and_anything_else_stays(text, form):
    assert phone_form(text) == form
    assert is_phone(form) == form.startswith("+6") & (" " not in form)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("JT 0691", "JT691"),
        ("jt-691", "JT691"),
        ("ID6541", "ID6541"),
        ("GA 449", "GA449"),
        ("8B 12", "8B12"),
        ("QG 0000", "QG0"),
        ("Voyage 12/2026", "VOYAGE 12/2026"),
    ],
)
def test_a_flight_number_loses_blanks_and_leading_zeros(text, form):
    assert departure_form(text) == form


@given(st.from_regex(r"[+0-9 \-A-Z]{0,16}", fullmatch=True))
def test_a_form_is_its_own_form(text):
    assert phone_form(phone_form(text)) == phone_form(text)
    assert departure_form(departure_form(text)) == departure_form(text)
    assert compact(compact(text)) == compact(text)


@pytest.mark.parametrize(
    ("text", "usual"),
    [("X0000000", True), ("XY123456", True), ("X1", False), ("12345678", False)],
)
def test_a_usual_passport_number_is_known(text, usual):
    assert is_passport(text) is usual


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("60 12 345 6789", True),
        ("+60 12 345 6789", False),
        ("0812 3456 7890", False),
        ("62 812", False),
        ("0812", False),
        ("WA contoh 12", False),
    ],
)
def test_a_number_of_another_country_without_its_mark_is_told_apart(text, lacks):
    assert lacks_country(text) is lacks
