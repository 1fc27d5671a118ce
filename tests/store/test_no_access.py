"""Files another account may not open are named as that, not as damage or a failing disk."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from posko_app.errors import MachineError
from posko_app.store.connection import create_database, open_database
from posko_app.store.keyfile_disk import has_key_file, read_key_file

NOBODY = 65534
HEX = "ab" * 48

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such accounts")


@pytest.fixture
def folder():
    """A folder outside pytest's own, which other accounts may not enter."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


def key_for_another_account(action: Callable[[], object]) -> str:
    """Run in a child without root's rights over every file; give the error's key."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        key = "none"
        try:
            if os.geteuid() == 0:
                os.setuid(NOBODY)
            action()
        except MachineError as error:
            key = error.key
        finally:
            os.write(writing, key.encode())
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as told:
        return told.read()


def test_a_database_that_may_not_be_written(folder):
    path = folder / "posko.db"
    create_database(path, HEX).close()
    path.chmod(0o444)

    assert key_for_another_account(lambda: open_database(path, HEX)) == "store.no_access"


def test_key_files_that_may_not_be_read(folder):
    (folder / "keys.json").write_bytes(b"x")
    (folder / "keys.json").chmod(0o000)

    assert key_for_another_account(lambda: read_key_file(folder)) == "store.no_access"


def test_a_folder_that_may_not_be_entered(folder):
    folder.chmod(0o000)

    assert key_for_another_account(lambda: has_key_file(folder)) == "store.no_access"


def test_the_same_files_with_rights_are_damage(folder):
    (folder / "keys.json").write_bytes(b"x")
    (folder / "keys.json").chmod(0o644)

    assert key_for_another_account(lambda: read_key_file(folder)) == "vault.key_file_damaged"
