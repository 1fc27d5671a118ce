"""One row of a group: what it says of its own, and what is being done with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from posko_app.domain.detection.assessment import Level
from posko_app.domain.group import GROUP_ID, ROW, Standing, Twin
from posko_app.domain.problem import Problem
from posko_app.domain.records import ScreeningRow
from posko_app.domain.screening import Answers, Draft, Value
from posko_app.errors import PoskoError
from posko_app.services.group_drafts import SavedMember
from posko_app.services.manifest import FAULTS, NUMBER, SOURCE
from posko_app.ui.periksa_judging import Judged

HIDDEN = (ROW, "scanned.", "decision", "handed_to")
__all__ = ["FAULTS", "NUMBER", "SOURCE", "Reading", "Row", "RowState"]
__all__ += ["row_of", "saved_row", "without_faults"]
IDENTITY = frozenset(
    {
        *("traveller.nik", "traveller.passport", "traveller.name", "traveller.sex"),
        *("traveller.dob_ktp", "traveller.origin", GROUP_ID, "occurred_at"),
        *("traveller.dob_other", "traveller.dob_other_source", "traveller.passport_expires_on"),
        "traveller.birth_place",
        *("ticket.name", "ticket.booking_code", "ticket.sequence"),
    }
)


class RowState(StrEnum):
    """What is being done with a row."""

    OPEN = "open"
    ASIDE = "aside"  # in Periksa
    SAVING = "saving"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `own` also holds the notes of its draft, which are never recorded."""

    id: str
    own: Answers = field(repr=False)
    started_at: datetime
    updated_at: datetime
    state: RowState = RowState.OPEN
    told: Mapping[str, Value] = field(default_factory=dict, repr=False)  # by earlier records
    saved: ScreeningRow | None = field(default=None, repr=False)
    error: PoskoError | None = None  # why it could not be saved
    earlier: str = field(default="", repr=False)  # was here today, or held before: in words
    links: Mapping[str, str] = field(default_factory=dict)  # as of a Draft

    def draft(self, group: str) -> Draft:
        """Give the row as it is kept."""
        own = {**self.own, GROUP_ID: group}
        return Draft(self.id, own, self.started_at, self.updated_at, self.links)

    @property
    def faults(self) -> tuple[Problem, ...]:
        """Give what a file made impossible and nobody has put right yet."""
        told = self.own.get(FAULTS)
        found = json.loads(told) if isinstance(told, str) else []
        return tuple(Problem(path, code) for path, code in found)

    @property
    def is_empty(self) -> bool:
        """Say whether nobody could miss this row."""
        return not any(path != GROUP_ID for path in self.own)

    @property
    def exceptions(self) -> dict[str, Value]:
        """Give what the row says beyond who it is."""
        return {
            path: value
            for path, value in self.own.items()
            if path not in IDENTITY and not path.startswith(HIDDEN)
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """What is made of a row together with the header and the rows beside it."""

    answers: Answers = field(repr=False)
    judged: Judged | None
    standing: Standing
    problems: tuple[Problem, ...] = ()
    twin: Twin | None = None

    @property
    def shown(self) -> str | None:
        """The level to be shown; None while it would tell nothing, as of nobody in particular."""
        level = None if self.judged is None else self.judged.shown
        is_nobody = self.standing is Standing.EMPTY and level == Level.HIJAU.value
        return None if is_nobody else level


def row_of(draft: Draft) -> Row:
    """Give a row as it was left."""
    own = {path: value for path, value in draft.answers.items() if path != GROUP_ID}
    return Row(draft.id, own, draft.started_at, draft.updated_at, links=draft.links)


def saved_row(member: SavedMember) -> Row:
    """Give a row that was saved before the screen was opened."""
    row = member.row
    told = {
        "traveller.nik": row.nik,
        "traveller.passport": row.passport,
        "traveller.name": row.name,
    }
    own = {path: value for path, value in told.items() if value}
    at = member.started_at
    return Row(member.draft_id, own, at, at, RowState.SAVED, saved=row)


def without_faults(own: Answers, changed: Mapping[str, Value]) -> dict[str, Value]:
    """Forget what was wrong in fields that are typed anew, and in a row that is filled at all."""
    told = own.get(FAULTS)
    if not isinstance(told, str):
        return dict(own)
    left = [pair for pair in json.loads(told) if pair[0] and pair[0] not in changed]
    rest = {path: value for path, value in own.items() if path != FAULTS}
    return {**rest, FAULTS: json.dumps(left)} if left else rest
