"""A key that changes the level, until its reasons stand on the screen: the real window."""

import os
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from posko_app.domain.civil import civil_date
from posko_app.store.opening import CHECKED_ON
from posko_app.system import utc_now
from tests.bench.figures import Figure, percentile
from tests.bench.invented import invented
from tests.bench.stores import fill
from tests.faults import desks
from tests.faults.desk_run import Person, Place

FRAME_MS = 1000 / 60
SCREENINGS = 20_000
KEYS = 150
PAUSES_MS = (0, 40, 160, 240, 400)  # around 150 ms and 300 ms, when work beside begins
PIN = "483920"
TO_THE_QUESTIONS = ("F6", "F6", "Right", "Right", "5")  # a stranger paid: one sign, HIJAU
TOGGLE = "4"  # a stranger waits: the second sign, KUNING; once more takes it away


def measure_painting(folder: Path, *, seed: int) -> list[Figure]:
    """Grow a store that the real window opens, and mark and unmark a sign in it."""
    place = Place(folder / "painting")
    place.environment()
    make_store(place.folder, seed=seed)
    person = Person(place, driver="tests.bench.in_window")
    try:
        taken = toggled(person)
    finally:
        person.leave()
    return figures(taken)


def make_store(root: Path, *, seed: int) -> None:
    """Fill a store whose key costs what the shipped program asks for."""
    before = os.environ.get(desks.REAL_COST_VARIABLE)
    os.environ[desks.REAL_COST_VARIABLE] = "1"
    try:
        desks.make_store(root)
        desk = desks.desk_at(root)
    finally:
        os.environ.pop(desks.REAL_COST_VARIABLE)
        os.environ |= {} if before is None else {desks.REAL_COST_VARIABLE: before}
    fill(desk, invented(SCREENINGS, seed=seed), SCREENINGS)
    today = civil_date(utc_now()).isoformat()  # no full check runs into the measurement
    desks.store_of(desk).write(lambda unit: unit.set_meta(CHECKED_ON, today)).result()
    desk.close()


def toggled(person: Person) -> list[float]:
    """Go to the questions, and change the level at every key."""
    person.sign_on(desks.PASSPHRASE, PIN)
    person.ask("focus", name="NIK")
    person.type("9902015711890003")
    person.press(*TO_THE_QUESTIONS)
    told = person.ask("key_to_reasons", text=TOGGLE * KEYS, pauses_ms=PAUSES_MS)
    words = [level.split()[1] for level in told["levels"]]
    if words != ["KUNING", "HIJAU"] * (KEYS // 2):
        raise RuntimeError(f"the level did not change at every key: {words}")
    return told["ms"]


def figures(taken: Sequence[float]) -> list[Figure]:
    """Give the middle and the slow end in frames."""
    parts = {"p50_ms": median(taken), "p95_ms": percentile(taken, 0.95), "longest_ms": max(taken)}
    how = (
        f"{len(taken)} keys that turn HIJAU to KUNING and back, offscreen, with"
        f" {SCREENINGS} screenings in the store; from the key until the panel of reasons was"
        f" painted; pauses of {', '.join(map(str, PAUSES_MS))} ms in turn, so that"
        " counterfactuals and drafts run beside; a frame is 16.7 ms"
    )
    name = f"reasons repainted after a key at {SCREENINGS // 1000}k"
    return [
        Figure(f"{name}, p50", parts["p50_ms"] / FRAME_MS, "frames", 1, parts, how),
        Figure(f"{name}, p95", parts["p95_ms"] / FRAME_MS, "frames", 1, parts, how),
    ]
