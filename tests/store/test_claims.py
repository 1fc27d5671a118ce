"""What an entry says of the logs, and what others say of them is held against."""

from sync.device.ports import AlarmCode
from sync.protocol.entry import Kind, Seen
from sync.protocol.messages import SHARED
from tests.support.stores import raw
from tests.support.sync_stores import Guest, sync_all


def test_new_entries_state_what_was_seen_of_the_logs(two):
    here, there = two
    before = here.screen({"traveller.name": "CONTOH SATU"})
    sync_all(here, there)

    after = here.screen({"traveller.name": "CONTOH DUA"})

    told = [(s.feed, s.size, s.root) for s in after.header.seen]
    states = [here.journal.feed(feed) for feed in ("el-tari", SHARED)]
    assert before.header.seen == ()
    assert told == [(s.feed, s.size, s.root) for s in states]
    here.reopen()
    again = here.screen({"traveller.name": "CONTOH TIGA"})
    assert again.header.seen == after.header.seen


def test_another_history_shown_to_a_sister_is_found(make, centre):
    here, guest = make("satu"), Guest(centre)
    here.screen({"traveller.name": "CONTOH SATU"})
    here.sync()

    guest.writer.seen = (Seen("el-tari", 2, "ab" * 32),)
    odd = guest.state(Kind.SHIFT, {"facts": {"a": 1}})

    here.sync()

    (alarm,) = here.journal.standing_alarms()
    assert alarm.alarm.code is AlarmCode.SPLIT_VIEW
    assert alarm.alarm.detail["entry"] == odd.header.id


def test_a_claim_about_more_than_is_verified_here_waits(make, centre):
    here, guest = make("satu"), Guest(centre)

    guest.writer.seen = (Seen(SHARED, 99, "ab" * 32),)
    guest.state(Kind.SHIFT, {"facts": {"a": 1}})

    here.sync()

    assert here.journal.standing_alarms() == ()
    assert raw(here.store, "SELECT feed, size FROM claims") == [(SHARED, 99)]
