"""One recorded departure as the two administrative controls see it: from where, to where, by whom.

Basis: SRC-SEED (administration of population movement, control of placement).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from posko_app.domain.text import clean_line, search_text

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Move:
    """One screening that was not voided. Empty texts are what was not recorded, or disputed."""

    position: int
    occurred_on: date | None
    purpose: str
    scheme: str
    company: str
    village: str
    kecamatan: str
    origin: str
    letter_no: str = field(repr=False)
    letter_signer: str = field(repr=False)
    destination: str
    decision: str
    level: str

    @property
    def has_whole_letter(self) -> bool:
        """Say whether a village letter's number and signer are both recorded."""
        return bool(self.letter_no and self.letter_signer)

    @property
    def has_letter(self) -> bool:
        """Say whether anything of a village letter is recorded."""
        return bool(self.letter_no or self.letter_signer)


@dataclass(frozen=True, slots=True)
class Letter:
    """One village letter and how many departures name it; stays inside the store."""

    number: str
    signer: str = field(repr=False)
    village: str
    kecamatan: str
    origin: str
    people: int
    first_on: date | None
    last_on: date | None

    @property
    def is_whole(self) -> bool:
        """Say whether both number and signer are recorded."""
        return bool(self.number and self.signer)


def letters_of(moves: Iterable[Move]) -> tuple[Letter, ...]:
    """Give the village letters, incomplete ones first, then by how many people name them.

    Letters are one when number, signer and village agree without case and punctuation.
    """
    found: dict[tuple[str, ...], list[Move]] = {}
    for move in moves:
        if move.has_letter:
            told = (move.letter_no, move.letter_signer, move.village)
            found.setdefault(tuple(map(search_text, told)), []).append(move)
    letters = (_letter(group) for group in found.values())
    return tuple(sorted(letters, key=lambda one: (one.is_whole, -one.people, one.number)))


def is_month(text: str) -> bool:
    """Say whether a text is a month, YYYY-MM."""
    return _MONTH.fullmatch(text) is not None


def month_of(on: date) -> str:
    """Give the month a day lies in."""
    return f"{on.year:04d}-{on.month:02d}"


def next_month(month: str, by: int) -> str:
    """Give another month so many steps on, or back when negative."""
    year, number = divmod(int(month[:4]) * MONTHS + int(month[5:]) - 1 + by, MONTHS)
    return f"{year:04d}-{number + 1:02d}"


def _letter(group: list[Move]) -> Letter:
    first = group[0]
    days = sorted(move.occurred_on for move in group if move.occurred_on is not None)
    return Letter(
        number=clean_line(first.letter_no),
        signer=clean_line(first.letter_signer),
        village=first.village,
        kecamatan=first.kecamatan,
        origin=first.origin,
        people=len(group),
        first_on=days[0] if days else None,
        last_on=days[-1] if days else None,
    )
