"""Check digits of a machine-readable zone, and what a reader takes for something else.

Basis: SRC-ICAO-9303-3 (weights 7, 3, 1 over digits, letters as 10 to 35, filler as 0; modulus 10).
"""

import string
from collections.abc import Iterator

FILLER = "<"
_WEIGHTS = (7, 3, 1)
_VALUES = {c: v for v, c in enumerate(string.digits + string.ascii_uppercase)} | {FILLER: 0}
# Where only a digit can stand, each of these is one.
_DIGITS = str.maketrans("OQDILZSGB", "000112568")
# Where letters stand too: only the two pairs of the reader's own weakness. Each further pair
# would let more damaged numbers through, since one in ten passes any digit.
_PAIRS = {"O": "0", "0": "O", "I": "1", "1": "I"}
_WHOLE = tuple(str.maketrans(a, b) for a, b in (("O", "0"), ("I", "1"), ("OI", "01")))


def check_digit(text: str) -> str:
    """Give the check digit of a text of digits, capitals and fillers."""
    total = sum(_VALUES[c] * _WEIGHTS[place % 3] for place, c in enumerate(text))
    return str(total % 10)


def as_digits(text: str) -> str:
    """Give a text in which only digits can stand, with look-alike letters as digits."""
    return text.translate(_DIGITS)


def other_readings(text: str) -> frozenset[str]:
    """Give what else a number with letters may be: one O/0 or I/1 swapped, or all letters."""
    whole = (text.translate(table) for table in _WHOLE)
    return frozenset([*_swapped(text), *whole]) - {text}


def _swapped(text: str) -> Iterator[str]:
    for place, character in enumerate(text):
        if character in _PAIRS:
            yield text[:place] + _PAIRS[character] + text[place + 1 :]
