"""Laptops for the line's figures: stores full of screenings that the product judged and signed."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from posko_app.services.desk import Desk
from posko_app.store.sync_journal import StoreJournal
from sync.protocol.entry import Entry
from tests.bench.invented import Invented, invented
from tests.bench.saves import draft_of
from tests.bench.stores import note_checked
from tests.faults import desks

AT_ONCE = 250  # saves in one transaction: only the barrier of the disk is left out
WHOLE = 2**53


def make_laptop(root: Path, count: int, *, seed: int) -> Desk:
    """Make a training store of El Tari with so many judged screenings, and open its desk."""
    root.mkdir(parents=True)
    desks.make_store(root)
    desk = desks.desk_at(root)
    record(desk, invented(count, seed=seed))
    note_checked(desk)
    return desk


def record(desk: Desk, people: Iterator[Invented]) -> None:
    """Save screenings as the window does, many to a transaction."""
    store, service, officer = desks.store_of(desk), desk.screening, desk.session.current

    def save(unit, batch):
        for person in batch:
            service._record(unit, draft_of(person), officer)

    while batch := list(islice(people, AT_ONCE)):
        store.write(lambda unit, batch=batch: save(unit, batch)).result()


def journal_of(desk: Desk) -> StoreJournal:
    """Give the store as a round sees it."""
    return StoreJournal(desks.store_of(desk))


def own_chain(journal: StoreJournal) -> Sequence[Entry]:
    """Give everything this laptop ever stated, in the order of its chain."""
    (epoch,) = journal.own_epochs()
    waiting = journal.own_chain(epoch, after_seq=0, limit_bytes=WHOLE)
    return [one.entry for one in waiting]
