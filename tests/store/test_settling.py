"""Only proof that an entry stands in the log of the post's feed takes it out of the outbox."""

from dataclasses import replace
from datetime import timedelta

import pytest

from posko_app.domain.records import ListQuery, Sending
from posko_app.errors import Defect
from posko_app.store import sync_history
from posko_app.store.connection import IntegrityError
from posko_app.store.status_file import read_status
from posko_app.store.sync_journal import StoreJournal
from sync.device.ports import (
    Acknowledged,
    Alarm,
    AlarmCode,
    FeedState,
    Outcome,
    Placed,
    RoundReport,
)
from sync.protocol.checkpoint import Checkpoint, sign_checkpoint
from sync.protocol.entry import fingerprint
from sync.protocol.merkle import Frontier
from sync.protocol.messages import SHARED
from tests.support.stores import raw
from tests.support.sync_stores import laptop_of
from tests.sync.device.contract_parts import grown_by, signed_at
from tests.sync.device.little_centre import LittleCentre
from tests.sync.device.rounds import NOW, link_to
from tests.sync.device.writers import DeskWriter

POST = "el-tari"


@pytest.fixture
def centre():
    return LittleCentre()


@pytest.fixture
def here(tmp_path, centre, clock, random_bytes):
    laptop = laptop_of(tmp_path / "satu", centre, clock=clock, random_bytes=random_bytes)
    yield laptop
    assert laptop.store.verify().result().fault is None
    laptop.store.close()


def waiting_ids(here) -> list[str]:
    return [one.entry.header.id for one in here.journal.waiting(limit_bytes=10**9)]


REFUSED = {
    "row deleted": "DELETE FROM outbox WHERE position = 3",
    "queue emptied": "DELETE FROM outbox",
    "row replaced": "INSERT OR REPLACE INTO outbox VALUES (3, 'pending', NULL)",
    "row moved": "UPDATE outbox SET position = 99 WHERE position = 3",
}


@pytest.mark.parametrize("what", REFUSED)
def test_no_statement_takes_an_entry_out_that_no_log_holds(here, what):
    here.screen({"traveller.name": "CONTOH SATU"})
    before = waiting_ids(here)

    with pytest.raises(IntegrityError, match="not_acknowledged"):
        raw(here.store, REFUSED[what])

    assert waiting_ids(here) == before


ELSEWHERE = "INSERT INTO feed_positions VALUES (?, ?, 99, zeroblob(32), zeroblob(32), ?, 'x')"


@pytest.mark.parametrize(("feed", "generation"), [(SHARED, 0), (POST, 9)])
def test_a_place_in_another_log_is_no_receipt(here, feed, generation):
    here.sync()
    made = here.screen({"traveller.name": "CONTOH SATU"})

    def task(unit):
        position = unit.last_position()
        unit.connection.execute(ELSEWHERE, (feed, generation, position))
        unit.connection.execute("DELETE FROM outbox WHERE position = ?", (position,))

    with pytest.raises(IntegrityError, match="not_acknowledged"):
        here.store.write(task).result()

    assert waiting_ids(here) == [made.header.id]


def test_the_guard_is_what_keeps_it(here):
    """Else the test above would pass for another reason."""
    here.screen({"traveller.name": "CONTOH SATU"})

    def task(unit):
        unit.connection.execute("DROP TRIGGER outbox_left_by_receipt_only")
        gone = unit.connection.execute("DELETE FROM outbox WHERE position = 3").rowcount
        unit.connection.execute("ROLLBACK")
        unit.connection.execute("BEGIN IMMEDIATE")
        return gone

    assert here.store.write(task).result() == 1


VERIFIED = (
    "UPDATE feed_positions SET leaf = zeroblob(32) WHERE position = 1",
    "UPDATE feed_positions SET entry = 4 WHERE position = 1",
    "UPDATE feed_positions SET entry = NULL WHERE position = 1",
    "UPDATE feed_positions SET position = 99 WHERE position = 1",
    "DELETE FROM feed_positions WHERE position = 1",
    "INSERT OR REPLACE INTO feed_positions SELECT * FROM feed_positions WHERE position = 1",
    "DELETE FROM alarms",
)


@pytest.mark.parametrize("sql", VERIFIED)
def test_what_was_verified_only_grows(here, sql):
    here.screen({"traveller.name": "CONTOH SATU"})
    here.sync()
    here.journal.raise_alarm(Alarm(AlarmCode.FORK), NOW)

    with pytest.raises(IntegrityError, match="append_only"):
        raw(here.store, sql)


def grown(here, centre):
    entries = [one.entry for one in here.journal.waiting(limit_bytes=10**9)]
    return entries, grown_by(here.journal, POST, entries, centre=centre)


