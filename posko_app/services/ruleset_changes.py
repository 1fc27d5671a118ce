"""What another ruleset would change, told before anybody confirms it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from posko_app.domain.detection.ruleset import Ruleset

T = TypeVar("T")
ParameterValue = int | tuple[str, ...] | None
# what can weaken a ruleset beside its signs and numbers: what calms, what is asked, what is said
OTHER_KINDS = ("calming", "questions", "schemes", "referrals", "steps", "levels", "excluded")


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A threshold or list that differs; None where one of the two has none."""

    id: str
    before: ParameterValue
    after: ParameterValue


@dataclass(frozen=True, slots=True)
class RulesetChanges:
    """Ids in the catalogue's order. `files` names every file whose text differs at all."""

    signs_added: tuple[str, ...]
    signs_removed: tuple[str, ...]
    signs_changed: tuple[str, ...]
    parameters: tuple[ParameterChange, ...]
    others: tuple[tuple[str, tuple[str, ...]], ...]  # kind of `OTHER_KINDS`, ids that differ
    files: tuple[str, ...]


def ruleset_changes(before: Ruleset, after: Ruleset) -> RulesetChanges:
    """Compare two rulesets."""
    old, new = before.indicators, after.indicators
    values_before = {id_: parameter.value for id_, parameter in before.parameters.items()}
    values_after = {id_: parameter.value for id_, parameter in after.parameters.items()}
    return RulesetChanges(
        signs_added=tuple(id_ for id_ in new if id_ not in old),
        signs_removed=tuple(id_ for id_ in old if id_ not in new),
        signs_changed=tuple(id_ for id_ in new if id_ in old and new[id_] != old[id_]),
        parameters=tuple(
            ParameterChange(id_, values_before.get(id_), values_after.get(id_))
            for id_ in _differing(values_before, values_after)
        ),
        others=tuple(
            (kind, ids) for kind in OTHER_KINDS if (ids := _other_ids(before, after, kind))
        ),
        files=tuple(sorted(_differing(before.files, after.files))),
    )


def _other_ids(before: Ruleset, after: Ruleset, kind: str) -> tuple[str, ...]:
    old: Mapping[str, object] = getattr(before, kind)
    new: Mapping[str, object] = getattr(after, kind)
    return tuple(_differing(old, new))


def is_older(ruleset: Ruleset, than: Ruleset) -> bool:
    """Say whether a ruleset was issued before another one."""
    return (ruleset.issued_on, _numbers(ruleset.version)) < (
        than.issued_on,
        _numbers(than.version),
    )


def _differing(before: Mapping[str, T], after: Mapping[str, T]) -> Iterable[str]:
    return (id_ for id_ in {**before, **after} if before.get(id_) != after.get(id_))


def _numbers(version: str) -> tuple[int, ...]:
    """Give the numbers in a version, whatever stands behind one: 1.1-uji is 1.1."""
    return tuple(int(number) for number in re.findall(r"[0-9]+", version))
