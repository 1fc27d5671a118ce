"""Moves a centre from its SQLite file into PostgreSQL, and proves that both say the same.

The rows go through a sealed temporary file, so memory does not grow with the database and nothing
readable is left on the disk. Only when every table's rows and every recomputed root agree does
the old file get another name, so that nobody serves it again by mistake.
"""

import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.db import connections

from sync.protocol.merkle import EMPTY
from sync.server.models import Entry, Feed, Position
from sync.server.opening import note_moved
from sync.server.refusal import OperationRefused
from sync.server.sealed_stream import KEY_BYTES, SealedWriter, read_sealed
from sync.server.settings import DATABASE_FILE
from sync.server.snapshot import snapshot
from sync.server.table_stream import TableState, is_empty, load_tables, read_tables, states_of

LENGTH_BYTES = 4
BOUND = b"posko/move/v1"
PAGE = 2000
Roots = Mapping[str, str]  # feed -> root recomputed from all its leaves, 64 hex


@dataclass(frozen=True, slots=True)
class Spooled:
    """The tables of a database as they were in one moment, in a temporary file."""

    data_dir: Path
    file: BinaryIO
    key: bytes = field(repr=False)
    states: Mapping[str, TableState]
    roots: Roots

    def frames(self) -> Iterator[bytes]:
        """Give the frames from the start."""
        self.file.seek(0)
        buffer = bytearray()
        for chunk in read_sealed(self.file, self.key, bound=BOUND):
            buffer += chunk
            while len(buffer) >= LENGTH_BYTES:
                end = LENGTH_BYTES + int.from_bytes(buffer[:LENGTH_BYTES], "big")
                if len(buffer) < end:
                    break
                yield bytes(buffer[LENGTH_BYTES:end])
                del buffer[:end]

    def leave_source(self) -> None:
        """Give the old file another name: what comes now goes into the new database."""
        connections.close_all()
        note_moved(self.data_dir)
        for name in (DATABASE_FILE, f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm"):
            path = self.data_dir / name
            if path.exists():
                path.rename(path.with_name(f"moved-{name}"))


@dataclass(frozen=True, slots=True)
class Moved:
    """What is in the new database, as counted there."""

    entries: int
    rows: int
    roots: Roots


@contextmanager
def spool_tables(data_dir: Path) -> Iterator[Spooled]:
    """Read the database that Django is set up for into a temporary file."""
    key = secrets.token_bytes(KEY_BYTES)
    with tempfile.TemporaryFile(dir=data_dir) as file:
        writer = SealedWriter(file, key, BOUND)
        with snapshot():
            states = states_of(_written(writer))
            roots = recomputed_roots()
        writer.close()
        yield Spooled(data_dir, file, key, states, roots)


def move_into(spooled: Spooled) -> Moved:
    """Load what was spooled into the database that Django is set up for now, and compare.

    Raises:
        OperationRefused: `move.not_empty`; `move.differs`, and the target is of no use then.
    """
    if not is_empty():
        raise OperationRefused("move.not_empty")
    rows = load_tables(spooled.frames())
    with snapshot():
        states, roots = states_of(read_tables()), recomputed_roots()
    for table, state in spooled.states.items():
        if states.get(table) != state:
            raise OperationRefused("move.differs", what=table)
    if roots != spooled.roots:
        raise OperationRefused("move.differs", what="root")
    return Moved(Entry.objects.count(), rows, roots)


def recomputed_roots() -> Roots:
    """Compute each feed's root from its leaves; call it inside a snapshot."""
    return {feed.id: _root(feed) for feed in Feed.objects.order_by("id")}


def _root(feed: Feed) -> str:
    kept = Position.objects.filter(feed_id=feed.id, generation=feed.generation)
    frontier, after = EMPTY, 0
    while page := list(
        kept.filter(position__gt=after).order_by("position").values_list("position", "leaf")[:PAGE]
    ):
        for _, leaf in page:
            frontier = frontier.append(bytes(leaf))
        after = page[-1][0]
    return frontier.root().hex()


def _written(writer: SealedWriter) -> Iterator[bytes]:
    for frame in read_tables():
        writer.write(len(frame).to_bytes(LENGTH_BYTES, "big") + frame)
        yield frame
