"""Which fields of a screening offer suggestions, and what choosing one fills."""

from collections.abc import Iterable, Mapping
from itertools import islice

from posko_app.domain.place_table import Place
from posko_app.domain.regions import NTT
from posko_app.services.gazetteer import PlaceSearch, places
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.choices import initials
from posko_app.ui.widgets.completer_edit import CompleterEdit, Offers, Suggestion

ORIGIN, KECAMATAN, VILLAGE = "traveller.origin", "traveller.kecamatan", "traveller.village"
ROWS = 12
WIDE = 60  # looked at for rows of the right kind


def completer_for(path: str, words: Words) -> CompleterEdit | None:
    """Make the editor of a field that offers suggestions, None for any other field."""
    if path in (ORIGIN, KECAMATAN, VILLAGE):
        return place_edit(path, words)
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


def regions_in_short() -> Mapping[str, str]:
    """Give `tts`, `belu` and the like with the region they stand for; none that means two."""
    short: dict[str, list[str]] = {}
    for label in NTT.values():
        name = label.partition(" ")[2]
        for key in {name.casefold(), initials(name)}:
            short.setdefault(key, []).append(label)
    return {key: labels[0] for key, labels in short.items() if len(labels) == 1 and len(key) > 1}
