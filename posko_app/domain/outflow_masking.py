"""The monthly list as it may leave: counts under 11 hidden, and no sum gives a hidden count away.

Every place listed had at least one departure, so a hidden count is one of 1 to 10. Three rules
keep it so for whoever adds and subtracts what is published, even when he knows these rules:

1. A place under 11 is `<11`, and what lies in it is not listed: how many villages share it would
   say too much.
2. A place of 11 or more with nothing hidden in it is told exactly.
3. Any other place is told as a band. Bands cut what the parts already say about it, from the sum
   of their least to the sum of their most (never under 11), into pieces of at least ten numbers.
   A piece of ten leaves room for every value of each hidden count, at every level above it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from posko_app.domain.outflow import Place, PlaceLevel

LEAST_SHOWN = 11
PIECE = 10  # as many numbers as a hidden count has values


@dataclass(frozen=True, slots=True)
class Told:
    """What is published of a count: it lies between these two, both included."""

    least: int
    most: int

    @property
    def is_exact(self) -> bool:
        """Say whether the number itself is published."""
        return self.least == self.most

    @property
    def text(self) -> str:
        """Give the count as the list prints it: 37, <11 or 11–20."""
        if self.is_exact:
            return str(self.least)
        return f"<{LEAST_SHOWN}" if self.most < LEAST_SHOWN else f"{self.least}–{self.most}"


HIDDEN = Told(1, LEAST_SHOWN - 1)


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """One row of the list; its level is how many names it has."""

    level: PlaceLevel
    names: tuple[str, ...]
    left: Told


@dataclass(frozen=True, slots=True)
class MonthlyList:
    """All rows that may leave, from kabupaten down, and their total."""

    rows: tuple[ListedPlace, ...]
    total: Told


def monthly_list(whole: Place) -> MonthlyList:
    """Make the list of those who left; places nobody left from are not in it."""
    if whole.flow.left == 0:
        return MonthlyList((), Told(0, 0))
    total, *rows = _listed(whole)
    return MonthlyList(tuple(rows), total.left)


def _listed(place: Place) -> Iterator[ListedPlace]:
    """Give a place and, if it may be told apart, what lies in it."""
    if place.flow.left < LEAST_SHOWN:
        yield ListedPlace(place.level, place.names, HIDDEN)
        return
    parts = [tuple(_listed(part)) for part in place.parts if part.flow.left]
    told = _told(place.flow.left, [rows[0].left for rows in parts])
    yield ListedPlace(place.level, place.names, told)
    for rows in parts:
        yield from rows


def _told(number: int, parts: list[Told]) -> Told:
    if all(part.is_exact for part in parts):
        return Told(number, number)
    least = max(LEAST_SHOWN, sum(part.least for part in parts))
    most = sum(part.most for part in parts)
    last = max(0, (most - least + 1) // PIECE - 1)  # a short rest belongs to the piece before
    piece = min((number - least) // PIECE, last)
    begins = least + piece * PIECE
    return Told(begins, most if piece == last else begins + PIECE - 1)
