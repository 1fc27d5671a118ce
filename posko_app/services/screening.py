"""Screenings: typed, recorded, corrected with a reason, voided, found again."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from posko_app.domain.checks import missing
from posko_app.domain.civil import civil_date, format_instant, parse_instant
from posko_app.domain.codes import Decision
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.entries import derive
from posko_app.domain.group import own_answers
from posko_app.domain.person_links import LinkAction
from posko_app.domain.records import (
    BoundedCount,
    ListQuery,
    Page,
    ScreeningHistory,
    ScreeningRow,
)
from posko_app.domain.screening import Answers, Draft, Value
from posko_app.errors import Defect, OperatorError
from posko_app.services.correction import Correction, corrected
from posko_app.services.detection import DetectionService
from posko_app.services.group_drafts import note_saved, outside_groups
from posko_app.services.judged import (
    correction_facts,
    screening_facts,
    shown_in,
    without_stated,
)
from posko_app.services.lease import Lease, no_lease
from posko_app.services.leased import finished, require_shown, shown_part
from posko_app.services.people import Answer, state_answer
from posko_app.services.session import Session
from posko_app.services.storable import parts_of, storable, translated
from posko_app.store.journal import Clock, NewEntry, Signer
from posko_app.store.queries import one_screening
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit
from sync.protocol.entry import Kind
from sync.protocol.ids import RandomBytes, new_subject

T = TypeVar("T")
DEPARTURE, DEPARTS_ON = "departure.", "departure.departs_on"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a save did. `missing` names the fields still to be filled, in form order."""

    subject: str  # 32 hex: the id on screens and command line
    receipt: str  # ten characters for the paper form
    missing: tuple[str, ...]
    row: ScreeningRow = field(repr=False)
    occurred_at: datetime | None


class ScreeningService:
    """What window and command line do with screenings. Every future resolves after the commit."""

    def __init__(
        self,
        store: Store,
        session: Session,
        *,
        detection: DetectionService,
        clock: Clock,
        random_bytes: RandomBytes,
        lease: Lease = no_lease,
    ) -> None:
        self._store = store
        self._session = session
        self._detection = detection
        self._clock = clock
        self._random_bytes = random_bytes
        self._lease = lease

    def save_draft(self, draft: Draft) -> "Future[None]":
        """Keep what was typed so far, encrypted, as a draft of the officer whose turn it is."""
        person = self._session.current.person
        return self._write(lambda unit: unit.save_draft(draft, officer=person))

    def open_drafts(self) -> "Future[tuple[Draft, ...]]":
        """Give the current officer's drafts, the last touched first; those of groups stay there."""
        person = self._session.current.person

        def task(unit: ReadUnit) -> tuple[Draft, ...]:
            return outside_groups(unit, unit.drafts(person))

        return self._store.read(task)

    def last_departure(self) -> "Future[Answers]":
        """Give the `departure.*` answers of the screening saved last today; none is `{}`.

        A departure of a day that is over is not given.
        """

        def task(unit: ReadUnit) -> Answers:
            today = civil_date(self._clock())
            newest = unit.list_screenings(ListQuery(on=today, limit=1)).rows
            if not newest:
                return {}
            values = unit.history(newest[0].subject).values
            is_over = str(values.get(DEPARTS_ON) or today) < today.isoformat()
            return {} if is_over else {p: v for p, v in values.items() if p.startswith(DEPARTURE)}

        return self._store.read(task)

    def drop_draft(self, draft_id: str) -> "Future[None]":
        """Forget a draft; nothing happens when there is none."""
        return self._write(lambda unit: unit.drop_draft(draft_id))

    def record(self, draft: Draft) -> "Future[Recorded]":
        """Save a screening, complete or not, and drop its draft in the same transaction.

        Without a decision it is recorded as not yet decided, without a time as of its beginning.
        What the draft answers to "the same person?" is stated in the same transaction.
        It is judged in the same transaction; `shown_level` among the answers is the level that
        the officer was shown, and is stated instead of the judged one.

        Raises (through the future):
            OperatorError: `screening.problems` (count); nothing was saved, the draft stays.
        """
        signer = self._session.current
        return self._write(lambda unit: self._record(unit, draft, signer))

    def correct(
        self,
        subject: str,
        *,
        changes: Answers,
        reason: str,
        based_on: tuple[str, ...] | None = None,
    ) -> "Future[Recorded]":
        """State what was wrong in a screening; the earlier statement stays readable.

        Args:
            subject: the screening's id.
            changes: the fields as they should be; None withdraws one.
            reason: why, in the officer's words.
            based_on: the entries he saw, `ScreeningHistory.frontier`; None for all there are.

        Raises (through the future):
            OperatorError: `correction.reason_missing`, `correction.empty`,
                `correction.unknown_version`, `correction.time_missing`, `screening.problems`,
                `store.no_such_screening`.
        """
        wanted = Correction(without_stated(changes), reason, based_on)
        signer = self._session.current
        return self._write(lambda unit: self._correct(unit, subject, wanted, signer))

    def void(self, subject: str, *, reason: str) -> "Future[Recorded]":
        """Mark a screening as void; it stays readable and is counted apart.

        Raises (through the future):
            OperatorError: `void.already`, or as `correct`.
        """
        signer = self._session.current
        wanted = Correction({"voided": True}, reason, None)

        def task(unit: WriteUnit) -> Recorded:
            if unit.history(subject).values.get("voided") is True:
                raise OperatorError("void.already")
            return self._correct(unit, subject, wanted, signer)

        return self._write(task)

    def search(self, query: ListQuery) -> "Future[Page[ScreeningRow]]":
        """Give one page of a list or search, newest first; an expired lease leaves today's."""
        shown = shown_part(query, self._lease())
        if shown is None:
            return finished(Page((), None, BoundedCount(0)))
        return self._store.read(lambda unit: unit.list_screenings(shown))

    def show(self, subject: str) -> "Future[ScreeningHistory]":
        """Give everything stated about one screening.

        Raises (through the future):
            OperatorError: `store.no_such_screening`; `lease.expired` for one of an earlier day.
        """

        def task(unit: ReadUnit) -> ScreeningHistory:
            history = unit.history(subject)
            require_shown(history.row.occurred_on, self._lease())
            return history

        return self._store.read(task)

    def _write(self, task: Callable[[WriteUnit], T]) -> "Future[T]":
        return self._store.write(translated(task))

    def _record(self, unit: WriteUnit, draft: Draft, signer: Signer) -> Recorded:
        recorded = record_draft(
            unit,
            draft,
            signer=signer,
            ruleset=self._detection.stored_in(unit),
            today=civil_date(self._clock()),
            random_bytes=self._random_bytes,
        )
        note_saved(unit, ((draft, recorded.subject),))
        return recorded

    def _correct(
        self, unit: WriteUnit, subject: str, wanted: Correction, signer: Signer
    ) -> Recorded:
        history = unit.history(subject)
        stated = corrected(history, wanted, today=civil_date(self._clock()))
        active = self._detection.stored_in(unit)
        facts = correction_facts(unit, history, stated, active=active)
        entry = unit.append(
            NewEntry(
                kind=Kind.CORRECTION,
                subject=subject,
                parts=parts_of({**stated.sets, **facts}),
                signer=signer,
                based_on=stated.based_on,
            )
        )
        after = unit.history(subject)
        return recorded_row(after.row, receipt=entry.receipt, answers=after.values)


