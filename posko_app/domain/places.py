"""One name for a place that many officers type: its key to count under, and how it is shown."""

from collections import Counter
from collections.abc import Iterable, Mapping

from posko_app.domain.regions import NTT, SPOKEN
from posko_app.domain.text import clean_line, search_text

KABUPATEN = frozenset(("kab", "kabupaten"))
KECAMATAN = frozenset(("kec", "kecamatan"))
VILLAGE = frozenset(("desa", "ds", "kel", "kelurahan"))
APOSTROPHES = dict.fromkeys(map(ord, "'’`"))
SHORTEST_INITIALS = 3  # TTS; two letters are no name of a place


def _known() -> dict[str, str]:
    """Give every written form of a kabupaten of NTT that means exactly one of them."""
    meant: dict[str, set[str]] = {}
    for code, label in NTT.items():
        whole = search_text(label)
        first, _, name = whole.partition(" ")
        words = name.split()
        forms = {whole, name, f"kabupaten {name}" if first == "kab" else f"kotamadya {name}"}
        if len(words) >= SHORTEST_INITIALS:
            short = "".join(word[0] for word in words)
            forms |= {short, f"kab {short}", f"kabupaten {short}"}
        for form in (*forms, *((SPOKEN[code],) if code in SPOKEN else ())):
            meant.setdefault(form, set()).add(label)
    return {form: labels.pop() for form, labels in meant.items() if len(labels) == 1}


_KNOWN: Mapping[str, str] = _known()


def kabupaten_name(text: str) -> str:
    """Give the label of a kabupaten or kota of NTT, else the text as typed, tidied."""
    return _KNOWN.get(search_text(text), clean_line(text))


def kecamatan_key(text: str) -> str:
    """Give what a kecamatan is counted under."""
    return _without(_plain(text), KECAMATAN)


def village_key(text: str) -> str:
    """Give what a desa or kelurahan is counted under; which of the two makes no difference."""
    return _without(_plain(text), VILLAGE)


def usual_form(texts: Iterable[str]) -> str:
    """Give the form most people typed, the first in the alphabet among equals."""
    counted = Counter(clean_line(text) for text in texts)
    return min(counted, key=lambda text: (-counted[text], text))


def _plain(text: str) -> str:
    """Give the words without the signs people leave out: Ki'e is Kie."""
    return search_text(text.translate(APOSTROPHES))


def _without(text: str, kinds: frozenset[str]) -> str:
    first, _, rest = text.partition(" ")
    return rest if first in kinds and rest else text
