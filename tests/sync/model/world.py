"""A centre and laptops in one process: real stores, the real server, a line that breaks on request.

Requests go through the client's own transport and the server's own stack; only the bytes in
between are carried by hand, so that they can be lost, doubled, late, cut or forged.
"""

import shutil
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random

from posko_app.domain.entries import derive, split_parts
from posko_app.paths import DataPaths
from posko_app.services.introductions import state_device_and_first
from posko_app.store.founding import found_store
from posko_app.store.journal import NewEntry
from posko_app.store.opening import StoreFiles
from posko_app.store.slot import OfficerKeys
from posko_app.store.store import Store
from posko_app.store.sync_journal import StoreJournal
from posko_app.store.unlock import NewOfficer, create_key_file
from sync.device.ports import CentreLink, NoLine, RoundReport, StandingAlarm
from sync.device.round import run_round
from sync.device.transport import HttpsLine
from sync.protocol.enrolment import read_code
from sync.protocol.entry import Deployment, Entry, Kind
from sync.protocol.ids import new_subject
from sync.protocol.messages import EnrolRequest, WireEntry
from sync.protocol.people import Role
from sync.server.configure import configure, migrate
from sync.server.settings import DATABASE_FILE
from sync.server.tls import ensure_tls
from tests.support.low_cost import LOW

STARTED_AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PASSPHRASE = "sandi contoh yang panjang"
NAMES = {"satu": "el-tari", "dua": "el-tari", "tiga": "tenau"}  # laptops and their posts
TRIGGERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
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
class Clock:
    """Goes on a second at each look, and further when told."""

    now: datetime = STARTED_AT

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


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


@dataclass
class Laptop:
    """One desk's store, its officer, and what it was told to keep."""

    name: str
    post: str
    files: StoreFiles
    officer: OfficerKeys
    clock: Clock
    random: Random
    saved: dict[str, Entry] = field(default_factory=dict)  # by id: everything ever saved here
    store: Store | None = None

    def open(self) -> Store:
        """Open the store if it is not."""
        if self.store is None:
            self.store = Store(self.files, clock=self.clock, random_bytes=self.random.randbytes)
            self.store.full_check = None
        return self.store

    def close(self) -> None:
        """Close the store, as the end of a shift does."""
        if self.store is not None:
            self.store.close()
            self.store = None

    @property
    def journal(self) -> StoreJournal:
        """The store as a round sees it."""
        return StoreJournal(self.open())

    def screen(self, decision: str = "boleh") -> Entry:
        """Save an invented screening."""
        number = self.random.randrange(10**10)
        answers = {
            "occurred_at": "2026-11-24T00:30:00Z",
            "traveller.name": f"CONTOH ORANG {number}",
            "traveller.nik": f"99{number:014d}",
            "recruiter.name": f"CONTOH PEREKRUT {number % 7}",
            "journey.final_country": "MY",
            "decision": decision,
            "notes": "catatan contoh",
        }
        parts = split_parts(derive(answers))
        subject = new_subject(self.random.randbytes)
        return self.save(NewEntry(Kind.SCREENING, subject, parts, self.officer))

    def correct(self, entry: Entry) -> Entry:
        """Save a correction of a screening."""
        sets = {"journey.final_country": self.random.choice(("MY", "SG", "TW"))}
        header = entry.header
        based_on = (header.id,)
        return self.save(
            NewEntry(
                Kind.CORRECTION, header.subject, split_parts(sets), self.officer, based_on=based_on
            )
        )

    def save(self, new: NewEntry) -> Entry:
        """Save one entry and remember that it was promised."""
        entry = self.open().write(lambda unit: unit.append(new)).result(timeout=30)
        self.saved[entry.header.id] = entry
        return entry

    def screenings(self) -> list[Entry]:
        """Give every screening this store holds, of any laptop."""
        return [entry for entry in self.entries() if entry.header.kind == Kind.SCREENING]

    def entries(self) -> list[Entry]:
        """Give the whole journal in its order."""
        rows = self.open().read(lambda unit: unit.entries(after=0, limit=100_000)).result()
        return [row.entry for row in rows]


def make_laptop(folder: Path, *, post: str, clock: Clock, random: Random) -> Laptop:
    """Found a training store with one penyelia."""
    (folder / "data").mkdir(parents=True)
    unlocked = create_key_file(
        NewOfficer(f"CONTOH PENYELIA {folder.name.upper()}", Role.PENYELIA, PASSPHRASE),
        deployment=Deployment.TRAINING,
        post=post,
        policy=LOW,
        random_bytes=random.randbytes,
    )
    paths = DataPaths(folder / "data", folder / "state")
    files = StoreFiles(paths, unlocked.store_key, unlocked.key_file)
    officer = unlocked.officer
    found_store(
        files,
        lambda unit: state_device_and_first(unit, officer),
        clock=clock,
        random_bytes=random.randbytes,
    )
    return Laptop(folder.name, post, files, officer, clock, random)


