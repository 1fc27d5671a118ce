"""One test per guard of the opening sequence; each fails when its guard is taken out."""

from pathlib import Path

import pytest

from posko_app.errors import Defect, MachineError, OperatorError
from posko_app.store import connection
from posko_app.store.connection import open_database
from posko_app.store.driver import require_version
from tests.support.databases import KEY, in_another_process, make, make_plaintext

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


def test_second_process_is_refused_while_the_first_has_it_open(store):
    opened = open_database(store, KEY)

    answer = in_another_process(SECOND, str(store), KEY)

    assert answer == "OperatorError store.second_instance"
    opened.close()
    assert in_another_process(SECOND, str(store), KEY) == "opened"


def test_failed_opening_lets_go_of_the_file(store):
    refusal(store, SAME_SALT_OTHER_KEY)

    assert in_another_process(SECOND, str(store), KEY) == "opened"


def test_directory_in_the_databases_place_is_named(tmp_path):
    (tmp_path / "posko.db").mkdir()

    assert refusal(tmp_path / "posko.db") == "store.no_access"
