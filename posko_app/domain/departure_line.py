"""One typed line read as a departure: `JT 693 Surabaya 7.55`, `KM Contoh > Nunukan 1400`."""

import re
from datetime import date

from posko_app.domain.departures import CARRIER, DEPARTS_ON, DEPARTS_TIME, NUMBER
from posko_app.domain.text import clean_line

FLIGHT, SHIP = "udara", "laut"
KIND, FROM, TO = "departure.kind", "departure.from", "departure.to"
_NUMBER = re.compile(r"(?=.?[A-Za-z])([A-Za-z0-9]{2}) ?(\d{1,4})(?= |$)", re.ASCII)
_CLOCK = re.compile(r"(?:^|(?<= ))([01]?\d|2[0-3])(?:[.:]([0-5]\d)|([0-5]\d))$", re.ASCII)
_TO = re.compile(r"\s*(?:>|→|->)\s*|\s+ke\s+|^ke\s+", re.IGNORECASE)


def read_departure_line(line: str, *, kind: str, on: date) -> dict[str, str]:
    """Give the answers a line says: number or ship, from, to and time; `{}` for an empty one.

    Whoever types sees how it was read before anything is kept.

    Args:
        line: number first for a flight, else the name of the ship; `>`, `→` or `ke` before the
            destination, which a flight can do without; the time last.
        kind: `udara` or `laut`, what usually leaves from the post.
        on: the civil day it leaves.
    """
    rest = clean_line(line)
    if not rest:
        return {}
    number = _NUMBER.match(rest)
    rest = rest[number.end() :].strip() if number else rest
    clock = _CLOCK.search(rest)
    rest = rest[: clock.start()].strip() if clock else rest
    found = {KIND: FLIGHT if number else kind, DEPARTS_ON: on.isoformat()}
    if number:
        found[NUMBER] = f"{number[1]}{number[2]}".upper()
    places = [part for part in _TO.split(rest) if part]
    if not number and places:
        found[CARRIER] = places.pop(0)
    if places:
        found[TO] = places[-1]
    if len(places) > 1:
        found[FROM] = places[0]
    if clock:
        found[DEPARTS_TIME] = f"{int(clock[1]):02}:{clock[2] or clock[3]}"
    return found