def bent(growth, what: str, here, centre):
    state, stranger = growth.state, LittleCentre("pusat asing")
    if what == "unsigned":
        return replace(growth, state=replace(state, checkpoint=None))
    if what == "signed by a stranger":
        frontier = replace_frontier(state)
        return replace(growth, state=replace(state, checkpoint=signed_at(stranger, POST, frontier)))
    if what == "signed for the other feed":
        frontier = replace_frontier(state)
        return replace(growth, state=replace(state, checkpoint=signed_at(centre, SHARED, frontier)))
    if what == "signed for a live centre":
        said = Checkpoint(fingerprint(centre.sign_key), "live", POST, 0, state.size, state.root, 0)
        return replace(growth, state=replace(state, checkpoint=sign_checkpoint(said, centre.key)))
    if what == "another root":
        leaves = (replace(growth.leaves[0], root=bytes(32)), *growth.leaves[1:])
        return replace(growth, leaves=leaves)
    if what == "another leaf":
        leaves = (replace(growth.leaves[0], leaf=bytes(32)), *growth.leaves[1:])
        return replace(growth, leaves=leaves)
    if what == "another frontier":
        return replace(growth, state=replace(state, frontier=(bytes(32),) * len(state.frontier)))
    if what == "a later generation":
        return replace(growth, state=replace(state, generation=1))
    if what == "a moved cursor":
        return replace(growth, state=replace(state, cursor=1))
    assert what == "a feed of another post"
    return replace(growth, state=replace(state, feed="tenau"))


def replace_frontier(state):
    return Frontier(state.size, state.frontier)


@pytest.mark.parametrize(
    "what",
    [
        "unsigned",
        "signed by a stranger",
        "signed for the other feed",
        "signed for a live centre",
        "another root",
        "another leaf",
        "another frontier",
        "a later generation",
        "a moved cursor",
        "a feed of another post",
    ],
)
def test_growth_that_proves_nothing_settles_nothing(here, centre, what):
    here.screen({"traveller.name": "CONTOH SATU"})
    entries, growth = grown(here, centre)
    acks = [Acknowledged(e.header.id, at + 1) for at, e in enumerate(entries)]

    with pytest.raises(ValueError):  # noqa: PT011  the port promises no more
        here.journal.settle([bent(growth, what, here, centre)], acks)

    assert here.journal.waiting_count() == (len(entries), 0)
    assert here.journal.feed(POST) == FeedState(POST)
    assert here.journal.settle([growth], acks) == len(entries)  # and unbent it does


def test_an_entry_of_somebody_else_is_never_settled(here, centre):
    sister = DeskWriter("laptop saudara")
    opening = sister.opening()
    here.journal.settle([grown_by(here.journal, POST, [opening], centre=centre)])
    here.journal.store_page(replace(here.journal.feed(POST), cursor=1), [placed(opening, 1)])

    with pytest.raises(ValueError, match="not_own"):
        here.journal.settle([], [Acknowledged(opening.header.id, 1)])


def placed(entry, position):
    return Placed(position, entry, {})


def test_figures_of_the_status_line_follow(here, centre, clock):
    made = here.screen({"traveller.name": "CONTOH SATU"})
    counts = here.store.read(lambda u: u.counts()).result()
    assert (counts.waiting, counts.needs_person) == (3, 0)
    here.journal.settle([], (), {made.header.id: "bad_signature"})
    stopped = here.store.read(lambda u: u.counts()).result()
    (row,) = here.store.read(lambda u: u.list_screenings(ListQuery())).result().rows
    assert (stopped.waiting, stopped.needs_person) == (2, 1)
    assert row.sending is Sending.NEEDS_PERSON

    here.store.write(lambda u: u.retry_entry(made.header.id)).result()

    again = here.store.read(lambda u: u.counts()).result()
    assert (again.waiting, again.needs_person) == (3, 0)
    assert here.sync().outcome is Outcome.DONE
    done = here.store.read(lambda u: u.counts()).result()
    (row,) = here.store.read(lambda u: u.list_screenings(ListQuery())).result().rows
    assert (done.waiting, done.needs_person, done.oldest_waiting_at) == (0, 0, None)
    assert row.sending is Sending.SENT
    assert raw(here.store, "SELECT * FROM sent_days") == [("2026-11-24", 3)]
    here.reopen()
    assert here.store.read(lambda u: u.counts()).result() == done


def test_the_lock_page_reads_when_the_centre_last_answered(here, clock):
    path = here.desk.files.paths.status
    assert read_status(path).last_contact_at is None

    here.sync()

    told = here.journal.link().last_contact_at.replace(microsecond=0)
    assert read_status(path).last_contact_at == told
    here.reopen()
    here.screen({"traveller.name": "CONTOH SATU"})
    assert read_status(path).last_contact_at == told


