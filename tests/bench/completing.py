"""Suggestions of places: the search beside FTS5, its memory, and key to painted list."""

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median

from posko_app.domain.gazetteer import MOST
from posko_app.domain.place_table import NTT, read_table
from posko_app.domain.text import search_text
from posko_app.region_files import region_lines
from posko_app.services.gazetteer import PlaceSearch
from tests.bench.figures import Figure, percentile, ratio
from tests.bench.saves import timed_ms
from tests.faults import canaries
from tests.faults import desk_run as run

FRAME_MS = 1000 / 60
SEARCHES, FAR_SHARE = 200, 4  # every fourth from another province
WATCHED = 60  # of them in the window
CHILD = (
    "import time; from posko_app.services.gazetteer import PlaceSearch;"
    " rss = lambda: int(open('/proc/self/statm').read().split()[1]) / 256;"
    " before, begun, used = rss(), time.perf_counter(), time.process_time();"
    " PlaceSearch().wait(60);"
    " print(rss() - before, time.perf_counter() - begun, time.process_time() - used)"
)


def typed(*, seed: int) -> list[str]:
    """Give what people type of places, the words in any order and cut anywhere."""
    lines = region_lines()
    random = Random(seed)
    sides = (
        read_table(line for line in lines if line.startswith(NTT)),
        read_table(line for line in lines if not line.startswith(NTT)),
    )
    texts = []
    for number in range(SEARCHES):
        villages = sides[number % FAR_SHARE == 0]
        place = villages.village(random.randrange(len(villages.villages)))
        words = search_text(place.label).split()[: random.randint(1, 4)]
        random.shuffle(words)
        texts.append(" ".join(word[: random.randint(3, 9)] for word in words))
    return texts


def keyed(texts: Sequence[str]) -> list[str]:
    """Give what stands in the field after each key from the second on."""
    return [text[:length] for text in texts for length in range(2, len(text) + 1)]


class FullText:
    """The yardstick: SQLite's FTS5 with 2- and 3-letter prefixes, in memory, NTT first."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            "CREATE VIRTUAL TABLE places USING fts5(label, prefix='2 3', detail=column)"
        )
        table = read_table(region_lines())
        every = [table.village(number) for number in range(len(table.villages))]
        every.sort(key=lambda place: (not place.code.startswith(NTT), len(place.label)))
        rows = ((number, search_text(place.label)) for number, place in enumerate(every))
        self._connection.executemany("INSERT INTO places (rowid, label) VALUES (?, ?)", rows)

    def search(self, text: str) -> list[tuple[int, str]]:
        """Give a page of rows in their order."""
        words = " ".join(f'"{word}"*' for word in search_text(text).split())
        sql = "SELECT rowid, label FROM places WHERE places MATCH ? ORDER BY rowid LIMIT ?"
        return self._connection.execute(sql, (words, MOST)).fetchall()


def measure_completing(*, seed: int) -> list[Figure]:
    """Search key by key, in turn with the yardstick; load in a process of its own; type."""
    search = PlaceSearch()
    search.wait(60)
    full_text = FullText()
    texts = typed(seed=seed)
    ours, theirs = [], []
    for text in keyed(texts):
        ours.append(timed_ms(lambda t=text: search.search(t)))
        theirs.append(timed_ms(lambda t=text: full_text.search(t)))
    return [*_searched(ours, theirs), _loaded(), _painted(texts[:WATCHED])]


def _searched(ours: list[float], theirs: list[float]) -> list[Figure]:
    parts = {"p50_ms": median(ours), "p95_ms": percentile(ours, 0.95), "longest_ms": max(ours)}
    parts["fts5_p95_ms"] = percentile(theirs, 0.95)
    how = (
        f"{len(ours)} key presses of {SEARCHES} places among 83,762 villages, words in any order,"
        f" every {FAR_SHARE}th outside NTT; a frame is 16.7 ms"
    )
    against = how + "; in turn with FTS5 (prefix index in memory, rows in their order), ms"
    name = "place search ÷ FTS5 prefix index"
    return [
        Figure("completer: search, p95", parts["p95_ms"] / FRAME_MS, "frames", 1, parts, how),
        ratio(name, ours, theirs, aim=None, how=against),
    ]


def _loaded() -> Figure:
    runs = [_child() for _ in range(3)]
    mib, wall, cpu = (median(values) for values in zip(*runs, strict=True))
    how = "three processes of their own; beside the work, after the first page stands"
    parts = {"wall_s": wall, "cpu_s": cpu}
    return Figure("completer: memory of the table", mib, "MiB", 25, parts, how)


def _child() -> tuple[float, ...]:
    command = [sys.executable, "-c", CHILD]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return tuple(float(word) for word in told.split())


def _painted(texts: Sequence[str]) -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        place = run.Place(Path(folder))
        place.environment()
        canaries.make_live_store(place)
        person = run.Person(place, driver="tests.bench.in_window")
        try:
            person.sign_on(canaries.PASSPHRASE, canaries.PIN)
            person.ask("focus", name="Nama")
            plain = person.ask("key_to_paint", text="CONTOH NAMA " * 10)["ms"]
            person.ask("focus", name="Asal")
            taken = person.ask("key_to_suggestions", texts=list(texts))["ms"]
        finally:
            person.leave()
    parts = {"p50_ms": median(taken), "p95_ms": percentile(taken, 0.95), "longest_ms": max(taken)}
    parts["plain_key_p95_ms"] = percentile(plain, 0.95)
    how = (
        f"{len(taken)} keys into the origin of Periksa, offscreen, until field and list stand;"
        " a plain key goes into the name in the same window"
    )
    return Figure(
        "completer: key to list, p95", parts["p95_ms"] / FRAME_MS, "frames", 1, parts, how
    )
