"""The SQLCipher driver: the only importer of `sqlcipher3`, its types, and its errors in our words.

`sqlite_utils` catches the errors of `pysqlite3` when that module exists, so the driver is
registered under that name before `sqlite_utils` is imported for the first time; otherwise its
`except OperationalError` never fires. Whoever needs `sqlite_utils` imports this module first.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlcipher3
from sqlcipher3 import dbapi2

from posko_app.errors import Defect, MachineError, OperatorError, PoskoError

if TYPE_CHECKING:  # the driver has no types; its interface is the standard library's
    from sqlite3 import Connection, Cursor, Error, IntegrityError, OperationalError
else:
    from sqlcipher3.dbapi2 import Connection, Cursor, Error, IntegrityError, OperationalError

__all__ = [
    "Connection",
    "Cursor",
    "Error",
    "IntegrityError",
    "OperationalError",
    "connect",
    "require_version",
    "translated",
]

# 3.51.3 mends the WAL reset, 3.53.3 two FTS5 faults, 3.53.4 the damage by ATTACH
VERSION_FLOOR = (3, 53, 4)
PRIMARY_CODE = 0xFF  # an extended result code carries the primary one in its low byte
OUR_WORDS: Mapping[int, tuple[type[PoskoError], str]] = {
    3: (MachineError, "store.no_access"),  # SQLITE_PERM
    5: (OperatorError, "store.second_instance"),  # SQLITE_BUSY
    6: (OperatorError, "store.second_instance"),  # SQLITE_LOCKED
    8: (MachineError, "store.no_access"),  # SQLITE_READONLY
    10: (MachineError, "store.disk_error"),  # SQLITE_IOERR
    11: (MachineError, "store.damaged"),  # SQLITE_CORRUPT
    13: (MachineError, "store.disk_full"),  # SQLITE_FULL
    14: (MachineError, "store.no_access"),  # SQLITE_CANTOPEN
    15: (OperatorError, "store.second_instance"),  # SQLITE_PROTOCOL
    26: (MachineError, "store.damaged"),  # SQLITE_NOTADB
}


def _register() -> None:
    if "sqlite_utils" in sys.modules and sys.modules.get("pysqlite3") is not sqlcipher3:
        raise Defect("store.driver_late")
    sys.modules["pysqlite3"] = sqlcipher3
    sys.modules["pysqlite3.dbapi2"] = dbapi2


_register()


def require_version(floor: tuple[int, int, int] = VERSION_FLOOR) -> None:
    """Refuse an SQLite with faults that are known to damage a store.

    Raises:
        MachineError: `store.driver_old`.
    """
    if tuple(dbapi2.sqlite_version_info) < floor:
        raise MachineError("store.driver_old")


def connect(uri: str, *, timeout_s: float) -> Connection:
    """Connect without implicit transactions; the caller sets the key before anything else."""
    connection: Connection = dbapi2.connect(uri, uri=True, isolation_level=None, timeout=timeout_s)
    return connection


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the driver says about disk, lock and damage into our errors.

    A broken constraint and a wrong statement pass unchanged: they are our own doing, and the
    caller may count on the first.

    Raises:
        OperatorError: `store.second_instance`.
        MachineError: `store.disk_full`, `store.disk_error`, `store.no_access`, `store.damaged`.
    """
    try:
        yield
    except Error as error:
        found = OUR_WORDS.get(getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE)
        if found is None:
            raise
        family, key = found
        raise family(key) from None  # the driver's text may quote a statement
