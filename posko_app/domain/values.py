"""One scalar answer read into the one form it is stored in."""

import re
import unicodedata

from posko_app.domain.civil import format_instant, parse_date, parse_instant, parse_time
from posko_app.domain.field import LARGEST_INTEGER, Field, FieldType, text_limit
from posko_app.domain.numbers_on_paper import compact, departure_form, phone_form
from posko_app.domain.problem import Problem
from posko_app.domain.text import clean_line, clean_lines

Scalar = str | int | bool
Value = Scalar | None

_YES = frozenset({"ya", "y", "true", "1", "benar", "v", "x"})
_NO = frozenset({"tidak", "t", "false", "0", "salah", "-"})
# 3500000, 3.500.000, 3,500,000, Rp 3.500.000,- and a spreadsheet's 3.0
_NUMBER = re.compile(
    r"(?:rp\.?\s*)?(\d{1,3}([., ])\d{3}(?:\2\d{3}){0,4}|\d{1,16})(?:[.,]00?|,-)?",
    re.ASCII | re.IGNORECASE,
)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_TEXT_FORMS = {
    FieldType.NIK: compact,
    FieldType.PASSPORT: compact,
    FieldType.PHONE: phone_form,
    FieldType.DEPARTURE_NUMBER: departure_form,
}


def from_text(field: Field, text: str) -> Value | Problem:
    """Read what a person typed or a CSV cell holds; empty is None.

    For one code of a code list the text says yes or no.
    """
    line = clean_line(text)
    if not line:
        return None
    if field.type in {FieldType.BOOLEAN, FieldType.CODES}:
        return _boolean_from_text(field, line)
    if field.type is FieldType.INTEGER:
        return _integer_from_text(field, line)
    if field.type is FieldType.CODE:
        wanted = line.casefold().replace(" ", "_")
        codes = {code.casefold(): code for code in field.codes}
        return codes.get(wanted, Problem(field.path, "unknown_code"))
    return _text(field, text)


def stored_value(field: Field, value: Scalar) -> Value | Problem:
    """Read a scalar of JSON or of a draft: its type must be the field's, codes exact."""
    if field.type in {FieldType.BOOLEAN, FieldType.CODES}:
        return value if isinstance(value, bool) else Problem(field.path, "wrong_type")
    if isinstance(value, bool):
        return Problem(field.path, "wrong_type")
    if field.type is FieldType.INTEGER:
        return _integer(field, value)
    if isinstance(value, int):
        readable = field.type is FieldType.REFERENCE and abs(value) <= LARGEST_INTEGER
        return str(value) if readable else Problem(field.path, "wrong_type")
    if field.type is FieldType.CODE:
        return value if value in field.codes else Problem(field.path, "unknown_code")
    return _text(field, value)


def _boolean_from_text(field: Field, line: str) -> bool | Problem:
    word = line.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    return Problem(field.path, "not_yes_no")


def _integer_from_text(field: Field, line: str) -> int | Problem:
    found = _NUMBER.fullmatch(line)
    if found is not None:
        return _integer(field, int(re.sub(r"\D", "", found[1])))
    return Problem(field.path, "not_a_number")


def _integer(field: Field, value: str | int) -> int | Problem:
    if not isinstance(value, int):
        return Problem(field.path, "wrong_type")
    largest = LARGEST_INTEGER if field.largest is None else field.largest
    return value if 0 <= value <= largest else Problem(field.path, "out_of_range")


def _text(field: Field, text: str) -> str | Problem | None:
    if len(text) > text_limit(field):
        return Problem(field.path, "too_long")
    clean = clean_lines(text) if field.type is FieldType.LONG_TEXT else clean_line(text)
    if not clean:
        return None
    match field.type:
        case FieldType.DATE:
            day = parse_date(clean)
            return Problem(field.path, "not_a_date") if day is None else day.isoformat()
        case FieldType.TIME:
            clock = parse_time(clean)
            return Problem(field.path, "not_a_time") if clock is None else f"{clock:%H:%M}"
        case FieldType.INSTANT:
            at = parse_instant(clean)
            return Problem(field.path, "not_an_instant") if at is None else format_instant(at)
        case FieldType.COUNTRY:
            code = clean.upper()
            return code if _COUNTRY.fullmatch(code) else Problem(field.path, "not_a_country")
        case _:
            form = _TEXT_FORMS.get(field.type, str)
            return unicodedata.normalize("NFC", form(clean)).strip() or None
