"""Runs one device through a fault on the line and judges what it believes afterwards."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sync.device.enrol import Enrolling, enrol
from sync.device.errors import EnrolmentFailed
from sync.device.https_wire import Patience
from sync.device.ports import NoLine, NotOurs, Outcome
from sync.device.round import run_round
from sync.device.transport import HttpsLine
from sync.protocol.messages import SHARED
from tests.faults.fault_proxy import Certificates, FaultProxy
from tests.faults.line_faults import Cell, Step
from tests.faults.powercut import ROOT
from tests.faults.stored_desk import StoredDesk, now
from tests.faults.tally import Verdict
from tests.support.centres import DATABASE_FILE, Centre

IMPATIENT = Patience(base_s=0.4, bytes_per_s=2e6, connect_s=0.4)  # under a fault
PATIENT = Patience(base_s=20.0)
TRIES = 3  # after the fault ended
TRIES_UNDER_FAULT = 2
TRIES_TO_MEET_IT = 20  # a busy machine may be too slow for an impatient device to come that far
RECORDED = 3


class Device(Protocol):
    """A laptop's sync, the product's or a control's."""

    def set_patience(self, patience: Patience) -> None:
        """Wait so long from now on; a slow machine is no fault of the line."""

    def try_once(self) -> None:
        """Enrol if need be, and run a round; what the line does is no error."""

    def acknowledged(self) -> set[str]:
        """Give the ids of the entries that the device believes to have arrived."""

    def is_level(self) -> bool:
        """Say whether nothing waits, nothing is left to pull, and the last round was good."""


