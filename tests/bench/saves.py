"""One durable save through the window's service, beside plain SQLite with the same barrier."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from posko_app.domain.screening import Draft
from posko_app.services.desk import Desk
from tests.bench.figures import Figure, percentile, ratio
from tests.bench.invented import Invented, invented
from tests.bench.plain import PlainStore
from tests.faults import desks

SAVES = 400
LAST_BYTES = (
    "SELECT e.header, e.signature, p.stored FROM entries e JOIN parts p ON p.entry = e.id"
    " WHERE e.position = (SELECT max(position) FROM entries)"
)


def timed_ms(action: Callable[[], object]) -> float:
    """Time one call."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def draft_of(person: Invented) -> Draft:
    """Give what an officer would have typed."""
    return Draft(person.id, person.answers, person.at, person.at)


def last_bytes(desk: Desk) -> bytes:
    """Give everything the journal stored for the newest entry."""
    store = desks.store_of(desk)
    rows = store.read(lambda unit: unit.connection.execute(LAST_BYTES).fetchall()).result()
    return b"".join((*rows[0][:2], *(row[2] for row in rows)))


def measure_save(root: Path, folder: Path, *, seed: int) -> Figure:
    """Save, then let plain SQLite save the same bytes, in turn."""
    desk = desks.desk_at(root)
    plain = PlainStore(folder / "plain.db")
    ours: list[float] = []
    theirs: list[float] = []
    size = 0
    for person in invented(SAVES, seed=seed):
        ours.append(timed_ms(lambda p=person: desk.screening.record(draft_of(p)).result()))
        data = last_bytes(desk)
        size += len(data)
        theirs.append(timed_ms(lambda d=data: plain.save(d)))
    desk.close()
    plain.close()
    how = (
        f"{SAVES} saves in turn, ms; ours: sign, journal, projection, index, outbox, draft,"
        f" commit, checkpoint, head mirror; plain: one insert of the same {size // SAVES} bytes"
    )
    return ratio("durable save ÷ plain SQLite", ours, theirs, aim=4, how=how)


def measure_growth(small: Path, large: Path, *, seed: int, sizes: tuple[int, int]) -> Figure:
    """Save into a small and a large store in turn."""
    desk_small, desk_large = desks.desk_at(small), desks.desk_at(large)
    few: list[float] = []
    many: list[float] = []
    for person in invented(SAVES, seed=seed):
        draft = draft_of(person)
        few.append(timed_ms(lambda d=draft: desk_small.screening.record(d).result()))
        many.append(timed_ms(lambda d=draft: desk_large.screening.record(d).result()))
    desk_small.close()
    desk_large.close()
    parts = {"small_p50": median(few), "large_p50": median(many)}
    parts |= {"small_p95": percentile(few, 0.95), "large_p95": percentile(many, 0.95)}
    how = f"{SAVES} saves in turn into stores of {sizes[0]} and {sizes[1]} screenings, ms"
    name = f"durable save at {sizes[1] // 1000}k ÷ at {sizes[0] // 1000}k"
    return Figure(name, parts["large_p50"] / parts["small_p50"], "×", 1.2, parts, how)
