"""A way to the centre and a ledger that do what a test says, on whatever thread they are called."""

import queue
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from posko_app.errors import OperatorError
from posko_app.services.lease import LeaseState
from posko_app.services.sync import Clocks, SyncService
from posko_app.services.sync_files import PackageFiles
from posko_app.services.sync_ports import Figures
from posko_app.services.sync_state import Enrolled, Outcome, Progress, RoundReport
from sync.device.ports import CentreLink, NoLine

START = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
PATIENCE_S = 10


def link(**more) -> CentreLink:
    known = {
        "url": "https://pusat.contoh:8443",
        "ca_pem": "",
        "sign_key": bytes(32),
        "seal_key": bytes(32),
        "lease_secret": bytes(32),
        "enrolled_at": START,
        "lease_until": START + timedelta(days=60),
        "last_contact_at": START,
    }
    return CentreLink(**(known | more))


def report(outcome=Outcome.DONE, **more) -> RoundReport:
    return RoundReport(outcome, START, START + timedelta(seconds=1), **more)


@dataclass
class FakeCentre:
    """Ends each round as `next_` says: a report, or an error to raise."""

    ledger: "FakeLedger"
    next_: object = field(default_factory=report)
    reach: bool = False
    delay: float = 1000.0
    asked_tries: list[int] = field(default_factory=list)
    rounds: int = 0
    probes: int = 0
    interrupted: threading.Event = field(default_factory=threading.Event)
    hold: threading.Event | None = None
    entered: threading.Event = field(default_factory=threading.Event)
    tells: tuple[Progress, ...] = ()

    def round(self, tell):
        self.rounds += 1
        self.entered.set()
        for progress in self.tells:
            tell(progress)
        if self.hold is not None:
            while not (self.hold.wait(0.005) or self.interrupted.is_set()):
                pass
        if self.interrupted.is_set():
            raise NoLine("interrupted")
        if isinstance(self.next_, Exception):
            raise self.next_
        return self.next_

    def is_in_reach(self):
        self.probes += 1
        return self.reach

    def delay_s(self, report, *, tries):
        self.asked_tries.append(tries)
        return self.delay

    def enrol(self, url, code, *, ca):
        if isinstance(self.next_, Exception):
            raise self.next_
        found = link(url=url)
        self.ledger.now = replace(self.ledger.now, link=found)
        return Enrolled(url, "el-tari", "training", found.lease_until)

    def package(self):
        return b"paket", 3

    def read_answer(self, package):
        if package != b"jawaban":
            raise OperatorError("sync.package.not_ours")
        return report(acknowledged=3)

    def interrupt(self):
        self.interrupted.set()


@dataclass
class FakeLedger:
    now: Figures = field(default_factory=lambda: Figures(link=link()))
    noted: list[RoundReport] = field(default_factory=list)
    retried: list[str] = field(default_factory=list)
    broken: Exception | None = None

    def figures(self):
        if self.broken is not None:
            raise self.broken
        return self.now

    def note_round(self, report):
        self.noted.append(report)

    def retry(self, entry_id):
        self.retried.append(entry_id)


class FakeLease:
    def __init__(self):
        self.learned = []

    def learn(self, link):
        self.learned.append(link)

    def state(self):
        return LeaseState()


class Seconds:
    """A clock that moves when the test says so; a woken thread then sees the new time."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class Bench:
    """A service over the fakes, with all states it told."""

    def __init__(self, tmp_path):
        self.ledger = FakeLedger()
        self.centre = FakeCentre(self.ledger)
        self.seconds = Seconds()
        self.lease = FakeLease()
        self.states = queue.Queue()
        self.service = SyncService(
            self.centre,
            self.ledger,
            lease=self.lease,
            files=PackageFiles(own_folders=(tmp_path / "data",), random_bytes=bytes),
            clocks=Clocks(lambda: START + timedelta(seconds=self.seconds.now - 1000), self.seconds),
        )
        self.service.on_change(self.states.put)

    def pass_time(self, seconds):
        self.seconds.now += seconds
        self.service._thread.wake()

    def until(self, true):
        """Give the first state told for which something is true."""
        while not true(found := self.states.get(timeout=PATIENCE_S)):
            pass
        return found
