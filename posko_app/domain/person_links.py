"""What people answered to "the same person?": two screenings, an answer, and what it replaces.

Nothing is taken back by a clock: an answer ends those that it knew. Two that did not know each
other and disagree stand both, until somebody settles them.

Basis: SRC-FORMAT, "Corrections and conflicts".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

SUBJECT_HEX = 32


class LinkAction(StrEnum):
    """What an entry of kind `link` says about two screenings."""

    SAME = "same"
    NOT_SAME = "not_same"
    WITHDRAWN = "withdrawn"  # whatever was said before is open again


class PairState(StrEnum):
    """How two screenings stand to each other after all that was said."""

    NONE = "none"
    SAME = "same"
    NOT_SAME = "not_same"
    DISPUTED = "disputed"


Pair = tuple[str, str]  # subjects in order


@dataclass(frozen=True, slots=True)
class LinkStatement:
    """What one entry says."""

    entry_id: str
    based_on: tuple[str, ...]
    pair: Pair
    action: LinkAction


def pair_of(one: str, other: str) -> Pair:
    """Give two subjects in the one order in which a pair is known."""
    return (one, other) if one < other else (other, one)


def link_in(facts: Mapping[str, object]) -> tuple[Pair, LinkAction] | None:
    """Read an entry's facts; None for what this version cannot read, which then links nobody."""
    action, subjects = facts.get("action"), facts.get("screenings")
    if action not in tuple(LinkAction) or not isinstance(subjects, list | tuple):
        return None
    told = [subject for subject in subjects if _is_subject(subject)]
    if len(told) != 2 or len(subjects) != 2 or told[0] == told[1]:
        return None
    return pair_of(str(told[0]), str(told[1])), LinkAction(str(action))


def standing(statements: Iterable[LinkStatement]) -> tuple[LinkStatement, ...]:
    """Give the statements about one pair that no other knows of, in order of entry id."""
    told = {said.entry_id: said for said in statements}
    known = {entry for said in told.values() for entry in said.based_on}
    return tuple(told[entry_id] for entry_id in sorted(told.keys() - known))


def pair_state(statements: Iterable[LinkStatement]) -> PairState:
    """Fold the statements about one pair, in whatever order they came."""
    answers = {said.action for said in standing(statements)} - {LinkAction.WITHDRAWN}
    if len(answers) > 1:
        return PairState.DISPUTED
    return PairState(next(iter(answers)).value) if answers else PairState.NONE


def _is_subject(subject: object) -> bool:
    if not isinstance(subject, str) or len(subject) != SUBJECT_HEX:
        return False
    return all(c in "0123456789abcdef" for c in subject)
