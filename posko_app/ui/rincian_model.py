"""One screening as a person reads it: what holds now, what was said when, and what disagrees."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from posko_app.domain.fields import FIELDS, Field, FieldType, field_at, section_names
from posko_app.domain.fields_scanned import SCANNED_FOR
from posko_app.domain.fold import Folded, Statement, fold
from posko_app.domain.records import HistoryStatement, ScreeningHistory, Sending
from posko_app.domain.scans.filling import agree
from posko_app.domain.screening import Answers, Value
from posko_app.i18n import Catalogue
from posko_app.ui.daftar_dates import stamp
from posko_app.ui.rincian_words import code_words, field_words, rival_words, value_words

REASON = "correction_reason"
VOIDED = "voided"
LAPTOP_MARK = 4  # characters of a fingerprint that tell the laptops of a post apart
_HIDDEN = frozenset({REASON, VOIDED})


@dataclass(frozen=True, slots=True)
class Line:
    """One field and its present value, in words."""

    path: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """The recorded fields of one section of the form."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after an entry."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline."""

    entry_id: str
    title: str  # Pemeriksaan, Koreksi, Dibatalkan
    when: str
    who: str
    receipt: str  # in words
    sending: str  # in words: since when the centre proved to hold it, or that it waits
    reason: str
    changes: tuple[Change, ...]  # empty for the screening itself
    erased: str  # a sentence, or empty


@dataclass(frozen=True, slots=True)
class Rival:
    """One of the values that disagree, and who stated it."""

    key: str  # the digit that takes it
    path: str
    value: Value
    words: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field with more than one value; a person says which one holds."""

    label: str
    rivals: tuple[Rival, ...]


def groups_of(history: ScreeningHistory, catalogue: Catalogue) -> tuple[Group, ...]:
    """Give what is recorded now, by section, in the order of the form; derived facts left out."""
    lines: dict[str, list[Line]] = {name: [] for name in section_names()}
    for field in FIELDS:
        words = "" if field.derived else _field_words(field, history.values, catalogue)
        if words:
            label = field_words(field.path, catalogue)
            lines[field.section].append(Line(field.path, label, words))
    return tuple(
        Group(catalogue.text(f"section.{name}"), tuple(found))
        for name, found in lines.items()
        if found
    )


def _field_words(field: Field, values: Answers, catalogue: Catalogue) -> str:
    """Say a field's value, the codes of a list in one line; nothing when it is not recorded."""
    if field.path in _HIDDEN or _is_said_twice(field.path, values):
        return ""
    if field.type is not FieldType.CODES:
        value = values.get(field.path)
        return "" if value is None else value_words(field.path, value, catalogue)
    codes = (code for code in field.codes if values.get(f"{field.path}.{code}") is True)
    return "; ".join(code_words(field, code, catalogue) for code in codes)


def _is_said_twice(path: str, values: Answers) -> bool:
    """Say whether a scan said what is recorded; only what differs from it is shown beside it."""
    recorded = SCANNED_FOR.get(path)
    stands, scanned = values.get(recorded or ""), values.get(path)
    return recorded is not None and stands is not None and agree(recorded, stands, scanned)


def timeline_of(history: ScreeningHistory, catalogue: Catalogue) -> tuple[Event, ...]:
    """Give every entry with what it changed, newest first; every laptop shows the same order."""
    known = {statement.entry_id: statement for statement in history.statements}
    told = sorted(history.statements, key=_place_in_log)
    return tuple(_event(statement, known, catalogue) for statement in reversed(told))


def _place_in_log(statement: HistoryStatement) -> float:
    """Sort by the centre's log, which no laptop's clock moves; what is not in it yet comes last."""
    return math.inf if statement.log_position is None else statement.log_position


