"""Dates written short: two digits of the year, or only the day of the year."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

_SHORT = re.compile(r"(\d\d)(\d\d)(\d\d)", re.ASCII)
_DAY = re.compile(r"\d{3}", re.ASCII)


def birth_date(text: str, *, on: date) -> date | None:
    """Read YYMMDD as the latest date that is not after a day; None when there is none.

    Basis: SRC-ICAO-9303-3 (dates carry two digits of the year; the reader supplies the century).
    """
    return max((day for day in _centuries(text, on) if day <= on), default=None)


def expiry_date(text: str, *, on: date) -> date | None:
    """Read YYMMDD as the date nearest to a day; None when there is none.

    Basis: SRC-ICAO-9303-3.
    """
    return _nearest(_centuries(text, on), on)


def flight_date(text: str, *, on: date) -> date | None:
    """Read the day of the year, 001 to 366, as the date nearest to a day.

    The 366th is looked for in the year before, the same and the next one only: a pass of
    another year is none that anybody flies with. None when there is no such date.

    Basis: SRC-IATA-792 (date of flight).
    """
    if not _DAY.fullmatch(text):
        return None
    return _nearest(_years(int(text), on), on)


def _centuries(text: str, on: date) -> Iterator[date]:
    found = _SHORT.fullmatch(text)
    if found is None:
        return
    short, month, day = map(int, found.groups())
    this = on.year // 100 * 100
    for century in (this - 100, this, this + 100):
        try:
            yield date(century + short, month, day)
        except ValueError:  # not in the calendar of that year
            continue


def _years(day: int, on: date) -> Iterator[date]:
    for year in (on.year - 1, on.year, on.year + 1):
        try:
            found = date(year, 1, 1) + timedelta(days=day - 1)
        except (ValueError, OverflowError):  # before the first or after the last year there is
            continue
        if found.year == year:
            yield found


def _nearest(days: Iterable[date], on: date) -> date | None:
    return min(days, key=lambda day: abs(day - on), default=None)
