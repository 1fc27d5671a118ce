"""From the signs that stand to two axes, a rule and a priority: counting, nothing else.

Basis: SRC-INDICATORS 4.3.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from posko_app.domain.detection.assessment import Counts, Level
from posko_app.domain.detection.ruleset import Strength

MOST_A_DIMENSION = 2  # medium signs of one dimension that count: stops double counting
_STRONG, _MEDIUM = Strength.STRONG, Strength.MEDIUM


@dataclass(frozen=True, slots=True)
class Weight:
    """What of a standing sign counts."""

    strength: Strength  # after escalation
    dimension: str
    is_means: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The two axes and why."""

    tppo_axis: Level
    placement_axis: Level
    rule: str
    priority: bool
    counts: Counts

    @property
    def level(self) -> Level:
        """Give the higher axis."""
        return max(self.tppo_axis, self.placement_axis, key=lambda axis: axis.rank)


def decide(standing: Sequence[Weight], *, any_absolute: bool) -> Verdict:
    """Weigh the signs that stand.

    Args:
        standing: fired signs that no calming fact switched off.
        any_absolute: whether one of them goes straight to MERAH.
    """
    medium = Counter(each.dimension for each in standing if each.strength is _MEDIUM)
    counts = _count(standing, medium)
    axis, rule = _tppo(standing, medium, counts, any_absolute=any_absolute)
    placement = Level.KUNING if counts.placement else Level.HIJAU
    if axis is Level.HIJAU and placement is Level.KUNING:
        rule = "R3d"
    wide = counts.medium_capped >= 3 and len(medium) >= 3
    priority = axis is Level.KUNING and (counts.strong > 0 or wide)
    return Verdict(axis, placement, rule, priority, counts)


def _count(standing: Iterable[Weight], medium: Counter[str]) -> Counts:
    of = Counter(each.strength for each in standing)
    return Counts(
        strong=of[_STRONG],
        medium=of[_MEDIUM],
        medium_capped=sum(min(number, MOST_A_DIMENSION) for number in medium.values()),
        weak=of[Strength.WEAK],
        placement=of[Strength.PLACEMENT],
    )


def _tppo(
    standing: Sequence[Weight], medium: Counter[str], counts: Counts, *, any_absolute: bool
) -> tuple[Level, str]:
    strong, capped = counts.strong, counts.medium_capped
    if any_absolute:
        return Level.MERAH, "R1"
    if strong >= 2:
        return Level.MERAH, "R2a"
    if strong and capped >= 2 and _dimensions(standing) >= 2:
        return Level.MERAH, "R2b"
    if capped >= 4 and len(medium) >= 3 and _has_means(standing):
        return Level.MERAH, "R2c"
    if strong:
        return Level.KUNING, "R3a"
    if capped >= 2:
        return Level.KUNING, "R3b"
    if capped == 1 and counts.weak >= 2:
        return Level.KUNING, "R3c"
    return Level.HIJAU, "R4"


def _dimensions(standing: Iterable[Weight]) -> int:
    return len({each.dimension for each in standing if each.strength in {_STRONG, _MEDIUM}})


def _has_means(standing: Iterable[Weight]) -> bool:
    return any(each.is_means and each.strength in {_STRONG, _MEDIUM} for each in standing)
