from pathlib import Path

import pytest

from posko_app.errors import MachineError, OperatorError
from posko_app.store import backup_copy, migrations
from posko_app.store.connection import create_database, open_database
from posko_app.store.opening import open_store
from tests.support.rulesets import packaged
from tests.support.stores import save, screening

KEY = "ab" * 48
SCHEMA = Path(__file__).with_name("schema.sql")


RELEASED = len(migrations.STEPS)


def m_next_adds_shelf(database):
    database.execute("CREATE TABLE shelf (name TEXT NOT NULL) STRICT")
    database.execute("INSERT INTO shelf VALUES ('CONTOH')")


def m_next_fails(database):
    database.execute("ALTER TABLE shelf ADD COLUMN extra TEXT")
    database.execute("INSERT INTO nowhere VALUES (1)")


NEXT = (*migrations.STEPS, m_next_adds_shelf)


def schema_text(connection) -> str:
    rows = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'screenings_fts_%' ORDER BY rowid"
    )
    return "".join(f"{sql.strip()};\n" for (sql,) in rows)


@pytest.fixture
def empty(tmp_path):
    made = create_database(tmp_path / "posko.db", KEY, fill=migrations.migrate)
    yield made
    made.close()


def test_migrated_schema_is_the_written_one(empty):
    assert schema_text(empty) == SCHEMA.read_text()


def test_every_own_table_is_strict(empty):
    tables = empty.execute(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE '%sqlite_%'"
    ).fetchall()

    assert {name for name, strict in tables if not strict} == set()
    assert len(tables) > 8


def test_step_and_its_number_come_together(empty):
    migrations.migrate(empty, NEXT)

    assert migrations.schema_of(empty) == RELEASED + 1
    assert empty.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() == (
        str(RELEASED + 1),
    )
    assert empty.execute("SELECT name FROM shelf").fetchall() == [("CONTOH",)]


def test_failing_step_leaves_the_schema_before_it(empty):
    with pytest.raises(Exception, match="nowhere"):
        migrations.migrate(empty, (*NEXT, m_next_fails))

    assert migrations.schema_of(empty) == RELEASED + 1
    assert [c[1] for c in empty.execute("PRAGMA table_info(shelf)")] == ["name"]
    assert not empty.in_transaction


def test_migrating_twice_changes_nothing(empty):
    migrations.migrate(empty, NEXT)
    before = schema_text(empty)

    migrations.migrate(empty, NEXT)

    assert schema_text(empty) == before


def test_store_of_a_newer_program_is_refused_and_left_alone(desk):
    newer = desk.open(steps=NEXT)
    newer.close()
    before = desk.files.database.read_bytes()

    with pytest.raises(OperatorError) as refused:
        desk.open()

    assert refused.value.key == "store.newer"
    assert desk.files.database.read_bytes() == before


def test_migrated_store_passes_a_full_check(desk, store):
    save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))
    store.close()

    migrated = desk.open(steps=NEXT)
    result = migrated.full_check.result()
    migrated.close()

    assert result.ok
    assert result.entries == 3


def copy_of(desk):
    return backup_copy.copy_path(desk.files.database, RELEASED)


def test_copy_holds_the_store_as_it_was(desk):
    opened = open_store(desk.files, clock=desk.clock, steps=NEXT)
    told = backup_copy.told_by(opened.connection)
    opened.connection.close()

    copy = open_database(copy_of(desk), desk.files.hex96)

    assert migrations.schema_of(copy) == RELEASED
    assert backup_copy.told_by(copy)[1:] == told[1:]  # meta counts differ by notes of the start
    copy.close()


def test_copy_goes_once_the_migrated_store_passed_a_full_check(desk):
    migrated = desk.open(steps=NEXT)
    migrated.full_check.result()
    migrated.read(lambda _: None, background=True).result()  # after the note was written
    migrated.close()

    assert not copy_of(desk).exists()


def test_store_is_not_migrated_without_a_sound_copy(desk):
    copy_of(desk).with_name(copy_of(desk).name + ".new").mkdir()  # nothing can be written there

    with pytest.raises((MachineError, OSError)):
        desk.open(steps=NEXT)

    plain = desk.open()
    assert plain.read(lambda u: migrations.schema_of(u.connection)).result() == RELEASED
    plain.close()


@pytest.mark.parametrize("table", ["officers", "rulesets"])
def test_copy_that_says_something_else_is_refused(desk, store, table):
    store.write(lambda unit: unit.put_ruleset(packaged(), "packaged")).result()
    store.close()
    source = open_database(desk.files.database, desk.files.hex96)

    class Forgetful:
        """Copies like the connection, and loses a row on the way."""

        def backup(self, target):
            source.backup(target)
            target.execute("DROP TRIGGER rulesets_never_deleted")
            target.execute(f"DELETE FROM {table}")

        def execute(self, sql, params=()):
            return source.execute(sql, params)

    with pytest.raises(MachineError) as refused:
        backup_copy.verified_copy(Forgetful(), copy_of(desk), hex96=desk.files.hex96)
    source.close()

    assert refused.value.key == "store.copy_differs"
    assert not copy_of(desk).exists()


def test_interrupted_copy_is_begun_anew(desk):
    left = copy_of(desk)
    left.write_bytes(b"half")

    opened = open_store(desk.files, clock=desk.clock, steps=NEXT)
    opened.connection.close()

    assert left.stat().st_size > 4096