def _event(
    statement: HistoryStatement, known: Mapping[str, HistoryStatement], catalogue: Catalogue
) -> Event:
    first = not statement.based_on
    reason = statement.sets.get(REASON)
    return Event(
        entry_id=statement.entry_id,
        title=catalogue.text(f"pages.detail.kind.{_kind(statement)}"),
        when=stamp(statement.recorded_at),
        who=_who(statement, catalogue),
        sending=_sending(statement, catalogue),
        receipt=catalogue.text("pages.detail.receipt", receipt=statement.receipt),
        reason=reason if isinstance(reason, str) else "",
        changes=() if first else _changes(statement, known, catalogue),
        erased=_erased(statement, catalogue),
    )


def _who(statement: HistoryStatement, catalogue: Catalogue) -> str:
    """Name the officer, and the laptop where it is another one of the post."""
    officer = statement.officer or catalogue.text("pages.detail.unknown_officer")
    if statement.here:
        return officer
    mark = statement.device[:LAPTOP_MARK].upper()
    return f"{officer} · {catalogue.text('sinkron.detail.from_laptop', mark=mark)}"


def _sending(statement: HistoryStatement, catalogue: Catalogue) -> str:
    """Say how far an entry got: proved to stand in the centre's log, or not yet."""
    word = catalogue.text
    if statement.known_at is not None and statement.log_position is not None:
        key = "sent" if statement.here else "received"
        at, position = stamp(statement.known_at), statement.log_position
        return word(f"sinkron.detail.{key}", at=at, position=position)
    if statement.sending is Sending.NEEDS_PERSON:
        return word("sinkron.detail.stopped")
    return word("sinkron.detail.waiting")


def _kind(statement: HistoryStatement) -> str:
    if not statement.based_on:
        return "screening"
    return "void" if statement.sets.get(VOIDED) is True else "correction"


def _changes(
    statement: HistoryStatement, known: Mapping[str, HistoryStatement], catalogue: Catalogue
) -> tuple[Change, ...]:
    before = _known_to(statement, known)
    rivals = rival_words(before.conflicts, catalogue)
    return tuple(
        Change(
            field_words(path, catalogue),
            rivals.get(path) or value_words(path, before.values.get(path), catalogue),
            value_words(path, value, catalogue),
        )
        for path, value in statement.sets.items()
        if path not in _HIDDEN and not _derived(path)
    )


def _derived(path: str) -> bool:
    field = field_at(path)
    return field is not None and field.derived


def _known_to(statement: HistoryStatement, known: Mapping[str, HistoryStatement]) -> Folded:
    """Fold only what the entry knew: its rivals must not show as what it changed."""
    reached: dict[str, HistoryStatement] = {}
    waiting = list(statement.based_on)
    while waiting:
        found = known.get(waiting.pop())
        if found is not None and found.entry_id not in reached:
            reached[found.entry_id] = found
            waiting.extend(found.based_on)
    return fold([Statement(old.entry_id, old.based_on, old.sets) for old in reached.values()])


def _erased(statement: HistoryStatement, catalogue: Catalogue) -> str:
    if not statement.erased:
        return ""
    parts = ", ".join(catalogue.text(f"pages.detail.part.{name}") for name in statement.erased)
    return catalogue.text("pages.detail.erased", parts=parts)


def conflicts_of(history: ScreeningHistory, catalogue: Catalogue) -> tuple[Conflict, ...]:
    """Give the disagreements with numbered choices; the numbers run through the whole screening."""
    known = {statement.entry_id: statement for statement in history.statements}
    conflicts: list[Conflict] = []
    number = 0
    for path, setters in history.conflicts.items():
        rivals = []
        for setter in setters:
            number += 1
            source = known.get(setter.entry_id)
            rivals.append(
                Rival(
                    key=str(number),
                    path=path,
                    value=setter.value,
                    words=value_words(path, setter.value, catalogue),
                    who=_who(source, catalogue)
                    if source
                    else catalogue.text("pages.detail.unknown_officer"),
                    when=stamp(source.recorded_at) if source else "",
                )
            )
        conflicts.append(Conflict(field_words(path, catalogue), tuple(rivals)))
    return tuple(conflicts)
