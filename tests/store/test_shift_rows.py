"""Shifts, departures and hand-overs: rows that the journal alone decides, on every laptop alike."""

from datetime import date, timedelta

import pytest

from posko_app.store import m0005_shift, migrations
from posko_app.store.connection import Connection
from posko_app.store.journal import NewEntry
from sync.protocol.entry import Kind
from tests.store.test_sixth_schema import back_to_fifth
from tests.support.stores import erasure, has_schema, raw, save, screening
from tests.support.sync_stores import Guest, sync_all

SHIFT = "5" * 32
PERSON = "c" * 32
TODAY = date(2026, 11, 24)
LONG_AGO = date(1970, 1, 1)
FLIGHT = {"kind": "udara", "number": "JT693", "to": "SUB", "departs_on": "2026-11-24"}
OPEN = {"action": "open", "agencies": {"polri": True, "bp3mi": True}, "officers": {PERSON: True}}
TABLES = {
    "shifts": "SELECT subject, on_day, agencies, officers, closed_by, counts FROM shifts",
    "departures": "SELECT entry, shift, on_day, answers, withdrawn FROM departures ORDER BY 1",
    "handovers": "SELECT entry, shift, to_person, cases FROM handovers ORDER BY 1",
}


def back_to_fourth(connection: Connection) -> None:
    """Take the fifth step back, as if this program had never opened the store."""
    back_to_fifth(connection)
    for table in TABLES:
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name > 'm0005'")
    connection.execute("PRAGMA user_version = 4")
    connection.execute("UPDATE meta SET value = '4' WHERE key = 'schema'")


def stated(desk, facts, *, subject=SHIFT, **parts) -> NewEntry:
    return NewEntry(Kind.SHIFT, subject, {"facts": facts, **parts}, desk.officer)


def departure(**changes) -> dict:
    return {"action": "departure", "departure": {**FLIGHT, **changes}}


def a_day(desk, store) -> list:
    """A shift with two flights, one of them withdrawn, a hand-over, and its end."""
    made = save(
        store,
        stated(desk, OPEN),
        stated(desk, departure()),
        stated(desk, departure(number="ID6541")),
    )
    made += save(
        store,
        stated(desk, {"action": "departure_withdrawn", "withdraws": made[1].header.id}),
        stated(
            desk,
            {"action": "handover", "to": PERSON, "cases": {"e" * 32: "draft"}},
            notes={"note": "CONTOH catatan"},
        ),
        stated(desk, {"action": "close", "counts": {"drafts": 1}}),
    )
    return made


def told(store) -> dict[str, list]:
    return {table: raw(store, sql) for table, sql in TABLES.items()}


def sound(store) -> bool:
    return store.verify().result().ok


def test_a_shift_is_read_back_as_it_was_stated(desk, store):
    made = a_day(desk, store)

    (shift,) = store.read(lambda unit: unit.shifts(TODAY - timedelta(days=400))).result()

    assert (shift.subject, shift.agencies, shift.officers) == (SHIFT, ("bp3mi", "polri"), (PERSON,))
    assert [(one.id, one.withdrawn) for one in shift.departures] == [
        (made[1].header.id, True),
        (made[2].header.id, False),
    ]
    assert shift.departures[1].answers == {
        f"departure.{key}": value for key, value in {**FLIGHT, "number": "ID6541"}.items()
    }
    assert [(one.to, one.cases) for one in shift.handovers] == [(PERSON, {"e" * 32: "draft"})]
    assert (shift.closed_by, shift.counts) == (desk.officer.fingerprint, {"drafts": 1})
    assert sound(store)


def test_departures_are_found_by_the_day_they_leave(desk, store):
    save(store, stated(desk, OPEN), stated(desk, departure(departs_on="2026-11-23")))
    save(store, stated(desk, departure(number="JT1")), stated(desk, departure(number="JT2")))

    found = store.read(lambda unit: unit.departures(TODAY)).result()

    assert [one.answers["departure.number"] for one in found] == ["JT1", "JT2"]


@pytest.mark.parametrize(
    "facts",
    [
        {"action": "paused"},
        {"action": 7},
        {},
        {"action": "departure", "departure": ["JT693"]},
        {"action": "departure", "departure": {"number": 693, "to": {"deep": "SUB"}, "x": None}},
        {"action": "handover", "to": 5, "cases": {"e": True, "f": "draft"}},
        {"action": "open", "agencies": ["polri"], "officers": {"a b": True, "c": "ja"}},
        {"action": "close", "counts": {"drafts": True, "held": "3", "waiting": 2}},
    ],
)
def test_what_a_newer_program_states_is_kept_as_far_as_it_is_understood(desk, store, facts):
    save(store, stated(desk, facts))

    assert sound(store)
    assert store.read(lambda unit: unit.shifts(LONG_AGO)).result() is not None


def erase(desk, store, victim, *parts):
    def task(unit):
        by = unit.append(erasure(desk, victim.header.id, *parts))
        for part in parts:
            unit.erase(victim.header.id, part, by_entry=by.header.id)

    store.write(task).result()


def test_an_erased_opening_leaves_what_was_said_in_the_shift(desk, store):
    made = a_day(desk, store)

    erase(desk, store, made[0], "facts")

    (shift,) = store.read(lambda unit: unit.shifts(LONG_AGO)).result()
    assert (shift.opened_at, len(shift.departures)) == (None, 2)
    assert sound(store)


