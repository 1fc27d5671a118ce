"""What other records say about a person: the look-up of a draft, on a large store."""

from pathlib import Path
from random import Random
from statistics import median

from posko_app.domain.detection.prior import PriorQuery, prior_query
from posko_app.domain.entries import derive
from posko_app.services.desk import Desk
from tests.bench.figures import Figure, percentile
from tests.bench.invented import POPULAR, contact
from tests.bench.saves import timed_ms
from tests.faults import desks

LOOK_UPS = 300
FRAME_MS = 16
NEWEST = "SELECT occurred_at, nik FROM screenings ORDER BY position DESC LIMIT 1"
SOME_NIK = "SELECT nik FROM screenings WHERE position % 997 = 0"


def queries(desk: Desk, *, seed: int) -> list[PriorQuery]:
    """Make drafts on the last day: a known NIK, three contacts, every other one everybody's."""
    store = desks.store_of(desk)
    random = Random(seed)
    at = store.read(lambda u: u.connection.execute(NEWEST).fetchone()).result()[0]
    niks = store.read(lambda u: u.connection.execute(SOME_NIK).fetchall()).result()
    return [
        prior_query(
            derive(
                {
                    "occurred_at": at,
                    "traveller.nik": random.choice(niks)[0],
                    "traveller.name": "CONTOH LAIN",
                    "recruiter.contact": POPULAR if number % 2 else contact(random),
                    "ticket.payer_contact": contact(random),
                    "pickup.contact": contact(random),
                    "companions.n": 0,
                    "journey.final_city": "KOTA CONTOH",
                }
            )
        )
        for number in range(LOOK_UPS)
    ]


def measure_crossing(root: Path, *, seed: int, size: int) -> Figure:
    """Ask as the reasons panel does, store thread and its queue included."""
    desk = desks.desk_at(root)
    store = desks.store_of(desk)
    times: list[float] = []
    for query in queries(desk, seed=seed):
        task = lambda u, q=query: u.prior(q, subject=None, repeats_days=30, split_days=14)  # noqa: E731
        times.append(timed_ms(lambda t=task: store.read(t).result()))
    desk.close()
    parts = {"p50": median(times), "p95": percentile(times, 0.95), "longest": max(times)}
    how = (
        f"{LOOK_UPS} drafts with a NIK used before and three contacts, every second with one that"
        f" a tenth of {size} screenings has, ms; aim: one frame"
    )
    name = f"cross-record look-up at {size // 1000}k, p95"
    return Figure(name, parts["p95"], "ms", FRAME_MS, parts, how)