def record_draft(
    unit: WriteUnit,
    draft: Draft,
    *,
    signer: Signer,
    ruleset: Ruleset | None,
    today: date,
    random_bytes: RandomBytes,
) -> Recorded:
    """Append a screening from a draft within the caller's transaction, and drop the draft.

    What an officer said of earlier records while he typed is stated with it.

    Raises:
        OperatorError: `screening.problems`.
    """
    defaults: dict[str, Value] = {
        "occurred_at": format_instant(draft.started_at),
        "decision": Decision.BELUM_DIPUTUSKAN.value,
    }
    # a field that was emptied again is as absent as one never touched
    answers = defaults | storable(without_stated(own_answers(draft.answers)), today=today)
    recorded = state_screening(
        unit,
        answers,
        signer=signer,
        subject=new_subject(random_bytes),
        ruleset=ruleset,
        shown=shown_in(draft.answers),
    )
    for other, action in draft.links.items():
        answer = Answer(recorded.subject, other, LinkAction(action))
        state_answer(unit, answer, signer=signer, random_bytes=random_bytes)
    unit.drop_draft(draft.id)
    return recorded


def state_screening(
    unit: WriteUnit,
    answers: Answers,
    *,
    signer: Signer,
    subject: str,
    ruleset: Ruleset | None,
    shown: str | None = None,
) -> Recorded:
    """Append a screening of storable answers within the caller's transaction, judged."""
    derived = derive(answers)
    full = derived | screening_facts(unit, derived, ruleset=ruleset, shown=shown)
    entry = unit.append(NewEntry(Kind.SCREENING, subject, parts_of(full), signer))
    row = one_screening(unit.connection, subject)
    if row is None:
        raise Defect("screening.not_projected")
    return recorded_row(row, receipt=entry.receipt, answers=full)


def recorded_row(row: ScreeningRow, *, receipt: str, answers: Answers) -> Recorded:
    """Say what a save did."""
    occurred_at = answers.get("occurred_at")
    return Recorded(
        subject=row.subject,
        receipt=receipt,
        missing=missing(answers),
        row=row,
        occurred_at=parse_instant(occurred_at) if isinstance(occurred_at, str) else None,
    )
