"""A store of the schema before gets people to look among, filled from its journal."""

import pytest

from posko_app.store import migrations
from posko_app.store.connection import Connection
from posko_app.store.journal import NewEntry
from posko_app.store.person_link_rows import stored_link
from posko_app.store.readable import KIND_UNKNOWN, quarantine
from sync.protocol.entry import Kind
from sync.protocol.ids import new_subject
from tests.support.stores import correction, has_schema, raw, save, screening

PERSON = {
    "traveller.name": "MARIA TJONTOH",
    "traveller.dob_ktp": "1989-11-17",
    "traveller.dob_stated": "1990-01-02",
    "traveller.village": "DESA CONTOH",
}
STEPS = migrations.STEPS[: migrations.STEPS.index(migrations.m0006_people_and_links)]
PEOPLE = "SELECT * FROM people ORDER BY position, born_on"


def back_to_fifth(connection: Connection) -> None:
    """Take the sixth step back, as if this program had never opened the store."""
    for table in ("people", "person_links"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name > 'm0006'")
    connection.execute("PRAGMA user_version = 5")
    connection.execute("UPDATE meta SET value = '5' WHERE key = 'schema'")


def link(desk, one, other):
    pair = sorted((one.header.subject, other.header.subject))
    facts = {"action": "same", "screenings": pair}
    subject = new_subject(desk.random_bytes)
    return NewEntry(Kind.LINK, subject, {"facts": facts}, desk.officer)


@pytest.fixture
def old(desk, store) -> tuple[list, int]:
    """A closed store of the schema before; gives its people, and where a link stands in it."""
    first, second, third = save(store, *(screening(desk, PERSON) for _ in "abc"))
    save(store, correction(desk, second, {"traveller.dob_ktp": "1991-01-01"}))
    save(store, correction(desk, third, {"voided": True}))
    save(store, link(desk, first, second))
    (place,) = raw(store, "SELECT position FROM person_links")
    people = raw(store, PEOPLE)
    store.write(lambda unit: back_to_fifth(unit.connection)).result()
    # as a laptop has it that knew no such kind
    store.write(lambda unit: quarantine(unit.connection, place[0], KIND_UNKNOWN)).result()
    store.close()
    return people, place[0]


def test_the_schema_before_is_what_taking_back_leaves(desk, old):
    """Else the other test would migrate a store that never was."""
    assert has_schema(desk, STEPS)


def test_a_migrated_store_knows_the_same_people_and_reads_its_links(desk, old):
    people, place = old

    migrated = desk.open()
    checked = migrated.verify().result()
    filled = raw(migrated, PEOPLE)
    linked = migrated.read(lambda unit: stored_link(unit.connection, place)).result()
    set_aside = raw(migrated, "SELECT count(*) FROM quarantine")
    migrated.close()

    assert len(people) == 4  # two birth dates each, nobody of the voided one
    assert filled == people
    assert linked is not None
    assert set_aside == [(0,)]
    assert checked.ok
