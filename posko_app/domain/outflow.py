"""How many people left from where in a month, as a tree: all, kabupaten, kecamatan, village.

One screening is one departure; a person who leaves twice counts twice.

Basis: SRC-SEED (administration of population movement and migration).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from posko_app.domain.codes import Decision
from posko_app.domain.movement import Move
from posko_app.domain.places import kabupaten_name, kecamatan_key, usual_form, village_key
from posko_app.domain.text import search_text

STOPPED = frozenset((Decision.TUNDA, Decision.RUJUK, Decision.SERAH_TERIMA))


class PlaceLevel(StrEnum):
    """How finely places are told apart."""

    ALL = "semua"
    KABUPATEN = "kabupaten"
    KECAMATAN = "kecamatan"
    VILLAGE = "desa"


@dataclass(frozen=True, slots=True)
class Flow:
    """Counts of departures; `left` are those decided *boleh*."""

    left: int = 0
    stopped: int = 0  # delayed, referred, handed over
    undecided: int = 0
    letters: int = 0  # of all, with a village letter's number and signer
    half_letters: int = 0  # with only one of them

    @property
    def screened(self) -> int:
        """Give everybody counted here."""
        return self.left + self.stopped + self.undecided


@dataclass(frozen=True, slots=True)
class Place:
    """A place and what lies in it. `name` is empty where nobody recorded one."""

    level: PlaceLevel
    names: tuple[str, ...]  # from kabupaten down to this place; () for all
    flow: Flow
    parts: tuple["Place", ...] = ()

    @property
    def name(self) -> str:
        """Give the place's own name."""
        return self.names[-1] if self.names else ""


_Split = tuple[PlaceLevel, Callable[[Move], str], Callable[[Sequence[Move]], str]]
_SPLITS: tuple[_Split, ...] = (
    (
        PlaceLevel.KABUPATEN,
        lambda move: search_text(kabupaten_name(move.origin)),
        lambda moves: usual_form(kabupaten_name(move.origin) for move in moves),
    ),
    (
        PlaceLevel.KECAMATAN,
        lambda move: kecamatan_key(move.kecamatan),
        lambda moves: usual_form(move.kecamatan for move in moves),
    ),
    (
        PlaceLevel.VILLAGE,
        lambda move: village_key(move.village),
        lambda moves: usual_form(move.village for move in moves),
    ),
)


def outflow(moves: Iterable[Move]) -> Place:
    """Count departures by place; places stand in alphabetical order, unrecorded ones last."""
    return _place(PlaceLevel.ALL, (), tuple(moves), _SPLITS)


def at_level(whole: Place, level: PlaceLevel) -> tuple[Place, ...]:
    """Give all places of one level, those with most departures first."""
    found = _walk(whole)
    places = (place for place in found if place.level is level)
    return tuple(sorted(places, key=lambda one: (-one.flow.screened, one.names)))


def count(moves: Iterable[Move]) -> Flow:
    """Count departures by what was decided, and their village letters."""
    counted = Flow()
    for move in moves:
        left, stopped = move.decision == Decision.BOLEH, move.decision in STOPPED
        counted = Flow(
            left=counted.left + left,
            stopped=counted.stopped + stopped,
            undecided=counted.undecided + (not left and not stopped),
            letters=counted.letters + move.has_whole_letter,
            half_letters=counted.half_letters + (move.has_letter and not move.has_whole_letter),
        )
    return counted


def _place(
    level: PlaceLevel, names: tuple[str, ...], moves: Sequence[Move], splits: Sequence[_Split]
) -> Place:
    if not splits:
        return Place(level, names, count(moves))
    below, key_of, name_of = splits[0]
    groups: dict[str, list[Move]] = {}
    for move in moves:
        groups.setdefault(key_of(move), []).append(move)
    parts = tuple(
        _place(below, (*names, name_of(groups[key]) if key else ""), groups[key], splits[1:])
        for key in sorted(groups, key=lambda key: (not key, key))
    )
    return Place(level, names, count(moves), parts)


def _walk(place: Place) -> Iterable[Place]:
    yield place
    for part in place.parts:
        yield from _walk(part)
