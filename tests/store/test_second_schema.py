"""A store of the first schema gets the tables of the second, filled from its journal."""

import pytest

from posko_app.domain.records import StoredFault
from posko_app.store import m0002_fill, migrations
from posko_app.store.connection import Connection
from posko_app.store.opening import Purpose
from posko_app.store.store import Store
from tests.store.test_fourth_schema import back_to_third
from tests.support.stores import correction, erasure, has_schema, raw, save, screening

ADDED = ("contact_keys", "movements", "watch", "tallies", "registers", "register_rows", "rulesets")
COLUMNS = ("rule", "signs", "priority", "scheme", "unjudged")
FILLED = (
    "SELECT * FROM movements",
    "SELECT * FROM contact_keys",
    "SELECT * FROM screenings",
    "SELECT * FROM paper_keys",
)
PERSON = {
    "traveller.name": "CONTOH SATU",
    "traveller.nik": "9902011203990001",
    "recruiter.contact": "+6281200000001",
    "traveller.village": "DESA CONTOH",
    "shown_level": "kuning",
    "decision": "tunda",
}


def back_to_first(connection: Connection) -> None:
    """Take the second step back, as if this program had never opened the store."""
    back_to_third(connection)
    for table in (*ADDED, "practice"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DROP INDEX screenings_unjudged")
    for column in COLUMNS:
        connection.execute(f"ALTER TABLE screenings DROP COLUMN {column}")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name > 'm0002'")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")


@pytest.fixture
def old(desk, store) -> tuple[list, ...]:
    """A closed store of the first schema; gives what its rows were before."""
    first, second, third, gone = save(
        store,
        screening(desk, {**PERSON, "paper_no": "1"}),
        screening(desk, {**PERSON, "placement.scheme": "pelaut", "paper_no": "2", "notes": "x"}),
        screening(desk, {**PERSON, "ruleset": "ab" * 32}),
        screening(desk, PERSON),
    )
    save(
        store,
        correction(desk, first, {"recruiter.contact": "+6281200000002"}),
        correction(desk, first, {"recruiter.contact": "+6281200000003"}),
        correction(desk, second, {"traveller.village": "DESA LAIN"}),
        correction(desk, third, {"voided": True}),
    )

    def erase(unit):
        by = unit.append(erasure(desk, gone.header.id, "contacts"))
        unit.erase(gone.header.id, "contacts", by_entry=by.header.id)
        by = unit.append(erasure(desk, second.header.id, "notes"))
        unit.erase(second.header.id, "notes", by_entry=by.header.id)

    store.write(erase).result()
    before = told(store)
    hashed_otherwise = "UPDATE paper_keys SET content_hash = ? WHERE content_hash IS NOT NULL"
    raw(store, hashed_otherwise, "0" * 64)
    store.read(lambda unit: back_to_first(unit.connection)).result()
    store.close()
    return before


def told(store: Store) -> tuple[list, ...]:
    return tuple(raw(store, sql) for sql in FILLED)


def test_the_first_schema_is_what_taking_back_leaves(desk, old):
    """Else the other tests would migrate a store that never was."""
    assert has_schema(desk, migrations.STEPS[:1])


@pytest.mark.parametrize("at_once", [500, 2])
def test_rows_are_filled_as_today_would_have_written_them(desk, old, monkeypatch, at_once):
    monkeypatch.setattr(m0002_fill, "AT_ONCE", at_once)

    migrated = desk.open()
    filled, checked = told(migrated), migrated.verify().result()
    migrated.close()

    assert filled == old
    assert [len(rows) for rows in filled] == [4, 3, 4, 2]
    assert (checked.ok, checked.fault) == (True, None)


def test_a_store_left_empty_by_the_step_would_be_noticed(desk, old, monkeypatch):
    monkeypatch.setattr(m0002_fill, "fill", lambda _: None)

    migrated = desk.open()
    checked = migrated.verify().result()
    migrated.close()

    assert checked.fault is not None
    assert checked.fault.code == "projection_differs"


def test_an_unreadable_entry_does_not_stop_the_step_and_is_named(desk, store):
    (entry,) = save(store, screening(desk, PERSON))
    raw(store, "DROP TRIGGER parts_never_updated")
    damaged = "UPDATE parts SET stored = zeroblob(20) WHERE name = 'facts' AND entry = ?"
    raw(store, damaged, entry.header.id)
    store.read(lambda unit: back_to_first(unit.connection)).result()
    store.close()

    migrated = desk.open(purpose=Purpose.VERIFY)
    checked = migrated.verify().result()
    migrated.close()

    assert checked.fault == StoredFault("part_differs", entry.header.id)
