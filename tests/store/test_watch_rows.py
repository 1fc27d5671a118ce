"""Watched contacts as the journal has them, and when a screening is told about one."""

from datetime import date

import pytest

from posko_app.domain.detection.prior import prior_query
from posko_app.domain.entries import derive
from posko_app.domain.watch import WatchEntry, WatchState
from posko_app.errors import OperatorError
from posko_app.store.journal import NewEntry
from sync.protocol.entry import Kind
from tests.support.stores import erasure, raw, save

SUBJECT, ANOTHER = "a1" * 16, "b2" * 16
MOBILE = "+6281200000001"
TODAY = date(2026, 11, 24)
ADDED = {
    "action": "add",
    "ground": "putusan",
    "owner": "UNIT CONTOH",
    "expires_on": "2027-11-24",
}
CONTACTS = {"contact": "0812-0000-0001", "name": "CONTOH PEREKRUT"}


def said(desk, facts, *, subject=SUBJECT, contacts=None) -> NewEntry:
    parts = {"facts": facts, "notes": {"reason": "contoh"}}
    if contacts is not None:
        parts |= {"contacts": contacts, "identity": {"case_ref": "LP/CONTOH/1"}}
    return NewEntry(Kind.WATCH, subject, parts, desk.officer)


def added(desk, **facts) -> NewEntry:
    return said(desk, ADDED | facts, contacts=CONTACTS)


def entries(store) -> tuple[WatchEntry, ...]:
    return store.read(lambda unit: unit.watch_entries()).result()


def hit(store, *, on="2026-11-24", **answers) -> str | None:
    told = {"occurred_at": f"{on}T01:00:00Z", "recruiter.contact": MOBILE, **answers}
    query = prior_query(derive(told))
    task = store.read(lambda unit: unit.prior(query, subject=None, repeats_days=30, split_days=14))
    return task.result().watch_entry


def sound(store) -> bool:
    return store.verify().result().ok


def test_an_added_contact_is_listed_with_all_that_was_said(desk, store):
    save(store, added(desk))

    assert entries(store) == (
        WatchEntry(
            subject=SUBJECT,
            contact="0812-0000-0001",
            ground="putusan",
            owner="UNIT CONTOH",
            case_ref="LP/CONTOH/1",
            added_on=TODAY,
            expires_on=date(2027, 11, 24),
            contested=False,
            ended=False,
            officer="CONTOH PETUGAS SATU",
            name="CONTOH PEREKRUT",
        ),
    )
    assert sound(store)


def test_the_newest_stands_first(desk, store):
    save(store, added(desk), said(desk, ADDED, subject=ANOTHER, contacts=CONTACTS))

    assert [entry.subject for entry in entries(store)] == [ANOTHER, SUBJECT]
    assert hit(store) == SUBJECT  # the one that was there first


def test_a_screening_with_the_contact_is_told_whatever_its_role(desk, store):
    save(store, added(desk))

    assert hit(store) == SUBJECT
    nothing = {"recruiter.contact": None}
    family = {"pickup.contact": "0812 0000 0001", "pickup.by": "keluarga"}
    assert hit(store, **nothing) is None
    assert hit(store, **nothing, **family) == SUBJECT


def test_an_entry_matches_to_its_last_day(desk, store):
    save(store, added(desk, expires_on="2026-12-01"))

    assert hit(store, on="2026-12-01") == SUBJECT
    assert hit(store, on="2026-12-02") is None

    save(store, said(desk, {"action": "renew", "expires_on": "2027-01-01"}))

    assert hit(store, on="2026-12-02") == SUBJECT
    assert sound(store)


def test_where_the_day_is_not_known_it_is_today(desk, store, clock):
    save(store, added(desk, expires_on="2026-11-24"))
    query = prior_query({"recruiter.contact": MOBILE})

    def found():
        task = store.read(lambda u: u.prior(query, subject=None, repeats_days=1, split_days=1))
        return task.result().watch_entry

    assert found() == SUBJECT
    clock.now = clock.now.replace(day=25)
    assert found() is None


def test_a_contested_entry_matches_until_it_is_settled(desk, store):
    save(store, added(desk), said(desk, {"action": "contest"}))
    assert [e.state(TODAY) for e in entries(store)] == [WatchState.DIPERSELISIHKAN]
    assert hit(store) == SUBJECT

    save(store, said(desk, {"action": "settle", "keep": True}))
    assert [e.state(TODAY) for e in entries(store)] == [WatchState.BERLAKU]
    assert hit(store) == SUBJECT

    save(store, said(desk, {"action": "settle", "keep": False}))
    assert [e.state(TODAY) for e in entries(store)] == [WatchState.BERAKHIR]
    assert hit(store) is None
    assert sound(store)


def test_an_ended_entry_matches_no_more(desk, store):
    save(store, added(desk), said(desk, {"action": "end"}))

    assert hit(store) is None
    assert sound(store)


def test_what_a_newer_program_says_changes_nothing_here(desk, store):
    save(store, added(desk), said(desk, {"action": "merge"}), said(desk, {"note": 1}))

    assert hit(store) == SUBJECT
    assert sound(store)


@pytest.mark.parametrize(
    "facts",
    [
        {"action": "contest"},
        {"action": "renew", "expires_on": "2027-01-01"},
        {"action": "add", "ground": "putusan", "owner": "UNIT CONTOH"},
        {"action": "merge"},
    ],
)
def test_what_is_about_nothing_is_refused_and_leaves_nothing(desk, store, facts):
    with pytest.raises(OperatorError) as refused:
        save(store, said(desk, facts))

    assert refused.value.key == "store.no_such_watch"
    assert store.read(lambda unit: unit.last_position()).result() == 2
    assert entries(store) == ()


def erase(desk, store, entry, part):
    def task(unit):
        by = unit.append(erasure(desk, entry.header.id, part))
        unit.erase(entry.header.id, part, by_entry=by.header.id)

    store.write(task).result()


def test_an_erased_contact_matches_nobody_and_the_entry_stays_listed(desk, store):
    (entry,) = save(store, added(desk))

    erase(desk, store, entry, "contacts")

    assert hit(store) is None
    assert [(e.contact, e.name, e.ground) for e in entries(store)] == [(None, None, "putusan")]
    assert sound(store)


def test_of_an_entry_whose_facts_were_erased_nothing_is_left(desk, store):
    entry, _ = save(store, added(desk), said(desk, {"action": "contest"}))

    erase(desk, store, entry, "facts")

    assert entries(store) == ()
    assert sound(store)


TAMPERED = {
    "taken out": "DELETE FROM watch",
    "another contact": "UPDATE watch SET contact_key = '+6281200000009'",
    "longer": "UPDATE watch SET expires_on = '2099-01-01'",
    "ended": "UPDATE watch SET ended = 1",
    "no longer contested": "UPDATE watch SET contested = 0",
    "invented": (
        f"INSERT INTO watch SELECT '{ANOTHER}', 2, contact, contact_key, name, ground, owner,"
        " case_ref, added_on, expires_on, contested, ended, signer FROM watch"
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_watched_contact_tampered_with_is_found(desk, store, what):
    save(store, added(desk), said(desk, {"action": "contest"}))
    assert sound(store)

    raw(store, TAMPERED[what])

    assert store.verify().result().fault.code == "projection_differs"
