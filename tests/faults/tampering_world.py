"""A centre with laptops of two posts that can be put back to how it stood, act after act."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sync.device.ports import Alarm
from sync.protocol.limits import CHALLENGES
from tests.faults.tampering_acts import FEED, Row, run
from tests.support.centre_databases import DATABASE_FILE, CentreDatabase
from tests.sync.server.lines import Desk, enrolled

SURE = 0.999  # of an act on one record being noticed


@dataclass
class DeskState:
    """What a laptop knew at a moment."""

    kept: object
    own: list[str]
    random: object
    writing: tuple[object, ...]

    @classmethod
    def of(cls, desk: Desk) -> "DeskState":
        journal = desk.journal
        writer = journal.writer
        writing = (writer.seq, writer.prev, writer.epoch, writer.seen)
        return cls(journal.kept.copied(), list(journal.own), journal._random.getstate(), writing)

    def back(self, desk: Desk) -> None:
        journal = desk.journal
        journal.kept, journal.own = self.kept.copied(), list(self.own)
        journal._random.setstate(self.random)
        writer = journal.writer
        writer.seq, writer.prev, writer.epoch, writer.seen = self.writing
        journal.alarms.clear()
        journal.past_alarms.clear()
        journal.reports.clear()


@dataclass
class Moment:
    """How all of it stood; `database` is the file's bytes, or the name of a template."""

    database: bytes | str
    desks: list[DeskState]


@dataclass
class World:
    """The centre of a database, and its laptops; the first two are of one post."""

    database: CentreDatabase
    centre: object
    server: object
    desks: list[Desk] = field(default_factory=list)
    used: list[str] = field(default_factory=list)

    def settle(self, count: int) -> None:
        """Enrol three laptops and let each save and sync until all know all."""
        names = [("laptop satu", FEED), ("laptop dua", FEED), ("laptop tiga", "tenau")]
        self.desks = [
            enrolled(self.centre, name, post=post, seed=at) for at, (name, post) in enumerate(names)
        ]
        for _ in range(2):
            for desk in self.desks:
                desk.journal.record(count // 4)
                desk.sync()
        for desk in self.desks:
            desk.sync()

    @property
    def rows(self) -> list[Row]:
        """Every screening of the first post, where it stands."""
        found = run(
            "SELECT p.position, e.id, e.device FROM centre_position p"
            " JOIN centre_entry e ON e.id = p.entry_id"
            " WHERE p.feed_id = %s AND e.kind = 'screening' ORDER BY p.position",
            FEED,
        )
        return [Row(int(str(at)), str(entry), str(device)) for at, entry, device in found]

    def contacts_for(self, desk: Desk) -> int:
        """Say within how many contacts a laptop asks for any one record, 999 times of 1,000."""
        places = len(desk.journal.kept.places)
        missed = max(1 - CHALLENGES / places, 0)
        return math.ceil(math.log(1 - SURE) / math.log(missed)) if missed else 1

    def moment(self) -> Moment:
        """Remember how all stands."""
        from django.db import connections

        connections.close_all()
        desks = [DeskState.of(desk) for desk in self.desks]
        if not self.database.url:
            path = self.database.data_dir / DATABASE_FILE
            _checkpoint(path)
            return Moment(path.read_bytes(), desks)
        name = self.used[-1] if self.used else self._first_name
        return Moment(self._copied(name, keep=True), desks)

    def back_to(self, moment: Moment, *, desks: bool = True) -> None:
        """Put the database, and the laptops unless told otherwise, back to a moment."""
        from django.db import connections

        from sync.server.configure import configure

        connections.close_all()
        if isinstance(moment.database, bytes):
            path = self.database.data_dir / DATABASE_FILE
            for end in ("-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)
            path.write_bytes(moment.database)
            configure(self.database.data_dir, "")
        else:
            name = self._copied(moment.database)
            configure(self.database.data_dir, self.server.url(name))
        if desks:
            for desk, state in zip(self.desks, moment.desks, strict=True):
                state.back(desk)

    def noticed(self) -> set[Alarm]:
        """Give every alarm that any laptop had, standing or ended."""
        found = []
        for desk in self.desks:
            found += [standing.alarm for standing in desk.journal.standing_alarms()]
            found += desk.journal.past_alarms
        return {(alarm.code, alarm.feed, alarm.position) for alarm in found}

    @property
    def _first_name(self) -> str:
        return self.database.url.partition("@/")[2].partition("?")[0]

    def _copied(self, name: str, *, keep: bool = False) -> str:
        for old in [] if keep else self.used:
            self.server.drop_database(old)
        copy = self.server.copy_database(name)
        if not keep:
            self.used = [copy]
        return copy


@contextmanager
def world_on(database: CentreDatabase, centre: object, server: object) -> Iterator[World]:
    """Give a world on a database, and put the first one in place again at the end."""
    from django.db import connections

    from sync.server.configure import configure

    world = World(database, centre, server)
    yield world
    connections.close_all()
    configure(database.data_dir, database.url)


def _checkpoint(path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
