"""Reads the files of a ruleset; what is wrong with them is named by file and line.

Basis: SRC-FORMAT "Signed ruleset" (what the hash covers).
"""

import dataclasses
import hashlib
from collections.abc import Collection, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from posko_app.domain.detection.costs import MOST_ALTOGETHER
from posko_app.domain.detection.expression import check, names_only
from posko_app.domain.detection.fault_places import tell_faults
from posko_app.domain.detection.faults import Fault, RulesetFaults
from posko_app.domain.detection.ruleset import Indicator, Ruleset
from posko_app.domain.detection.ruleset_links import check_links
from posko_app.domain.detection.ruleset_parts import Located, Parts, read_parts
from posko_app.domain.detection.ruleset_rows import Row

__all__ = ["Fault", "RulesetFaults", "read_ruleset", "ruleset_hash"]

_HASHED = b"posko/ruleset-files/v1"
# what is named elsewhere: with a file unread, nobody can say whether it is there
_MAY_FOLLOW = frozenset(
    {
        *("unknown_id", "unknown_source", "unknown_parameter", "missing_parameter"),
        *("missing_step", "missing_referral", "missing_level", "never_calmed"),
    }
)
T = TypeVar("T")


def ruleset_hash(files: Mapping[str, str]) -> str:
    """Give the hash over exactly these files: 64 hex."""
    digest = hashlib.sha256(_HASHED)
    for name in sorted(files, key=str.encode):
        for text in (name.encode(), files[name].encode()):
            digest.update(len(text).to_bytes(4, "big") + text)
    return digest.hexdigest()


def read_ruleset(
    files: Mapping[str, str], *, known_sources: Collection[str] | None = None
) -> Ruleset:
    """Read a ruleset. The same texts are read once in a process: it takes a moment.

    Args:
        files: text by file name.
        known_sources: ids of the page of sources; None to leave them unasked.

    Raises:
        RulesetFaults: something is wrong; all of it is named.
    """
    known = None if known_sources is None else frozenset(known_sources)
    return _read(tuple(sorted(files.items())), known)


@lru_cache(maxsize=4)
def _read(texts: tuple[tuple[str, str], ...], known_sources: frozenset[str] | None) -> Ruleset:
    files, faults = dict(texts), list[Fault]()
    parts = read_parts(files, faults)
    check_links(parts, known_sources)
    indicators = _checked_rules(parts)
    if faults:
        raise RulesetFaults(_told_once(faults))
    return Ruleset(
        id=parts.head.id,
        version=parts.head.version,
        issued_on=parts.head.issued_on,
        title=parts.head.title,
        hash=ruleset_hash(files),
        files=MappingProxyType(files),
        parameters=_values(parts.parameters),
        sources=_values(parts.sources),
        indicators=MappingProxyType(indicators),
        calming=_values(parts.calming),
        questions=_values(parts.questions),
        schemes=_values(parts.schemes),
        referrals=_values(parts.referrals),
        steps=_values(parts.steps),
        levels=_values(parts.levels),
        contacts=_values(parts.contacts),
        retention=_values(parts.retention),
        excluded=_values(parts.excluded),
    )


def _told_once(faults: Collection[Fault]) -> tuple[Fault, ...]:
    """Give each fault once, and none that may only follow from a file nobody could read."""
    is_unread = any(fault.code in {"not_toml", "missing_file"} for fault in faults)
    told = {fault for fault in faults if not (is_unread and fault.code in _MAY_FOLLOW)}
    return tuple(sorted(told))


def _values(located: Mapping[str, Located[T]]) -> Mapping[str, T]:
    return MappingProxyType({name: each.value for name, each in located.items()})


def _checked_rules(parts: Parts) -> dict[str, Indicator]:
    """Check every expression; give the signs with what they read."""
    parameters = _values(parts.parameters)
    excluded = {path for each in parts.excluded.values() for path in each.value.fields}

    work = 0

    def reads_of(row: Row, key: str, text: str | None) -> tuple[str, ...]:
        nonlocal work
        if not text:
            return ()
        checked = check(text, parameters=parameters, excluded=excluded)
        tell_faults(row, key, text, checked, parameters=parts.parameters, excluded=excluded)
        work += checked.work
        return checked.reads

    for question in parts.questions.values():
        reads_of(question.row, "asked_when", question.value.asked_when)
    for scheme in parts.schemes.values():
        reads_of(scheme.row, "when", scheme.value.when)
    for retention in parts.retention.values():
        for code, detail in names_only(retention.value.when):
            retention.row.fault("when", code, detail)
    found = {}
    for name, sign in parts.indicators.items():
        reads_of(sign.row, "absolute", sign.value.absolute)
        reads_of(sign.row, "calmed_if", sign.value.calmed_if)
        reads = reads_of(sign.row, "when", sign.value.when)
        found[name] = dataclasses.replace(sign.value, reads=reads)
    if work > MOST_ALTOGETHER:
        parts.head.row.fault("id", "too_costly")
    return found
