"""What the status line must not keep to itself: a failed check, a clock turned back."""

from datetime import UTC, datetime, timedelta

from posko_app.services.status import COMPARED_ENTRIES, DISK_LOW, LOW_BYTES, StatusService
from posko_app.store.m0001_first_release import APPEND_ONLY
from posko_app.store.sync_journal import StoreJournal
from tests.services.desks import Clock, make_store, opened, record
from tests.services.fake_centre import link
from tests.support.stores import raw

THIRD = "entry = (SELECT id FROM entries WHERE position = 3)"
TAMPER = (
    "DROP TRIGGER parts_never_updated",
    f"UPDATE parts SET stored = CAST(stored || ' ' AS BLOB) WHERE {THIRD}",
    APPEND_ONLY.format(table="parts", verb="update", event="UPDATE"),
)
MORE_THAN_THE_START_LOOKS_AT = 101


def warnings(desk):
    return desk.status.status().result(timeout=20).warnings


def test_fault_that_the_daily_check_finds_is_said(directory, clock):
    with opened(directory, clock=clock) as desk:
        for _ in range(MORE_THAN_THE_START_LOOKS_AT):
            record(desk, clock, traveller__name="CONTOH")
        for sql in TAMPER:
            raw(desk.screening._store, sql)
    clock.now += timedelta(days=1)

    with opened(directory, clock=clock) as desk:
        assert not desk.integrity.running_check.result(timeout=60).ok
        assert warnings(desk)[0] == "status.check_failed"


def test_sound_check_says_nothing(desk):
    assert desk.integrity.running_check.result(timeout=60).ok
    assert warnings(desk) == ("status.no_escrow",)


def test_clock_behind_the_newest_record_is_said_first_and_stops_nothing(desk, clock):
    record(desk, clock, traveller__name="CONTOH")
    clock.now -= timedelta(minutes=3)

    assert warnings(desk)[0] == desk.status.warnings()[0] == "status.clock_behind"
    record(desk, clock, traveller__name="CONTOH")
    assert desk.integrity.verify().result(timeout=20).ok

    clock.now += timedelta(minutes=2)
    assert "status.clock_behind" not in warnings(desk)


def test_one_wrong_time_in_the_journal_does_not_accuse_the_clock_for_ever(desk, clock):
    right = clock.now
    clock.now += timedelta(days=400)
    record(desk, clock, traveller__name="CONTOH")
    clock.now = right

    record(desk, clock, traveller__name="CONTOH")
    assert warnings(desk)[0] == "status.clock_behind"

    for _ in range(COMPARED_ENTRIES):
        record(desk, clock, traveller__name="CONTOH")
    assert warnings(desk) == ("status.no_escrow",)


def test_a_clock_that_was_mended_is_not_accused_once_the_centre_agrees_with_it(desk, clock):
    journal, right = StoreJournal(desk.screening._store), clock.now
    clock.now += timedelta(days=400)
    record(desk, clock, traveller__name="CONTOH")
    clock.now = right

    journal.set_link(link(last_contact_at=right, clock_offset_ms=3_600_000))
    assert warnings(desk)[0] == "status.clock_behind"

    journal.set_link(link(last_contact_at=right, clock_offset_ms=500))
    assert warnings(desk) == ("status.no_escrow",)

    clock.now += timedelta(hours=1)  # a comparison of an hour ago says nothing of a clock
    assert warnings(desk)[0] == "status.clock_behind"


def test_a_clock_that_was_reset_is_said_in_a_store_that_begins_with_it(tmp_path):
    clock = Clock(datetime(2010, 1, 1, tzinfo=UTC))
    directory = make_store(tmp_path / "data", clock=clock)

    with opened(directory, clock=clock) as desk:
        record(desk, clock, traveller__name="CONTOH")

        assert warnings(desk)[0] == "status.clock_implausible"


def test_a_time_that_cannot_be_read_stops_no_status(desk):
    raw(desk.screening._store, "DROP TRIGGER entries_never_updated")
    raw(desk.screening._store, "UPDATE entries SET recorded_at = 'z' WHERE position = 2")

    assert warnings(desk) == ("status.no_escrow",)


def test_a_disk_that_fills_up_is_said_while_there_is_room_to_save(desk):
    free = [LOW_BYTES, LOW_BYTES - 1, None]
    status = StatusService(desk.screening._store, desk.session, free_bytes=lambda: free.pop(0))

    said = [status.warnings() for _ in range(3)]

    assert [DISK_LOW in warnings for warnings in said] == [False, True, False]
