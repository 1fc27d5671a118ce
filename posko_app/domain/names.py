"""Whether two names can be those of one person: same, near or different, and why.

A name alone never tells who somebody is: in NTT many have one name only, and a clan's name stands
behind whole villages. So a shared clan's name counts for nothing, and a likeness is a hint that
needs a birth date, a number or a person who looks.

Basis: SRC-FIELD 7 (single names, clan names, spelling drift: never on name alone).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from posko_app.domain.name_spelling import spelled
from posko_app.domain.text import search_text

# what stands before or behind a name without being part of it
TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mstr", "mss", "chd", "inf", "adt", "fnu", "lnu"),
        *("tn", "ny", "nn", "sdr", "sdri", "bpk", "bapak", "ibu"),
        *("h", "hj", "haji", "hajah", "dr", "drs", "dra", "ir", "prof", "pdt", "pater", "suster"),
        *("sh", "se", "st", "spd", "skm", "sp"),
    )
)
_TYPO_FROM = 6  # letters; in shorter words one letter is another name
_TWO_TYPOS_FROM = 9
_MANY_WORDS = 3  # from here on two words may hold a slip
_ALONE_FROM = 4  # letters of a word that can stand for a whole name
_HIS, _HERS = ("us", "o"), "a"  # endings that make a man's name a woman's: no slip
_PROBABLE = 80.0  # of 100: what `alike` looks at closely
_MOST_NEAR = 99


class Verdict(StrEnum):
    """What a comparison of two names came to."""

    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """What two names have in common.

    Reasons are codes, in a fixed order: titles, order, joined, doubled leave a name the same;
    spelling, slip, initials, missing_word (and cut_at_20 of a ticket) make it near; shared_word,
    other_words and empty say why it is different. The score, 0 to 100, is for sorting only.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    score: int = 0


@dataclass(frozen=True, slots=True)
class _Pairing:
    """Each word of the shorter name with how it was found in the longer one."""

    kinds: tuple[str, ...]  # equal, spelling, slip, initials; "" for a word that was not found
    places: tuple[int, ...]  # where in the longer name; -1 for nowhere
    left_over: int


def likeness(a: str, b: str) -> NameLikeness:
    """Compare two names, in any order, script case, accents and punctuation aside."""
    told, other = name_words(a), name_words(b)
    if not told or not other:
        return NameLikeness(Verdict.DIFFERENT, ("empty",))
    titled = has_title(a) != has_title(b)
    reasons = _same_reasons(told, other)
    if reasons is not None:
        found = (*(("titles",) if titled else ()), *reasons)
        return NameLikeness(Verdict.SAME, found, 100)
    return _compared(told, other)


def alike(name: str, among: Sequence[str]) -> Iterator[tuple[int, NameLikeness]]:
    """Give the places in a long list whose names are the same or near, in the list's order.

    A rough measure over the whole list chooses whom to look at closely.

    Args:
        name: as typed.
        among: keys made by `name_key`; a likeness with one tells no spelling apart.
    """
    key = name_key(name)
    if not key:
        return
    rough = process.extract(
        key, among, scorer=fuzz.token_set_ratio, score_cutoff=_PROBABLE, limit=None
    )
    for place in sorted(place for _, _, place in rough):
        found = likeness(key, among[place])
        if found.verdict is not Verdict.DIFFERENT:
            yield place, found


def name_key(name: str) -> str:
    """Give the words of a name in the one spelling under which they are looked for."""
    return " ".join(map(spelled, name_words(name)))


def name_words(name: str) -> tuple[str, ...]:
    """Give a name's words without titles; a name that is nothing but a title stays."""
    words = search_text(name).split()
    kept = list(words)
    while len(kept) > 1 and kept[0] in TITLES:
        del kept[0]
    while len(kept) > 1 and kept[-1] in TITLES:
        del kept[-1]
    return tuple(words if all(word in TITLES for word in kept) else kept)


def has_title(name: str) -> bool:
    """Say whether `name_words` leaves something out."""
    return len(name_words(name)) < len(search_text(name).split())


