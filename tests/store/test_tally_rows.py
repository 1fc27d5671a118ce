"""People let through without a record: one row each, taken back by a later entry."""

from datetime import UTC, datetime

import pytest

from posko_app.domain.tally import TallyReason, tally_facts
from posko_app.errors import OperatorError
from posko_app.store.journal import NewEntry
from sync.protocol.entry import Kind
from sync.protocol.ids import new_subject
from tests.support.stores import erasure, raw, save, screening

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # 09.30 WITA


def entry(desk, facts) -> NewEntry:
    return NewEntry(Kind.TALLY, new_subject(desk.random_bytes), {"facts": facts}, desk.officer)


def count(desk, reason=TallyReason.KELUARGA_IKUT) -> NewEntry:
    return entry(desk, tally_facts(reason, at=AT))


def rows(store) -> list[tuple]:
    return raw(store, "SELECT position, on_day, hour, reason, voided FROM tallies")


def sound(store) -> bool:
    return store.verify().result().ok


def test_each_count_is_a_row_of_its_day_hour_and_reason(desk, store):
    save(store, count(desk), count(desk, TallyReason.LAIN))

    assert rows(store) == [
        (3, "2026-11-24", 9, "keluarga_ikut", 0),
        (4, "2026-11-24", 9, "lain", 0),
    ]
    assert sound(store)


def test_a_count_taken_back_stays_and_is_voided(desk, store):
    first, _ = save(store, count(desk), count(desk))
    save(store, entry(desk, {"takes_back": first.header.id}))

    assert [(row[0], row[4]) for row in rows(store)] == [(3, 1), (4, 0)]
    assert sound(store)


@pytest.mark.parametrize("what", ["twice", "nothing", "a screening", "a taking back"])
def test_only_a_standing_count_is_taken_back(desk, store, what):
    counted, person = save(store, count(desk), screening(desk, {}))
    (taken,) = save(store, entry(desk, {"takes_back": counted.header.id}))
    targets = {
        "twice": counted.header.id,
        "nothing": "0" * 36,
        "a screening": person.header.id,
        "a taking back": taken.header.id,
    }

    with pytest.raises(OperatorError) as refused:
        save(store, entry(desk, {"takes_back": targets[what]}))

    assert refused.value.key == "store.no_such_tally"
    assert store.read(lambda unit: unit.last_position()).result() == 5
    assert sound(store)


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        ({"on": "2026-11-24"}, (3, "2026-11-24", None, None, 0)),
        ({"on": "2026-11-24", "hour": True, "reason": 7}, (3, "2026-11-24", None, None, 0)),
        ({"hour": 9, "reason": "lain"}, None),
    ],
)
def test_what_a_newer_program_counts_is_kept_as_far_as_it_is_understood(desk, store, facts, row):
    save(store, entry(desk, facts))

    assert rows(store) == ([] if row is None else [row])
    assert sound(store)


def erase(desk, store, victim):
    def task(unit):
        by = unit.append(erasure(desk, victim.header.id, "facts"))
        unit.erase(victim.header.id, "facts", by_entry=by.header.id)

    store.write(task).result()


def test_an_erased_count_leaves_no_row(desk, store):
    first, _ = save(store, count(desk), count(desk))

    erase(desk, store, first)

    assert [row[0] for row in rows(store)] == [4]
    assert sound(store)


def test_a_count_stands_again_when_what_took_it_back_is_erased(desk, store):
    (first,) = save(store, count(desk))
    (taken,) = save(store, entry(desk, {"takes_back": first.header.id}))

    erase(desk, store, taken)

    assert [(row[0], row[4]) for row in rows(store)] == [(3, 0)]
    assert sound(store)


TAMPERED = {
    "taken out": "DELETE FROM tallies",
    "another reason": "UPDATE tallies SET reason = 'lain' WHERE position = 3",
    "another hour": "UPDATE tallies SET hour = 3 WHERE position = 3",
    "another day": "UPDATE tallies SET on_day = '2026-11-23' WHERE position = 3",
    "taken back by nobody": "UPDATE tallies SET taken_by = 2 WHERE position = 4",
    "taken back by another": "UPDATE tallies SET taken_by = 4 WHERE position = 4",
    "standing again": "UPDATE tallies SET taken_by = NULL",
    "invented": "INSERT INTO tallies (position, on_day) VALUES (2, '2026-11-24')",
    "counted by what took it back": "INSERT INTO tallies (position, on_day) VALUES (5, 'x')",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_count_tampered_with_is_found(desk, store, what):
    first, _ = save(store, count(desk), count(desk))
    save(store, entry(desk, {"takes_back": first.header.id}))
    assert sound(store)

    raw(store, TAMPERED[what])

    assert store.verify().result().fault.code == "projection_differs"
