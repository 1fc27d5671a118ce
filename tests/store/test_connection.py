"""One test per guard of the opening sequence; each fails when its guard is taken out."""

import sqlite3  # the oracle: what an unencrypted store would look like
import subprocess
import sys
from pathlib import Path

import pytest

from posko_app.errors import Defect, MachineError, OperatorError
from posko_app.store import connection
from posko_app.store.connection import (
    IntegrityError,
    check_integrity,
    create_database,
    open_database,
    translated,
)
from posko_app.store.driver import require_version

KEY = "a1" * 32 + "5a" * 16
OTHER_KEY = "b2" * 32 + "6b" * 16
SAME_SALT_OTHER_KEY = "b2" * 32 + "5a" * 16
PAGE = 4096

SETTINGS = {
    "journal_mode": "wal",
    "locking_mode": "exclusive",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "secure_delete": 1,
    "temp_store": 2,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "cipher_memory_security": "0",
}


def make(path: Path, key: str = KEY) -> Path:
    opened = create_database(path, key, fill=_table)
    opened.close()
    return path


def make_plaintext(path: Path) -> Path:
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (a)")
    plain.commit()
    plain.close()
    return path


def _table(connection):
    connection.execute("CREATE TABLE t (a TEXT UNIQUE) STRICT")
    connection.execute("INSERT INTO t VALUES ('CONTOH')")


def refusal(path: Path, key: str = KEY, **options) -> str:
    with pytest.raises((MachineError, OperatorError, Defect)) as caught:
        open_database(path, key, **options)
    return caught.value.key


@pytest.fixture
def store(tmp_path):
    return make(tmp_path / "posko.db")


def test_what_was_written_is_read_again(store):
    opened = open_database(store, KEY)

    rows = opened.execute("SELECT a FROM t").fetchall()

    assert rows == [("CONTOH",)]
    opened.close()


@pytest.mark.parametrize("name", SETTINGS)
def test_setting_is_in_force_on_a_reopened_store(store, name):
    opened = open_database(store, KEY)

    found = opened.execute(f"PRAGMA {name}").fetchone()

    assert found == (SETTINGS[name],)
    opened.close()


def test_settings_are_stated_and_not_left_to_the_drivers_defaults():
    stated = {name: expected for name, _, expected in connection.SETTINGS}

    assert stated == {name: value for name, value in SETTINGS.items() if name in stated}
    assert set(SETTINGS) - set(stated) == {"journal_mode", "locking_mode", "cipher_memory_security"}


def test_old_driver_is_refused(store):
    assert refusal(store, version_floor=(99, 0, 0)) == "store.driver_old"


def test_floor_is_the_release_with_the_last_known_fix():
    require_version((3, 53, 4))
    with pytest.raises(MachineError, match=r"store\.driver_old"):
        require_version((3, 99, 0))


@pytest.mark.parametrize(
    "key", [KEY[:-1], KEY[:63], KEY[:64], KEY[:95], KEY + "a", KEY[:-1] + "g", KEY.upper(), ""]
)
def test_key_that_is_not_96_hex_digits_is_refused(store, key):
    before = store.read_bytes()

    assert refusal(store, key) == "store.key_form"
    assert store.read_bytes() == before


def test_creating_with_63_digits_makes_nothing(tmp_path):
    with pytest.raises(Defect, match=r"store\.key_form"):
        create_database(tmp_path / "posko.db", KEY[:63])

    assert list(tmp_path.iterdir()) == []


def test_missing_file_is_named_and_not_created(tmp_path):
    assert refusal(tmp_path / "posko.db") == "store.missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [0, 1, 16, PAGE - 1])
def test_file_shorter_than_a_page_is_damage(tmp_path, size):
    path = tmp_path / "posko.db"
    path.write_bytes(b"\x5a" * size)

    assert refusal(path) == "store.damaged"
    assert path.stat().st_size == size


def test_plaintext_database_is_named(tmp_path):
    path = make_plaintext(tmp_path / "posko.db")

    assert refusal(path) == "store.plaintext"


