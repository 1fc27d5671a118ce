"""The store: one encrypted journal with its projections, one thread, futures for everybody."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from posko_app.domain.records import StartReport, VerifyResult
from posko_app.errors import Defect, MachineError
from posko_app.store import migrations, mirror, opening
from posko_app.store.connection import Connection, Error
from posko_app.store.drafts import count_drafts
from posko_app.store.integrity import Verification
from posko_app.store.journal import Clock, DeviceIdentity, Journal
from posko_app.store.opening import Opened, Purpose, StoreFiles
from posko_app.store.outbox import OutboxTally
from posko_app.store.status_file import LockStatus, write_status
from posko_app.store.units import ReadUnit, Shared, WriteUnit
from posko_app.store.worker import StoreWorker
from sync.protocol.entry import Entry
from sync.protocol.ids import RandomBytes

T = TypeVar("T")

log = logging.getLogger(__name__)


class Store:
    """An open store. Tasks run on its thread; a write's future resolves once it is durable."""

    def __init__(
        self,
        files: StoreFiles,
        *,
        clock: Clock,
        random_bytes: RandomBytes,
        purpose: Purpose = Purpose.WORK,
        steps: Sequence[migrations.Step] = migrations.STEPS,
    ) -> None:
        """Check and open an existing store; the calling thread waits for it.

        Raises:
            OperatorError: `store.newer`, `store.second_instance`.
            MachineError: see `opening.open_store`.
        """
        self._files = files
        self._clock = clock
        self._random_bytes = random_bytes
        self._purpose = purpose
        self._steps = steps
        self._opened: Opened | None = None
        self._shared: Shared | None = None
        self._place: tuple[int, int] | None = None
        self._told: list[Callable[[], None]] = []
        self._worker = StoreWorker(self._connect)
        self.full_check = self._begin_full_check()

    @property
    def report(self) -> StartReport:
        """What opening the store found worth saying."""
        return self._known.report

    @property
    def device(self) -> DeviceIdentity:
        """This laptop's keys, post and epoch."""
        return self._known.device

    @property
    def random_bytes(self) -> RandomBytes:
        """The source of chance that this store was opened with."""
        return self._random_bytes

    def read(self, task: Callable[[ReadUnit], T], *, background: bool = False) -> Future[T]:
        """Run a reading task; a background one goes after everything somebody waits for."""
        return self._worker.submit(lambda c: task(ReadUnit(c, self._common)), background=background)

    def write(
        self, task: Callable[[WriteUnit], T], *, background: bool = False, lazily: bool = False
    ) -> Future[T]:
        """Run a writing task as one transaction: all of it is on the disk, or none.

        The future fails with `store.disk_full` and the like, or with `store.missing` when another
        file or none stands under the store's name; then nothing was written and the store stays
        open.

        Args:
            task: gets the transaction.
            background: it goes after everything somebody waits for.
            lazily: the disk learns of it with the next write that is not; a power cut before that
                takes it back whole. For what can be had again; what appends is waited for anyhow.
        """
        if lazily:
            return self._worker.submit(lambda c: self._write_lazily(c, task), background=background)
        return self._worker.submit(lambda c: self._write(c, task), background=background)

    def on_append(self, told: Callable[[], None]) -> None:
        """Have a function called on the store thread after each commit that added entries.

        It must return at once and raise nothing.
        """
        self._told.append(told)

    def verify(self) -> Future[VerifyResult]:
        """Check everything, in slices between other work; cancelled when the store closes."""
        thorough = self._purpose is Purpose.VERIFY  # nobody waits to save
        check = Verification(mirror=self._files.mirror, steps=self._steps, thorough=thorough)
        result: Future[VerifyResult] = Future()
        self._advance(check, result)
        return result

    def close(self) -> None:
        """Finish what was asked for and let go of the file; safe to call twice."""
        if self._purpose is Purpose.WORK:
            try:
                self._worker.submit(opening.note_end)
            except Defect:  # closed before
                return
        self._worker.close()

    @property
    def _known(self) -> Opened:
        if self._opened is None:
            raise Defect("store.not_open")
        return self._opened

    @property
    def _common(self) -> Shared:
        if self._shared is None:
            raise Defect("store.not_open")
        return self._shared

    def _connect(self) -> Connection:
        """Open with every check the first time, plainly after a connection was given up."""
        if self._opened is None:
            self._opened = opening.open_store(
                self._files, clock=self._clock, purpose=self._purpose, steps=self._steps
            )
            connection = self._opened.connection
        else:
            connection = opening.open_for_work(self._files)
        self._place = self._place_now()
        journal = Journal(self.device, clock=self._clock, random_bytes=self._random_bytes)
        self._shared = Shared(journal, OutboxTally.counted(connection), self._clock)
        self._shared.look_again(connection)
        return connection

    def _write(self, connection: Connection, task: Callable[[WriteUnit], T]) -> T:
        result, appended = self._commit(connection, task)
        self._after_commit(connection, appended)
        return result

    def _write_lazily(self, connection: Connection, task: Callable[[WriteUnit], T]) -> T:
        connection.execute("PRAGMA synchronous = NORMAL")
        try:
            result, appended = self._commit(connection, task)
        finally:
            if connection.in_transaction:  # where the level cannot be changed
                connection.execute("ROLLBACK")
            connection.execute("PRAGMA synchronous = FULL")
        if appended:
            self._after_commit(connection, appended)
        return result

    def _commit(
        self, connection: Connection, task: Callable[[WriteUnit], T]
    ) -> tuple[T, Sequence[Entry]]:
        if self._place_now() != self._place:  # what is saved now, no later start would find
            raise MachineError("store.missing")
        unit = WriteUnit(connection, self._common)
        connection.execute("BEGIN IMMEDIATE")
        result = task(unit)
        connection.execute("COMMIT")
        self._common.tally.waiting += len(unit.appended)
        for learn in unit.after_commit:
            learn()
        return result, unit.appended

    def _place_now(self) -> tuple[int, int] | None:
        """Give what makes the file under the store's name this one; None when it is gone."""
        try:
            found = self._files.database.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _after_commit(self, connection: Connection, appended: Sequence[Entry]) -> None:
        """Empty the log and note where things stand; the commit holds whatever fails here."""
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except Error:
            log.warning("store.checkpoint_failed")
        for told in self._told if appended else ():
            told()
        try:
            if appended:
                head = mirror.head_at(appended[-1])
                mirror.write_mirror(self._files.mirror, head, self.device.sign)
            self._write_status(connection)
        except (OSError, Error):
            log.warning("store.mirror_failed")

    def _write_status(self, connection: Connection) -> None:
        tally = self._common.tally
        status = LockStatus(
            post=self.device.post,
            deployment=self.device.deployment.value,
            waiting=tally.waiting,
            needs_person=tally.needs_person,
            drafts=count_drafts(connection),
            saved_at=self._clock(),
            last_contact_at=self._common.contact.last_at,
        )
        write_status(self._files.paths.status, status)

    def _begin_full_check(self) -> Future[VerifyResult] | None:
        """Start the check of the day in the background; remember it when it found nothing."""
        if self._purpose is not Purpose.WORK or not self.report.full_check_due:
            return None
        check = self.verify()
        check.add_done_callback(self._note_checked)
        return check

    def _note_checked(self, check: Future[VerifyResult]) -> None:
        if check.cancelled() or check.exception() is not None or not check.result().ok:
            return
        try:
            self._worker.submit(
                lambda c: opening.note_checked(c, self._files, clock=self._clock), background=True
            )
        except Defect:  # closed meanwhile: the next start checks again
            return

    def _advance(self, check: Verification, result: "Future[VerifyResult]") -> None:
        try:
            step = self.read(check.step, background=True)
        except Defect:
            result.cancel()
            return
        step.add_done_callback(lambda done: self._after_step(check, result, done))

    def _after_step(
        self,
        check: Verification,
        result: "Future[VerifyResult]",
        done: "Future[VerifyResult | None]",
    ) -> None:
        if done.cancelled():
            result.cancel()
            return
        error = done.exception()
        if error is not None:
            result.set_exception(error)
        elif (found := done.result()) is not None:
            result.set_result(found)
        else:
            self._advance(check, result)
