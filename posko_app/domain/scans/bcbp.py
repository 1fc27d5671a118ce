"""Reading the bar code of a boarding pass.

Only what the desk asks for is kept; conditional and security blocks are counted and passed over.
The code has no check digits: a damaged one shows only where a field has the wrong form.

Basis: SRC-IATA-792.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from posko_app.domain.problem import Problem
from posko_app.domain.scans.dates import flight_date
from posko_app.domain.scans.incoming import capitals

NAME_LENGTH = 20
_SHORTEST = 60  # one leg without conditional block
_FIRST_LEG = 23
_LEG = 37
_SECURITY = 4  # mark, type, two digits of length
_HEAD = re.compile(r"[MS][1-9]", re.ASCII)
_HEX = re.compile(r"[0-9A-F]{2}", re.ASCII)
_AIRPORT = re.compile(r"[A-Z]{3}", re.ASCII)
_CARRIER = re.compile(r"[A-Z0-9]{2,3}", re.ASCII)
_FLIGHT = re.compile(r"\d{1,4}[A-Z]?", re.ASCII)
_ENOUGH = 2  # of the first leg's airports, flight and day


@dataclass(frozen=True, slots=True)
class Leg:
    """One flight of a pass, as printed: zeros in front stay. None where it cannot be read."""

    pnr: str = field(repr=False)
    origin: str | None
    destination: str | None
    carrier: str | None
    flight_number: str | None
    flight_on: date | None
    cabin: str
    seat: str = field(repr=False)
    sequence: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BoardingPass:
    """What a boarding pass says."""

    passenger_name: str | None = field(repr=False)
    legs: tuple[Leg, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def name_may_be_cut(self) -> bool:
        """Say whether the name fills its field, so that its end may be missing."""
        return self.passenger_name is not None and len(self.passenger_name) == NAME_LENGTH


@dataclass(frozen=True, slots=True)
class _Sections:
    """The mandatory fields of each leg, and what is wrong with the way the code is put together."""

    legs: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_bcbp(text: str, *, on: date) -> BoardingPass | Problem:
    """Read a tidy scan as a boarding pass, or say why it is none.

    Args:
        text: the whole code; blanks count.
        on: civil date at the posko; days of the year are taken nearest to it.
    """
    code = text.replace("\n", "")
    head = capitals(code[:_FIRST_LEG])
    if not _HEAD.match(head):
        return Problem("", "scan_unknown")
    if len(code) < _SHORTEST:
        return Problem("", "scan_pass_cut" if "/" in head else "scan_unknown")
    sections = _sections(code, int(head[1]))
    legs = tuple(_leg(items, on) for items in sections.legs)
    if not legs or not _is_flight(legs[0]):
        return Problem("", "scan_unknown")
    name = head[2:22].strip()
    problems = (
        *(() if name else (Problem("passenger_name", "scan_unreadable"),)),
        *(problem for number, leg in enumerate(legs) for problem in _problems(leg, number)),
        *sections.problems,
    )
    return BoardingPass(name or None, legs, problems)


def _sections(code: str, count: int) -> _Sections:
    """Walk over the legs by the lengths the code itself gives."""
    legs: list[str] = []
    at = _FIRST_LEG
    while len(legs) < count:
        leg = capitals(code[at : at + _LEG])
        if len(leg) < _LEG:
            return _Sections(tuple(legs), (Problem("legs", "scan_pass_cut"),))
        legs.append(leg)
        if not _HEX.fullmatch(leg[-2:]):
            return _Sections(tuple(legs), (Problem("legs", "scan_pass_length"),))
        at += _LEG + int(leg[-2:], 16)
    return _Sections(tuple(legs), tuple(_rest_problems(code, at)))


def _rest_problems(code: str, at: int) -> Iterator[Problem]:
    """Look at what follows the last leg: nothing, or a security block of the length it gives."""
    rest = code[at:].rstrip()
    if at > len(code):
        yield Problem("", "scan_pass_cut")
    elif rest:
        size = capitals(rest[2:_SECURITY])
        if not (rest.startswith("^") and _HEX.fullmatch(size)):
            yield Problem("", "scan_pass_rest")
        elif len(code) - at - _SECURITY < int(size, 16):
            yield Problem("", "scan_pass_cut")
        elif len(rest) - _SECURITY > int(size, 16):
            yield Problem("", "scan_pass_rest")


def _leg(items: str, on: date) -> Leg:
    return Leg(
        pnr=items[:7].strip(),
        origin=_matched(_AIRPORT, items[7:10]),
        destination=_matched(_AIRPORT, items[10:13]),
        carrier=_matched(_CARRIER, items[13:16].strip()),
        flight_number=_matched(_FLIGHT, items[16:21].strip()),
        flight_on=flight_date(items[21:24], on=on),
        cabin=items[24].strip(),
        seat=items[25:29].strip(),
        sequence=items[29:34].strip(),
    )


def _is_flight(leg: Leg) -> bool:
    """Say whether a first leg is that of a flight, rather than any text that begins like one."""
    told = (leg.origin and leg.destination, leg.flight_number, leg.flight_on)
    return sum(bool(each) for each in told) >= _ENOUGH


def _problems(leg: Leg, number: int) -> Iterator[Problem]:
    told = {
        "from": leg.origin,
        "to": leg.destination,
        "carrier": leg.carrier,
        "flight_number": leg.flight_number,
    }
    for name, value in told.items():
        if value is None:
            yield Problem(f"legs.{number}.{name}", "scan_unreadable")
    if leg.flight_on is None:
        yield Problem(f"legs.{number}.flight_on", "scan_date")


def _matched(pattern: re.Pattern[str], text: str) -> str | None:
    return text if pattern.fullmatch(text) else None
