"""Many real clients at once against one real centre over TLS; each exchange is timed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

from sync.device.enrol import Enrolling, enrol
from sync.device.https_wire import Patience
from sync.device.ports import Exchanged, Outcome
from sync.device.round import run_round
from sync.device.transport import HttpsLine
from tests.faults.powercut import ROOT
from tests.faults.sync_judges import Feeds, held_at
from tests.faults.tally import Tally, Verdict
from tests.support.centres import Centre
from tests.sync.device.fake_journal import FakeJournal

DEVICES, POSTS = 50, 5
ROUNDS_AT_ONCE = 2  # the second one takes in what the others pushed during the first
PATIENT = Patience(base_s=60.0)  # a busy test machine is no error of the centre


@dataclass
class TimedLine:
    """The client's own line; notes how long each exchange took, from signing to proof."""

    line: HttpsLine
    taken: list[tuple[str, float]] = field(default_factory=list)

    def exchange(self, name: str, body: bytes) -> Exchanged:
        """See `Line`."""
        began = time.perf_counter()
        exchanged = self.line.exchange(name, body)
        self.taken.append((name, time.perf_counter() - began))
        return exchanged


@dataclass
class Device:
    """A client with a journal in memory, and what went wrong for it."""

    journal: FakeJournal
    url: str
    code: str
    line: TimedLine | None = None
    errors: list[str] = field(default_factory=list)

    def enrol(self) -> None:
        """Let the centre take it in."""
        means = Enrolling(_now, os.urandom, patience=PATIENT)
        link = enrol(self.journal, self.url, self.code, ca_pem=None, means=means)
        line = HttpsLine(
            link, self.journal.sign_key, random_bytes=os.urandom, clock=_now, patience=PATIENT
        )
        self.line = TimedLine(line)

    def round(self) -> None:
        """Push, pull and challenge; note any end but a good one."""
        assert self.line is not None
        report = run_round(
            self.journal,
            self.line,
            clock=_now,
            random_bytes=os.urandom,
            program="uji",
            stop=lambda: False,
        )
        if report.outcome is not Outcome.DONE or report.reason:
            self.errors.append(f"{report.outcome} {report.reason}")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Crowd:
    """Enrolled devices of several posts, and the centre they share."""

    centre: Centre
    devices: Sequence[Device]

    def push_and_pull(self, entries: int) -> dict[str, list[float]]:
        """Let every device state so many entries and sync, all at once; give seconds by exchange.

        The times hold the clients' share too: all of them run in this one process.
        """
        for device in self.devices:
            device.journal.record(entries)
        before = [len(device.line.taken) if device.line else 0 for device in self.devices]
        self._all_at_once(ROUNDS_AT_ONCE)
        found: dict[str, list[float]] = {}
        for device, start in zip(self.devices, before, strict=True):
            for name, seconds in device.line.taken[start:] if device.line else ():
                found.setdefault(name, []).append(seconds)
        return found

    def _all_at_once(self, rounds: int) -> None:
        begin = Barrier(len(self.devices))

        def work(device: Device) -> None:
            begin.wait()
            for _ in range(rounds):
                device.round()

        _each(self.devices, work)

    def judge(self, tally: Tally) -> None:
        """Count each device's own entries as they stand at the centre, and its errors."""
        held = held_at(self.centre)
        for device in self.devices:
            for error in device.errors:
                tally.add(Verdict.WRONG, error)
            _judge_chain(device.journal, held, tally)

    def close(self) -> None:
        """Close every line."""
        for device in self.devices:
            if device.line is not None:
                device.line.line.close()


def _each(devices: Sequence[Device], work: object) -> None:
    with ThreadPoolExecutor(len(devices)) as threads:
        list(threads.map(work, devices))  # type: ignore[arg-type]


def _judge_chain(journal: FakeJournal, held: Feeds, tally: Tally) -> None:
    own = [entry for _, entry, by in held.get(journal.post, ()) if by == journal.device]
    acknowledged = journal.acknowledged_ids()
    for entry in journal.own:
        if entry not in own or entry not in acknowledged:
            tally.add(Verdict.LOST, f"{entry} of {journal.post}")
        else:
            tally.add(Verdict.TWICE if own.count(entry) > 1 else Verdict.WHOLE, entry)
    there = [entry for entry in journal.own if entry in own]
    if there != own:
        tally.add(Verdict.WRONG, f"another order in {journal.post}")


@contextmanager
def crowd(folder: Path, devices: int = DEVICES, posts: int = POSTS) -> Iterator[Crowd]:
    """Start a centre and enrol so many devices, spread over so many posts."""
    centre = Centre(folder)
    centre.code("persiapan")  # makes the centre
    each = -(-devices // posts)
    made = subprocess.run(
        [sys.executable, "-m", "tests.faults.many_codes", str(centre.data), str(posts), str(each)],
        cwd=ROOT,
        env=centre.environment,
        capture_output=True,
        check=True,
    )
    codes = [(post, code) for post, found in json.loads(made.stdout).items() for code in found]
    members = [
        Device(FakeJournal(f"laptop {number}", post=post, seed=number), centre.url, code)
        for number, (post, code) in enumerate(codes[:devices])
    ]
    centre.start()
    gathered = Crowd(centre, members)
    try:
        _each(members, Device.enrol)
        yield gathered
    finally:
        gathered.close()
        centre.stop()


def p95(seconds: Sequence[float]) -> float:
    """Give the time that 19 of 20 did not exceed."""
    return sorted(seconds)[max(0, -(-len(seconds) * 19 // 20) - 1)]
