"""An officer types while the desk takes in thousands of entries of the other laptop."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from posko_app.store.sync_journal import StoreJournal
from sync.device.enrol import Enrolling, enrol
from sync.device.ports import Outcome
from sync.device.round import run_round
from sync.device.transport import HttpsLine
from tests.bench.figures import Figure, percentile
from tests.faults import desks
from tests.faults.desk_run import Person, Place
from tests.support.centres import Centre

POST = "el-tari"
PIN = "483920"
PAUSE_MS = 40  # between two keys: faster than anybody types
KEYS_ALONE = 120  # before, and as many after
TASK_MS = 10
CEILING_S = 300


@dataclass(frozen=True, slots=True)
class Pushed:
    """How many entries a laptop sent, and how long that took."""

    entries: int
    s: float


def measure_catching_up(folder: Path, centre: Centre, pushed: Pushed) -> list[Figure]:
    """Let a window fetch everything that a centre has of its post, while keys come."""
    place = Place(folder / "catching-up")
    place.environment()
    with shipped_cost():
        desks.make_store(place.folder)
    person = Person(place, driver="tests.bench.in_window_sync")
    person._line.settimeout(CEILING_S)
    try:
        told, alone = typed(person, centre)
    finally:
        person.leave()
    if told["outcomes"] != [Outcome.DONE] or told["pulled"] < pushed.entries:
        raise RuntimeError(
            f"not caught up: {told['outcomes']} {told['pulled']} of {pushed.entries}"
        )
    return figures(told, alone)


def typed(person: Person, centre: Centre) -> tuple[dict, list[float]]:
    """Type without a round, through one, and without again."""
    person.sign_on(desks.PASSPHRASE, PIN)
    person.ask("focus", name="Nama")
    alone = person.ask("type_keys", count=KEYS_ALONE, pause_ms=PAUSE_MS)["ms"]
    code = centre.code(POST)
    ca = Path(code["ca"]).read_text()
    told = person.ask("catch_up", url=centre.url, code=code["code"], ca=ca, pause_ms=PAUSE_MS)
    alone += person.ask("type_keys", count=KEYS_ALONE, pause_ms=PAUSE_MS)["ms"]
    return told, alone


def figures(told: dict, alone: Sequence[float]) -> list[Figure]:
    """Compare the slow ends, and give the task that a save would have waited longest for."""
    keys, tasks = told["ms"], told["tasks"]
    walls, cpus = [wall for wall, _ in tasks], [cpu for _, cpu in tasks]
    parts = {"during_p50": median(keys), "during_p95": percentile(keys, 0.95)}
    parts |= {"during_longest": max(keys), "alone_p50": median(alone)}
    parts |= {"alone_p95": percentile(alone, 0.95), "took_s": told["took_s"]}
    how = (
        f"{len(keys)} keys {PAUSE_MS} ms apart into the name field, offscreen, while"
        f" {told['pulled']} entries were proved, stored, folded and indexed; {len(alone)} keys"
        " alone, half before and half after; ms"
    )
    task_parts = {"cpu_p95": percentile(cpus, 0.95), "cpu_longest": max(cpus)}
    task_parts |= {"wall_p50": median(walls), "wall_p95": percentile(walls, 0.95)}
    task_parts |= {"wall_longest": max(walls), "over_10_ms": sum(w > TASK_MS for w in walls)}
    how_task = (
        f"{len(tasks)} tasks of the store thread; a save waits for at most one of them; processor"
        " time is what the task itself needs, on the wall the disk and other processes come on top"
    )
    return [
        Figure("key to paint during catch-up, p95", parts["during_p95"], "ms", None, parts, how),
        Figure(
            "key to paint during catch-up ÷ alone, p95",
            parts["during_p95"] / parts["alone_p95"],
            *("×", None, parts, how),
        ),
        Figure(
            "longest store task during catch-up, processor",
            *(max(cpus), "ms", TASK_MS, task_parts, how_task),
        ),
    ]


def push_all(journal: StoreJournal, centre: Centre) -> Pushed:
    """Enrol a laptop over TLS and send everything it has, as its program does."""
    code = centre.code(POST)["code"]
    link = enrol(journal, centre.url, code, ca_pem=None, means=Enrolling(_now, os.urandom))
    began = perf_counter()
    with HttpsLine(link, journal.sign_key, random_bytes=os.urandom) as line:
        report = run_round(
            journal,
            line,
            clock=_now,
            random_bytes=os.urandom,
            program="0.1.0",
            stop=lambda: False,
        )
    if report.outcome is not Outcome.DONE or report.waiting:
        raise RuntimeError(f"not sent: {report.outcome} {report.reason}")
    return Pushed(report.acknowledged, perf_counter() - began)


@contextmanager
def shipped_cost() -> Iterator[None]:
    """Make stores that the shipped program opens."""
    before = os.environ.get(desks.REAL_COST_VARIABLE)
    os.environ[desks.REAL_COST_VARIABLE] = "1"
    try:
        yield
    finally:
        os.environ.pop(desks.REAL_COST_VARIABLE)
        os.environ |= {} if before is None else {desks.REAL_COST_VARIABLE: before}


def _now() -> datetime:
    return datetime.now(UTC)
