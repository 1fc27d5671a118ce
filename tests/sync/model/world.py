"""A centre and laptops in one process: real stores, the real server, a line that breaks on request.

Requests go through the client's own transport and the server's own stack; only the bytes in
between are carried by hand, so that they can be lost, doubled, late, cut or forged.
"""

import shutil
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random

from posko_app.paths import DataPaths
from posko_app.store.opening import StoreFiles
from sync.device.ports import NoLine, RoundReport, StandingAlarm
from sync.device.round import run_round
from sync.device.transport import HttpsLine
from sync.protocol.entry import Deployment
from sync.server.configure import migrate
from tests.sync.model.centre import InProcessCentre
from tests.sync.model.laptops import Clock, Laptop, make_laptop

NAMES = {"satu": "el-tari", "dua": "el-tari", "tiga": "tenau"}  # laptops and their posts
Received = tuple[int, Mapping[str, str], bytes]


class Break(StrEnum):
    """What happens to one exchange."""

    NONE = "none"
    LOST_REQUEST = "lost_request"
    LOST_ANSWER = "lost_answer"
    DOUBLED = "doubled"
    LATE = "late"  # lost now, delivered again before a later exchange
    CUT_ANSWER = "cut_answer"
    OLD_ANSWER = "old_answer"
    PORTAL = "portal"  # somebody else says 200


@dataclass
class BrokenWire:
    """Stands where HTTPS stands: carries requests to the server's stack, or does not."""

    deliver: Callable[[str, bytes, Mapping[str, str]], Received]
    plan: deque[Break] = field(default_factory=deque)
    late: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)
    old: Received | None = None

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Received:
        """Carry one request as the plan says."""
        broken = self.plan.popleft() if self.plan else Break.NONE
        if broken is not Break.LATE:
            while self.late:  # the newest first: out of order on purpose
                self.deliver(*self.late.pop())
        if broken is Break.LOST_REQUEST:
            raise NoLine("reset")
        if broken is Break.LATE:
            self.late.append((path, body, dict(headers)))
            raise NoLine("timeout")
        if broken is Break.PORTAL:
            return 200, {"content-type": headers["content-type"]}, b"<html>masuk</html>"
        received = self.deliver(path, body, headers)
        if broken is Break.DOUBLED:
            received = self.deliver(path, body, headers)
        if broken is Break.LOST_ANSWER:
            raise NoLine("reset")
        if broken is Break.CUT_ANSWER:
            return received[0], received[1], received[2][: len(received[2]) // 2]
        if broken is Break.OLD_ANSWER and self.old is not None:
            return self.old
        self.old = received
        return received

    def close(self) -> None:
        """Nothing is held open."""

    def interrupt(self) -> None:
        """Nothing waits."""


def line_of(laptop: Laptop, wire: BrokenWire) -> HttpsLine:
    """Give the client's own line over a wire that is carried by hand; it lives for a shift."""
    if laptop.line is not None:
        return laptop.line
    link = laptop.journal.link()
    assert link is not None
    laptop.line = line = HttpsLine(
        link,
        laptop.journal.sign_key,
        random_bytes=laptop.random.randbytes,
        clock=laptop.clock,
    )
    line._wire = wire
    return line


def sync(laptop: Laptop, wire: BrokenWire) -> RoundReport:
    """Run one round of the client's own code."""
    return run_round(
        laptop.journal,
        line_of(laptop, wire),
        clock=laptop.clock,
        random_bytes=laptop.random.randbytes,
        program="0.1.0",
        stop=lambda: False,
    )


@dataclass
class World:
    """A centre, two laptops of one post, one of another, and a line for each."""

    centre: InProcessCentre
    laptops: dict[str, Laptop]
    wires: dict[str, BrokenWire]

    def sync(self, name: str, *breaks: Break) -> RoundReport:
        """Run one round of a laptop over a line that breaks so."""
        wire = self.wires[name]
        wire.plan.clear()
        wire.plan.extend(breaks)
        return sync(self.laptops[name], wire)

    def standing(self) -> dict[str, list[StandingAlarm]]:
        """Give the standing alarms of each laptop."""
        return {
            name: list(laptop.journal.standing_alarms()) for name, laptop in self.laptops.items()
        }

    def close(self) -> None:
        """Close every store and the database."""
        for laptop in self.laptops.values():
            laptop.close()
        self.centre.restart()


def make_template(folder: Path, *, seed: int) -> dict[str, Laptop]:
    """Make an enrolled world, closed: to be copied for each history."""
    from sync.server.centre import open_centre

    centre = InProcessCentre(folder / "centre")
    migrate()
    open_centre(folder / "centre", deployment=Deployment.TRAINING)
    centre.restart()
    laptops = {}
    for name, post in NAMES.items():
        random = Random(f"{seed} {name}")
        laptop = make_laptop(folder / name, post=post, clock=Clock(), random=random)
        centre.enrol(laptop)
        laptop.close()
        laptops[name] = laptop
    centre.restart()
    return laptops


def copy_world(template: Path, laptops: Mapping[str, Laptop], folder: Path) -> World:
    """Copy a template and open nothing yet."""
    shutil.copytree(template, folder)
    copied = {}
    for name, laptop in laptops.items():
        paths = DataPaths(folder / name / "data", folder / name / "state")
        files = StoreFiles(paths, laptop.files.store_key, laptop.files.key_file)
        clock = Clock(laptop.clock.now)
        random = Random(f"{name} {laptop.random.random()}")
        copied[name] = Laptop(name, laptop.post, files, laptop.officer, clock, random)
    centre = InProcessCentre(folder / "centre")
    centre.restart()
    wires = {name: BrokenWire(centre.deliver) for name in copied}
    return World(centre, copied, wires)
