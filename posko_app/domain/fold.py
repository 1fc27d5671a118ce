"""Statements about one screening folded into its values: no clock, any order, nothing lost.

Basis: SRC-FORMAT, "Corrections and conflicts".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from posko_app.domain.values import Value

Answers = Mapping[str, Value]

# What a statement says about itself, not about the traveller: never merged, never a conflict.
PER_ENTRY = frozenset({"shown_level", "ruleset", "correction_reason"})
_NO_CONFLICTS: Mapping[str, tuple["Setter", ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Statement:
    """One screening or correction entry: which fields it sets; None withdraws."""

    entry_id: str
    based_on: tuple[str, ...]
    sets: Answers = field(repr=False)


@dataclass(frozen=True, slots=True)
class Setter:
    """Who says what in a conflict; None means that the statement withdraws the field."""

    entry_id: str
    value: Value = field(repr=False)


@dataclass(frozen=True, slots=True)
class Folded:
    """What all statements together say.

    A path in conflict is in `conflicts` only, with every unbeaten setter in order of
    entry id. `frontier` are the entries no other knows: what the next correction is
    based on, sorted.
    """

    values: Answers = field(repr=False)
    conflicts: Mapping[str, tuple[Setter, ...]] = field(repr=False)
    frontier: tuple[str, ...]


def fold(statements: Iterable[Statement]) -> Folded:
    """Merge statements that arrived in any order, some twice, some not yet."""
    by_id = {statement.entry_id: statement for statement in statements}
    if len(by_id) == 1:
        return _fold_one(next(iter(by_id.values())))
    known = _knowledge(by_id)
    values: dict[str, Value] = {}
    conflicts: dict[str, tuple[Setter, ...]] = {}
    for path, setters in _setters_by_path(by_id).items():
        standing = _standing(setters, known)
        if len({(type(s.value), s.value) for s in standing}) > 1:
            conflicts[path] = standing
        elif standing and standing[0].value is not None:
            values[path] = standing[0].value
    frontier = set(by_id).difference(*known.values())
    return Folded(values, conflicts, tuple(sorted(frontier)))


def known_by(statements: Iterable[Statement], entry_id: str) -> tuple[Statement, ...]:
    """Give one statement and all that it knew: what its author had seen."""
    by_id = {statement.entry_id: statement for statement in statements}
    known = _known_to(entry_id, by_id) | {entry_id}
    return tuple(said for said in by_id.values() if said.entry_id in known)


def _fold_one(statement: Statement) -> Folded:
    sets = statement.sets.items()
    values = {p: v for p, v in sets if v is not None and p not in PER_ENTRY}
    return Folded(values, _NO_CONFLICTS, (statement.entry_id,))


def _knowledge(by_id: Mapping[str, Statement]) -> dict[str, frozenset[str]]:
    """Give whom each statement knows; in a circle (never made honestly) nobody beats nobody."""
    reached = {entry_id: _known_to(entry_id, by_id) for entry_id in by_id}
    return {
        entry_id: frozenset(other for other in others if entry_id not in reached[other])
        for entry_id, others in reached.items()
    }


def _known_to(entry_id: str, by_id: Mapping[str, Statement]) -> frozenset[str]:
    """Give the ids reachable through `based_on`; an entry not here yet leads nowhere."""
    found: set[str] = set()
    waiting = list(by_id[entry_id].based_on)
    while waiting:
        other = waiting.pop()
        if other in by_id and other not in found:
            found.add(other)
            waiting += by_id[other].based_on
    return frozenset(found)


def _setters_by_path(by_id: Mapping[str, Statement]) -> dict[str, list[Setter]]:
    found: dict[str, list[Setter]] = {}
    for entry_id in sorted(by_id):
        for path, value in by_id[entry_id].sets.items():
            if path not in PER_ENTRY:
                found.setdefault(path, []).append(Setter(entry_id, value))
    return found


def _standing(setters: list[Setter], known: Mapping[str, frozenset[str]]) -> tuple[Setter, ...]:
    if len(setters) == 1:
        return tuple(setters)
    beaten = frozenset[str]().union(*(known[s.entry_id] for s in setters))
    return tuple(s for s in setters if s.entry_id not in beaten)
