"""What the store knows about sync, for screens: read in one short task behind everything else."""

from concurrent.futures import CancelledError, Future
from datetime import UTC, datetime
from typing import TypeVar

from posko_app.domain.civil import civil_date
from posko_app.errors import Defect
from posko_app.services.sync_ports import Figures
from posko_app.services.sync_state import FeedKept, NeedsPerson
from posko_app.services.sync_words import step_for
from posko_app.store import sync_figures
from posko_app.store.store import Store
from posko_app.store.sync_journal import StoreJournal
from posko_app.store.units import ReadUnit
from sync.device.ports import CentreLink, FeedState, RoundReport
from sync.protocol.canonical import Malformed
from sync.protocol.checkpoint import read_checkpoint_by
from sync.protocol.entry import BadSignature

T = TypeVar("T")


class StoreLedger:
    """The figures of one store, and what a person does about an entry."""

    def __init__(self, store: Store, journal: StoreJournal) -> None:
        self._store = store
        self._journal = journal

    def figures(self) -> Figures:
        """Read what stands now (Defect `store.closed`)."""
        return _waited_for(self._store.read(_figures, background=True))

    def note_round(self, report: RoundReport) -> None:
        """Keep a round that could not note itself."""
        self._journal.note_round(report)

    def retry(self, entry_id: str) -> None:
        """Queue an entry again that waits for a person; nothing happens when it does not."""
        _waited_for(self._store.write(lambda unit: unit.retry_entry(entry_id)))


def _waited_for(asked: "Future[T]") -> T:
    try:
        return asked.result()
    except CancelledError:
        raise Defect("store.closed") from None


def _figures(unit: ReadUnit) -> Figures:
    tally, today = unit.shared.tally, civil_date(unit.shared.clock())
    read = sync_figures.read_figures(unit.connection, today=today)
    return Figures(
        link=read.link,
        waiting=tally.waiting,
        oldest_waiting_at=read.oldest_waiting_at,
        sent_today=read.sent_today,
        needs_person_count=tally.needs_person,
        needs_person=tuple(map(_needs_person, read.stopped)),
        feeds=_kept(read.link, read.feeds),
        set_aside=unit.count_set_aside(),
        alarms=read.alarms,
        history=read.rounds,
    )


def _needs_person(stopped: sync_figures.StoppedEntry) -> NeedsPerson:
    return NeedsPerson(
        entry_id=stopped.entry_id,
        kind=stopped.kind,
        subject=stopped.subject,
        recorded_at=stopped.recorded_at,
        code=stopped.reason,
        step=step_for(stopped.reason),
    )


def _kept(link: CentreLink | None, feeds: tuple[FeedState, ...]) -> tuple[FeedKept, ...]:
    if link is None:
        return ()
    return tuple(FeedKept(f.feed, f.size, f.cursor, _signed_at(link, f)) for f in feeds)


def _signed_at(link: CentreLink, state: FeedState) -> datetime | None:
    """Say when the centre signed how far a feed goes; None when no such signature is here."""
    if state.checkpoint is None:
        return None
    try:
        found = read_checkpoint_by(state.checkpoint, link.sign_keys)
    except (BadSignature, Malformed):
        return None
    return datetime.fromtimestamp(found.at_ms / 1000, UTC)
