"""How an open group lies among the drafts: its header is one, each row not yet saved another.

The header's draft has the group's own id, each row names that id as `group.id`. A row that was
saved leaves its place and its screening in the header, in the same transaction: a group that is
opened again after a power cut shows it as saved, and nobody saves it twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from posko_app.domain.group import GROUP_ID, ROW
from posko_app.domain.records import ScreeningRow
from posko_app.domain.screening import Draft, Value
from posko_app.errors import OperatorError
from posko_app.store.drafts import draft_of
from posko_app.store.units import ReadUnit, WriteUnit

SAVED = f"{ROW}saved."  # and the draft's id; its value: when the row was begun, the screening


@dataclass(frozen=True, slots=True)
class SavedMember:
    """A row that is a screening by now."""

    draft_id: str
    started_at: datetime  # its place among the others
    row: ScreeningRow


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """A group as it was left: the header, rows not yet saved, and those that are."""

    header: Draft
    rows: tuple[Draft, ...]
    saved: tuple[SavedMember, ...]


def outside_groups(unit: ReadUnit, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Leave out open groups and their rows; a row whose group was closed stands on its own."""
    groups = {header.id for header in _headers(unit, drafts)}
    return tuple(draft for draft in drafts if draft.answers.get(GROUP_ID) not in groups)


def is_header(draft: Draft) -> bool:
    """Say whether a draft is a group's header."""
    return draft.answers.get(GROUP_ID) == draft.id


def groups_of(unit: ReadUnit, officer: str) -> tuple[OpenGroup, ...]:
    """Give an officer's open groups, the last touched first; rows handed over bring theirs."""
    drafts = unit.drafts(officer)
    return tuple(_open_group(unit, header, drafts) for header in _headers(unit, drafts))


def _headers(unit: ReadUnit, drafts: Sequence[Draft]) -> list[Draft]:
    """Give the header of each group among drafts, whoever it belongs to."""
    own = {draft.id: draft for draft in drafts if is_header(draft)}
    found: list[Draft] = []
    for group in dict.fromkeys(draft.answers.get(GROUP_ID) for draft in drafts):
        if isinstance(group, str):
            known = draft_of(unit.connection, group)
            header = own.get(group) or (known[0] if known else None)
            found += [header] if header is not None else []
    return found


def _open_group(unit: ReadUnit, header: Draft, drafts: Sequence[Draft]) -> OpenGroup:
    rows = (d for d in drafts if d.answers.get(GROUP_ID) == header.id and not is_header(d))
    return OpenGroup(
        header=header,
        rows=tuple(sorted(rows, key=lambda row: (row.started_at, row.id))),
        saved=tuple(_saved(unit, header)),
    )


def _saved(unit: ReadUnit, header: Draft) -> Iterator[SavedMember]:
    for path, value in header.answers.items():
        if path.startswith(SAVED) and isinstance(value, str):
            began, _, subject = value.partition(" ")
            try:
                row = unit.history(subject).row
            except OperatorError:  # a copy from before it was saved; the row is typed anew
                continue
            yield SavedMember(path.removeprefix(SAVED), datetime.fromisoformat(began), row)


def keep(unit: WriteUnit, drafts: Sequence[Draft], *, officer: str) -> None:
    """Keep what was typed; a header keeps what it knows of rows saved meanwhile."""
    for draft in drafts:
        unit.save_draft(_with_saved(unit, draft) if is_header(draft) else draft, officer=officer)


def _with_saved(unit: ReadUnit, header: Draft) -> Draft:
    found = draft_of(unit.connection, header.id)
    known = {} if found is None else found[0].answers
    saved = {path: value for path, value in known.items() if path.startswith(SAVED)}
    return replace(header, answers={**header.answers, **saved})


def note_saved(unit: WriteUnit, saved: Sequence[tuple[Draft, str]]) -> None:
    """Let the headers of drafts' groups know that these rows are screenings (subject) now.

    Nothing happens for a draft without a group.
    """
    told: dict[str, dict[str, Value]] = {}
    for draft, subject in saved:
        group = draft.answers.get(GROUP_ID)
        if isinstance(group, str):
            note = f"{draft.started_at.isoformat()} {subject}"
            told.setdefault(group, {})[f"{SAVED}{draft.id}"] = note
    for group, notes in told.items():
        found = draft_of(unit.connection, group)
        if found is not None:
            header, officer = found
            answers = {**header.answers, **notes}
            unit.save_draft(replace(header, answers=answers), officer=officer)