def test_file_gone_between_look_and_opening_is_not_created(tmp_path):
    with pytest.raises(MachineError, match=r"store\.no_access"):
        connection._unlock(connection._connect_existing(tmp_path / "posko.db"), KEY)

    assert list(tmp_path.iterdir()) == []


def test_store_of_another_key_is_foreign(tmp_path):
    path = make(tmp_path / "posko.db", OTHER_KEY)
    before = path.read_bytes()

    assert refusal(path) == "store.foreign"
    assert path.read_bytes() == before


def test_damaged_first_page_of_our_own_store_is_damage(store):
    content = bytearray(store.read_bytes())
    content[100] ^= 1
    store.write_bytes(content)

    assert refusal(store) == "store.damaged"


def test_wrong_key_with_the_right_salt_does_not_open(store):
    assert refusal(store, SAME_SALT_OTHER_KEY) == "store.damaged"


def test_odd_names_are_a_file_and_not_a_query(tmp_path):
    path = make(tmp_path / "po sko?mode=ro#%41.db")

    open_database(path, KEY).close()

    assert sorted(item.name for item in tmp_path.iterdir()) == [path.name]


def test_database_is_readable_by_its_owner_only(store):
    assert store.stat().st_mode & 0o077 == 0


def test_no_shared_memory_file_appears(store):
    opened = open_database(store, KEY)
    opened.execute("INSERT INTO t VALUES ('CONTOH DUA')")

    names = sorted(item.name for item in store.parent.iterdir())

    assert names == ["posko.db", "posko.db-wal"]
    opened.close()


def test_nothing_is_printed_when_the_key_is_wrong(tmp_path, capfd):
    path = make(tmp_path / "posko.db", OTHER_KEY)

    refusal(path)

    assert capfd.readouterr() == ("", "")


SECOND = """
import sys, pathlib
from posko_app.errors import PoskoError
from posko_app.store.connection import open_database
try:
    open_database(pathlib.Path(sys.argv[1]), sys.argv[2])
except PoskoError as error:
    print(type(error).__name__, error.key)
else:
    print("opened")
"""


