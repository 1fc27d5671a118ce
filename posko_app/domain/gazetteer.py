"""Looks a place up by the beginnings of its words, in any order: `oes kup tim`.

Basis: SRC-REGIONS.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain

from posko_app.domain.place_table import KABUPATEN, NTT, Place, PlaceTable, Region, read_table
from posko_app.domain.regions import SEATS, SPOKEN
from posko_app.domain.word_index import Numbers, word_indexes, words_of

MOST = 12  # rows under a field
LEAST_LETTERS = 2  # one letter fits nearly everything
SHORTEST_INITIALS = 3  # TTS; two letters are no name of a place
KINDS = frozenset(
    ("kab", "kabupaten", "kec", "kecamatan", "distrik", "desa", "ds", "kel", "kelurahan")
)
USUAL_VILLAGES = 12  # in one kecamatan


@dataclass(frozen=True, slots=True)
class _Met:
    """The numbers of what one typed word meets."""

    kabupaten: Numbers
    kecamatan: Numbers  # by their own name
    within: Numbers  # kecamatan by their own name or their kabupaten's
    villages: Numbers  # by their own name

    @property
    def weight(self) -> int:
        """About how many villages it leaves."""
        return len(self.villages) + USUAL_VILLAGES * len(self.within)


class PlaceIndex:
    """Finds places of a table; once made it never changes, so that any thread may ask."""

    def __init__(self, table: PlaceTable) -> None:
        self._table = table
        kecamatan = table.kecamatan.regions
        above = [table.kabupaten.number_of[region.code[:KABUPATEN]] for region in kecamatan]
        _, self._kabupaten = word_indexes(map(_kabupaten_words, table.kabupaten.regions))
        self._kecamatan_first, self._kecamatan = word_indexes(
            words_of(region.name) for region in kecamatan
        )
        self._first, self._villages = word_indexes(map(words_of, table.villages.names()))
        self._under_kabupaten = _grouped(above, len(table.kabupaten.regions))
        self._under_kecamatan = _grouped(table.villages.inside, len(kecamatan))

    def search(self, words: Sequence[str]) -> Iterator[Place]:
        """Give what every word begins a word of: the named ones, then what lies in them.

        One place may come twice.
        """
        met: list[_Met] = []
        for word in sorted(words, key=len, reverse=True):
            met.append(self._meet(word))
            if not met[-1].weight:
                return
        table = self._table
        kabupaten = sorted(_in_all([one.kabupaten for one in met]))
        within = _in_all([one.within for one in met])
        yield from map(table.whole_kabupaten, kabupaten)
        yield from self._named(words[0], within & _in_any([one.kecamatan for one in met]), met)
        for number in kabupaten:
            yield from map(table.whole_kecamatan, self._under_kabupaten[number])
        for number in sorted(within):
            yield from map(table.village, self._under_kecamatan[number])

    def _named(self, first: str, kecamatan: Numbers, met: Sequence[_Met]) -> Iterator[Place]:
        """Give kecamatan and villages, first those whose own name begins with the first word."""
        villages = self._villages_met(met)
        begun = self._kecamatan_first.under(first), self._first.under(first)
        for whole, own in (
            (kecamatan & begun[0], villages & begun[1]),
            (kecamatan - begun[0], villages - begun[1]),
        ):
            yield from merge(
                map(self._table.village, sorted(own)),
                map(self._table.whole_kecamatan, sorted(whole)),
                key=lambda place: len(place.village or place.kecamatan),
            )

    def _meet(self, word: str) -> _Met:
        kabupaten = self._kabupaten.under(word)
        own = self._kecamatan.under(word)
        within = own.union(*(self._under_kabupaten[number] for number in kabupaten))
        return _Met(kabupaten, own, within, self._villages.under(word))

    def _villages_met(self, met: Sequence[_Met]) -> Numbers:
        """Give the villages named by at least one word, the other words by what is above."""
        if len(met) == 1:
            return met[0].villages
        rarest = min(met, key=lambda one: one.weight)
        others = [one for one in met if one is not rarest]
        inside = self._table.villages.inside
        found = {
            village
            for village in rarest.villages
            if all(village in one.villages or inside[village] in one.within for one in others)
        }
        named = _in_any([one.villages for one in others])
        for kecamatan in rarest.within:
            lacking = [one.villages for one in others if kecamatan not in one.within]
            found |= (named & frozenset(self._under_kecamatan[kecamatan])).intersection(*lacking)
        return Numbers(found)


class Gazetteer:
    """The whole country: places of NTT before all others, for that is where people come from.

    Args:
        lines: of `resources/regions/regions.txt.gz`.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        near = [line for line in lines if line.startswith(NTT)]
        far = [line for line in lines if not line.startswith(NTT)]
        self._near, self._far = PlaceIndex(read_table(near)), PlaceIndex(read_table(far))

    def search(self, text: str, limit: int = MOST) -> tuple[Place, ...]:
        """Give the places in which every typed word begins a word, at most so many.

        The kind of place (`desa`, `kel.`, `kabupaten`) is passed over where no name has it.
        """
        words = words_of(text)
        if sum(map(len, words)) < LEAST_LETTERS:
            return ()
        found = self._some(words, limit)
        names = [word for word in words if word not in KINDS]
        return found or (self._some(names, limit) if names and names != words else ())

    def _some(self, words: Sequence[str], limit: int) -> tuple[Place, ...]:
        found: dict[str, Place] = {}
        for place in chain(self._near.search(words), self._far.search(words)):
            found.setdefault(place.code, place)
            if len(found) == limit:
                break
        return tuple(found.values())


def _in_all(numbers: Sequence[Numbers]) -> Numbers:
    return numbers[0].intersection(*numbers[1:])


def _in_any(numbers: Sequence[Numbers]) -> Numbers:
    return numbers[0].union(*numbers[1:])


def _grouped(above: Iterable[int], count: int) -> "list[array[int]]":
    """Give for each number what names it as its upper region, in order."""
    groups = [array("I") for _ in range(count)]
    for number, group in enumerate(above):
        groups[group].append(number)
    return groups


def _kabupaten_words(region: Region) -> list[str]:
    """Give its words, its initials where they are a name (TTS), its short form and its town."""
    words = words_of(region.name)
    initials = "".join(word[0] for word in words[1:])  # the first says what kind it is
    spoken, seat = SPOKEN.get(region.code, ""), SEATS.get(region.code, "")
    more = [initials] if len(initials) >= SHORTEST_INITIALS else []
    return [*words, *more, *words_of(f"{spoken} {seat}")]
