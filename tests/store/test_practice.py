"""The tries at practice cases: kept once for each screening, in a table of their own."""

from datetime import UTC, datetime

from posko_app.domain.practice import PracticeTry
from posko_app.store import migrations
from posko_app.store.practice import all_tries, put_tries
from tests.store.test_fourth_schema import back_to_third
from tests.support.stores import has_schema, raw, save, screening

AT = datetime(2026, 11, 24, tzinfo=UTC)
SUBJECT, PERSON = "a" * 32, "b" * 32


def tries(*topics):
    return tuple(
        PracticeTry("k01", topic, PERSON, ("x", "y"), (), ("z",), 3, 4, "merah", "kuning")
        for topic in topics
    )


def test_a_try_is_kept_for_each_topic_and_comes_back_whole(store):
    kept = tries("dokumen", "utang")
    store.write(lambda unit: put_tries(unit.connection, kept, subject=SUBJECT, at=AT)).result()

    assert store.read(lambda unit: all_tries(unit.connection)).result() == kept


def test_a_screening_is_scored_once(store):
    for _ in range(2):
        store.write(
            lambda unit: put_tries(unit.connection, tries("utang"), subject=SUBJECT, at=AT)
        ).result()

    assert store.read(lambda unit: all_tries(unit.connection)).result() == tries("utang")


def test_a_store_of_the_second_schema_gets_the_table(desk, store):
    save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))
    before = raw(store, "SELECT * FROM screenings")
    store.read(lambda unit: _back_to_second(unit.connection)).result()
    store.close()
    assert has_schema(desk, migrations.STEPS[:2])

    migrated = desk.open()
    checked = migrated.full_check.result()
    rows, kept = raw(migrated, "SELECT * FROM screenings"), raw(migrated, "SELECT * FROM practice")
    migrated.close()

    assert checked.ok
    assert (rows, kept) == (before, [])


def _back_to_second(connection):
    back_to_third(connection)
    connection.execute("DROP TABLE practice")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm0003%'")
    connection.execute("PRAGMA user_version = 2")
    connection.execute("UPDATE meta SET value = '2' WHERE key = 'schema'")