def in_another_process(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() + done.stderr.strip()


def test_second_process_is_refused_while_the_first_has_it_open(store):
    opened = open_database(store, KEY)

    answer = in_another_process(SECOND, str(store), KEY)

    assert answer == "OperatorError store.second_instance"
    opened.close()
    assert in_another_process(SECOND, str(store), KEY) == "opened"


def test_failed_opening_lets_go_of_the_file(store):
    refusal(store, SAME_SALT_OTHER_KEY)

    assert in_another_process(SECOND, str(store), KEY) == "opened"


LATE = "import sqlite_utils, posko_app.store.connection"
EARLY = """
import posko_app.store.connection as ours
import sqlite_utils.utils
print(sqlite_utils.utils.OperationalError is ours.OperationalError)
"""


def test_sqlite_utils_catches_this_drivers_errors():
    assert in_another_process(EARLY) == "True"


def test_sqlite_utils_imported_too_early_is_our_defect():
    assert "Defect: store.driver_late" in in_another_process(LATE)


def test_existing_store_is_never_created_over(store):
    before = store.read_bytes()

    with pytest.raises(MachineError, match=r"store\.exists"):
        create_database(store, KEY)

    assert store.read_bytes() == before


def test_log_left_without_its_database_is_not_taken_up_by_a_new_one(tmp_path):
    (tmp_path / "posko.db-wal").write_bytes(b"left")

    with pytest.raises(MachineError, match=r"store\.exists"):
        create_database(tmp_path / "posko.db", KEY)


def test_creation_that_fails_leaves_no_store(tmp_path):
    path = tmp_path / "posko.db"

    def half(connection):
        _table(connection)
        raise MachineError("store.disk_full")

    with pytest.raises(MachineError, match=r"store\.disk_full"):
        create_database(path, KEY, fill=half)

    assert not path.exists()
    assert refusal(path) == "store.missing"
    assert make(path) == path


def test_creation_left_by_a_power_cut_is_begun_anew(tmp_path):
    for suffix in (".new", ".new-wal", ".new-journal"):
        (tmp_path / f"posko.db{suffix}").write_bytes(b"half" * 4096)

    make(tmp_path / "posko.db")

    assert check_integrity(tmp_path / "posko.db", KEY, full=True) == ()
    assert [item.name for item in tmp_path.iterdir()] == ["posko.db"]


def test_new_database_stands_whole_in_one_file(tmp_path):
    path = tmp_path / "posko.db"
    seen: list[list[str]] = []

    def fill(connection):
        _table(connection)
        seen.append([item.name for item in tmp_path.iterdir() if item.name == "posko.db"])

    opened = create_database(path, KEY, fill=fill)

    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    opened.close()
    again = open_database(copy, KEY)
    assert seen == [[]]
    assert again.execute("SELECT a FROM t").fetchall() == [("CONTOH",)]
    again.close()


def test_driver_without_encryption_never_gets_as_far_as_the_name(tmp_path):
    path = tmp_path / "posko.db"

    def unencrypted(_connection):
        (tmp_path / "posko.db.new").unlink()
        make_plaintext(tmp_path / "posko.db.new")

    with pytest.raises(MachineError, match=r"store\.plaintext"):
        create_database(path, KEY, fill=unencrypted)

    assert not path.exists()


def test_full_disk_is_named_and_earlier_rows_stay(store):
    opened = open_database(store, KEY)
    opened.execute("PRAGMA max_page_count = 3")

    with pytest.raises(MachineError, match=r"store\.disk_full"), translated():
        opened.execute("INSERT INTO t VALUES (?)", ("x" * 100_000,))

    assert opened.execute("SELECT a FROM t").fetchall() == [("CONTOH",)]
    opened.close()


FILE_LIMIT = """
import pathlib, resource, signal, sys
from posko_app.errors import PoskoError
from posko_app.store.connection import open_database, translated
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
opened = open_database(pathlib.Path(sys.argv[1]), sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    with translated():
        opened.execute("INSERT INTO t VALUES (?)", ("x" * 200_000,))
except PoskoError as error:
    print(type(error).__name__, error.key)
"""


CREATION_LIMIT = """
import pathlib, resource, signal, sys
from posko_app.errors import PoskoError
from posko_app.store.connection import create_database
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
def fill(connection):
    connection.execute("CREATE TABLE t (a)")
    connection.execute("INSERT INTO t VALUES (?)", ("x" * 200_000,))
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    create_database(pathlib.Path(sys.argv[1]), sys.argv[2], fill=fill)
except PoskoError as error:
    print(type(error).__name__, error.key)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file-size limits are POSIX")
def test_creation_whose_last_step_fails_gets_no_name(tmp_path):
    """What closing would try as well, but say nothing about."""
    path = tmp_path / "posko.db"

    answer = in_another_process(CREATION_LIMIT, str(path), KEY)

    assert answer == "MachineError store.disk_error"
    assert not path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="file-size limits are POSIX")
def test_failing_disk_is_named(store):
    assert in_another_process(FILE_LIMIT, str(store), KEY) == "MachineError store.disk_error"


def test_directory_in_the_databases_place_is_named(tmp_path):
    (tmp_path / "posko.db").mkdir()

    assert refusal(tmp_path / "posko.db") == "store.no_access"


def test_broken_constraint_and_wrong_statement_stay_the_callers(store):
    opened = open_database(store, KEY)

    with pytest.raises(IntegrityError), translated():
        opened.execute("INSERT INTO t VALUES ('CONTOH')")

    opened.close()


def test_translated_error_carries_nothing_of_the_statement(store):
    opened = open_database(store, KEY)
    opened.execute("PRAGMA max_page_count = 3")

    with pytest.raises(MachineError) as caught, translated():
        opened.execute("INSERT INTO t VALUES (?)", ("CONTOH RAHASIA" * 10_000,))

    assert str(caught.value) == "store.disk_full"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    opened.close()


def test_replace_does_not_slip_past_an_append_only_trigger(store):
    opened = open_database(store, KEY)
    opened.execute(
        "CREATE TRIGGER kept BEFORE DELETE ON t BEGIN SELECT raise(ABORT, 'append only'); END"
    )

    with pytest.raises(IntegrityError, match="append only"):
        opened.execute("INSERT OR REPLACE INTO t VALUES ('CONTOH')")

    opened.close()
