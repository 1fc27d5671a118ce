"""A group on one departure: kept while it is typed, saved by one act, each row an entry of its own.

Rows are saved a few to a transaction: the disk is waited for once for all of them, and between two
transactions whatever somebody else waits for goes first.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from posko_app.domain.civil import civil_date
from posko_app.domain.screening import Draft
from posko_app.errors import MachineError, OperatorError, PoskoError
from posko_app.services.detection import DetectionService
from posko_app.services.group_drafts import OpenGroup, groups_of, keep, note_saved
from posko_app.services.manifest import Manifest, read_manifest
from posko_app.services.screening import Recorded, record_draft
from posko_app.services.session import Session
from posko_app.services.storable import translated
from posko_app.store.journal import Clock
from posko_app.store.slot import OfficerKeys
from posko_app.store.store import Store
from posko_app.store.units import WriteUnit
from sync.protocol.ids import RandomBytes

BATCH = 17  # rows to a transaction: some tens of milliseconds of the store's thread


@dataclass(frozen=True, slots=True)
class RowSaved:
    """A row that is durable."""

    draft_id: str
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class RowKept:
    """A row that was not saved, and why; its draft is as it was."""

    draft_id: str
    error: PoskoError


RowOutcome = RowSaved | RowKept
Outcomes = tuple[RowOutcome, ...]


@dataclass(frozen=True, slots=True)
class _Batch:
    rows: tuple[Draft, ...]
    promise: "Future[Outcomes]"


class GroupService:
    """What the screen of groups does with the store. Every future resolves after its commit."""

    def __init__(
        self,
        store: Store,
        session: Session,
        *,
        detection: DetectionService,
        clock: Clock,
        random_bytes: RandomBytes,
        executor: Executor,
    ) -> None:
        self._store = store
        self._session = session
        self._detection = detection
        self._clock = clock
        self._random_bytes = random_bytes
        self._executor = executor

    def read_manifest(self, path: Path) -> "Future[Manifest]":
        """Read a list of people on a thread of its own; nothing changes.

        Raises (through the future):
            OperatorError: `manifest.*`, `import.*`.
        """
        return self._executor.submit(read_manifest, path)

    def open_groups(self) -> "Future[tuple[OpenGroup, ...]]":
        """Give the current officer's open groups, the last touched first."""
        person = self._session.current.person
        return self._store.read(lambda unit: groups_of(unit, person))

    def keep(self, drafts: Sequence[Draft]) -> "Future[None]":
        """Keep a header, rows, or both, encrypted, as drafts of the officer whose turn it is."""
        person, kept = self._session.current.person, tuple(drafts)
        return self._store.write(translated(lambda unit: keep(unit, kept, officer=person)))

    def drop(self, draft_ids: Sequence[str]) -> "Future[None]":
        """Forget rows that were taken out, or the header of a group that is done with."""
        dropped = tuple(draft_ids)

        def task(unit: WriteUnit) -> None:
            for draft_id in dropped:
                unit.drop_draft(draft_id)

        return self._store.write(task)

    def record(self, rows: Sequence[Draft]) -> "tuple[Future[Outcomes], ...]":
        """Save rows, each as a screening of its own; give one future for each transaction.

        A row that cannot be stored stays alone; a machine that cannot write keeps all that follow.
        Either is an outcome, never the failure of a future.
        """
        signer = self._session.current
        batches = [
            _Batch(tuple(rows[at : at + BATCH]), Future()) for at in range(0, len(rows), BATCH)
        ]
        self._next(deque(batches), signer)
        return tuple(batch.promise for batch in batches)

    def _next(self, waiting: "deque[_Batch]", signer: OfficerKeys) -> None:
        """Begin the next transaction; it queues behind what came in meanwhile."""
        if not waiting:
            return
        batch = waiting.popleft()

        def go_on(outcomes: Outcomes) -> None:
            stopped = next((o.error for o in outcomes if _stops(o)), None)  # type: ignore[union-attr]
            if stopped is not None:
                _keep_rest(waiting, stopped)
            self._next(waiting, signer)
            batch.promise.set_result(outcomes)

        self._together(batch.rows, signer, go_on)

    def _together(
        self, rows: tuple[Draft, ...], signer: OfficerKeys, then: Callable[[Outcomes], None]
    ) -> None:
        def finished(done: "Future[Outcomes]") -> None:
            error = _error_of(done)
            if error is None:
                then(done.result())
            elif isinstance(error, OperatorError) and len(rows) > 1:
                self._one_by_one(deque(rows), signer, (), then)
            else:
                then(tuple(RowKept(row.id, error) for row in rows))

        try:
            written = self._store.write(translated(lambda unit: self._save(unit, rows, signer)))
        except PoskoError as error:  # closed meanwhile
            then(tuple(RowKept(row.id, error) for row in rows))
        else:
            written.add_done_callback(finished)

    def _one_by_one(
        self,
        rows: "deque[Draft]",
        signer: OfficerKeys,
        before: Outcomes,
        then: Callable[[Outcomes], None],
    ) -> None:
        """Save rows alone, after one of them would not be stored with the others."""
        if not rows:
            then(before)
            return
        row = rows.popleft()
        self._together(
            (row,), signer, lambda found: self._one_by_one(rows, signer, (*before, *found), then)
        )

    def _save(self, unit: WriteUnit, rows: tuple[Draft, ...], signer: OfficerKeys) -> Outcomes:
        ruleset = self._detection.stored_in(unit)
        today = civil_date(self._clock())
        recorded = [
            record_draft(
                unit,
                row,
                signer=signer,
                ruleset=ruleset,
                today=today,
                random_bytes=self._random_bytes,
            )
            for row in rows
        ]
        note_saved(unit, [(row, one.subject) for row, one in zip(rows, recorded, strict=True)])
        return tuple(RowSaved(row.id, one) for row, one in zip(rows, recorded, strict=True))


def _stops(outcome: RowOutcome) -> bool:
    return isinstance(outcome, RowKept) and not isinstance(outcome.error, OperatorError)


def _keep_rest(waiting: "deque[_Batch]", error: PoskoError) -> None:
    while waiting:
        batch = waiting.popleft()
        batch.promise.set_result(tuple(RowKept(row.id, error) for row in batch.rows))


def _error_of(done: "Future[Outcomes]") -> PoskoError | None:
    error = done.exception()
    if error is None or isinstance(error, PoskoError):
        return error
    return MachineError("group.save_unexpected")
