"""What every journal must do for a round: the fake one and the store pass the same tests.

A subclass gives the fixture `desk`, whose `journal` implements `JournalPort` for a device of post
`el-tari` in a training deployment that is not enrolled, and whose `record` makes one own entry
with parts `facts` and `identity`, and `erase` an erasure of parts of an entry.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sync.device.ports import (
    Acknowledged,
    Alarm,
    AlarmCode,
    CentreLink,
    FeedState,
    JournalPort,
    Outcome,
    Placed,
    RoundReport,
)
from sync.protocol import merkle
from sync.protocol.entry import Kind, fingerprint
from sync.protocol.head import read_head
from sync.protocol.messages import SHARED
from sync.protocol.statements import FeedHead, HeadsStatement
from tests.sync.device.contract_parts import (
    PLENTY,
    POST,
    ContractDesk,
    acknowledge_all,
    grown_by,
    ids,
)
from tests.sync.device.journal_page_contract import PageContract
from tests.sync.device.little_centre import LittleCentre, LittleLine
from tests.sync.device.rounds import NOW, link_to, run


class JournalContract(PageContract):
    """Tests of the port; see the module."""

    @pytest.fixture
    def centre(self) -> LittleCentre:
        return LittleCentre()

    @pytest.fixture
    def journal(self, desk: ContractDesk, centre: LittleCentre) -> JournalPort:
        desk.journal.set_link(link_to(centre))
        return desk.journal

    # who this is

    def test_it_names_its_device(self, journal):
        public_key = journal.sign_key.public_key().public_bytes_raw()

        assert journal.device == fingerprint(public_key)
        assert (journal.post, journal.deployment) == (POST, "training")
        assert journal.newest_device_entry().header.kind == Kind.DEVICE
        assert journal.newest_device_entry().header.subject == journal.device

    def test_its_head_is_its_newest_own_entry(self, desk, journal):
        entry = desk.record()

        head = read_head(journal.head(), journal.sign_key.public_key().public_bytes_raw())

        assert (head.seq, head.hash) == (entry.header.seq, entry.hash)
        assert journal.own_epochs()[-1] == head.epoch
        assert journal.own_hash(head.epoch, head.seq) == entry.hash
        assert journal.own_hash(head.epoch, head.seq + 1) is None
        assert journal.own_hash("0" * 16, 1) is None

    # the centre

    def test_a_link_is_kept_as_given(self, desk, centre):
        desk.journal.set_link(link_to(centre))
        first = desk.journal.link()
        assert first is not None
        changed = replace(
            first,
            last_contact_at=NOW,
            clock_offset_ms=-1_500,
            lease_until=NOW + timedelta(days=3),
        )

        desk.journal.set_link(changed)

        assert first == link_to(centre)
        assert desk.journal.link() == changed
        assert isinstance(desk.journal.link(), CentreLink)

    # what waits

    def test_own_entries_wait_in_chain_order(self, desk, journal):
        made = [desk.record().header.id for _ in range(3)]

        waiting = journal.waiting(limit_bytes=PLENTY)

        seqs = [one.entry.header.seq for one in waiting]
        assert seqs == list(range(1, len(waiting) + 1))
        assert ids(waiting)[-3:] == made
        assert journal.waiting_count() == (len(waiting), 0)

    def test_at_least_one_entry_is_given_and_the_next_follow_after_it(self, desk, journal):
        desk.record()
        everything = ids(journal.waiting(limit_bytes=PLENTY))

        first = ids(journal.waiting(limit_bytes=1))
        rest = ids(journal.waiting(limit_bytes=PLENTY, after=first[0]))

        assert [*first, *rest] == everything
        assert journal.waiting(limit_bytes=PLENTY, after=everything[-1]) == []

    def test_the_chain_is_given_whatever_the_outbox_says(self, desk, journal, centre):
        desk.record()
        acknowledge_all(journal, centre)
        epoch = journal.own_epochs()[-1]

        whole = journal.own_chain(epoch, after_seq=0, limit_bytes=PLENTY)
        tail = journal.own_chain(epoch, after_seq=len(whole) - 1, limit_bytes=1)

        assert [one.entry.header.seq for one in whole] == list(range(1, len(whole) + 1))
        assert ids(tail) == ids(whole)[-1:]
        assert journal.own_chain(epoch, after_seq=len(whole), limit_bytes=PLENTY) == []

    def test_a_waiting_entry_says_which_parts_were_erased_by_what(self, desk, journal):
        entry = desk.record()
        erasure = desk.erase(entry.header.id, "identity")

        waiting = {w.entry.header.id: w for w in journal.waiting(limit_bytes=PLENTY)}

        assert dict(waiting[entry.header.id].erased) == {"identity": erasure.header.id}
        assert set(waiting[entry.header.id].entry.parts) == {"facts"}

    # settling

    def test_a_feed_is_empty_before_the_first_contact(self, journal):
        assert journal.feed(SHARED) == FeedState(SHARED)
        assert journal.leaf(SHARED, 1) is None

    def test_growth_and_acknowledgement_are_one_step(self, desk, journal, centre):
        desk.record()
        entries = [w.entry for w in journal.waiting(limit_bytes=PLENTY)]
        grown = grown_by(journal, POST, entries, centre=centre)
        acks = [Acknowledged(e.header.id, at + 1) for at, e in enumerate(entries)]

        left = journal.settle([grown], acks)

        assert left == len(entries)
        assert journal.feed(POST) == grown.state
        assert [journal.leaf(POST, at + 1) for at in range(len(entries))] == [
            entry.leaf for entry in entries
        ]
        assert journal.waiting_count() == (0, 0)
        assert journal.acknowledged_seq(entries[-1].header.epoch) == entries[-1].header.seq

    def test_an_acknowledgement_without_its_leaf_changes_nothing(self, desk, journal, centre):
        desk.record()
        entries = [w.entry for w in journal.waiting(limit_bytes=PLENTY)]
        grown = grown_by(journal, POST, entries, centre=centre)
        before = journal.waiting_count()

        with pytest.raises(ValueError):  # noqa: PT011  the port promises no more
            journal.settle([grown], [Acknowledged(entries[0].header.id, 2)])
        with pytest.raises(ValueError):  # noqa: PT011
            journal.settle([], [Acknowledged(entries[0].header.id, 1)])

        assert journal.feed(POST) == FeedState(POST)
        assert journal.leaf(POST, 1) is None
        assert journal.waiting_count() == before
        assert journal.acknowledged_seq(entries[0].header.epoch) == 0

    def test_growth_that_does_not_continue_the_feed_changes_nothing(self, desk, journal, centre):
        entries = [w.entry for w in journal.waiting(limit_bytes=PLENTY)]
        grown = grown_by(journal, POST, entries, centre=centre)
        journal.settle([grown])

        with pytest.raises(ValueError):  # noqa: PT011
            journal.settle([grown])

        assert journal.feed(POST) == grown.state

    def test_what_was_acknowledged_may_be_acknowledged_again(self, journal, centre):
        (first, *_) = acknowledge_all(journal, centre)

        left = journal.settle([], [Acknowledged(first.header.id, 1)])

        assert left == 0
        assert journal.waiting_count() == (0, 0)

    def test_a_stopped_entry_needs_a_person_until_it_is_acknowledged(self, desk, journal, centre):
        entry = desk.record()
        count, _ = journal.waiting_count()

        journal.settle([], (), {entry.header.id: "bad_signature"})

        assert journal.waiting_count() == (count - 1, 1)
        assert entry.header.id not in ids(journal.waiting(limit_bytes=PLENTY))
        grown = grown_by(journal, POST, [entry], centre=centre)
        journal.settle([grown], [Acknowledged(entry.header.id, 1)])
        assert journal.waiting_count() == (count - 1, 0)

    # what is given back

    def test_holdings_give_at_least_one_entry_of_a_stretch(self, desk, journal, centre):
        desk.record()
        entries = acknowledge_all(journal, centre)

        one = journal.holdings(POST, start=2, end=len(entries), limit_bytes=1)
        every = journal.holdings(POST, start=2, end=len(entries), limit_bytes=PLENTY)

        assert [placed.position for placed in one] == [2]
        assert [placed.position for placed in every] == list(range(2, len(entries) + 1))
        assert journal.holdings(POST, start=90, end=99, limit_bytes=PLENTY) == []

    def test_only_entries_with_a_position_are_challenged(self, desk, journal, centre):
        assert journal.challengeable(16) == []
        entries = acknowledge_all(journal, centre)
        desk.record()

        chosen = journal.challengeable(16)

        places = {(feed, placed.position, placed.entry.hash) for feed, placed in chosen}
        assert 0 < len(places) == len(chosen)
        assert places <= {(POST, at + 1, entry.hash) for at, entry in enumerate(entries)}

    def test_claims_that_differ_are_contradictions(self, journal, centre):
        acknowledge_all(journal, centre)
        heads = HeadsStatement((FeedHead(POST, 0, 1, "ab" * 32),))
        stated = centre.state(Kind.HEADS, heads.facts())
        opening = centre.log(SHARED).entries[0].entry
        journal.settle([grown_by(journal, SHARED, [opening, stated], centre=centre)])
        page = [Placed(1, opening, {}), Placed(2, stated, {})]
        journal.store_page(replace(journal.feed(SHARED), cursor=2), page)

        (claim,) = journal.contradictions()

        assert (claim.feed, claim.size, claim.claimed) == (POST, 1, "ab" * 32)
        assert claim.held == merkle.root_of([journal.leaf(POST, 1) or b""]).hex()
        assert claim.source == stated.header.id

    def test_a_new_generation_begins_empty_and_everything_waits_again(self, journal, centre):
        own = acknowledge_all(journal, centre)

        journal.new_generation(FeedState(POST, generation=1))

        assert journal.feed(POST) == FeedState(POST, generation=1)
        assert journal.leaf(POST, 1) is None
        assert journal.holdings(POST, start=1, end=9, limit_bytes=PLENTY) == []
        assert journal.waiting_count() == (len(own), 0)

    # alarms and history

    def test_an_alarm_stands_until_it_is_ended(self, journal):
        later = NOW + timedelta(minutes=5)
        alarm = Alarm(AlarmCode.DATA_MISSING, POST, 3, {"entry": "e"}, (b"satu", b"dua"))
        other = Alarm(AlarmCode.DATA_MISSING, POST, 4)

        journal.raise_alarm(alarm, NOW)
        journal.raise_alarm(alarm, later)
        journal.raise_alarm(other, later)
        journal.end_alarms(AlarmCode.DATA_MISSING, POST, 4)
        journal.end_alarms(AlarmCode.DATA_MISSING, POST)
        journal.end_alarms(AlarmCode.DATA_MISSING, SHARED, 3)

        (standing,) = journal.standing_alarms()
        assert standing.alarm == alarm
        assert (standing.first_at, standing.last_at, standing.seen) == (NOW, later, 2)

    def test_an_alarm_that_comes_back_begins_anew(self, journal):
        later = NOW + timedelta(minutes=5)
        alarm = Alarm(AlarmCode.FORK, POST, 3)
        journal.raise_alarm(alarm, NOW)
        journal.end_alarms(AlarmCode.FORK, POST, 3)

        journal.raise_alarm(alarm, later)

        (standing,) = journal.standing_alarms()
        assert (standing.first_at, standing.seen) == (later, 1)

    def test_a_round_is_noted(self, journal):
        at = datetime(2026, 11, 24, tzinfo=UTC)

        journal.note_round(RoundReport(Outcome.NO_LINE, at, at, reason="refused"))

    # and all of it together

    def test_a_round_sends_everything_and_pulls_everything(self, desk, journal, centre):
        desk.record()

        report = run(journal, LittleLine(centre, POST, journal.device))

        assert (report.outcome, report.waiting, report.alarms) == (Outcome.DONE, 0, ())
        for feed in (POST, SHARED):
            state = journal.feed(feed)
            assert state.cursor == state.size == len(centre.log(feed).leaves)