def line_of(laptop: Laptop, wire: BrokenWire) -> HttpsLine:
    """Give the client's own line over a wire that is carried by hand."""
    link = laptop.journal.link()
    assert link is not None
    line = HttpsLine(
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


class InProcessCentre:
    """The real server's stack over a real database file, without a socket.

    Django's models can be imported only once `configure` ran; so the server is imported late here.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        configure(folder)
        from django.test import Client

        self._client = Client(raise_request_exception=False)

    @property
    def database(self) -> Path:
        """The one file with everything but the keys."""
        return self.folder / DATABASE_FILE

    def deliver(self, path: str, body: bytes, headers: Mapping[str, str]) -> Received:
        """Hand a request to Django's whole stack and give what comes out."""
        sent = {name: value for name, value in headers.items() if name.lower() != "content-type"}
        kind = next(value for name, value in headers.items() if name.lower() == "content-type")
        answered = self._client.generic(
            "POST", path, body, content_type=kind, secure=True, headers=sent
        )
        lowered = {name.lower(): value for name, value in answered.headers.items()}
        return answered.status_code, lowered, answered.content

    def restart(self) -> None:
        """Let go of everything the process holds in memory."""
        from django.db import connections

        from sync.server import current

        connections.close_all()
        current._opened.cache_clear()

    def enrol(self, laptop: Laptop) -> None:
        """Take a laptop in with a code of its post."""
        from sync.server.current import the_centre
        from sync.server.enrol import enrol
        from sync.server.enrol_code import make_enrolment_code

        centre = the_centre()
        tls = ensure_tls(centre.keys.folder, now=centre.clock())
        made = make_enrolment_code(centre, laptop.post, ca_der=tls.ca_der, now=centre.clock())
        entry = laptop.journal.newest_device_entry()
        wire = WireEntry(entry.header_bytes, entry.signature, dict(entry.parts))
        answer = enrol(EnrolRequest(read_code(made.code).secret, wire), centre, centre.clock())
        laptop.journal.set_link(
            CentreLink(
                url="https://127.0.0.1",
                ca_pem=(centre.keys.folder / "ca.pem").read_text(),
                sign_key=answer.sign_key,
                seal_key=answer.seal_key,
                lease_secret=answer.lease_secret,
                enrolled_at=laptop.clock(),
                lease_until=laptop.clock() + timedelta(days=60),
            )
        )

    def snapshot(self) -> bytes:
        """Copy the database as a backup would."""
        copy = self.folder / "snapshot.sqlite3"
        copy.unlink(missing_ok=True)
        self.raw("VACUUM INTO %s", str(copy))
        return copy.read_bytes()

    def put_back(self, snapshot: bytes) -> None:
        """Replace the database by an older copy, as somebody with the machine could."""
        from django.db import connections

        connections.close_all()
        for name in ("-wal", "-shm"):
            Path(f"{self.database}{name}").unlink(missing_ok=True)
        self.database.write_bytes(snapshot)

    def say_restored(self) -> None:
        """Set every feed to rebuild, as `posko-centre restore` does."""
        from django.db.models import F

        from sync.server.current import the_centre
        from sync.server.models import Feed

        self.restart()
        Feed.objects.update(
            rebuild_size=F("size"), rebuild_root=F("root"), rebuild_since=the_centre().clock()
        )

    def give_up_missing(self) -> None:
        """Begin anew each feed that waits for what nobody holds, as a person decides."""
        from sync.server.current import the_centre
        from sync.server.generation import NothingMissing, open_generation

        centre = the_centre()
        for (feed,) in self.raw("SELECT id FROM centre_feed WHERE rebuild_size IS NOT NULL"):
            with suppress(NothingMissing):
                open_generation(feed, centre, centre.clock())

    def raw(self, sql: str, *params: object) -> list[tuple[object, ...]]:
        """Run SQL past all our code."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []

    def tamper(self, sql: str, *params: object) -> None:
        """Run SQL with the guards taken away, as somebody with the database could."""
        for (name,) in self.raw(TRIGGERS):
            self.raw(f'DROP TRIGGER "{name}"')
        self.raw(sql, *params)


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
