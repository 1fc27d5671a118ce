"""Laptops with real stores, each with a line straight into one little centre."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from posko_app.domain.screening import Answers
from posko_app.store.journal import NewEntry
from posko_app.store.store import Store
from posko_app.store.sync_journal import StoreJournal
from sync.device.ports import Outcome, RoundReport
from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Entry, Kind
from sync.protocol.ids import new_subject
from tests.support.stores import Desk, correction, erasure, found_desk, save, screening
from tests.sync.device.little_centre import LittleCentre, LittleLine, wire_of
from tests.sync.device.rounds import link_to, run
from tests.sync.device.writers import DeskWriter


@dataclass
class Laptop:
    """A desk of a post: its store is open and enrolled."""

    desk: Desk
    store: Store
    journal: StoreJournal
    line: LittleLine

    @property
    def device(self) -> str:
        return self.store.device.fingerprint

    def sync(self) -> RoundReport:
        return run(self.journal, self.line)

    def screen(self, answers: Answers) -> Entry:
        (made,) = save(self.store, screening(self.desk, answers))
        return made

    def correct(self, of: Entry, sets: Answers, *, based_on=None) -> Entry:
        (made,) = save(self.store, correction(self.desk, of, sets, based_on=based_on))
        return made

    def erase(self, entry_id: str, *parts: str) -> Entry:
        """State an erasure and let it take the parts here."""

        def task(unit):
            by = unit.append(erasure(self.desk, entry_id, *parts))
            for part in parts:
                unit.erase(entry_id, part, by_entry=by.header.id)
            return by

        return self.store.write(task).result()

    def state(self, kind: Kind, facts: JsonObject, *, subject: str | None = None, **more) -> Entry:
        about = subject or new_subject(self.desk.random_bytes)
        parts = {"facts": facts, **more.pop("parts", {})}
        (made,) = save(self.store, NewEntry(kind, about, parts, self.desk.officer, **more))
        return made

    def reopen(self) -> None:
        """Close the store and open it with every check of a start."""
        self.store.close()
        self.store = self.desk.open()
        self.journal = StoreJournal(self.store)


def laptop_of(
    place: Path,
    centre: LittleCentre,
    *,
    clock: Callable[[], object],
    random_bytes: Callable[[int], bytes],
    post: str = "el-tari",
) -> Laptop:
    """Found a store at a place, open it and enrol it."""
    officer = f"CONTOH PETUGAS {place.name.upper()}"
    desk = found_desk(place, clock=clock, random_bytes=random_bytes, post=post, officer=officer)
    store = desk.open()
    journal = StoreJournal(store)
    journal.set_link(link_to(centre))
    return Laptop(desk, store, journal, LittleLine(centre, post, store.device.fingerprint))


def sync_all(*laptops) -> None:
    """Let everybody send and then everybody pull, until nothing moves."""
    for _ in range(2):
        for laptop in laptops:
            assert laptop.sync().outcome is Outcome.DONE


class Guest:
    """A sister laptop that writes what no program of ours would, straight into the centre."""

    def __init__(self, centre, name="laptop tamu") -> None:
        self.centre, self.writer = centre, DeskWriter(name)
        for entry in self.writer.first_two():
            self.put(entry)

    def put(self, entry) -> None:
        self.centre.log("el-tari").append(wire_of(entry))

    def state(self, kind, parts, **bent):
        entry = self.writer.entry(kind, self.writer.officer_key, parts, **bent)
        self.put(entry)
        return entry