@dataclass
class Laptop:
    """The product's own client over its own encrypted store."""

    desk: StoredDesk
    url: str
    code: str
    patience: Patience = PATIENT
    good: bool = False
    alarms: set[str] = field(default_factory=set)
    line: HttpsLine | None = None

    def set_patience(self, patience: Patience) -> None:
        self.patience = patience
        self.close()

    def try_once(self) -> None:
        self.good = False
        if self.desk.journal.link() is None:
            try:
                means = Enrolling(now, os.urandom, patience=self.patience)
                enrol(self.desk.journal, self.url, self.code, ca_pem=None, means=means)
            except (NoLine, NotOurs, EnrolmentFailed):
                return
        self._round()

    def _round(self) -> None:
        journal = self.desk.journal
        link = journal.link()
        assert link is not None
        if self.line is None:
            self.line = HttpsLine(
                link, journal.sign_key, random_bytes=os.urandom, patience=self.patience
            )
        report = run_round(
            journal,
            self.line,
            clock=now,
            random_bytes=os.urandom,
            program="uji",
            stop=lambda: False,
        )
        self.good = report.outcome is Outcome.DONE
        self.alarms |= {str(alarm.code) for alarm in report.alarms}

    def acknowledged(self) -> set[str]:
        return self.desk.acknowledged()

    def is_level(self) -> bool:
        journal = self.desk.journal
        states = [journal.feed(feed) for feed in (journal.post, SHARED)]
        pulled = all(state.size > 0 and state.cursor == state.size for state in states)
        return self.good and pulled and journal.waiting_count() == (0, 0)

    def close(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None


@dataclass
class Place:
    """A centre that serves, the proxy before it, and codes for a post per cell."""

    centre: Centre
    proxy: FaultProxy
    codes: dict[str, list[str]]
    folder: Path  # of desks

    def held(self, post: str) -> list[tuple[int, str]]:
        """Read positions and entry ids of a post's feed straight from the database."""
        with closing(sqlite3.connect(self.centre.data / DATABASE_FILE, timeout=30)) as database:
            return database.execute(
                "SELECT p.position, e.id FROM centre_position p JOIN centre_entry e"
                " ON e.id = p.entry_id WHERE p.feed_id = ? ORDER BY p.position",
                (post,),
            ).fetchall()


@contextmanager
def place(folder: Path, posts: int) -> Iterator[Place]:
    """Start a centre with so many posts and a proxy before it."""
    centre = Centre(folder)
    centre.code("persiapan")
    codes = subprocess.run(
        [sys.executable, "-m", "tests.faults.many_codes", str(centre.data), str(posts), "2"],
        cwd=ROOT,
        env=centre.environment,
        capture_output=True,
        check=True,
    )
    certificates = Certificates.of_centre(centre.data / "keys", folder)
    centre.start()
    proxy = FaultProxy(("127.0.0.1", centre.port), certificates)
    try:
        with _names_that_fail(proxy):
            yield Place(centre, proxy, json.loads(codes.stdout), folder / "desks")
    finally:
        proxy.close()
        centre.stop()


@contextmanager
def _names_that_fail(proxy: FaultProxy) -> Iterator[None]:
    """Let the look-up of the proxy's name fail when the fault says so."""
    looked_up = socket.getaddrinfo

    def look_up(host: object, *rest: object, **options: object) -> object:
        if host == "localhost" and proxy.name_fails:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return looked_up(host, *rest, **options)  # type: ignore[arg-type]

    socket.getaddrinfo = look_up  # type: ignore[assignment]
    try:
        yield
    finally:
        socket.getaddrinfo = looked_up


def run_cell(
    here: Place, cell: Cell, number: int, make: Callable[[StoredDesk, str, str], Device]
) -> tuple[Verdict, str]:
    """Let a device meet a fault; give how it stands after at most three tries without it.

    Args:
        here: centre and proxy.
        cell: the fault.
        number: of the post that is this cell's own.
        make: builds the device from its desk, the address and a code.
    """
    post = f"pos-{number}"
    with (
        _desk(here.folder / f"{post} saudara", post) as sister,
        _desk(here.folder / post, post) as desk,
    ):
        sister_laptop = Laptop(sister, here.centre.url, here.codes[post][0])
        sister.record(2)
        sister_laptop.try_once()
        assert sister_laptop.is_level(), "the sister's line has no fault"
        device = make(desk, here.proxy.url, here.codes[post][1])
        desk.record(RECORDED)
        if cell.step is not Step.ENROL:
            device.try_once()
            desk.record(RECORDED)
            sister.record()
            sister_laptop.try_once()
        sister_laptop.close()
        return _under_fault(here, cell, device, desk)


@contextmanager
def _desk(folder: Path, post: str) -> Iterator[StoredDesk]:
    desk = StoredDesk(folder, post=post)
    try:
        yield desk
    finally:
        desk.close()
        shutil.rmtree(folder)


def _under_fault(here: Place, cell: Cell, device: Device, desk: StoredDesk) -> tuple[Verdict, str]:
    here.proxy.arm(cell)
    device.set_patience(IMPATIENT)
    wrong: set[str] = set()
    for tried in range(TRIES_TO_MEET_IT):
        if here.proxy.struck and tried >= TRIES_UNDER_FAULT:
            break
        device.try_once()
        wrong |= _believed_wrongly(here, device, desk)
    struck = here.proxy.disarm()
    device.set_patience(PATIENT)
    tries = 0
    while not device.is_level() and tries < TRIES:
        device.try_once()
        tries += 1
        wrong |= _believed_wrongly(here, device, desk)
    return _verdict(cell, device, desk, here.held(desk.journal.post), struck=struck, wrong=wrong)


def _believed_wrongly(here: Place, device: Device, desk: StoredDesk) -> set[str]:
    return device.acknowledged() - {entry for _, entry in here.held(desk.journal.post)}


def _verdict(
    cell: Cell,
    device: Device,
    desk: StoredDesk,
    held: list[tuple[int, str]],
    *,
    struck: int,
    wrong: set[str],
) -> tuple[Verdict, str]:
    written = desk.own()
    own = [entry for _, entry in held if entry in set(written)]
    if wrong:
        return Verdict.LOST, f"{cell}: {len(wrong)} acknowledged and not at the centre"
    if len(own) != len(set(own)):
        return Verdict.TWICE, str(cell)
    if not struck:
        return Verdict.WRONG, f"{cell}: the fault never struck"
    if not device.is_level() or own != written:
        return Verdict.HALF, f"{cell}: not level after {TRIES} tries"
    if desk.alarms_ever():
        return Verdict.WRONG, f"{cell}: a false alarm"
    return Verdict.WHOLE, str(cell)
