"""The open group: its header, its rows in order, and what is made of each; no widget knows this.

A reading is worked out when somebody asks for it and kept until something it rests on changes:
typing in one row costs one row, a changed header all of them, a few at a time.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from posko_app.domain.checks import problems
from posko_app.domain.civil import civil_date, format_instant
from posko_app.domain.detection.rules import Judge, RuleBroken
from posko_app.domain.entries import derive
from posko_app.domain.group import (
    GROUP_ID,
    Compared,
    Shared,
    Standing,
    Twin,
    compared,
    mates,
    member_answers,
    own_answers,
    shared_among,
    standing,
    twins,
    with_mates,
)
from posko_app.domain.screening import Answers, Draft, Value
from posko_app.services.group_drafts import SAVED, OpenGroup, SavedMember
from posko_app.ui.periksa_gates import Gate, next_gate
from posko_app.ui.periksa_judging import Judged
from posko_app.ui.periksa_model import SHOWN, settled
from posko_app.ui.rombongan_row import (
    Reading,
    Row,
    RowState,
    row_of,
    saved_row,
    without_faults,
)

log = logging.getLogger(__name__)

GIVEN = frozenset({GROUP_ID, "departure.kind"})
NEEDS_PERSON = frozenset(Standing) - {Standing.GREEN, Standing.DECIDED, Standing.EMPTY}
BEFORE = {
    Gate.CHILD: Standing.CHILD,
    Gate.TALK: Standing.TALK,
    Gate.OVERRIDE: Standing.LEVEL,
}
MANY = 300  # rows; beyond that a list, which no hand types
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """How many rows stand where."""

    rows: int
    green: int
    decided: int
    person: int  # rows that need one
    aside: int
    saved: int

    @property
    def to_save(self) -> int:
        """How many one act would save now."""
        return self.green + self.decided


class GroupModel:
    """One group at a time.

    Args:
        clock: aware UTC now.
        new_id: makes a fresh random id of 32 hex.
        kind: `udara` or `laut`, from the post.
        judge: of the window's thread.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        kind: str,
        judge: Judge,
    ) -> None:
        self._clock, self._new_id, self._kind = clock, new_id, kind
        self.judge = judge
        self.rows: list[Row] = []
        self._readings: dict[str, tuple[Key, Reading]] = {}
        self._compared: dict[str, tuple[Answers, Answers, Compared]] = {}
        self._mates: tuple[int, ...] = ()
        self._is_stale = False
        self._twins: dict[int, Twin] = {}
        self.shared: tuple[Shared, ...] = ()
        self.header = self._fresh()

    @property
    def group(self) -> str:
        """The group's own id."""
        return self.header.id

    def now(self) -> datetime:
        """Give the time, aware."""
        return self._clock()

    def today(self) -> date:
        """Give the civil date at the posko."""
        return civil_date(self._clock())

    def has_content(self) -> bool:
        """Say whether anything is known about this group beyond its departure."""
        said = [path for path in self.header.answers if path not in GIVEN]
        return bool(self.rows) or any(not path.startswith("departure.") for path in said)

    def is_done(self) -> bool:
        """Say whether everybody is saved, so that nothing is lost when the group is closed."""
        return bool(self.rows) and all(row.state is RowState.SAVED for row in self.rows)

    def as_left(self) -> OpenGroup:
        """Give the group as it would be read from the store."""
        saved = (row for row in self.rows if row.state is RowState.SAVED)
        return OpenGroup(
            header=self.header,
            rows=tuple(
                row.draft(self.group) for row in self.rows if row.state is not RowState.SAVED
            ),
            saved=tuple(
                SavedMember(row.id, row.started_at, row.saved) for row in saved if row.saved
            ),
        )

    def begin(self) -> None:
        """Leave the group where it is kept, and open an empty one."""
        departure = {p: v for p, v in self.header.answers.items() if p.startswith("departure.")}
        self._take(self._fresh(departure), [])

    def load(self, group: OpenGroup) -> None:
        """Go on with a group as it was left."""
        header = {p: v for p, v in group.header.answers.items() if not p.startswith(SAVED)}
        rows = [*map(row_of, group.rows), *map(saved_row, group.saved)]
        rows.sort(key=lambda row: (row.started_at, row.id))
        self._take(replace(group.header, answers=header), rows)

    def set_header(self, changes: Mapping[str, Value]) -> bool:
        """Say something of all; None takes it back. Give whether anything is different now."""
        fresh = {path: v for path, v in changes.items() if self.header.answers.get(path) != v}
        merged = {**self.header.answers, **fresh}
        kept = {path: value for path, value in merged.items() if value is not None}
        if fresh:
            self.header = replace(self.header, answers=kept, updated_at=self._clock())
            self._compare()
        return bool(fresh)

    def carry(self, departure: Answers) -> bool:
        """Take a departure over while nobody has said anything of this group."""
        known = any(path not in GIVEN for path in self.header.answers)
        return False if known or self.rows else self.set_header(departure)

    def add(self, own: Answers, *, draft: Draft | None = None) -> int:
        """Put somebody at the end; give his place."""
        return self.add_many([own], drafts=[draft] if draft else ())[0]

    def add_many(self, owns: Sequence[Answers], *, drafts: Sequence[Draft] = ()) -> range:
        """Put people at the end, in order; give their places.

        Args:
            owns: what each row says.
            drafts: the drafts that become rows, where there were any.
        """
        first = len(self.rows)
        for number, own in enumerate(owns):
            began = self._next_instant()
            known = drafts[number] if number < len(drafts) else None
            row_id = known.id if known else self._new_id()
            said = {path: value for path, value in own.items() if path != GROUP_ID}
            if known:
                said.setdefault("occurred_at", format_instant(known.started_at))
            links = known.links if known else {}
            self.rows.append(Row(row_id, said, began, self._clock(), links=links))
        self._compare()
        return range(first, len(self.rows))

    def change(self, place: int, changes: Mapping[str, Value]) -> None:
        """Record what a row says of its own; None takes it back."""
        row = self.rows[place]
        merged = {**without_faults(row.own, changes), **changes}
        kept = {path: value for path, value in merged.items() if value is not None}
        self.rows[place] = replace(row, own=kept, updated_at=self._clock(), error=None)
        self._is_stale = True
        if not self.is_large:
            self.compare()

    def put(self, row: Row) -> int | None:
        """Let a row stand as given in the place it has; None when it has none any more."""
        place = self.place_of(row.id)
        if place is not None:
            self.rows[place] = row
            self._compare()
        return place

    def remove(self, place: int) -> Row:
        """Take a row out and give it."""
        row = self.rows.pop(place)
        self._compare()
        return row

    def insert(self, place: int, row: Row) -> None:
        """Put a row back where it was."""
        self.rows.insert(place, row)
        self._compare()

    def place_of(self, row_id: str) -> int | None:
        """Say where a row stands."""
        found = (place for place, row in enumerate(self.rows) if row.id == row_id)
        return next(found, None)

    def reading(self, place: int) -> Reading:
        """Give what is made of a row now."""
        row = self.rows[place]
        twin = self._twins.get(place)
        key = (
            row.own,
            row.told,
            row.earlier,
            self.header.answers,
            self._mates[place],
            twin,
            self.judge,
        )
        known = self._readings.get(row.id)
        if known is not None and all(a is b or a == b for a, b in zip(known[0], key, strict=True)):
            return known[1]
        made = self._read(row, self._mates[place], twin)
        self._readings[row.id] = (key, made)
        return made

    def known_reading(self, row_id: str) -> Reading | None:
        """Give what was last made of a row, without making it anew."""
        known = self._readings.get(row_id)
        return None if known is None else known[1]

    @property
    def is_large(self) -> bool:
        """Say whether there are too many rows to compare them all at every key."""
        return len(self.rows) > MANY

    def compare(self) -> None:
        """Look again at what rows have in common, if any has changed since."""
        if self._is_stale:
            self._compare()

    def settle(self, *, within_s: float) -> bool:
        """Read what has not been read since the last change; False when time ran out."""
        until = time.monotonic() + within_s
        for place in range(len(self.rows)):
            self.reading(place)
            if time.monotonic() > until:
                return place == len(self.rows) - 1
        return True

    def totals(self) -> Totals:
        """Count the rows; those that are saved, saving or aside are not read."""
        states = Counter(row.state for row in self.rows)
        open_rows = [p for p, row in enumerate(self.rows) if row.state is RowState.OPEN]
        standings = Counter(self.reading(place).standing for place in open_rows)
        return Totals(
            rows=len(self.rows),
            green=standings[Standing.GREEN],
            decided=standings[Standing.DECIDED],
            person=sum(standings[each] for each in NEEDS_PERSON),
            aside=states[RowState.ASIDE],
            saved=states[RowState.SAVED],
        )

    def member(self, place: int) -> Draft:
        """Give a row as a screening of its own, everything filled, the shown level beside it."""
        row = self.rows[place]
        shown = self.reading(place).shown
        answers = self._member(row) | ({} if shown is None else {SHOWN: shown})
        return Draft(row.id, answers, row.started_at, row.updated_at, row.links)

    def _take(self, header: Draft, rows: list[Row]) -> None:
        self.header, self.rows = header, rows
        self._readings, self._compared = {}, {}
        self._compare()

    def _member(self, row: Row) -> dict[str, Value]:
        own = {path: settled(path, value) for path, value in own_answers(row.own).items()}
        answers = member_answers(self.header.answers, own, today=self.today())
        answers[GROUP_ID] = self.group
        answers.setdefault("occurred_at", format_instant(row.started_at))
        return answers

    def _read(self, row: Row, count: int, twin: Twin | None) -> Reading:
        answers = derive(self._member(row)) | with_mates(row.told, count)
        found = (*row.faults, *problems(answers, today=self.today()))
        judged = self._judged(answers)
        assessment = None if judged is None else judged.assessment
        stands = standing(
            answers,
            assessment,
            today=self.today(),
            is_twin=twin is not None,
            was_here=bool(row.earlier),
        )
        if found and stands is not Standing.EMPTY:
            stands = Standing.PROBLEM
        elif stands is Standing.DECIDED:
            stands = _still_decided(answers, judged)
        return Reading(answers, judged, stands, found, twin)

    def _judged(self, answers: Answers) -> Judged | None:
        """A rule that breaks at these facts judges nobody; the row then goes aside."""
        try:
            return Judged(self.judge.judge(answers), answers, self.judge.ruleset)
        except RuleBroken:
            log.exception("detection.rule_broken")
            return None

    def _compare(self) -> None:
        """Look again at what rows have in common; one that did not change costs nothing."""
        self._is_stale = False
        header = self.header.answers
        told = [self._compared_row(row, header) for row in self.rows]
        self._mates = mates(told)
        self._twins = _both_ways(twins(told))
        self.shared = shared_among(told, compared(header))

    def _compared_row(self, row: Row, header: Answers) -> Compared:
        known = self._compared.get(row.id)
        if known is not None and known[0] is row.own and known[1] is header:
            return known[2]
        made = compared(self._member(row))
        self._compared[row.id] = (row.own, header, made)
        return made

    def _next_instant(self) -> datetime:
        """Rows keep their order by when they were begun."""
        now = self._clock()
        last = self.rows[-1].started_at if self.rows else now
        return max(now, last + timedelta(microseconds=1))

    def _fresh(self, departure: Answers | None = None) -> Draft:
        now, group = self._clock(), self._new_id()
        answers = {"departure.kind": self._kind, **(departure or {}), GROUP_ID: group}
        return Draft(group, answers, now, now)


def _still_decided(answers: Answers, judged: Judged | None) -> Standing:
    """A decision stands as long as nothing has to be settled before it."""
    if judged is None:
        return Standing.LEVEL
    decision = str(answers.get("decision"))
    gate = next_gate(answers, judged.assessment, decision=decision, suggests=judged.suggests)
    return Standing.DECIDED if gate is None else BEFORE[gate]


def _both_ways(found: Sequence[Twin]) -> dict[int, Twin]:
    """Neither of two goes with the rest until a person has said which of them is right."""
    known = {twin.row: twin for twin in found}
    for twin in found:
        known.setdefault(twin.other, Twin(twin.other, twin.row, twin.by))
    return known
