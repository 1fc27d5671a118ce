"""The opening sequence of the encrypted database: every guard between a file and a connection.

Nothing here may run on a file that this process already has open: opening and closing a second
descriptor would drop the first one's lock.

Basis: SRC-SQLCIPHER, SRC-SQLITE-CORRUPT.
"""

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from posko_app.errors import Defect, MachineError
from posko_app.store.driver import (
    VERSION_FLOOR,
    Connection,
    Cursor,
    Error,
    IntegrityError,
    OperationalError,
    connect,
    require_version,
    translated,
)
from posko_app.system import create_private, fsync_directory, replace_file

__all__ = [
    "Connection",
    "Cursor",
    "Error",
    "IntegrityError",
    "OperationalError",
    "check_integrity",
    "create_database",
    "open_database",
    "translated",
]

KEY_DIGITS = 96  # 32 bytes of key, 16 of salt; 63 digits would silently become a passphrase
SALT_BYTES = 16
PAGE_BYTES = 4096
PLAINTEXT_HEADER = b"SQLite format 3\x00"
APPLICATION_ID = 0x706F736B  # "posk"
LOCK_TIMEOUT_S = 1.0
SIDE_FILES = ("-wal", "-journal", "-shm")

# name, value to set, value to read back
SETTINGS = (
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),  # else INSERT OR REPLACE slips past append-only triggers
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("fullfsync", "ON", 1),  # acts on macOS only, harmless elsewhere
    ("checkpoint_fullfsync", "ON", 1),
)

Fill = Callable[[Connection], None]


def open_database(
    path: Path, hex96: str, *, version_floor: tuple[int, int, int] = VERSION_FLOOR
) -> Connection:
    """Open an existing database on the calling thread, for this process alone.

    Args:
        path: the database; its `-wal` beside it is taken up.
        hex96: raw key and salt as 96 lower-case hexadecimal digits.
        version_floor: the oldest SQLite that is let near the file.

    Raises:
        MachineError: `store.driver_old`, `store.missing`, `store.plaintext`, `store.foreign`
            (another store's key), `store.damaged`, `store.disk_error`, `store.no_access`.
        OperatorError: `store.second_instance`.
        Defect: `store.key_form`, `store.setting`.
    """
    require_version(version_floor)
    _require_key_form(hex96)
    salt = _first_bytes(path)
    with ExitStack() as on_failure:
        connection = _connect_existing(path)
        on_failure.callback(connection.close)
        try:
            _unlock(connection, hex96)
        except MachineError as error:
            if error.key == "store.damaged" and salt.hex() != hex96[-2 * SALT_BYTES :]:
                raise MachineError("store.foreign") from None
            raise
        with translated():
            _apply_settings(connection)
        on_failure.pop_all()
    return connection


def create_database(path: Path, hex96: str, *, fill: Fill | None = None) -> Connection:
    """Make a database that stands under its name only when it is complete, and open it.

    It is built under a temporary name; a power cut before the rename leaves `path` absent, and
    the next try begins anew.

    Args:
        path: where it shall stand; nothing may be there.
        hex96: raw key and salt as 96 lower-case hexadecimal digits.
        fill: makes schema and first rows, in its own transactions, before the rename.

    Raises:
        MachineError: `store.exists`, `store.disk_full`, `store.plaintext` and those of opening.
        Defect: `store.key_form`, `store.setting`, `store.not_checkpointed`.
    """
    require_version()
    _require_key_form(hex96)
    if any(_beside(path, suffix).exists() for suffix in ("", *SIDE_FILES)):
        raise MachineError("store.exists")
    temporary = _beside(path, ".new")
    for suffix in ("", *SIDE_FILES):
        _beside(temporary, suffix).unlink(missing_ok=True)
    os.close(create_private(temporary))
    _build(temporary, hex96, fill)
    _first_bytes(temporary)  # a driver without encryption must not get as far as the name
    replace_file(temporary, path)
    fsync_directory(path.parent)
    return open_database(path, hex96)


def check_integrity(path: Path, hex96: str, *, full: bool) -> tuple[str, ...]:
    """Check every page's seal, and with `full` the tree too; give what was found, none if sound.

    Runs on fresh connections of its own, before the working one is opened: after one bad page a
    connection reports many.

    Raises:
        As `open_database`; damage of the first page is `store.damaged` or `store.foreign`.
    """
    found = _check_rows(path, hex96, "cipher_integrity_check")
    if full and not found:
        found = _check_rows(path, hex96, "integrity_check")
        found += _check_rows(path, hex96, "foreign_key_check")
    return tuple(found)


def _check_rows(path: Path, hex96: str, pragma: str) -> list[str]:
    with ExitStack() as afterwards:
        connection = open_database(path, hex96)
        afterwards.callback(connection.close)
        with translated():
            # the page check reads the file itself, which lags behind a log left by a power cut
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            rows = connection.execute(f"PRAGMA {pragma}").fetchall()
    return [" ".join(map(str, row)) for row in rows if row != ("ok",)]


def _require_key_form(hex96: str) -> None:
    if len(hex96) != KEY_DIGITS or not set(hex96) <= set("0123456789abcdef"):
        raise Defect("store.key_form")


def _first_bytes(path: Path) -> bytes:
    """Refuse what would open with any key, or what is not encrypted; give the file's salt."""
    if not path.exists():
        raise MachineError("store.missing")
    if not os.access(path, os.W_OK):  # the driver would call it a failing disk
        raise MachineError("store.no_access")
    try:
        with path.open("rb") as file:
            first = file.read(PAGE_BYTES)
    except OSError:
        raise MachineError("store.no_access") from None
    if first.startswith(PLAINTEXT_HEADER):
        raise MachineError("store.plaintext")
    if len(first) < PAGE_BYTES:
        raise MachineError("store.damaged")
    return first[:SALT_BYTES]


def _connect_existing(path: Path) -> Connection:
    with translated():  # mode=rw never creates
        return connect(f"{path.absolute().as_uri()}?mode=rw", timeout_s=LOCK_TIMEOUT_S)


def _unlock(connection: Connection, hex96: str) -> None:
    """Set the key, take the file for this process, and prove the key by reading."""
    with translated():
        connection.execute("PRAGMA cipher_log_level = NONE")  # else it writes to stderr
        connection.execute(f"PRAGMA key = \"x'{hex96}'\"")
        # before the first read: so no -shm file appears and no second process gets in
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _apply_settings(connection: Connection) -> None:
    journal = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if journal != ("wal",):
        raise Defect("store.setting", name="journal_mode")
    for name, value, expected in SETTINGS:
        connection.execute(f"PRAGMA {name} = {value}")
        if connection.execute(f"PRAGMA {name}").fetchone() != (expected,):
            raise Defect("store.setting", name=name)


def _build(temporary: Path, hex96: str, fill: Fill | None) -> None:
    with ExitStack() as afterwards:
        connection = _connect_existing(temporary)
        afterwards.callback(connection.close)
        _unlock(connection, hex96)
        with translated():
            _apply_settings(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        if fill is not None:
            fill(connection)
        with translated():  # closing would do this too, but keep silent when it fails
            state = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if state != (0, 0, 0):
            raise Defect("store.not_checkpointed")


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
