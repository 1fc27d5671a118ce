"""The yardstick of a durable save: plain SQLite, same journal, same checkpoint, same bytes."""

import sqlite3
from pathlib import Path

SETTINGS = ("journal_mode = WAL", "synchronous = FULL", "locking_mode = EXCLUSIVE")


class PlainStore:
    """One table of bytes; each insert is as durable as ours."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for setting in SETTINGS:
            self._connection.execute(f"PRAGMA {setting}").fetchone()
        self._connection.execute("CREATE TABLE saved (position INTEGER PRIMARY KEY, bytes BLOB)")

    def save(self, data: bytes) -> None:
        """Insert and checkpoint."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO saved (bytes) VALUES (?)", (data,))
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
