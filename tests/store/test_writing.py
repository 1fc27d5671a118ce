"""What a save may meet: a full disk, a wrong correction, a mirror that cannot be written."""

import json
import os
import threading

import pytest

from posko_app.domain.records import ListQuery
from posko_app.errors import Defect, MachineError, OperatorError
from posko_app.store.connection import open_database
from posko_app.store.in_place import SECTOR_BYTES, write_sector
from posko_app.store.status_file import read_status
from sync.protocol.head import read_head
from tests.support.stores import correction, raw, save, screening, settle


def positions(store) -> int:
    return store.read(lambda unit: unit.last_position()).result()


def fill_disk(store) -> None:
    """Let the database grow no further: what SQLite says then is what a full disk says."""
    raw(store, f"PRAGMA max_page_count = {raw(store, 'PRAGMA page_count')[0][0]}")


def free_disk(store) -> None:
    raw(store, "PRAGMA max_page_count = 1000000")


def test_full_disk_refuses_whole_saves_and_the_store_goes_on(desk, store):
    save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))
    fill_disk(store)
    big = screening(desk, {"traveller.name": "CONTOH DUA", "notes": "panjang " * 1200})

    for _ in range(3):
        with pytest.raises(MachineError) as refused:
            save(store, big)
        assert refused.value.key == "store.disk_full"

    assert positions(store) == 3
    assert store.verify().result().ok
    free_disk(store)
    save(store, big)
    assert positions(store) == 4
    assert store.read(lambda unit: unit.counts().waiting).result() == 4


def test_saved_future_means_the_log_is_empty_and_the_head_noted(desk, store):
    settle(store)
    (entry,) = save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))

    wal = desk.files.database.with_name("posko.db-wal")
    key = store.device.sign.public_key().public_bytes_raw()
    head = read_head(desk.files.mirror.read_bytes(), key)
    assert wal.stat().st_size == 0
    assert (head.seq, head.hash) == (3, entry.hash)


def test_saved_is_readable_by_another_process_that_finds_only_the_files(desk, store, tmp_path):
    (entry,) = save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))
    copy = tmp_path / "copy.db"
    copy.write_bytes(desk.files.database.read_bytes())  # without the log

    other = open_database(copy, desk.files.hex96)
    found = other.execute("SELECT hash FROM entries ORDER BY position DESC LIMIT 1").fetchone()
    other.close()

    assert found == (entry.hash,)


def test_correction_of_nothing_is_refused_and_leaves_nothing(desk, store):
    (entry,) = save(store, screening(desk, {}))
    stray = correction(desk, entry, {"traveller.name": "CONTOH"})
    stray = type(stray)(stray.kind, "ab" * 16, stray.parts, stray.signer)

    with pytest.raises(OperatorError) as refused:
        save(store, stray)

    assert refused.value.key == "store.no_such_screening"
    assert positions(store) == 3


def test_several_entries_of_one_task_come_together_or_not_at_all(desk, store):
    def both(unit):
        unit.append(screening(desk, {"traveller.name": "CONTOH SATU"}))
        unit.append(screening(desk, {"notes": 1.5}))  # a float is no entry

    with pytest.raises(ValueError, match="type_not_allowed"):
        store.write(both).result()

    assert positions(store) == 2


def test_task_that_ends_the_transaction_itself_fails(desk, store):
    def meddle(unit):
        unit.append(screening(desk, {}))
        unit.connection.execute("ROLLBACK")

    with pytest.raises(Exception, match="no transaction"):
        store.write(meddle).result()

    assert positions(store) == 2


def test_mirror_that_cannot_be_written_stops_no_save(desk, store):
    desk.files.mirror.unlink()
    desk.files.mirror.mkdir()

    save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))

    assert positions(store) == 3
    desk.files.mirror.rmdir()


@pytest.mark.skipif(os.name == "nt", reason="Windows moves no open file")
@pytest.mark.parametrize("put", [None, "another"])
def test_save_into_a_file_that_was_moved_away_is_refused(desk, store, put):
    """The open file would still take it, and the next start would look under the old name."""
    away = desk.files.database.with_name("dipindah.db")
    desk.files.database.rename(away)
    if put:
        desk.files.database.write_bytes(away.read_bytes())

    with pytest.raises(MachineError) as refused:
        save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))

    assert (refused.value.key, positions(store)) == ("store.missing", 2)
    away.replace(desk.files.database)
    save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))
    assert positions(store) == 3


def test_save_that_is_on_the_disk_is_never_called_failed(desk, store):
    """Else the officer saves it again: the status file is counted after the commit."""
    raw(store, "ALTER TABLE drafts RENAME TO elsewhere")

    (entry,) = save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))

    assert (entry.header.seq, positions(store)) == (3, 3)


def test_lock_status_holds_counts_and_nothing_about_anybody(desk, store, clock):
    save(store, screening(desk, {"traveller.name": "CONTOH KENARI", "notes": "KENARI"}))

    status = read_status(desk.files.paths.status)
    text = desk.files.paths.status.read_text()

    assert (status.waiting, status.needs_person, status.drafts) == (3, 0, 0)
    assert (status.post, status.deployment) == ("el-tari", "training")
    assert (status.saved_at, status.last_contact_at) == (clock(), None)
    assert "KENARI" not in text
    assert desk.officer.name not in text
    assert desk.officer.fingerprint not in text


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b"\xff", b'{"waiting": "x"}'])
def test_unreadable_lock_status_is_none(tmp_path, data):
    (tmp_path / "status.json").write_bytes(data)

    assert read_status(tmp_path / "status.json") is None


def test_missing_lock_status_is_none(tmp_path):
    assert read_status(tmp_path / "status.json") is None


def test_sector_replaces_a_longer_one_and_stays_one_sector(tmp_path):
    write_sector(tmp_path / "file", json.dumps({"a": "x" * 300}).encode())

    write_sector(tmp_path / "file", b'{"a":1}')

    assert json.loads((tmp_path / "file").read_bytes()) == {"a": 1}
    assert (tmp_path / "file").stat().st_size == SECTOR_BYTES
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


def test_more_than_a_sector_is_our_mistake(tmp_path):
    with pytest.raises(Defect):
        write_sector(tmp_path / "file", b"x" * (SECTOR_BYTES + 1))


def test_saves_of_many_threads_make_one_chain(desk, store):
    def work(number):
        save(store, *(screening(desk, {"traveller.name": f"CONTOH {number}"}) for _ in range(10)))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert positions(store) == 42
    assert store.verify().result().ok
    assert (
        store.read(lambda u: u.list_screenings(ListQuery(limit=100))).result().next_before is None
    )


def test_closing_twice_is_harmless(store):
    store.close()
    store.close()
