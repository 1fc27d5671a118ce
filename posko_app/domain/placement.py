"""Who sends people, month by month: counts per company, its schemes, decisions and papers.

Basis: SRC-SEED (control of placement).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from posko_app.domain.codes import PAPERS, WORK
from posko_app.domain.movement import Move
from posko_app.domain.places import usual_form
from posko_app.domain.registers import name_key

SEEN = frozenset(("ada", "terverifikasi", "kerja"))  # kerja: a visa for work
NOT_SEEN = frozenset(("tidak_ada", "diragukan"))

Papers = Mapping[str, str]  # code of a paper to its state


@dataclass(frozen=True, slots=True)
class CompanyCount:
    """What was recorded of one company in a month. `name` is empty where nobody gave one."""

    name: str
    people: int
    schemes: Mapping[str, int]
    decisions: Mapping[str, int]
    levels: Mapping[str, int]
    seen: Mapping[str, int] = field(default_factory=dict)  # paper to how many had it
    missing: Mapping[str, int] = field(default_factory=dict)  # paper to how many had not

    @property
    def papers_seen(self) -> int:
        """Give how many papers were seen in all."""
        return sum(self.seen.values())

    @property
    def papers_asked(self) -> int:
        """Give how many papers were seen or found missing; others were not recorded."""
        return self.papers_seen + sum(self.missing.values())


def is_placement(move: Move) -> bool:
    """Say whether a departure belongs to somebody's placement: a company, or work as purpose."""
    return bool(name_key(move.company)) or move.purpose in WORK


def company_counts(moves: Iterable[Move], papers: Mapping[int, Papers]) -> tuple[CompanyCount, ...]:
    """Count per company, most people first, those without a company last.

    Args:
        moves: of one month; those that are no placement are left out.
        papers: the states of papers by the position of the screening.
    """
    groups: dict[str, list[Move]] = {}
    for move in moves:
        if is_placement(move):
            groups.setdefault(name_key(move.company), []).append(move)
    counts = [_company(group, papers) for group in groups.values()]
    return tuple(sorted(counts, key=lambda one: (not one.name, -one.people, one.name)))


def _company(group: Sequence[Move], papers: Mapping[int, Papers]) -> CompanyCount:
    states = [papers.get(move.position, {}) for move in group]
    return CompanyCount(
        name=usual_form(move.company for move in group),
        people=len(group),
        schemes=_counted(move.scheme for move in group),
        decisions=_counted(move.decision for move in group),
        levels=_counted(move.level for move in group),
        seen=_with_state(states, SEEN),
        missing=_with_state(states, NOT_SEEN),
    )


def _counted(codes: Iterable[str]) -> dict[str, int]:
    return dict(Counter(code for code in codes if code).most_common())


def _with_state(states: Sequence[Papers], wanted: frozenset[str]) -> dict[str, int]:
    counted = {paper: sum(one.get(paper) in wanted for one in states) for paper in PAPERS}
    return {paper: number for paper, number in counted.items() if number}
