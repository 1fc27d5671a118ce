"""One form for what many people write: JT 0691 is JT691, KM Siguntang is KM Bukit Siguntang.

Unknown airlines, ships and ports stay as they were typed: the lists help, they decide nothing.

Basis: SRC-FIELD 7 ("Flight no.", "Ship name"), SRC-CARRIERS.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeVar

from posko_app.domain.carrier_table import AIRLINES, SHIPS, Airline, Port
from posko_app.domain.numbers_on_paper import departure_form
from posko_app.domain.port_table import AIRPORTS, HARBOURS, PORTS
from posko_app.domain.text import clean_line, search_text

Thing = TypeVar("Thing")

_VESSEL = re.compile(r"(?:k ?m ?p?|kapal(?: motor| laut)?|kapal pelni|pelni) (?=\w)")
_NUMBER = re.compile(r"(.*\D)0*(\d{1,4})")


def _known(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Give every written form with the one thing it means; a form that means two is left out."""
    meant: dict[str, set[str]] = {}
    for thing, forms in named:
        for form in forms:
            meant.setdefault(search_text(form), set()).add(thing)
    return {form: things.pop() for form, things in meant.items() if len(things) == 1}


@cache  # made when first asked for: a program that only starts asks nothing
def _airline_forms() -> Mapping[str, str]:
    return _known((line.code, (line.code, line.name, *line.aliases)) for line in AIRLINES)


@cache
def _ship_forms() -> Mapping[str, str]:
    return _known((ship.name, (ship.name, *ship.aliases)) for ship in SHIPS)


@cache
def _port_forms(kind: str) -> Mapping[str, str]:
    ports = {"udara": AIRPORTS, "laut": HARBOURS}.get(kind, PORTS)
    return _known((port.text, (port.text, *port.aliases)) for port in ports)


def _airline(code: str) -> Airline | None:
    return next((line for line in AIRLINES if line.code == code), None)


def carrier_of(text: str) -> Airline | None:
    """Give the airline meant by its code, its name, another name or a flight's number."""
    words = search_text(text)
    code = _airline_forms().get(words)
    if code is None:
        found = re.match(r"([A-Z][A-Z0-9]|[0-9][A-Z])\d{1,4}$", departure_form(clean_line(text)))
        code = found[1] if found else None
    return None if code is None else _airline(code)


def flight_key(text: str) -> str:
    """Give the one form of a flight's number: JT691 for `jt 0691` and for `Lion Air 691`."""
    line = clean_line(text)
    found = _NUMBER.fullmatch(line)
    airline = carrier_of(found[1]) if found else None
    return departure_form(line) if found is None or airline is None else f"{airline.code}{found[2]}"


def ship_name(text: str) -> str:
    """Give the name a ship is known by, else the text as typed, tidied."""
    words = search_text(text)
    bare = _VESSEL.sub("", words, count=1) if _VESSEL.match(words) else words
    return _ship_forms().get(words) or _ship_forms().get(bare) or clean_line(text)


def carrier_name(text: str) -> str:
    """Give the usual name of an airline or a ship, else the text as typed, tidied.

    A flight's number says more than a name and stays.
    """
    airline = _airline(_airline_forms().get(search_text(text), ""))
    return ship_name(text) if airline is None else airline.name


def port_name(text: str, kind: object = None) -> str:
    """Give what is recorded for an airport or a harbour: `KOE`, `Tenau`; else the text, tidied.

    A city alone says not which of its ports is meant and stays.
    """
    return _port_forms(str(kind or "")).get(search_text(text)) or clean_line(text)


def carriers_like(text: str, kind: object = None) -> tuple[str, ...]:
    """Give names of airlines and ships a few letters may mean; those of the kind first."""
    airlines = [(line.name, (line.code, line.name, *line.aliases)) for line in AIRLINES]
    ships = [(ship.name, (ship.name.partition(" ")[2], *ship.aliases)) for ship in SHIPS]
    return tuple(_like(text, ships + airlines if kind == "laut" else airlines + ships))


def ports_like(text: str, kind: object = None) -> tuple[Port, ...]:
    """Give the airports and harbours a few letters may mean; those of the kind first."""
    ordered = sorted(PORTS, key=lambda port: port.kind != (kind or port.kind))
    named = [(port, (port.text, port.city, port.name, *port.aliases)) for port in ordered]
    return tuple(_like(text, named))


def _like(text: str, named: Iterable[tuple[Thing, Iterable[str]]]) -> list[Thing]:
    """Give what every typed word begins a word of; what begins so as a whole comes first."""
    typed = search_text(text)
    found: tuple[list[Thing], list[Thing]] = ([], [])
    for thing, forms in named:
        written = [search_text(form) for form in forms]
        words = " ".join(written).split()
        if all(any(word.startswith(part) for word in words) for part in typed.split()):
            found[not any(form.startswith(typed) for form in written)].append(thing)
    return [*found[0], *found[1]] if typed else []


def cities_like(text: str) -> tuple[str, ...]:
    """Give the cities with a port that a few letters may mean, each once."""
    cities = dict.fromkeys(port.city for port in PORTS)
    return tuple(_like(text, ((city, (city,)) for city in cities)))
