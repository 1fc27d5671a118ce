"""Names over a long list, and the look for who was here before on a large store."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

from rapidfuzz import fuzz, process

from posko_app.domain.names import alike, name_key
from posko_app.domain.screening import Answers
from tests.bench.figures import Figure, percentile, ratio
from tests.bench.invented import UNKNOWN_BIRTH
from tests.bench.saves import timed_ms
from tests.faults import desks
from tests.support.name_pairs import invented_names

NAMES, LOOKS, PEOPLE = 200_000, 30, 100
LONGEST_MS = 10.0  # that anything may hold the store's thread
SOME = (
    "SELECT s.name, s.nik, s.phone, p.born_on FROM screenings s JOIN people p"
    " ON p.position = s.position WHERE s.position % ? = 0"
)


def measure_matcher(*, seed: int) -> Figure:
    """Look for names among 200,000, and let bare rapidfuzz score the same list, in turn."""
    keys = [name_key(name) for name in invented_names(NAMES, seed=seed)]
    ours: list[float] = []
    theirs: list[float] = []
    for name in invented_names(LOOKS, seed=seed + 1):
        key = name_key(name)
        ours.append(timed_ms(lambda n=name: list(alike(n, keys))))
        bare = lambda k=key: process.extract(k, keys, scorer=fuzz.token_sort_ratio, limit=None)  # noqa: E731
        theirs.append(timed_ms(bare))
    how = f"{LOOKS} names against {NAMES}, ms; bare: token_sort_ratio of every one"
    return ratio("name matcher ÷ bare rapidfuzz", ours, theirs, aim=None, how=how)


def measure_people(root: Path, *, seed: int, size: int) -> Figure:
    """Look for people while they are typed: known ones in every way, and nobody."""
    desk = desks.desk_at(root)
    store = desks.store_of(desk)
    step = (max(1, size // 2_000),)
    rows = store.read(lambda unit: unit.connection.execute(SOME, step).fetchall()).result()
    chosen = Random(seed).sample(rows, PEOPLE)
    looks: list[float] = []
    shown = 0
    for typed in (answers for row in chosen for answers in _typed(*row)):
        looks.append(timed_ms(lambda t=typed: desk.people.look(t).result()))
        shown += len(desk.people.look(typed).result().people)
    desk.close()
    p95 = percentile(looks, 0.95)
    parts = {"p50": median(looks), "p95": p95, "longest": max(looks), "shown": float(shown)}
    how = (
        f"{len(looks)} looks at {size} screenings, ms: by NIK, by name and birth date, spelt"
        " otherwise, with the birth date of one in a hundred, and for nobody"
    )
    return Figure("who was here before p95", p95, "ms", LONGEST_MS, parts, how)


def _typed(name: str, nik: str, _phone: str | None, born_on: str) -> Iterator[Answers]:
    yield {"traveller.nik": nik}
    yield {"traveller.name": name, "traveller.dob_ktp": born_on}
    yield {"traveller.name": name.replace("U", "OE"), "traveller.dob_ktp": born_on}
    yield {"traveller.name": name, "traveller.dob_ktp": UNKNOWN_BIRTH}
    yield {"traveller.nik": nik[::-1], "traveller.name": "MISAL SATU", "traveller.dob_ktp": born_on}
