import pytest

from posko_app.store.connection import Error, IntegrityError
from tests.support.stores import correction, erasure, raw, save, screening

FORBIDDEN = {
    "entry changed": "UPDATE entries SET recorded_at = 'x' WHERE position = 3",
    "entry deleted": "DELETE FROM entries WHERE position = 3",
    "entry replaced": "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE position = 3",
    "part changed": "UPDATE parts SET stored = zeroblob(20)",
    "part deleted": "DELETE FROM parts WHERE name = 'identity'",
    "part replaced": ("INSERT OR REPLACE INTO parts SELECT entry, name, zeroblob(20) FROM parts"),
    "erasure changed": "UPDATE erasures SET part = 'facts'",
    "erasure deleted": "DELETE FROM erasures",
    "erased part put back": ("INSERT INTO parts SELECT entry, part, zeroblob(20) FROM erasures"),
    "erasure by a screening": (
        "INSERT INTO erasures SELECT id, 'identity', id FROM entries WHERE position = 3"
    ),
    "erasure by nothing": (
        "INSERT INTO erasures SELECT id, 'identity', '0' FROM entries WHERE position = 3"
    ),
}
# what stands in the way of each, so that the test fails when it is gone
GUARDS = {
    "entry changed": "entries_never_updated",
    "entry deleted": "entries_never_deleted",
    "entry replaced": "entries_never_deleted",
    "part changed": "parts_never_updated",
    "part deleted": "parts_deleted_by_erasure_only",
    "part replaced": "parts_deleted_by_erasure_only",
    "erasure changed": "erasures_never_updated",
    "erasure deleted": "erasures_never_deleted",
    "erased part put back": "parts_stay_erased",
    "erasure by a screening": "erasures_by_erasure_entry_only",
    "erasure by nothing": "erasures_by_erasure_entry_only",
}


@pytest.fixture
def history(desk, store):
    """Two screenings; the notes of the second were erased."""
    first, second = save(
        store,
        screening(desk, {"traveller.name": "CONTOH SATU", "notes": "catatan"}),
        screening(desk, {"traveller.name": "CONTOH DUA", "notes": "catatan"}),
    )
    erase(desk, store, second.header.id, "notes")
    return first, second


def erase(desk, store, entry_id, part):
    def task(unit):
        by = unit.append(erasure(desk, entry_id, part))
        unit.erase(entry_id, part, by_entry=by.header.id)

    store.write(task).result()


@pytest.mark.parametrize("what", FORBIDDEN)
def test_journal_only_grows(history, store, what):
    before = raw(store, "SELECT * FROM entries"), raw(store, "SELECT * FROM parts")

    with pytest.raises(Error):
        raw(store, FORBIDDEN[what])

    assert (raw(store, "SELECT * FROM entries"), raw(store, "SELECT * FROM parts")) == before


@pytest.mark.parametrize("what", FORBIDDEN)
def test_each_guard_is_what_refuses(history, store, what):
    raw(store, f"DROP TRIGGER {GUARDS[what]}")
    raw(store, "PRAGMA foreign_keys = OFF")

    raw(store, FORBIDDEN[what])


def test_erasure_takes_exactly_the_named_part(desk, store, history):
    _, second = history

    names = raw(store, "SELECT name FROM parts WHERE entry = ?", second.header.id)

    assert names == [("facts",), ("identity",)]


def test_erased_name_is_gone_from_list_and_search(desk, store, history):
    first, _ = history
    erase(desk, store, first.header.id, "identity")

    words = raw(store, "SELECT name FROM screenings WHERE subject = ?", first.header.subject)
    found = raw(store, "SELECT rowid FROM screenings_fts WHERE screenings_fts MATCH '\"satu\"'")

    assert (words, found) == ([(None,)], [])
    assert store.verify().result().ok


def test_history_names_erased_parts(desk, store, history):
    _, second = history

    told = store.read(lambda unit: unit.history(second.header.subject)).result()

    assert [s.erased for s in told.statements] == [("notes",)]
    assert told.values["traveller.name"] == "CONTOH DUA"


def test_erasing_twice_is_refused(desk, store, history):
    _, second = history

    with pytest.raises(IntegrityError):
        erase(desk, store, second.header.id, "notes")


def test_erased_correction_is_folded_without_it(desk, store, history):
    first, _ = history
    (corrected,) = save(store, correction(desk, first, {"traveller.name": "CONTOH TIGA"}))
    erase(desk, store, corrected.header.id, "identity")

    row = raw(
        store, "SELECT name, corrections FROM screenings WHERE subject = ?", first.header.subject
    )

    assert row == [("CONTOH SATU", 1)]
