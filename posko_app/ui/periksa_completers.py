"""Which fields of a screening offer suggestions, and what choosing one fills."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from posko_app.domain.carriers import (
    carrier_name,
    carrier_of,
    carriers_like,
    cities_like,
    flight_key,
    port_name,
    ports_like,
)
from posko_app.domain.place_table import KABUPATEN, Place
from posko_app.domain.regions import NTT, SPOKEN
from posko_app.services.gazetteer import PlaceSearch, places
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.choices import initials
from posko_app.ui.widgets.completer_edit import CompleterEdit, Offers, Suggestion

ORIGIN, KECAMATAN, VILLAGE = "traveller.origin", "traveller.kecamatan", "traveller.village"
CARRIER, NUMBER = "departure.carrier", "departure.number"
PORTS = ("departure.from", "departure.to")
CITY = "journey.final_city"
ROWS = 12
WIDE = 60  # looked at for rows of the right kind


def completer_for(path: str, words: Words) -> CompleterEdit | None:
    """Make the editor of a field that offers suggestions, None for any other field."""
    if path in (ORIGIN, KECAMATAN, VILLAGE):
        return place_edit(path, words)
    if path.startswith("departure."):
        return departure_edit(path, words, _either_way)
    return _made(city_suggestions, str, words) if path == CITY else None


def departure_edit(path: str, words: Words, kind: Callable[[], object]) -> CompleterEdit | None:
    """Make the editor of a part of the departure that offers suggestions, None for another.

    Args:
        path: the field.
        words: the words of the screen.
        kind: says how people leave: `udara`, `laut` or nothing yet.
    """
    if path == CARRIER:
        return _made(lambda text: carrier_suggestions(text, kind()), carrier_name, words)
    if path in PORTS:
        return _made(
            lambda text: port_suggestions(text, kind()), lambda text: port_name(text, kind()), words
        )
    if path == NUMBER:
        return CompleterEdit(Offers(of=lambda _: (), usual=flight_key), capitals=True)
    return None


def place_edit(path: str, words: Words, search: PlaceSearch | None = None) -> CompleterEdit:
    """Make the editor of one of the three fields a place fills."""
    known = places() if search is None else search
    short = regions_in_short() if path == ORIGIN else {}
    offers = Offers(
        of=lambda text: place_suggestions(path, known.search(text, WIDE)),
        usual=lambda text: short.get(text.strip().casefold(), text),
        said=lambda count: words.text("places.suggestions", count=count),
    )
    return CompleterEdit(offers)


def carrier_suggestions(text: str, kind: object) -> tuple[Suggestion, ...]:
    """Give airlines and ships; a flight's number is split into airline and number."""
    number, airline = flight_key(text), carrier_of(text)
    if airline is not None and number.startswith(airline.code) and number != airline.code:
        return (Suggestion(f"{airline.name} · {number}", airline.name, {NUMBER: number}),)
    return tuple(Suggestion(name, name) for name in carriers_like(text, kind)[:ROWS])


def port_suggestions(text: str, kind: object) -> tuple[Suggestion, ...]:
    """Give airports by their letters and harbours by their name."""
    return tuple(
        Suggestion(" · ".join(dict.fromkeys((port.text, port.city, port.name))), port.text)
        for port in ports_like(text, kind)[:ROWS]
    )


def city_suggestions(text: str) -> tuple[Suggestion, ...]:
    """Give cities with a port, then kabupaten and kota by their bare name."""
    rows = {city: Suggestion(city, city) for city in cities_like(text)}
    for place in places().search(text, WIDE):
        if len(place.code) == KABUPATEN:
            city = place.kabupaten.partition(" ")[2]
            rows.setdefault(city, Suggestion(f"{place.kabupaten}, {place.province}", city))
    return tuple(islice(rows.values(), ROWS)) if len(text.strip()) > 1 else ()


def place_suggestions(path: str, found: Iterable[Place]) -> tuple[Suggestion, ...]:
    """Give the rows a field shows: each label once, only places that have what belongs here."""
    rows: dict[str, Suggestion] = {}
    for place in found:
        names = {ORIGIN: place.kabupaten, KECAMATAN: place.kecamatan, VILLAGE: place.village}
        whole = not place.village
        if names[path] and (path != KECAMATAN or whole):
            others = {other: name for other, name in names.items() if name and other != path}
            rows.setdefault(place.label, Suggestion(place.label, names[path], others))
    return tuple(islice(rows.values(), ROWS))


def _either_way() -> None:
    """Say nothing about how people leave."""


def _made(
    of: Callable[[str], Iterable[Suggestion]], usual: Callable[[str], str], words: Words
) -> CompleterEdit:
    return CompleterEdit(
        Offers(
            of=lambda text: tuple(of(text)) if text.strip() else (),
            usual=usual,
            said=lambda count: words.text("places.suggestions", count=count),
        )
    )


def regions_in_short() -> Mapping[str, str]:
    """Give `tts`, `belu` and the like with the region they stand for; none that means two."""
    short: dict[str, list[str]] = {}
    for code, label in NTT.items():
        name = label.partition(" ")[2]
        for key in {name.casefold(), initials(name), SPOKEN.get(code, "")}:
            short.setdefault(key, []).append(label)
    return {key: labels[0] for key, labels in short.items() if len(labels) == 1 and len(key) > 1}
