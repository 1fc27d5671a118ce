"""The form in which contacts are compared: whatever stands around a number, it is the same number.

People write "WA 0812-9900-0001 (Bu …)" one day and "wa.me/6281299000001" the next. A watched
number that is found only when it is typed alone would be found by accident.
"""

import re
import unicodedata
from collections.abc import Iterator

from posko_app.domain.numbers_on_paper import phone_form
from posko_app.domain.text import clean_line

LEAST_DIGITS, MOST_DIGITS = 7, 17  # of a telephone or account number, 00 in front included
_FILLER = r"[\s().\-_‐-―]"
_NUMBER = re.compile(rf"\+?\(?\d(?:{_FILLER}*\d)+", re.ASCII)
_WITH_SLASHES = re.compile(rf"\+?\(?\d(?:(?:{_FILLER}|/)*\d)+", re.ASCII)
_HANDLE = re.compile(r"[^\s/,;()]*@[^\s/,;()]+")
_NO_DIGIT = re.compile(r"\D+", re.ASCII)
_TRUNK_ZERO = re.compile(r"(?<=^62)0(?=\d)")


def contact_keys(text: str) -> tuple[str, ...]:
    """Give the comparable forms of all numbers and accounts in a text; none for a name alone."""
    told = unicodedata.normalize("NFKC", clean_line(text)).casefold()
    handles = [found.rstrip(".:") for found in _HANDLE.findall(told)]
    numbers = list(_numbers(_HANDLE.sub(" ", told)))
    if numbers or handles:
        return tuple(dict.fromkeys((*numbers, *handles)))
    short = phone_form(told)
    return (short,) if any(c.isdecimal() for c in short) else ()


def contact_key(text: str) -> str | None:
    """Give the form of the first number in a text, else of the first account."""
    return next(iter(contact_keys(text)), None)


def _numbers(told: str) -> Iterator[str]:
    for pattern in (_NUMBER, _WITH_SLASHES):
        found = [piece for each in pattern.findall(told) for piece in _apart(each)]
        keys = [key for piece in found if (key := _key(piece)) is not None]
        if keys:
            yield from keys
            return


def _apart(number: str) -> list[str]:
    """Take apart what is too long for one number: two with only a blank between them."""
    return [number] if len(_digits(number)) <= MOST_DIGITS else number.split()


def _key(number: str) -> str | None:
    digits, plus = _digits(number), number.startswith("+")
    if not LEAST_DIGITS <= len(digits) <= MOST_DIGITS:
        return None
    if digits.startswith("00"):
        digits, plus = digits[2:], True
    digits = _TRUNK_ZERO.sub("", digits)
    return phone_form(f"+{digits}" if plus else digits)


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", text)
