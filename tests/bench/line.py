"""Everything about the line and the centre, in one go, with the entries of one laptop."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from posko_app.store.sync_journal import StoreJournal
from tests.bench.catching_up import measure_catching_up, push_all
from tests.bench.centre_child import CentreChild
from tests.bench.couch import measure_couch
from tests.bench.crowd import measure_crowd
from tests.bench.figures import Figure
from tests.bench.full_centre import fill_centre
from tests.bench.line_stores import journal_of, make_laptop, own_chain
from tests.bench.pulling import measure_pull
from tests.bench.pushing import (
    BATCH,
    GROWN_BATCH,
    measure_bytes,
    measure_full_centre,
    measure_push,
)
from tests.support.centres import Centre

CATCH_UP = 5_000
IN_TURN = 1_802  # entries for the ratios: device, officer, thirty batches of screenings
COUCH = 1_500
FULL = 200_000
SAMPLES = 100


def measure_line(folder: Path, *, seed: int) -> list[Figure]:
    """Make a laptop, and let centres, another laptop, a window and a crowd meet its entries."""
    desk = make_laptop(folder / "sender", CATCH_UP, seed=seed)
    journal = journal_of(desk)
    entries = own_chain(journal)
    some = entries[:IN_TURN]
    figures = [measure_push(folder, journal, some, of=BATCH)]
    figures.append(measure_push(folder, journal, entries, of=GROWN_BATCH))
    figures.append(measure_pull(folder, journal, some))
    figures.append(measure_bytes(some))
    figures.append(_full(folder, journal, some))
    with _serving(folder / "serving") as centre:
        figures += measure_crowd(centre)
        pushed = push_all(journal, centre)
        figures += measure_catching_up(folder, centre, pushed)
    desk.close()
    return figures + measure_couch(folder, entries[2 : 2 + COUCH], pushed)


def _full(folder: Path, journal: StoreJournal, entries) -> Figure:
    full = CentreChild(folder / "full-centre")
    full.run(len, ())  # it is there once it answers
    fill_centre(full, journal.post, entries[2 : 2 + SAMPLES], FULL)
    figure = measure_full_centre(full, folder, journal, entries, size=FULL)
    full.close()
    return figure


@contextmanager
def _serving(folder: Path) -> Iterator[Centre]:
    folder.mkdir()
    centre = Centre(folder)
    centre.code("el-tari")
    centre.start()
    try:
        yield centre
    finally:
        centre.stop()
