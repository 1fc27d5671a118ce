"""Real encrypted stores of desks, and what each was told to keep."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
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
from sync.device.transport import HttpsLine
from sync.protocol.entry import Deployment, Entry, Kind
from sync.protocol.ids import new_subject
from sync.protocol.people import Role
from tests.support.low_cost import LOW

STARTED_AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PASSPHRASE = "sandi contoh yang panjang"


@dataclass
class Clock:
    """Goes on a second at each look, and further when told."""

    now: datetime = STARTED_AT

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Laptop:
    """One desk's store, its officer, and what it was told to keep."""

    name: str
    post: str
    files: StoreFiles
    officer: OfficerKeys
    clock: Callable[[], datetime]
    random: Random
    saved: dict[str, Entry] = field(default_factory=dict)  # by id: everything ever saved here
    store: Store | None = None
    line: HttpsLine | None = None

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
            self.store, self.line = None, None

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


def make_laptop(
    folder: Path, *, post: str, clock: Callable[[], datetime], random: Random
) -> Laptop:
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
