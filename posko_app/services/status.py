"""The figures of the status line, and what must not be forgotten about this store."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from posko_app.domain.clock import clock_agreed, clock_doubt
from posko_app.domain.records import VerifyResult
from posko_app.services.session import Session
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit

NO_ESCROW = "status.no_escrow"
CHECK_FAILED = "status.check_failed"
DISK_LOW = "status.disk_low"
LOW_BYTES = 500 * 1024 * 1024  # of free disk
COMPARED_ENTRIES = 50  # a time stated by mistake must not count against the clock for ever


@dataclass(frozen=True, slots=True)
class Status:
    """What waits and what stands. `last_contact_at` is None before the first contact."""

    waiting: int
    oldest_waiting_at: datetime | None
    last_contact_at: datetime | None
    needs_person: int
    drafts: int
    today: Mapping[str, int]  # by decision, voided ones left out
    warnings: tuple[str, ...]  # message keys


class StatusService:
    """Answers what the status line asks."""

    def __init__(
        self, store: Store, session: Session, *, free_bytes: Callable[[], int | None]
    ) -> None:
        """Take the store and who is signed on; `free_bytes` gives None when it cannot tell."""
        self._store = store
        self._session = session
        self._free_bytes = free_bytes

    def status(self) -> "Future[Status]":
        """Give the figures as they stand now."""
        standing = self._standing()
        return self._store.read(lambda unit: _status(unit, _warnings(unit, standing)))

    def warnings(self) -> tuple[str, ...]:
        """Give what is wrong until somebody changes it, as message keys; waits for the store."""
        standing = self._standing()
        return self._store.read(lambda unit: _warnings(unit, standing)).result()

    def _standing(self) -> tuple[str, ...]:
        """Give what does not depend on the moment; the worst first."""
        check = self._store.full_check
        failed = check is not None and check.done() and not check.cancelled() and not _sound(check)
        without_escrow = not self._session.unlocked.key_file.escrow
        free = self._free_bytes()
        return (
            *((CHECK_FAILED,) if failed else ()),
            *((DISK_LOW,) if free is not None and free < LOW_BYTES else ()),
            *self._store.report.warnings,
            *((NO_ESCROW,) if without_escrow else ()),
        )


def _sound(check: "Future[VerifyResult]") -> bool:
    return check.exception() is None and check.result().ok


def _warnings(unit: ReadUnit, standing: tuple[str, ...]) -> tuple[str, ...]:
    """Put a doubtful clock before the rest: what is saved now lands in a wrong day."""
    contact, now = unit.shared.contact, unit.shared.clock()
    newest = unit.latest_recorded_at(among=COMPARED_ENTRIES)
    agrees = clock_agreed(now, offset=contact.clock_offset, compared_at=contact.last_at)
    doubt = clock_doubt(now, recorded_at=None if agrees else newest)
    return standing if doubt is None else (doubt, *standing)


def _status(unit: ReadUnit, warnings: tuple[str, ...]) -> Status:
    counts = unit.counts()
    return Status(
        waiting=counts.waiting,
        oldest_waiting_at=counts.oldest_waiting_at,
        last_contact_at=unit.shared.contact.last_at,
        needs_person=counts.needs_person,
        drafts=counts.drafts,
        today=counts.today,
        warnings=warnings,
    )
