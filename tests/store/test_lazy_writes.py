"""Writes that wait for no disk: only a page's slices, and the page itself is waited for."""

import pytest

from posko_app.store.connection import IntegrityError
from tests.support.stores import raw, save, screening, settle

FULL = 2
NOTE = "INSERT INTO meta (key, value) VALUES (?, 'contoh')"


@pytest.fixture
def store(store):
    """A store with nothing of its own left to write: that would be seen in the log."""
    settle(store)
    return store


def wal_bytes(desk) -> int:
    return desk.files.database.with_name("posko.db-wal").stat().st_size


def note(store, key: str, **how) -> None:
    store.write(lambda unit: unit.connection.execute(NOTE, (key,)), **how).result()


def test_lazy_write_stays_in_the_log_until_the_next_write_brings_it_in(desk, store):
    note(store, "satu", lazily=True)
    left = wal_bytes(desk)
    note(store, "dua")

    assert left > 0
    assert wal_bytes(desk) == 0
    assert store.read(lambda unit: unit.meta("satu")).result() == "contoh"


def test_lazy_write_is_taken_up_from_the_log_at_the_next_start(desk, store):
    note(store, "satu", lazily=True)
    store.close()
    again = desk.open()

    found = again.read(lambda unit: unit.meta("satu")).result()
    again.close()

    assert found == "contoh"


@pytest.mark.parametrize("fails", [False, True])
def test_the_write_after_a_lazy_one_waits_for_the_disk(desk, store, fails):
    if fails:
        note(store, "satu")
        with pytest.raises(IntegrityError):
            note(store, "satu", lazily=True)
    else:
        note(store, "satu", lazily=True)

    assert raw(store, "PRAGMA synchronous")[0] == (FULL,)
    save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))
    assert wal_bytes(desk) == 0


def test_what_appends_is_never_left_in_the_log(desk, store):
    store.write(lambda unit: unit.append(screening(desk, {})), lazily=True).result()

    assert wal_bytes(desk) == 0


def test_a_page_that_was_taken_in_is_on_the_disk(two):
    first, second = two
    settle(second.store)
    for number in range(40):
        first.screen({"traveller.name": f"CONTOH NOMOR {number}"})
    first.sync()
    second.sync()

    feed = second.journal.feed("el-tari")
    assert feed.cursor == feed.size > 40
    assert wal_bytes(second.desk) == 0
