"""Search as you type and the list's first page, on a large store."""

from pathlib import Path
from random import Random
from statistics import median

from posko_app.domain.records import PAGE_ROWS, ListQuery
from posko_app.services.desk import Desk
from posko_app.store.search import match_expression
from tests.bench.figures import Figure, percentile, ratio
from tests.bench.saves import timed_ms
from tests.faults import desks

SEARCHES = 60
OPENINGS = 60
RAW = (
    "SELECT s.* FROM screenings_fts f CROSS JOIN screenings s ON s.position = f.rowid"
    " WHERE screenings_fts MATCH ? ORDER BY f.rowid DESC LIMIT ?"
)
RAW_IDS = (
    "SELECT rowid FROM screenings_fts WHERE screenings_fts MATCH ? ORDER BY rowid DESC LIMIT ?"
)
SOME_NAMES = "SELECT name, nik FROM screenings WHERE position % ? = 0"


def typed(desk: Desk, *, seed: int) -> list[str]:
    """Give what the search box holds after each key from the second on."""
    store = desks.store_of(desk)
    every = (997,)
    rows = store.read(lambda unit: unit.connection.execute(SOME_NAMES, every).fetchall()).result()
    random = Random(seed)
    words = []
    for name, nik in random.sample(rows, SEARCHES):
        wanted = random.choice((name.split()[1], name.split()[2], name, nik))
        words += [wanted[:length].lower() for length in range(2, min(len(wanted), 10) + 1)]
    return words


def measure_search(root: Path, *, seed: int, size: int) -> list[Figure]:
    """Search through the service, then with bare queries for the same page, in turn."""
    desk = desks.desk_at(root)
    store = desks.store_of(desk)
    ours: list[float] = []
    rows: list[float] = []
    ids: list[float] = []
    raw_queries = ((RAW, rows), (RAW_IDS, ids))
    for text in typed(desk, seed=seed):
        ours.append(timed_ms(lambda t=text: desk.screening.search(ListQuery(text=t)).result()))
        bound = (match_expression(text), PAGE_ROWS + 1)
        for sql, into in raw_queries:
            task = lambda unit, s=sql, b=bound: unit.connection.execute(s, b).fetchall()  # noqa: E731
            into.append(timed_ms(lambda t=task: store.read(t).result()))
    desk.close()
    p95 = {"p50": median(ours), "p95": percentile(ours, 0.95), "p99": percentile(ours, 0.99)}
    how = f"{len(ours)} key presses of {SEARCHES} searches at {size} screenings, ms; "
    return [
        ratio(
            "search as you type ÷ raw FTS5 query",
            ours,
            rows,
            aim=1.5,
            how=how + "raw: the same matches' stored rows, one page, on the same thread",
        ),
        ratio(
            "search as you type ÷ raw FTS5 row numbers",
            ours,
            ids,
            aim=None,
            how=how + "raw: row numbers only, no row read",
        ),
        Figure("search as you type, p95", p95["p95"], "ms", None, p95, how.rstrip("; ")),
    ]


def measure_list(root: Path, *, size: int) -> list[Figure]:
    """Open the list, and open the store itself."""
    opened: list[float] = []
    for _ in range(5):
        kept: list[Desk] = []
        opened.append(timed_ms(lambda k=kept: k.append(desks.desk_at(root))))
        desk = kept[0]
        first_pages = [
            timed_ms(lambda d=desk: d.screening.search(ListQuery()).result())
            for _ in range(OPENINGS)
        ]
        desk.close()
    parts = {"p50": median(first_pages), "p95": percentile(first_pages, 0.95)}
    how = f"first page of {PAGE_ROWS} rows and the bounded count, {size} screenings"
    how_open = f"unlock (without Argon2id), page seals, last entries; {size} screenings"
    return [
        Figure("list open, p50", parts["p50"], "ms", None, parts, how),
        Figure("store open, p50", median(opened), "ms", None, {"runs": len(opened)}, how_open),
    ]