def test_an_own_entry_found_in_the_feed_has_arrived_though_no_answer_said_so(here, centre):
    made = here.screen({"traveller.name": "CONTOH SATU"})
    here.line.after["push"] = [ConnectionResetError("cut")]
    with pytest.raises(ConnectionResetError):
        here.sync()
    assert made.header.id in centre.placed
    assert made.header.id in waiting_ids(here)
    entries, growth = grown(here, centre)
    here.journal.settle([growth])

    page = [placed(entry, at + 1) for at, entry in enumerate(entries)]
    new = here.journal.store_page(replace(here.journal.feed(POST), cursor=len(page)), page)

    assert new == 0
    assert here.journal.waiting_count() == (0, 0)
    assert here.journal.acknowledged_seq(made.header.epoch) == made.header.seq


def test_in_a_new_log_everything_waits_until_it_is_found_there(here, centre):
    made = [here.screen({"traveller.name": f"CONTOH {n}"}) for n in "AB"]
    here.sync()
    entries = [
        one.entry
        for one in here.journal.own_chain(
            here.journal.own_epochs()[-1], after_seq=0, limit_bytes=10**9
        )
    ]
    here.journal.new_generation(FeedState(POST, generation=1))
    kept = entries[:-1]  # the last one is lost there
    frontier = growth_in(here, kept, centre)
    here.journal.settle([frontier])
    assert here.journal.waiting_count() == (4, 0)

    page = [placed(entry, at + 1) for at, entry in enumerate(kept)]
    here.journal.store_page(replace(here.journal.feed(POST), cursor=len(page)), page)

    assert waiting_ids(here) == [made[-1].header.id]
    assert here.journal.waiting_count() == (1, 0)
    assert here.journal.acknowledged_seq(made[-1].header.epoch) == made[-1].header.seq


def growth_in(here, entries, centre):
    growth = grown_by(here.journal, POST, entries, centre=centre)
    frontier = Frontier(growth.state.size, growth.state.frontier)
    said = Checkpoint(
        fingerprint(centre.sign_key),
        "training",
        POST,
        1,
        frontier.size,
        frontier.root().hex(),
        0,
    )
    return replace(
        growth, state=replace(growth.state, checkpoint=sign_checkpoint(said, centre.key))
    )


def test_a_generation_never_goes_back(here):
    here.journal.new_generation(FeedState(SHARED, generation=2))

    for state in (FeedState(SHARED, generation=2), FeedState(SHARED, generation=3, size=1)):
        with pytest.raises(ValueError, match="generation"):
            here.journal.new_generation(state)


def report(at, outcome=Outcome.NO_LINE, **counts) -> RoundReport:
    return RoundReport(outcome, at, at + timedelta(seconds=1), **counts)


def test_rounds_that_moved_nothing_and_ended_alike_share_a_row(here):
    minutes = [NOW + timedelta(minutes=n) for n in range(4)]
    here.journal.note_round(report(minutes[0], reason="timeout"))
    here.journal.note_round(report(minutes[1], reason="timeout"))
    here.journal.note_round(report(minutes[2], Outcome.DONE, pushed=2, acknowledged=2))
    alarm = Alarm(AlarmCode.FORK, POST, 3, {"seq": 3})
    here.journal.note_round(report(minutes[3], Outcome.ALARM, alarms=(alarm,)))

    rounds = here.store.read(lambda u: sync_history.newest_rounds(u.connection, 9)).result()

    assert [one.outcome for one in rounds] == [Outcome.ALARM, Outcome.DONE, Outcome.NO_LINE]
    assert rounds[0].alarms == (alarm,)
    assert (rounds[2].began_at, rounds[2].ended_at) == (
        minutes[0],
        minutes[1] + timedelta(seconds=1),
    )


def test_the_history_is_bounded(here, monkeypatch):
    monkeypatch.setattr(sync_history, "KEPT_ROWS", 3)
    for n in range(6):
        here.journal.note_round(report(NOW + timedelta(minutes=n), pushed=n + 1))

    rounds = here.store.read(lambda u: sync_history.newest_rounds(u.connection, 9)).result()

    assert [one.pushed for one in rounds] == [6, 5, 4]


def test_a_closed_store_says_so(here):
    journal, store = here.journal, here.store
    store.close()

    with pytest.raises(Defect, match=r"store\.closed"):
        journal.link()

    here.store = here.desk.open()
    here.journal = StoreJournal(here.store)


def test_nothing_is_settled_without_a_centre(here, centre):
    raw(here.store, "DELETE FROM centre")
    _, growth = grown(here, centre)

    with pytest.raises(ValueError, match="not_enrolled"):
        here.journal.settle([growth])

    here.journal.set_link(link_to(centre))


def test_what_the_centre_doubts_counts_here_all_the_same(here, centre):
    made = here.screen({"traveller.name": "CONTOH SATU"})
    centre.quarantine.add(made.header.id)

    here.sync()
    here.correct(made, {"decision": "tunda"})

    rows = raw(here.store, "SELECT name, decision, corrections FROM screenings")
    assert rows == [("CONTOH SATU", "tunda", 1)]
    assert raw(here.store, "SELECT position, reason FROM quarantine") == [(3, "at_centre")]
    assert here.store.read(lambda unit: unit.count_set_aside()).result() == 0  # here it counts