def test_an_erased_withdrawal_lets_the_departure_stand_again(desk, store):
    made = a_day(desk, store)

    erase(desk, store, made[3], "facts")

    assert len(store.read(lambda unit: unit.departures(TODAY)).result()) == 2
    assert sound(store)


def test_a_shift_of_which_everything_is_erased_leaves_no_row(desk, store):
    for entry in a_day(desk, store):
        erase(desk, store, entry, "facts")

    assert told(store) == {"shifts": [], "departures": [], "handovers": []}
    assert sound(store)


TAMPERED = {
    "a shift taken out": "DELETE FROM shifts",
    "a departure taken out": "DELETE FROM departures WHERE position = 4",
    "a hand-over taken out": "DELETE FROM handovers",
    "other offices": "UPDATE shifts SET agencies = 'imigrasi'",
    "closed by nobody": "UPDATE shifts SET closed_at = NULL",
    "another flight": "UPDATE departures SET answers = '{}' WHERE position = 5",
    "another day": "UPDATE departures SET on_day = '2026-11-23' WHERE position = 5",
    "standing again": "UPDATE departures SET withdrawn = 0",
    "given to another": "UPDATE handovers SET to_person = 'x'",
    "of another shift": f"UPDATE departures SET shift = '{'6' * 32}' WHERE position = 5",
    "an invented flight": (
        "INSERT INTO departures (position, entry, shift, on_day, answers, stated_at, signer,"
        f" withdrawn) SELECT 3, entry, '{'6' * 32}', on_day, answers, stated_at, signer, 0"
        " FROM departures WHERE position = 5"
    ),
    "an invented shift": (
        "INSERT INTO shifts (subject, position, on_day, agencies, officers, counts)"
        f" VALUES ('{'7' * 32}', 2, '2026-11-24', '', '', '{{}}')"
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_row_tampered_with_is_found(desk, store, what):
    a_day(desk, store)
    assert sound(store)

    raw(store, TAMPERED[what])

    assert store.verify().result().fault.code == "projection_differs"


@pytest.fixture
def old(desk, store) -> dict[str, list]:
    """A closed store of the fourth schema in which a shift was kept unread; gives its rows."""
    save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))
    a_day(desk, store)
    before = told(store)
    store.read(lambda unit: back_to_fourth(unit.connection)).result()
    store.close()
    return before


def test_the_fourth_schema_is_what_taking_back_leaves(desk, old):
    """Else the other tests would migrate a store that never was."""
    assert has_schema(desk, migrations.STEPS[:4])


def test_a_shift_kept_unread_is_folded_by_the_step(desk, old):
    migrated = desk.open()
    rows, checked = told(migrated), migrated.verify().result()
    migrated.close()

    assert rows == old
    assert [len(found) for found in rows.values()] == [1, 2, 1]
    assert checked.ok


def test_a_step_that_folded_nothing_would_be_noticed(desk, old, monkeypatch):
    monkeypatch.setattr(m0005_shift, "fill", lambda _: None)

    migrated = desk.open()
    checked = migrated.verify().result()
    migrated.close()

    assert checked.fault.code == "projection_differs"


def test_both_laptops_of_the_post_fold_the_same_shift_whoever_said_what(two):
    here, there = two
    here.state(Kind.SHIFT, OPEN, subject=SHIFT)
    sync_all(here, there)
    flight = there.state(Kind.SHIFT, departure(), subject=SHIFT)
    there.state(Kind.SHIFT, departure(number="ID6541"), subject=SHIFT)
    here.state(Kind.SHIFT, departure(number="QG1"), subject=SHIFT)
    sync_all(there, here)
    facts = {"action": "departure_withdrawn", "withdraws": flight.header.id}
    here.state(Kind.SHIFT, facts, subject=SHIFT, based_on=(flight.header.id,))
    there.state(Kind.SHIFT, {"action": "close", "counts": {}}, subject=SHIFT)

    sync_all(here, there)

    assert told(here.store) == told(there.store)
    assert [len(found) for found in told(here.store).values()] == [1, 3, 0]
    assert sorted(row[4] for row in told(here.store)["departures"]) == [0, 0, 1]


def test_an_erasure_elsewhere_takes_the_departure_here(two):
    here, there = two
    here.state(Kind.SHIFT, OPEN, subject=SHIFT)
    flight = here.state(Kind.SHIFT, departure(), subject=SHIFT)
    sync_all(here, there)

    here.erase(flight.header.id, "facts")
    sync_all(here, there)

    assert told(there.store)["departures"] == told(here.store)["departures"] == []


def test_strange_facts_of_a_sister_laptop_never_stop_a_round(make, centre):
    laptop, guest = make("satu"), Guest(centre)
    for facts in ({"action": "open", "agencies": {"": True}}, {"action": "departure"}, {"a": [1]}):
        guest.state(Kind.SHIFT, {"facts": facts})
    guest.state(Kind.SHIFT, {"facts": departure()}, subject="d" * 64)  # as if it were a device

    sync_all(laptop)

    assert len(raw(laptop.store, "SELECT 1 FROM shifts")) == 2
    assert len(raw(laptop.store, "SELECT 1 FROM departures")) == 1
    assert sound(laptop.store)
