"""The figures of the status line, and what must not be forgotten about this store."""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from posko_app.domain.records import Counts
from posko_app.services.session import Session
from posko_app.store.store import Store

NO_ESCROW = "status.no_escrow"


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

    def __init__(self, store: Store, session: Session) -> None:
        self._store = store
        self._session = session

    def status(self) -> "Future[Status]":
        """Give the figures as they stand now."""
        warnings = self.warnings()
        return self._store.read(lambda unit: _status(unit.counts(), warnings))

    def warnings(self) -> tuple[str, ...]:
        """Give what is wrong with this store until somebody changes it, as message keys."""
        without_escrow = not self._session.unlocked.key_file.escrow
        return (*self._store.report.warnings, *((NO_ESCROW,) if without_escrow else ()))


def _status(counts: Counts, warnings: tuple[str, ...]) -> Status:
    return Status(
        waiting=counts.waiting,
        oldest_waiting_at=counts.oldest_waiting_at,
        last_contact_at=None,  # there is no centre yet
        needs_person=counts.needs_person,
        drafts=counts.drafts,
        today=counts.today,
        warnings=warnings,
    )
