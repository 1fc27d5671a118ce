"""Fifty devices at once at the real server over TLS: what fails, and how long one waits.

The devices are the client's own code over journals in memory, spread over a few processes, so
that no interpreter stands in the way of all. Functions whose name begins with `_in_child` run
over there.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from statistics import median
from time import perf_counter

from sync.device.enrol import Enrolling, enrol
from sync.device.ports import Exchanged, Outcome
from sync.device.round import run_round
from sync.device.transport import HttpsLine
from tests.bench.figures import Figure, percentile
from tests.faults.desk_run import ROOT
from tests.support.centres import Centre
from tests.sync.device.fake_journal import FakeJournal

POSTS, OF_A_POST, PROCESSES = 10, 5, 5
DEVICES = POSTS * OF_A_POST
ROUNDS, ENTRIES = 3, 20  # of each device: rounds, and what it records before each
HERE: list["Device"] = []  # of a child process


@dataclass
class Told:
    """How the rounds of some devices went."""

    outcomes: list[str] = field(default_factory=list)
    exchange_ms: list[float] = field(default_factory=list)
    round_ms: list[float] = field(default_factory=list)
    sent: int = 0


@dataclass
class Device:
    """A laptop and its line, which times its exchanges."""

    journal: FakeJournal
    line: HttpsLine
    told: Told = field(default_factory=Told)

    def exchange(self, name: str, body: bytes) -> Exchanged:
        """Stand between round and line."""
        began = perf_counter()
        try:
            return self.line.exchange(name, body)
        finally:
            self.told.exchange_ms.append((perf_counter() - began) * 1000)

    def work(self) -> None:
        """Record and sync by turns, as fast as the centre answers."""
        for _ in range(ROUNDS):
            self.journal.record(ENTRIES)
            began = perf_counter()
            report = run_round(
                self.journal,
                self,
                clock=_now,
                random_bytes=os.urandom,
                program="0.1.0",
                stop=lambda: False,
            )
            self.told.round_ms.append((perf_counter() - began) * 1000)
            self.told.outcomes.append(f"{report.outcome} {report.reason}".strip())
            self.told.sent += report.acknowledged


def measure_crowd(centre: Centre) -> list[Figure]:
    """Enrol the devices one after the other, then let all of them work at once."""
    codes = [(post, code) for post, many in _codes(centre).items() for code in many]
    with ExitStack() as running:
        context = get_context("spawn")
        children = [
            running.enter_context(ProcessPoolExecutor(1, mp_context=context))
            for _ in range(PROCESSES)
        ]
        for at, child in enumerate(children):
            child.submit(_in_child_enrol, centre.url, codes[at::PROCESSES]).result()
        began = perf_counter()
        working = [child.submit(_in_child_work) for child in children]
        told = [one for work in working for one in work.result()]
        took_s = perf_counter() - began
    return _figures(told, took_s)


def _figures(told: Sequence[Told], took_s: float) -> list[Figure]:
    outcomes = [outcome for one in told for outcome in one.outcomes]
    outcomes += ["broken"] * (DEVICES * ROUNDS - len(outcomes))
    failed = [outcome for outcome in outcomes if outcome != Outcome.DONE]
    exchanges = [ms for one in told for ms in one.exchange_ms]
    rounds = [ms for one in told for ms in one.round_ms]
    parts = {"rounds": len(outcomes), "exchanges": len(exchanges), "took_s": took_s}
    parts["entries_a_second"] = sum(one.sent for one in told) / took_s
    parts |= {f"failed: {outcome}": failed.count(outcome) for outcome in set(failed)}
    waits = {"p50": median(exchanges), "p95": percentile(exchanges, 0.95)}
    waits |= {"longest": max(exchanges), "round_p50": median(rounds)}
    waits["round_p95"] = percentile(rounds, 0.95)
    how = (
        f"{DEVICES} devices of {POSTS} posts, {ROUNDS} rounds each without a pause,"
        f" {ENTRIES} new entries before each; one server process on SQLite over TLS, on the same"
        " machine as all devices"
    )
    return [
        Figure(f"failed rounds of {DEVICES} devices at once", len(failed), "rounds", 0, parts, how),
        Figure(
            f"one exchange among {DEVICES} devices at once, p95",
            *(waits["p95"], "ms", None, waits, how),
        ),
    ]


def _codes(centre: Centre) -> dict[str, list[str]]:
    command = [sys.executable, "-m", "tests.faults.many_codes", str(centre.data)]
    made = subprocess.run(
        [*command, str(POSTS), str(OF_A_POST)],
        cwd=ROOT,
        env=centre.environment,
        capture_output=True,
        check=True,
    )
    return json.loads(made.stdout)


def _in_child_enrol(url: str, codes: Sequence[tuple[str, str]]) -> None:
    HERE.extend(_enrolled(url, codes))


def _enrolled(url: str, codes: Sequence[tuple[str, str]]) -> Iterator[Device]:
    for post, code in codes:
        journal = FakeJournal(f"laptop {code[:12]}", post=post)
        link = enrol(journal, url, code, ca_pem=None, means=Enrolling(_now, os.urandom))
        yield Device(journal, HttpsLine(link, journal.sign_key, random_bytes=os.urandom))


def _in_child_work() -> list[Told]:
    threads = [threading.Thread(target=device.work) for device in HERE]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for device in HERE:
        device.line.close()
    return [device.told for device in HERE]


def _now() -> datetime:
    return datetime.now(UTC)
