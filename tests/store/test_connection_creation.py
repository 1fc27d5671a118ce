"""Making a database: complete under its name, or not there at all."""

import sys

import pytest

from posko_app.errors import Defect, MachineError
from posko_app.store.connection import check_integrity, create_database, open_database
from tests.support.databases import KEY, add_table, in_another_process, make, make_plaintext


@pytest.fixture
def store(tmp_path):
    return make(tmp_path / "posko.db")


def test_creating_with_63_digits_makes_nothing(tmp_path):
    with pytest.raises(Defect, match=r"store\.key_form"):
        create_database(tmp_path / "posko.db", KEY[:63])

    assert list(tmp_path.iterdir()) == []


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
        add_table(connection)
        raise MachineError("store.disk_full")

    with pytest.raises(MachineError, match=r"store\.disk_full"):
        create_database(path, KEY, fill=half)

    assert not path.exists()
    with pytest.raises(MachineError, match=r"store\.missing"):
        open_database(path, KEY)
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
        add_table(connection)
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
