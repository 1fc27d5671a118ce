"""Real encrypted stores in a temporary folder, with invented officers and screenings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posko_app.domain.entries import derive, split_parts
from posko_app.domain.screening import Answers
from posko_app.paths import DataPaths
from posko_app.services.introductions import state_device_and_first
from posko_app.store.connection import open_database
from posko_app.store.founding import found_store
from posko_app.store.journal import NewEntry
from posko_app.store.opening import StoreFiles
from posko_app.store.schema_check import schema_differs
from posko_app.store.slot import OfficerKeys, new_officer
from posko_app.store.store import Store
from posko_app.store.unlock import NewOfficer, create_key_file
from sync.protocol.entry import Deployment, Entry, Kind
from sync.protocol.ids import RandomBytes, new_subject
from sync.protocol.people import Role
from tests.support.low_cost import LOW

PASSPHRASE = "sandi contoh yang panjang"
OCCURRED_AT = "2026-11-24T00:30:00Z"  # 08.30 WITA


@dataclass
class Desk:
    """A founded store, closed, and what opens it."""

    files: StoreFiles
    officer: OfficerKeys
    clock: Callable[[], datetime]
    random_bytes: RandomBytes

    def open(self, **options) -> Store:
        return Store(self.files, clock=self.clock, random_bytes=self.random_bytes, **options)


def found_desk(
    folder: Path,
    *,
    clock,
    random_bytes: RandomBytes,
    post: str = "el-tari",
    officer: str = "CONTOH PETUGAS SATU",
) -> Desk:
    """Make a training store of a post, El Tari unless told otherwise, with one penyelia."""
    (folder / "data").mkdir(parents=True)
    unlocked = create_key_file(
        NewOfficer(officer, Role.PENYELIA, PASSPHRASE),
        deployment=Deployment.TRAINING,
        post=post,
        policy=LOW,
        random_bytes=random_bytes,
    )
    paths = DataPaths(folder / "data", folder / "state")
    files = StoreFiles(paths, unlocked.store_key, unlocked.key_file)
    officer = unlocked.officer
    found_store(
        files,
        lambda unit: state_device_and_first(unit, officer),
        clock=clock,
        random_bytes=random_bytes,
    )
    return Desk(files, officer, clock, random_bytes)


def petugas(name: str, random_bytes: RandomBytes) -> OfficerKeys:
    return new_officer(name, Role.PETUGAS, random_bytes)


def screening(desk: Desk, answers: Answers) -> NewEntry:
    """A new screening with these answers, at a usual time unless they say another."""
    told = derive({"occurred_at": OCCURRED_AT, **answers})
    subject = new_subject(desk.random_bytes)
    return NewEntry(Kind.SCREENING, subject, split_parts(told), desk.officer)


def correction(desk: Desk, of: Entry, sets: Answers, *, based_on=None) -> NewEntry:
    """A correction of a screening entry, on top of it unless another base is given."""
    base = (of.header.id,) if based_on is None else based_on
    subject = of.header.subject
    return NewEntry(Kind.CORRECTION, subject, split_parts(sets), desk.officer, based_on=base)


def erasure(desk: Desk, entry_id: str, *parts: str) -> NewEntry:
    """An erasure entry for parts of one entry."""
    facts = {"ground": "permintaan", "items": [{"entry": entry_id, "parts": list(parts)}]}
    return NewEntry(Kind.ERASURE, new_subject(desk.random_bytes), {"facts": facts}, desk.officer)


def save(store: Store, *entries: NewEntry) -> tuple[Entry, ...]:
    """Save entries, each as a transaction of its own."""
    return tuple(store.write(lambda unit, e=e: unit.append(e)).result() for e in entries)


def settle(store: Store) -> None:
    """Wait until the check of the day and the note about it, both background work, are done."""
    if store.full_check is not None:
        store.full_check.result()
        raw(store, "SELECT 1")  # the check's last step has asked for the note by then
    store.read(lambda _: None, background=True).result()


def has_schema(desk: Desk, steps) -> bool:
    """Say whether a closed store is exactly what these steps of migration leave."""
    connection = open_database(desk.files.database, desk.files.hex96)
    try:
        return not schema_differs(connection, steps)
    finally:
        connection.close()


def raw(store: Store, sql: str, *params) -> list:
    """Run one statement past all our code, as somebody with the key could."""
    return store.read(lambda unit: unit.connection.execute(sql, params).fetchall()).result()
