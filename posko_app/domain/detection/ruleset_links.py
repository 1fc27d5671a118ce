"""Whether everything a ruleset names exists, and what the program itself counts on."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from posko_app.domain.codes import ESCALATION, TICK
from posko_app.domain.detection.assessment import Level
from posko_app.domain.detection.checklist import WORK_VISAS
from posko_app.domain.detection.facts import FACT_FIELDS
from posko_app.domain.detection.next_step import (
    CHECK,
    CHECK_ALONE,
    CHECK_PAPERS,
    COMBINED,
    GO,
    GO_ADVISED,
    PAPERS,
    REFER,
)
from posko_app.domain.detection.ruleset import Basis, Indicator
from posko_app.domain.detection.ruleset_parts import Located, Parts
from posko_app.domain.detection.ruleset_rows import Row
from posko_app.domain.fields import GROUPS, field_at

# parameters the program itself reads, the least and the most they may be
NUMBERS: Final = {"repeats_days": (1, 366), "split_days": (1, 366), "watch_months": (1, 24)}
LISTS: Final = (WORK_VISAS,)


def check_links(parts: Parts, known_sources: Collection[str] | None) -> None:
    """Add a fault for whatever is named but is not there."""
    for sign in parts.indicators.values():
        _check_sign(sign, parts)
    for fact in parts.calming.values():
        _check_calming(fact.value.switches_off, fact.row, parts.indicators)
    for question in parts.questions.values():
        _name(question.row, "fields", question.value.fields, FACT_FIELDS, "unknown_field")
    for referral in parts.referrals.values():
        _name(referral.row, "contacts", referral.value.contacts, parts.contacts)
    for excluded in parts.excluded.values():
        fields = [f for f in excluded.value.fields if f not in GROUPS and field_at(f) is None]
        _name(excluded.row, "fields", fields, {}, "unknown_field")
    _check_needed(parts)
    if known_sources is not None:
        _check_sources(parts, known_sources)


def _check_sign(sign: Located[Indicator], parts: Parts) -> None:
    row, value = sign.row, sign.value
    _name(row, "questions", value.questions, parts.questions)
    _name(row, "sources", value.sources, parts.sources, "unknown_source")
    if not value.sources:
        row.fault("sources", "missing_source", value.id)
    if value.when is None and value.id not in TICK:
        row.fault("id", "never_fires", value.id)
    if value.escalates is not None and value.id not in ESCALATION:
        row.fault("escalates", "unknown_id", value.id)
    if value.calmed_if is not None and not value.is_calmed:
        row.fault("calmed_if", "never_calmed", value.id)
    if value.referral is not None and value.referral not in parts.referrals:
        row.fault("referral", "unknown_id", value.referral)


def _check_calming(
    switches_off: tuple[str, ...], row: Row, indicators: Mapping[str, Located[Indicator]]
) -> None:
    _name(row, "switches_off", switches_off, indicators)
    for place, name in enumerate(switches_off):
        sign = indicators.get(name)
        if sign is not None and not sign.value.is_calmed:
            row.file.fault((*row.address, "switches_off", place), "never_calmed", name)


def _name(
    row: Row,
    key: str,
    names: Iterable[str],
    known: Collection[str],
    code: str = "unknown_id",
) -> None:
    for place, name in enumerate(names):
        if name not in known:
            row.file.fault((*row.address, key, place), code, name)


def _check_needed(parts: Parts) -> None:
    """Ask for what the judgement refers to by id."""
    head = parts.head.row
    for name in (*NUMBERS, *LISTS):
        parameter = parts.parameters.get(name)
        if parameter is None:
            head.fault("parameter", "missing_parameter", name)
        elif isinstance(parameter.value.value, int) != (name in NUMBERS):
            parameter.row.fault("value", "wrong_type")
        elif name in NUMBERS and not _is_within(parameter.value.value, *NUMBERS[name]):
            parameter.row.fault("value", "out_of_range", "–".join(map(str, NUMBERS[name])))
    wanted = {sign.value.referral for sign in parts.indicators.values() if sign.value.referral}
    absolute = {s.value.referral for s in parts.indicators.values() if s.value.absolute}
    steps = [GO, GO_ADVISED, CHECK, CHECK_PAPERS, CHECK_ALONE, REFER + COMBINED]
    steps += sorted(REFER + name for name in absolute & wanted if name)
    _need(head, parts.steps, steps, "missing_step")
    _need(head, parts.referrals, (COMBINED, PAPERS), "missing_referral")
    _need(head, parts.levels, [level.value for level in Level], "missing_level")
    for name, level in parts.levels.items():
        if name not in set(Level):
            level.row.fault("level", "unknown_code", name)


def _is_within(value: int | tuple[str, ...], least: int, most: int) -> bool:
    return isinstance(value, int) and least <= value <= most


def _need(row: Row, found: Collection[str], names: Iterable[str], code: str) -> None:
    for name in names:
        if name not in found:
            row.fault("id", code, name)


def _check_sources(parts: Parts, known: Collection[str]) -> None:
    for source in parts.sources.values():
        _check_source(source.row, ("source",), source.value.source, known)
    for contact in parts.contacts.values():
        _check_source(contact.row, ("source",), contact.value.source, known)
    for sign in parts.indicators.values():
        _check_bases(sign.row, "legal", sign.value.legal, known)
    for referral in parts.referrals.values():
        _check_bases(referral.row, "basis", referral.value.basis, known)
    for scheme in parts.schemes.values():
        for place, paper in enumerate(scheme.value.papers):
            at = ("paper", place, "basis", "source")
            _check_source(scheme.row, at, paper.basis.source, known)


def _check_bases(row: Row, key: str, bases: tuple[Basis, ...], known: Collection[str]) -> None:
    for place, basis in enumerate(bases):
        _check_source(row, (key, place, "source"), basis.source, known)


def _check_source(row: Row, at: tuple[str | int, ...], source: str, known: Collection[str]) -> None:
    """Name a source that does not resolve; an empty one has its own fault already."""
    if source and source not in known:
        row.file.fault((*row.address, *at), "unknown_source", source)
