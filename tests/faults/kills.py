"""Kills the desk at work, again and again, and counts what came through.

Run as `python -m tests.faults.kills ROOT ROUNDS SEED VARIANT`; prints one JSON
tally. It forks, so it is a process of its own, without threads.
"""

import json
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NoReturn, TextIO

from posko_app.domain.records import ListQuery
from posko_app.services.desk import Desk
from tests.faults import desks
from tests.faults.judges import Judged, sound
from tests.faults.tally import Tally, Verdict

ROUNDS_PER_STORE = 50  # a fresh store now and then keeps the start check short
NEWEST = 60
BARRIER = "barrier"  # the product
EARLY = "early"  # says "saved" before the commit

Ack = Callable[..., None]


@dataclass(slots=True)
class Told:
    """What one store has acknowledged so far."""

    drafts: set[int] = field(default_factory=set)
    records: dict[int, str] = field(default_factory=dict)  # number → receipt
    fresh: list[dict] = field(default_factory=list)  # acknowledgements of the last round

    def take(self, line: dict) -> None:
        """Note one acknowledgement."""
        self.fresh.append(line)
        if line["did"] == "draft":
            self.drafts.add(line["number"])
        elif line["did"] == "record":
            self.records[line["number"]] = line["receipt"]


def work(root: Path, first: int, ack: Ack, variant: str) -> None:
    """Be the desk: say what is there, pick up what was typed, go on until killed."""
    desk = desks.desk_at(root)
    ack(did="start", **seen(desk, limit=NEWEST))
    for draft in desk.screening.open_drafts().result():
        save(desk, int(draft.id, 16), ack, variant)
    for number in range(first, first + 1_000):
        desk.screening.save_draft(desks.draft(number)).result()
        ack(did="draft", number=number)
        save(desk, number, ack, variant)


def save(desk: Desk, number: int, ack: Ack, variant: str) -> None:
    """Record one draft through the window's own service."""
    saving = desk.screening.record(desks.draft(number))
    if variant == EARLY:
        ack(did="record", number=number, receipt="")
    recorded = saving.result()
    if variant == BARRIER:
        ack(did="record", number=number, receipt=recorded.receipt)


def seen(desk: Desk, *, limit: int) -> dict:
    """Say which screenings are listed and which drafts are open."""
    rows = desk.screening.search(ListQuery(limit=limit)).result().rows
    drafts = desk.screening.open_drafts().result()
    return {
        "rows": [(row.name, row.receipt) for row in rows],
        "drafts": [int(draft.id, 16) for draft in drafts],
    }


def one_round(root: Path, first: int, random: Random, variant: str) -> list[dict]:
    """Start the desk, let it acknowledge a little, kill it; give what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_the_desk(root, first, lambda **told: _say(writing, told), variant)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        said = list(_until_killed(child, lines, random))
    os.waitpid(child, 0)
    return said


def _be_the_desk(root: Path, first: int, ack: Ack, variant: str) -> NoReturn:
    try:
        work(root, first, ack, variant)
    finally:  # whatever goes wrong, the child must not go on as if it were the parent
        traceback.print_exc()
        os._exit(1)


def _say(writing: int, told: dict) -> None:
    os.write(writing, (json.dumps(told) + "\n").encode())


def _until_killed(child: int, lines: TextIO, random: Random) -> Iterator[dict]:
    wanted = random.randint(1, 7)
    for heard, line in enumerate(lines, start=1):
        yield json.loads(line)
        if heard == wanted:
            _wait_busily(random.uniform(0, 0.006))
            os.kill(child, signal.SIGKILL)


def _wait_busily(seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


def compare(said: dict, told: Told) -> tuple[Verdict, str]:
    """Compare what the next start shows with what was acknowledged before."""
    names = Counter(name for name, _ in said["rows"])
    if any(count > 1 for count in names.values()):
        return Verdict.TWICE, "a screening is there twice"
    receipts = dict(said["rows"])
    for line in told.fresh:
        number = line["number"]
        found = receipts.get(desks.name_of(number))
        if line["did"] == "record" and (found is None or line["receipt"] not in ("", found)):
            return Verdict.LOST, f"screening {number}"
        if line["did"] == "draft" and found is None and number not in said["drafts"]:
            return Verdict.LOST, f"draft {number}"
        if found is not None and number in said["drafts"]:
            return Verdict.HALF, f"{number} is saved and still a draft"
    return Verdict.WHOLE, ""


def last_look(root: Path, told: Told) -> tuple[Verdict, str]:
    """Check a whole store once it will not be killed any more."""
    desk = desks.desk_at(root)
    try:
        sound(desks.store_of(desk))
        told.fresh = [{"did": "draft", "number": number} for number in told.drafts]
        told.fresh += [
            {"did": "record", "number": n, "receipt": r} for n, r in told.records.items()
        ]
        return compare(seen(desk, limit=100_000), told)
    except Judged as judged:
        return judged.verdict, str(judged)
    finally:
        desk.close()


def run(root: Path, rounds: int, seed: int, variant: str) -> Tally:
    """Kill `rounds` times, over as many stores as it takes."""
    tally = Tally("kill -9")
    random = Random(f"{seed} kills {variant}")
    saved = 0
    for begin in range(0, rounds, ROUNDS_PER_STORE):
        place = root / f"store-{begin}"
        place.mkdir(parents=True)
        desks.make_store(place)
        told = Told()
        for number in range(begin, min(begin + ROUNDS_PER_STORE, rounds)):
            said = one_round(place, 1_000 * (number % 900) + 1, random, variant)
            found = compare(said[0], told) if said else (Verdict.UNREADABLE, "it does not start")
            tally.add(*_replayable(found, number, seed))
            told.fresh = []
            for line in said[1:]:
                told.take(line)
        saved += len(told.records)
        tally.add(*_replayable(last_look(place, told), begin, seed))
    tally.notes = {"acknowledged saves": saved}
    return tally


def _replayable(found: tuple[Verdict, str], number: int, seed: int) -> tuple[Verdict, str]:
    return found[0], f"{found[1]}; round {number}, seed {seed}"


def main(root: str, rounds: str, seed: str, variant: str) -> None:
    """Run and print the tally."""
    print(json.dumps(run(Path(root), int(rounds), int(seed), variant).told()))


if __name__ == "__main__":
    main(*sys.argv[1:])
