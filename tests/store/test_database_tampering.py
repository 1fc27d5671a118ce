"""Bits, bytes and pages of the encrypted file changed by somebody else: each is found.

`POSKO_BIT_FLIPS` raises the number of flips for a soak; the seed is printed.
"""

import os
import random
import sqlite3  # the negative control: a file without seals
from pathlib import Path

import pytest

from posko_app.errors import MachineError
from posko_app.store.connection import check_integrity, create_database, open_database

KEY = "a1" * 32 + "5a" * 16
FLIPS = int(os.environ.get("POSKO_BIT_FLIPS", "4096"))
SEED = int(os.environ.get("POSKO_SEED", "20261124"))
UNSEALED_BYTES = 16  # they hold the salt, which a 96-digit key brings along
FRAME_BYTES = 24 + 4096  # in the log: page number first, the page last
ROWS = [(f"CONTOH NAMA {n}", "x" * (n % 700)) for n in range(300)]


def fill(connection):
    connection.execute("CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT NOT NULL)")
    connection.executemany("INSERT INTO t VALUES (?, ?)", ROWS)


@pytest.fixture
def store(tmp_path) -> Path:
    path = tmp_path / "posko.db"
    create_database(path, KEY, fill=fill).close()
    return path


def is_found(path: Path) -> bool:
    try:
        return check_integrity(path, KEY, full=False) != ()
    except MachineError as error:
        return error.key in ("store.damaged", "store.foreign")


def flip_and_restore(path: Path, position: int, bit: int, check) -> bool:
    with path.open("r+b") as file:
        file.seek(position)
        was = file.read(1)[0]
        file.seek(position)
        file.write(bytes([was ^ 1 << bit]))
    try:
        return check(path)
    finally:
        with path.open("r+b") as file:
            file.seek(position)
            file.write(bytes([was]))


def missed(path: Path, check, *, rounds: int) -> int:
    chosen = random.Random(SEED)
    size = path.stat().st_size
    return sum(
        not flip_and_restore(
            path, chosen.randrange(UNSEALED_BYTES, size), chosen.randrange(8), check
        )
        for _ in range(rounds)
    )


def test_every_flipped_bit_is_found(store):
    print(f"flips={FLIPS} seed={SEED} bytes={store.stat().st_size}")

    assert missed(store, is_found, rounds=FLIPS) == 0
    assert check_integrity(store, KEY, full=True) == ()


def plain_is_found(path: Path) -> bool:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
    except sqlite3.DatabaseError:
        return True
    finally:
        connection.close()


def test_control_a_file_without_seals_misses_flips(tmp_path):
    path = tmp_path / "plain.db"
    connection = sqlite3.connect(path)
    fill(connection)
    connection.commit()
    connection.close()

    assert missed(path, plain_is_found, rounds=256) > 64


def test_control_opening_alone_does_not_see_a_bit_in_a_later_page(store):
    """So the page check is what finds it, and a test that only opened would prove nothing."""

    def opening_finds(path):
        try:
            open_database(path, KEY).close()
        except MachineError:
            return True
        return False

    assert not flip_and_restore(store, store.stat().st_size - 100, 0, opening_finds)
    assert flip_and_restore(store, store.stat().st_size - 100, 0, is_found)


@pytest.mark.parametrize("cut", [1, 16, 4095, 4096, 8192, "half", "all but one page", "all"])
def test_truncation_is_found(store, cut):
    size = store.stat().st_size
    left = {"half": size // 2, "all but one page": 4096, "all": 0}.get(cut)
    os.truncate(store, size - cut if left is None else left)

    assert is_found(store)


@pytest.mark.parametrize("junk", [b"\0", b"x" * 4096, b"\0" * 4096])
def test_appended_junk_is_found(store, junk):
    with store.open("ab") as file:
        file.write(junk)

    assert is_found(store)


def test_two_pages_swapped_are_found(store):
    content = bytearray(store.read_bytes())
    content[4096:8192], content[8192:12288] = content[8192:12288], content[4096:8192]
    store.write_bytes(content)

    assert is_found(store)


def test_page_of_another_store_is_found(store, tmp_path):
    other = tmp_path / "other.db"
    create_database(other, "c3" * 48, fill=fill).close()
    content = bytearray(store.read_bytes())
    content[4096:8192] = other.read_bytes()[4096:8192]
    store.write_bytes(content)

    assert is_found(store)


def test_broken_reference_is_found_by_the_full_check_only(tmp_path):
    path = tmp_path / "posko.db"

    def orphan(connection):
        connection.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE child (p INTEGER REFERENCES parent (id))")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("INSERT INTO child VALUES (7)")

    create_database(path, KEY, fill=orphan).close()

    assert check_integrity(path, KEY, full=False) == ()
    assert check_integrity(path, KEY, full=True) == ("child 1 parent 0",)


def test_index_that_lost_a_row_is_found_by_the_full_check(tmp_path):
    path = tmp_path / "posko.db"

    def short_index(connection):
        connection.execute("CREATE TABLE t (a TEXT)")
        connection.execute("CREATE INDEX i ON t (a) WHERE a <> 'CONTOH'")
        connection.execute("INSERT INTO t VALUES ('CONTOH')")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t (a)' WHERE name = 'i'"
        )

    create_database(path, KEY, fill=short_index).close()

    assert check_integrity(path, KEY, full=True) != ()


def test_changes_still_in_the_log_after_a_power_cut_are_no_damage(store, tmp_path):
    connection = open_database(store, KEY)
    connection.execute("INSERT INTO t VALUES ('CONTOH BARU', '')")
    copy = tmp_path / "cut.db"
    copy.write_bytes(store.read_bytes())
    (tmp_path / "cut.db-wal").write_bytes((tmp_path / "posko.db-wal").read_bytes())
    connection.close()

    assert check_integrity(copy, KEY, full=True) == ()
    again = open_database(copy, KEY)
    assert again.execute("SELECT count(*) FROM t").fetchone() == (301,)
    again.close()


def test_page_half_written_by_a_cut_checkpoint_is_mended_from_the_log_first(store, tmp_path):
    opened = open_database(store, KEY)
    opened.execute("UPDATE t SET b = 'CONTOH BARU'")
    log = (tmp_path / "posko.db-wal").read_bytes()
    page = max(int.from_bytes(log[at : at + 4], "big") for at in range(32, len(log), FRAME_BYTES))
    content = bytearray(store.read_bytes())
    content[(page - 1) * 4096 + 2000 : page * 4096] = bytes(2096)
    copy = tmp_path / "cut.db"
    copy.write_bytes(content)
    opened.close()

    assert is_found(copy)

    copy.write_bytes(content)
    (tmp_path / "cut.db-wal").write_bytes(log)
    assert check_integrity(copy, KEY, full=False) == ()
