"""Stores of many invented screenings, made in bulk.

The bulk path is the product's own `WriteUnit.append` (signed, chained, projected,
indexed, queued), many entries to a transaction. Only the one-save-one-commit
barrier is left out, and the note that today's full check was done is written by
hand, so that no background check runs into a measurement.
"""

import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from posko_app.domain.civil import civil_date
from posko_app.domain.entries import derive, split_parts
from posko_app.services.desk import Desk
from posko_app.store.journal import NewEntry
from posko_app.store.opening import CHECKED_ON
from sync.protocol.entry import Kind
from tests.bench.invented import Invented, invented
from tests.faults import desks

BATCH = 500


def fill(desk: Desk, people: Iterator[Invented], count: int) -> None:
    """Add screenings in bulk."""
    store, signer = desks.store_of(desk), desk.session.current

    def append(unit, batch):
        for person in batch:
            parts = split_parts(derive(person.answers))
            unit.append(NewEntry(Kind.SCREENING, person.id, parts, signer))

    while count > 0 and (batch := list(islice(people, min(BATCH, count)))):
        store.write(lambda unit, batch=batch: append(unit, batch)).result()
        count -= len(batch)


def note_checked(desk: Desk) -> None:
    """Say that the full check of the day was done."""
    today = civil_date(desks.STARTED_AT).isoformat()
    desks.store_of(desk).write(lambda unit: unit.set_meta(CHECKED_ON, today)).result()


def grow(folder: Path, sizes: tuple[int, ...], *, seed: int) -> dict[int, Path]:
    """Make one store and keep a copy at each size; gives size → root."""
    people = invented(max(sizes), seed=seed)
    root = folder / "growing"
    root.mkdir(parents=True)
    desks.make_store(root)
    kept: dict[int, Path] = {}
    before = 0
    for size in sorted(sizes):
        desk = desks.desk_at(root)
        fill(desk, people, size - before)
        note_checked(desk)
        desk.close()
        kept[size] = folder / f"store-{size}"
        shutil.copytree(root, kept[size])
        before = size
    shutil.rmtree(root)
    return kept
