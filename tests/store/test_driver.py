"""The driver: its place in front of sqlite_utils, and its errors in our words."""

import sys

import pytest

from posko_app.errors import MachineError
from posko_app.store.connection import IntegrityError, open_database, translated
from tests.support.databases import KEY, in_another_process, make


@pytest.fixture
def store(tmp_path):
    return make(tmp_path / "posko.db")


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


@pytest.mark.skipif(sys.platform == "win32", reason="file-size limits are POSIX")
def test_failing_disk_is_named(store):
    assert in_another_process(FILE_LIMIT, str(store), KEY) == "MachineError store.disk_error"


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
