"""Two laptops of one post over one centre: each sees whose record is whose, and how far it got."""

import random

import pytest

from posko_app.domain.records import ListQuery, Sending
from posko_app.store.history import history
from posko_app.store.journal import NewEntry
from posko_app.store.person_link_rows import links_between
from posko_app.store.sync_journal import StoreJournal
from sync.protocol.entry import Kind
from tests.support.stores import correction, erasure, found_desk, save, screening
from tests.sync.device.little_centre import LittleCentre, LittleLine
from tests.sync.device.rounds import link_to, run


@pytest.fixture
def laptops(tmp_path, clock):
    """Two founded stores of El Tari, open and enrolled with one centre."""
    centre = LittleCentre()
    made = []
    for number in (1, 2):
        random_bytes = random.Random(number).randbytes
        desk = found_desk(tmp_path / str(number), clock=clock, random_bytes=random_bytes)
        store = desk.open()
        journal = StoreJournal(store)
        journal.set_link(link_to(centre))
        line = LittleLine(centre, "el-tari", journal.device)
        made.append((desk, store, lambda journal=journal, line=line: run(journal, line)))
    yield made
    for _, store, _ in made:
        store.close()


def rows(store):
    return store.read(lambda unit: unit.list_screenings(ListQuery())).result().rows


def told(store, subject):
    return store.read(lambda unit: history(unit.connection, subject)).result()


def test_a_record_is_marked_only_where_it_did_not_begin(laptops):
    (desk, first, sync_first), (_, second, sync_second) = laptops
    save(first, screening(desk, {"traveller.name": "CONTOH NAMA SATU"}))
    before = rows(first)[0]
    sync_first()
    sync_second()

    assert (before.here, before.sending) == (True, Sending.SAVED)
    assert [(row.here, row.sending) for row in rows(first)] == [(True, Sending.SENT)]
    assert [(row.here, row.sending) for row in rows(second)] == [(False, Sending.SENT)]
    assert rows(second)[0].officer == "CONTOH PETUGAS SATU"


def test_an_entry_tells_its_laptop_and_its_place_in_the_log(laptops):
    (desk, first, sync_first), (_, second, sync_second) = laptops
    (entry,) = save(first, screening(desk, {"traveller.name": "CONTOH NAMA SATU"}))
    (waiting,) = told(first, entry.header.subject).statements
    sync_first()
    sync_second()
    (own,) = told(first, entry.header.subject).statements
    (sister,) = told(second, entry.header.subject).statements

    assert (waiting.log_position, waiting.known_at, waiting.sending) == (None, None, Sending.SAVED)
    assert own.log_position == sister.log_position
    assert own.known_at is not None
    assert (own.here, sister.here) == (True, False)
    assert own.device == sister.device == entry.header.device


def test_values_that_two_laptops_stated_unknowing_stand_side_by_side(laptops):
    (desk, first, sync_first), (other, second, sync_second) = laptops
    (entry,) = save(first, screening(desk, {"departure.to": "SUB"}))
    sync_first()
    sync_second()
    save(first, correction(desk, entry, {"departure.to": "BTH"}))
    save(second, correction(other, entry, {"departure.to": "DPS"}))
    for sync in (sync_first, sync_second, sync_first):
        sync()

    for store in (first, second):
        found = told(store, entry.header.subject)
        rivals = {setter.entry_id: setter.value for setter in found.conflicts["departure.to"]}
        whose = {s.entry_id: s.here for s in found.statements if s.entry_id in rivals}
        assert sorted(rivals.values()) == ["BTH", "DPS"]
        assert sorted(whose.values()) == [False, True]


def test_an_answer_about_two_screenings_reaches_the_other_laptop(laptops):
    (desk, first, sync_first), (_, second, sync_second) = laptops
    one, other = save(first, *(screening(desk, {"traveller.name": name}) for name in "AB"))
    pair = sorted((one.header.subject, other.header.subject))
    facts = {"action": "same", "screenings": pair}
    save(first, NewEntry(Kind.LINK, "e" * 32, {"facts": facts}, desk.officer))
    sync_first()
    sync_second()

    for store in (first, second):
        (said,) = store.read(lambda unit: links_between(unit.connection, *pair)).result()
        assert said.action == "same"
        assert store.verify().result().ok
        assert store.read(lambda unit: unit.count_set_aside()).result() == 0


def test_an_erased_answer_links_nobody_any_more(laptops):
    (desk, store, _), _ = laptops
    one, other = save(store, *(screening(desk, {"traveller.name": name}) for name in "AB"))
    pair = sorted((one.header.subject, other.header.subject))
    facts = {"action": "same", "screenings": pair}
    (said,) = save(store, NewEntry(Kind.LINK, "e" * 32, {"facts": facts}, desk.officer))

    def task(unit):
        entry = unit.append(erasure(desk, said.header.id, "facts"))
        unit.erase(said.header.id, "facts", by_entry=entry.header.id)

    store.write(task).result()

    assert store.read(lambda unit: links_between(unit.connection, *pair)).result() == []
    assert store.verify().result().ok