def _same_reasons(a: Sequence[str], b: Sequence[str]) -> tuple[str, ...] | None:
    """Say why two names are the same name; None when they are not."""
    if a == b:
        return ()
    if sorted(a) == sorted(b):
        return ("order",)
    if set(a) == set(b):
        return ("doubled",)
    if "".join(a) == "".join(b):
        return ("joined",)
    if _turned(a) & _turned(b):
        return ("order", "joined")
    return None


def _turned(words: Sequence[str]) -> set[str]:
    """Give the name run together, from the front and with its last word first."""
    return {"".join(words), "".join((*words[-1:], *words[:-1]))}


def _compared(a: Sequence[str], b: Sequence[str]) -> NameLikeness:
    score = _score(a, b)
    keys, others = tuple(map(spelled, a)), tuple(map(spelled, b))
    reasons = _same_reasons(keys, others)
    if reasons is not None:
        return NameLikeness(Verdict.NEAR, (*reasons, "spelling"), score)
    shorter, longer = sorted((a, b), key=len)
    pairing = _pairing(shorter, longer)
    if not _is_near(pairing, shorter):
        shared = any(kind in {"equal", "spelling"} for kind in pairing.kinds)
        return NameLikeness(Verdict.DIFFERENT, ("shared_word" if shared else "other_words",), score)
    return NameLikeness(Verdict.NEAR, tuple(_near_reasons(pairing)), score)


def _pairing(shorter: Sequence[str], longer: Sequence[str]) -> _Pairing:
    """Find each word of the shorter name in the longer one, the surest kinds first."""
    kinds = [""] * len(shorter)
    places = [-1] * len(shorter)
    for wanted in ("equal", "spelling", "slip", "initials"):
        for at, word in enumerate(shorter):
            free = (place for place in range(len(longer)) if place not in places)
            if places[at] < 0:
                found = (place for place in free if _kind(word, longer[place]) == wanted)
                places[at] = next(found, -1)
                kinds[at] = wanted if places[at] >= 0 else ""
    return _Pairing(tuple(kinds), tuple(places), len(longer) - len(shorter))


def _kind(word: str, other: str) -> str:
    if word == other:
        return "equal"
    key, other_key = spelled(word), spelled(other)
    if key == other_key:
        return "spelling"
    if min(len(word), len(other)) == 1:
        return "initials" if word[0] == other[0] else ""
    return "slip" if _is_slip(key, other_key) else ""


def _is_slip(key: str, other: str) -> bool:
    if (key.endswith(_HIS) and other.endswith(_HERS)) or (
        key.endswith(_HERS) and other.endswith(_HIS)
    ):
        return False
    shortest = min(len(key), len(other))
    most = 2 if shortest >= _TWO_TYPOS_FROM else int(shortest >= _TYPO_FROM)
    return most > 0 and OSA.distance(key, other, score_cutoff=most) <= most


def _is_near(pairing: _Pairing, shorter: Sequence[str]) -> bool:
    sure = [kind in {"equal", "spelling"} for kind in pairing.kinds]
    if not all(pairing.kinds):
        return False
    if len(shorter) == 1:
        first = pairing.places[0] == 0
        whole = pairing.left_over == 0 or (sure[0] and first and len(shorter[0]) >= _ALONE_FROM)
        return whole and pairing.kinds[0] != "initials"
    most_slips = 2 if len(shorter) >= _MANY_WORDS else int(pairing.left_over == 0)
    return any(sure) and pairing.kinds.count("slip") <= most_slips


def _near_reasons(pairing: _Pairing) -> Iterator[str]:
    order = [place for place in pairing.places if place >= 0]
    if order != sorted(order):
        yield "order"
    for kind in ("spelling", "slip", "initials"):
        if kind in pairing.kinds:
            yield kind
    if pairing.left_over:
        yield "missing_word"


def _score(a: Sequence[str], b: Sequence[str]) -> int:
    ratio = fuzz.token_sort_ratio(" ".join(map(spelled, a)), " ".join(map(spelled, b)))
    return min(_MOST_NEAR, round(ratio))
