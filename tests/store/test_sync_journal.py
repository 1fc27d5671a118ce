"""The store's journal keeps the contract of `JournalPort`, over a real encrypted store."""

from dataclasses import dataclass

import pytest

from posko_app.store.store import Store
from posko_app.store.sync_journal import StoreJournal
from sync.protocol.entry import Entry
from tests.support.stores import Desk, erasure, found_desk, save, screening
from tests.sync.device.journal_contract import JournalContract


@dataclass
class StoreDesk:
    """A desk with its store open."""

    founded: Desk
    store: Store
    journal: StoreJournal

    def record(self) -> Entry:
        (made,) = save(self.store, screening(self.founded, {"traveller.name": "CONTOH SATU"}))
        return made

    def erase(self, entry: str, *parts: str) -> Entry:
        def task(unit):
            by = unit.append(erasure(self.founded, entry, *parts))
            for part in parts:
                unit.erase(entry, part, by_entry=by.header.id)
            return by

        return self.store.write(task).result()


class TestStoreJournal(JournalContract):
    @pytest.fixture
    def desk(self, founded):
        store = founded.open()
        yield StoreDesk(founded, store, StoreJournal(store))
        assert store.verify().result().ok  # whatever the test did, the store is sound
        store.close()

    @pytest.fixture
    def founded(self, tmp_path, clock, random_bytes):
        return found_desk(tmp_path, clock=clock, random_bytes=random_bytes)
