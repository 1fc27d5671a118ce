"""The country's regions, kept small: 83,762 villages as one text and a few arrays of numbers.

Every list stands in the order in which it is offered: short names before long ones, because who
means the longer one types on.

Basis: SRC-REGIONS (names and codes), SRC-NIK (the codes are Kemendagri's, never BPS's).
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NTT = "53"
PROVINCE, KABUPATEN, KECAMATAN, VILLAGE = 2, 4, 6, 10  # digits of a code
OWN = VILLAGE - KECAMATAN
LONG, SHORT = "Kabupaten ", "Kab. "


@dataclass(frozen=True, slots=True)
class Place:
    """One village and all it lies in; a whole kecamatan or kabupaten names nothing below itself."""

    village: str
    kecamatan: str
    kabupaten: str
    province: str
    code: str  # Kemendagri, digits only: 4, 6 or 10

    @property
    def label(self) -> str:
        """The place in one line, the smallest first."""
        whole = bool(self.kecamatan) and not self.village
        kecamatan = f"Kec. {self.kecamatan}" if whole else self.kecamatan
        return ", ".join(name for name in (self.village, kecamatan, self.kabupaten) if name)


@dataclass(frozen=True, slots=True)
class Region:
    """A kabupaten or a kecamatan; the digits its code begins with tell what it lies in."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Level:
    """The regions of one level by number."""

    regions: tuple[Region, ...]
    number_of: dict[str, int]  # by code


class Villages:
    """Names and codes of all villages by number, without an object for each.

    Args:
        rows: code and name of each village in one text, `5371031010Oesapa`.
        kecamatan: what they lie in.
    """

    def __init__(self, rows: Iterable[str], kecamatan: Level) -> None:
        ordered = sorted(rows, key=len)
        self.inside = array("H", (kecamatan.number_of[row[:KECAMATAN]] for row in ordered))
        self._own = array("H", (int(row[KECAMATAN:VILLAGE]) for row in ordered))
        names, self._ends = bytearray(), array("I")
        for row in ordered:
            names += row[VILLAGE:].encode()
            self._ends.append(len(names))
        self._names = bytes(names)

    def __len__(self) -> int:
        return len(self._own)

    def name(self, number: int) -> str:
        """Give a village's name as the decree writes it."""
        begins = self._ends[number - 1] if number else 0
        return self._names[begins : self._ends[number]].decode()

    def names(self) -> Iterator[str]:
        """Give all names in order."""
        return map(self.name, range(len(self)))

    def own_code(self, number: int) -> str:
        """Give the last four digits of a village's code."""
        return f"{self._own[number]:0{OWN}d}"


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """The regions of some provinces."""

    provinces: dict[str, str]
    kabupaten: Level
    kecamatan: Level
    villages: Villages

    def whole_kabupaten(self, number: int) -> Place:
        """Give a kabupaten without saying more."""
        region = self.kabupaten.regions[number]
        return Place("", "", region.name, self.provinces[region.code[:PROVINCE]], region.code)

    def whole_kecamatan(self, number: int) -> Place:
        """Give a kecamatan without saying which village."""
        region = self.kecamatan.regions[number]
        above = self.whole_kabupaten(self.kabupaten.number_of[region.code[:KABUPATEN]])
        return Place("", region.name, above.kabupaten, above.province, region.code)

    def village(self, number: int) -> Place:
        """Give one village."""
        above = self.whole_kecamatan(self.villages.inside[number])
        code = above.code + self.villages.own_code(number)
        name = self.villages.name(number)
        return Place(name, above.kecamatan, above.kabupaten, above.province, code)


def read_table(lines: Iterable[str]) -> PlaceTable:
    """Read lines of `resources/regions/regions.txt.gz`, all of a province or none."""
    provinces: dict[str, str] = {}
    levels: dict[int, list[Region]] = {KABUPATEN: [], KECAMATAN: []}
    rows: list[str] = []
    for code, name, *villages in (line.split("\t") for line in lines):
        if len(code) == PROVINCE:
            provinces[code] = name
        else:
            levels[len(code)].append(Region(code, _written(name)))
        rows += [code + village[:OWN] + village[OWN + 1 :] for village in villages]
    kabupaten, kecamatan = _level(levels[KABUPATEN]), _level(levels[KECAMATAN])
    return PlaceTable(provinces, kabupaten, kecamatan, Villages(rows, kecamatan))


def _level(regions: Iterable[Region]) -> Level:
    ordered = tuple(sorted(regions, key=lambda region: len(region.name)))
    return Level(ordered, {region.code: number for number, region in enumerate(ordered)})


def _written(name: str) -> str:
    """Write a kabupaten the way the desk does everywhere: `Kab. Belu`."""
    return SHORT + name.removeprefix(LONG) if name.startswith(LONG) else name
