"""The yardstick of push and pull: decode, verify each signature, insert; one commit a batch.

It checks nothing that would make a log of it: no chain, no parts, no positions, no answer.
"""

import time
import zlib
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.protocol.entry import ENTRY_LABEL
from sync.protocol.messages import PullAnswer, PushRequest, WireEntry

TABLES = (
    "CREATE TABLE entries (position INTEGER PRIMARY KEY, header BLOB, signature BLOB)",
    "CREATE TABLE parts (entry INTEGER, name TEXT, stored BLOB, PRIMARY KEY (entry, name))",
)
ENTRY = "INSERT INTO entries (header, signature) VALUES (?, ?)"
PART = "INSERT INTO parts (entry, name, stored) VALUES (?, ?, ?)"


class BareIntake:
    """Takes batches into a database that somebody else opened with the pragmas of ours."""

    def __init__(self, connection, signer: bytes) -> None:
        self._connection = connection
        self._key = Ed25519PublicKey.from_public_bytes(signer)
        for table in TABLES:
            connection.execute(table)

    def push_ms(self, body: bytes) -> float:
        """Take in what a push brings; give how long it took."""
        begun = time.perf_counter()
        request = msgspec.msgpack.decode(zlib.decompress(body), type=PushRequest)
        self._store(request.entries)
        return (time.perf_counter() - begun) * 1000

    def pull_ms(self, body: bytes) -> float:
        """Take in what an answer to a pull brings; give how long it took."""
        begun = time.perf_counter()
        answer = msgspec.msgpack.decode(zlib.decompress(body), type=PullAnswer)
        self._store([placed.entry for placed in answer.entries])
        return (time.perf_counter() - begun) * 1000

    def _store(self, entries: list[WireEntry]) -> None:
        execute, verify = self._connection.execute, self._key.verify
        execute("BEGIN IMMEDIATE")
        for entry in entries:
            verify(entry.signature, ENTRY_LABEL + entry.header)
            position = execute(ENTRY, (entry.header, entry.signature)).lastrowid
            rows = [(position, name, stored) for name, stored in entry.parts.items()]
            self._connection.executemany(PART, rows)
        execute("COMMIT")


def open_plain(path: Path):
    """Open a file with the pragmas of the centre's."""
    import sqlite3

    from sync.server.settings import PRAGMAS

    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        connection.execute(pragma).fetchone()
    return connection
