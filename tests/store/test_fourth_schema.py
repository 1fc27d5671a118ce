"""A store of the third schema gets the tables of sync, and all its officers are of this laptop."""

import pytest

from posko_app.store import migrations
from posko_app.store.connection import Connection
from tests.store.test_shift_rows import back_to_fourth
from tests.support.stores import has_schema, raw, save, screening

ADDED = (
    *("feed_positions", "chains", "settled_epochs", "came_without", "erased_also", "claims"),
    *("quarantine", "alarms", "sync_history", "sent_days", "feeds", "centre"),
)
GUARDS = ("outbox_left_by_receipt_only", "outbox_keeps_its_place")


def back_to_third(connection: Connection) -> None:
    """Take the fourth step back, as if this program had never opened the store."""
    back_to_fourth(connection)
    for guard in (*GUARDS, "feed_positions_never_deleted", "alarms_never_deleted"):
        connection.execute(f"DROP TRIGGER {guard}")
    for table in ADDED:
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DROP INDEX entries_of_people")
    connection.execute("ALTER TABLE officers DROP COLUMN device")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name > 'm0004'")
    connection.execute("PRAGMA user_version = 3")
    connection.execute("UPDATE meta SET value = '3' WHERE key = 'schema'")


@pytest.fixture
def old(desk, store) -> int:
    """A closed store of the third schema; gives how many entries wait in it."""
    save(store, *(screening(desk, {"traveller.name": f"CONTOH {n}"}) for n in "ABC"))
    store.read(lambda unit: back_to_third(unit.connection)).result()
    store.close()
    return 5


def test_the_third_schema_is_what_taking_back_leaves(desk, old):
    """Else the other tests would migrate a store that never was."""
    assert has_schema(desk, migrations.STEPS[:3])


def test_a_migrated_store_is_sound_and_everything_in_it_still_waits(desk, old):
    migrated = desk.open()
    checked = migrated.verify().result()
    waiting = migrated.read(lambda unit: unit.counts().waiting).result()
    feeds = raw(migrated, "SELECT count(*) FROM feeds")
    migrated.close()

    assert (checked.ok, checked.entries, waiting) == (True, old, old)
    assert feeds == [(0,)]


def test_everybody_introduced_before_the_centre_is_of_this_laptop(desk, old):
    migrated = desk.open()
    devices = raw(migrated, "SELECT device FROM officers")
    own = migrated.device.fingerprint
    migrated.close()

    assert devices == [(own,)]
