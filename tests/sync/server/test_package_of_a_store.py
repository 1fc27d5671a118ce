"""Packages between real stores and a real centre: no line at all, and nothing is lost."""

import hashlib
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from posko_app.domain.records import ListQuery
from posko_app.store.store import Store
from posko_app.store.sync_journal import StoreJournal
from sync.device.bundle import read_answer, write_package
from sync.device.ports import AlarmCode, CentreLink
from sync.protocol.entry import Kind
from sync.protocol.messages import EnrolRequest
from tests.support.stores import Desk, correction, erasure, found_desk, save, screening
from tests.sync.device.little_centre import wire_of
from tests.sync.server.people_at_posts import NOW, TRAINING, make_code

pytestmark = pytest.mark.sync


@dataclass
class Laptop:
    desk: Desk
    store: Store
    journal: StoreJournal

    def screened(self) -> list[tuple[str, str]]:
        found = self.store.read(lambda unit: unit.list_screenings(ListQuery())).result()
        return sorted((row.subject, row.officer) for row in found.rows)


class Carrier:
    """Takes packages from a laptop to the centre and back, an hour each time."""

    def __init__(self, centre):
        self.centre, self.now = centre, NOW

    def __call__(self, laptop: Laptop):
        from sync.server.package import answer_package

        self.now += timedelta(hours=1)
        package, _ = write_package(laptop.journal, clock=lambda: NOW, program="uji")
        answer = answer_package(self.centre, package, self.now)
        return read_answer(laptop.journal, answer, clock=lambda: self.now)


@pytest.fixture
def centre(centre_db):
    from sync.server.centre import open_centre

    return open_centre(centre_db.data_dir, deployment=TRAINING)


@pytest.fixture
def carry(centre):
    return Carrier(centre)


@pytest.fixture
def laptops(centre, tmp_path):
    made = [laptop_of(centre, tmp_path, name) for name in ("satu", "dua")]
    yield made
    for laptop in made:
        laptop.store.close()


def laptop_of(centre, tmp_path, name) -> Laptop:
    from sync.server.enrol import enrol

    desk = found_desk(
        tmp_path / name,
        clock=lambda: NOW,
        random_bytes=random.Random(name).randbytes,
        officer=f"CONTOH PETUGAS {name.upper()}",
    )
    store = desk.open()
    journal = StoreJournal(store)
    secret = hashlib.sha256(name.encode()).digest()[:10]
    make_code("el-tari", secret)
    given = enrol(EnrolRequest(secret, wire_of(journal.newest_device_entry())), centre, NOW)
    journal.set_link(
        CentreLink(
            url="https://pusat.contoh.invalid",
            ca_pem="",
            sign_key=given.sign_key,
            seal_key=given.seal_key,
            lease_secret=given.lease_secret,
            enrolled_at=NOW,
            lease_until=datetime.fromtimestamp(given.lease_until_ms / 1000, UTC),
        )
    )
    return Laptop(desk, store, journal)


def verified(laptop: Laptop) -> tuple[int, int]:
    state = laptop.journal.feed("el-tari")
    return state.size, state.cursor


def record(laptop: Laptop, count: int = 1):
    answers = {"traveller.name": "CONTOH NAMA SATU"}
    return save(laptop.store, *(screening(laptop.desk, answers) for _ in range(count)))


def test_two_stores_hold_the_same_records_by_package_alone(carry, laptops):
    one, two = laptops
    (entry, *_), _ = record(one, 3), record(two, 2)
    save(one.store, correction(one.desk, entry, {"departure.to": "BTH"}))

    reports = [carry(one), carry(two), carry(one)]

    assert [report.alarms for report in reports] == [(), (), ()]
    assert [report.waiting for report in reports] == [0, 0, 0]
    assert one.screened() == two.screened()
    assert len(one.screened()) == 5
    assert verified(one) == verified(two) == (10, 10)


def test_an_erasure_travels_and_nobody_is_accused(carry, laptops):
    one, two = laptops
    (entry,) = record(one)
    carry(one)
    carry(two)

    def task(unit):
        by = unit.append(erasure(one.desk, entry.header.id, "identity"))
        unit.erase(entry.header.id, "identity", by_entry=by.header.id)

    one.store.write(task).result()
    reports = [carry(one), carry(two), carry(two), carry(one)]

    assert [report.alarms for report in reports] == [()] * 4
    (held,) = two.journal.holdings("el-tari", start=3, end=3, limit_bytes=1)
    assert (held.entry.header.id, sorted(held.entry.parts)) == (entry.header.id, ["facts"])


def test_row_an_administrator_deletes_is_found_by_package(carry, laptops, centre):
    from django.db import connection

    from sync.server.models import Part

    one, two = laptops
    record(one, 3)
    carry(one)
    part = Part.objects.filter(name="identity", entry__kind=Kind.SCREENING.value).first()
    with connection.cursor() as cursor:
        for name in triggers_of_parts(cursor, connection.vendor):
            cursor.execute(name)
        cursor.execute(
            "DELETE FROM centre_part WHERE entry_id = %s AND name = 'identity'", [part.entry_id]
        )

    own = carry(one)
    sister = carry(two)

    assert {alarm.code for alarm in own.alarms} == {AlarmCode.DATA_MISSING}
    assert {alarm.code for alarm in sister.alarms} == {AlarmCode.PART_MISSING}
    assert own.alarms[0].detail["entry"] == part.entry_id


def triggers_of_parts(cursor, vendor: str) -> list[str]:
    """What an administrator would say to get rid of the triggers."""
    if vendor == "postgresql":
        return ["ALTER TABLE centre_part DISABLE TRIGGER USER"]
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'centre_part'"
    )
    return [f'DROP TRIGGER "{name}"' for (name,) in cursor.fetchall()]
