"""Reading a NIK: it tells where a person was first registered and warns, it never blocks.

Basis: SRC-NIK (form of the number: PP KK CC DDMMYY SSSS, women day + 40; the area code
is that of the first registration and never changes; the number stays when the birth
date is corrected, so that a mismatch is a question and no proof).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from posko_app.domain.numbers_on_paper import compact
from posko_app.domain.problem import Caution
from posko_app.domain.regions import kabupaten_label

PATH = "traveller.nik"
LENGTH = 16
WOMEN_DAY = 40
BELU = "5304"
_NIK = re.compile(r"\d{16}", re.ASCII)


@dataclass(frozen=True, slots=True)
class NikReading:
    """What a typed NIK says; None where it cannot be read."""

    digits: str = field(repr=False)  # as typed, without blanks, dots and dashes
    region: str | None = None  # first four digits: province and kabupaten
    kabupaten: str | None = None  # label, None when the code is not of NTT
    born_on: date | None = field(
        default=None, repr=False
    )  # in the latest century that is not in the future
    sex: str | None = None  # L or P
    serial: str | None = field(default=None, repr=False)
    cautions: tuple[Caution, ...] = ()


def read_nik(text: str, *, today: date) -> NikReading:
    """Read any text as a NIK; what cannot be read becomes a caution.

    Args:
        text: as typed.
        today: civil date at the posko.
    """
    digits = compact(text)
    if not _NIK.fullmatch(digits):
        return NikReading(digits, cautions=_form_cautions(digits))
    day = int(digits[6:8])
    born_on = _birth_date(digits, today)
    return NikReading(
        digits=digits,
        region=digits[:4],
        kabupaten=kabupaten_label(digits[:4]),
        born_on=born_on,
        sex=None if born_on is None else "P" if day > WOMEN_DAY else "L",
        serial=digits[12:],
        cautions=tuple(_cautions(digits, born_on)),
    )


def encodes_birth_date(text: str, born_on: date) -> bool | None:
    """Say whether digits 7 to 12 give this birth date, day modulo 40; None if not 16 digits.

    Sex is never compared. Basis: SRC-RULES, `doc_nik_dob_mismatch`.
    """
    digits = compact(text)
    if not _NIK.fullmatch(digits):
        return None
    day = int(digits[6:8]) % WOMEN_DAY
    return (day, digits[8:12]) == (born_on.day, f"{born_on.month:02d}{born_on.year % 100:02d}")


def _birth_date(digits: str, today: date) -> date | None:
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    day -= WOMEN_DAY if day > WOMEN_DAY else 0
    for century in (today.year // 100 * 100, today.year // 100 * 100 - 100):
        try:
            born_on = date(century + year, month, day)
        except ValueError:
            continue
        if born_on <= today:
            return born_on
    return None


def _form_cautions(digits: str) -> tuple[Caution, ...]:
    if not digits:
        return ()
    if not (digits.isascii() and digits.isdecimal()):
        return (Caution(PATH, "nik_not_digits"),)
    return (Caution(PATH, "nik_length", {"count": len(digits)}),)


def _cautions(digits: str, born_on: date | None) -> Iterator[Caution]:
    if born_on is None:
        yield Caution(PATH, "nik_date")
    if digits[12:] == "0000":
        yield Caution(PATH, "nik_serial")
    if digits[:2] == "53" and kabupaten_label(digits[:4]) is None:
        yield Caution(PATH, "nik_region_unknown")
    if digits[:4] == BELU:
        yield Caution(PATH, "nik_region_split")
