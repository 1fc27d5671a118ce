"""A round of sync against a centre that keeps to the format."""

from collections.abc import Callable

import msgspec
import pytest

from sync.device.ports import AlarmCode, NoLine, NotOurs, Outcome
from sync.protocol.codec import decode
from sync.protocol.entry import Kind
from sync.protocol.messages import SHARED, PullRequest, Refusal
from tests.sync.device.fake_journal import FakeJournal
from tests.sync.device.little_centre import LittleCentre, LittleLine, wire_of
from tests.sync.device.rounds import enrolled, run
from tests.sync.protocol.makers import fixed_key

pytestmark = pytest.mark.sync


def test_a_device_without_a_centre_has_no_round():
    journal = FakeJournal()

    report = run(journal, LittleLine(LittleCentre(), "el-tari", journal.device))

    assert report.outcome is Outcome.NOT_ENROLLED


def test_what_waits_arrives_and_is_acknowledged():
    desk = enrolled(LittleCentre())
    desk.journal.record(3)

    report = desk.sync()

    assert (report.outcome, report.alarms) == (Outcome.DONE, ())
    assert (report.pushed, report.acknowledged, report.waiting) == (5, 5, 0)
    assert report.pulled == 1  # the centre's own introduction
    assert desk.journal.acknowledged_ids() == set(desk.journal.own)


def test_own_entries_are_not_pulled_back():
    desk = enrolled(LittleCentre())
    desk.sync()
    desk.journal.record(3)
    desk.line.asked.clear()

    desk.sync()

    assert "pull" not in desk.line.asked
    assert desk.journal.feed("el-tari").cursor == 5


def test_two_laptops_of_a_post_see_each_others_work():
    centre = LittleCentre()
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    screened = one.journal.record(2)
    one.sync()

    report = two.sync()
    one.sync()

    assert report.alarms == ()
    assert {e.header.id for e in screened} <= set(two.journal.kept.entries)
    assert set(two.journal.own) <= set(one.journal.kept.entries)
    assert one.journal.feed("el-tari") == two.journal.feed("el-tari")


def test_another_posts_records_do_not_travel():
    centre = LittleCentre()
    here, there = enrolled(centre), enrolled(centre, "laptop tenau", post="tenau")
    screened = there.journal.record(2)
    there.sync()

    here.sync()

    assert not {e.header.id for e in screened} & set(here.journal.kept.entries)
    assert there.journal.own[1] in here.journal.kept.entries  # its officer


def test_what_the_centre_states_is_pulled():
    centre = LittleCentre()
    desk = enrolled(centre)
    stated = centre.state(Kind.LIST, {"hotline": "129"})

    desk.sync()

    assert stated.header.id in desk.journal.kept.entries


def test_a_lost_answer_is_made_up_for_by_the_next_try():
    centre = LittleCentre()
    desk = enrolled(centre)
    desk.line.after["push"] = [NoLine("refused")]

    lost, found = desk.sync(), desk.sync()

    assert (lost.outcome, lost.reason, lost.acknowledged) == (Outcome.NO_LINE, "refused", 0)
    assert (found.outcome, found.acknowledged) == (Outcome.DONE, 2)
    assert len(centre.log("el-tari").leaves) == 2


def test_a_line_that_breaks_gets_smaller_batches_in_the_same_round():
    desk = enrolled(LittleCentre())
    desk.journal.record(300)
    desk.line.before["push"] = [NoLine("timeout"), NoLine("reset"), NoLine("cut")]

    report = desk.sync()

    assert (report.outcome, report.waiting) == (Outcome.DONE, 0)
    assert [size // 8192 for size in desk.line.sizes[:4]] == [7, 3, 1, 0]
    assert max(desk.line.sizes) > 64 * 1024


def test_a_broken_pull_is_tried_again_with_less():
    centre = LittleCentre()
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    one.journal.record(200)
    one.sync()
    two.line.before["pull"] = [NoLine("cut"), NoLine("timeout")]

    report = two.sync()

    assert (report.outcome, report.pulled) == (Outcome.DONE, 203)


def test_a_centre_that_answers_nothing_to_a_push_ends_it():
    centre = LittleCentre()
    desk = enrolled(centre)

    def say_nothing(name, asked, answer):
        return msgspec.structs.replace(answer, results=[]) if name == "push" else answer

    centre.bend = say_nothing

    report = desk.sync()

    assert (report.reason, report.waiting, report.alarms) == ("push_unanswered", 2, ())
    assert desk.line.asked.count("push") == 1


def test_an_answer_that_cannot_be_read_is_said_to_be_so():
    centre = LittleCentre()
    desk = enrolled(centre)
    centre.bend = lambda name, asked, answer: asked if name == "pull" else answer

    report = desk.sync()

    assert (report.outcome, report.reason) == (Outcome.REFUSED, "answer_malformed")


def test_a_line_that_stays_broken_ends_the_round():
    desk = enrolled(LittleCentre())
    desk.line.before["push"] = [NoLine("timeout")] * 10

    report = desk.sync()

    assert (report.outcome, report.reason, report.waiting) == (Outcome.NO_LINE, "timeout", 2)
    assert len(desk.line.before["push"]) == 6


def test_patience_that_was_asked_for_is_reported():
    desk = enrolled(LittleCentre())
    desk.line.before["heads"] = [NoLine("busy", retry_after_s=120)]

    assert desk.sync().retry_after_s == 120


def test_a_stranger_ends_the_round_with_a_reason():
    desk = enrolled(LittleCentre())
    desk.line.before["pull"] = [NotOurs("portal")]

    report = desk.sync()

    assert (report.outcome, report.reason) == (Outcome.NOT_OURS, "portal")


def test_a_refusal_ends_the_round_with_its_code():
    centre = LittleCentre()
    desk = enrolled(centre)
    centre.refuses["heads"] = Refusal.DEVICE_REVOKED

    report = desk.sync()

    assert (report.outcome, report.reason) == (Outcome.REFUSED, "device_revoked")


def test_quarantine_is_acknowledged_and_told():
    centre = LittleCentre()
    desk = enrolled(centre)
    (odd,) = desk.journal.record()
    centre.quarantine.add(odd.header.id)

    desk.sync()

    assert desk.journal.kept.acknowledged[odd.header.id].quarantined


def test_the_clocks_distance_is_measured_from_the_middle():
    centre = LittleCentre()
    desk = enrolled(centre)
    centre.clock_ahead_ms = 5_000

    desk.sync()

    link = desk.journal.link()
    assert link is not None
    assert link.clock_offset_ms == 4_900
    assert link.lease_until.year == 2027


def test_a_round_stops_where_it_is_told_to():
    centre = LittleCentre()
    desk = enrolled(centre)

    report = run(desk.journal, desk.line, stop=lambda: True)

    assert (report.outcome, report.pushed) == (Outcome.DONE, 0)
    assert desk.line.asked == ["heads"]


def test_a_batch_that_is_too_large_for_the_centre_is_sent_in_parts():
    centre = LittleCentre()
    desk = enrolled(centre)
    desk.journal.record(60)
    centre.most_entries = 20

    report = desk.sync()

    assert (report.outcome, report.waiting) == (Outcome.DONE, 0)


def test_leaves_that_are_followed_half_way_acknowledge_what_they_reach():
    centre = LittleCentre()
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    centre.leaves_page = 20
    one.journal.record(60)
    one.sync()
    stops = iter([False, False, True])

    cut_short = run(two.journal, two.line, stop=lambda: next(stops, True))

    assert (cut_short.alarms, cut_short.acknowledged) == ((), 0)
    assert two.journal.feed("el-tari").size == 20
    assert two.sync().waiting == 0


def test_a_log_opened_anew_between_two_answers_is_followed_without_an_alarm():
    centre = LittleCentre()
    desk = enrolled(centre)
    desk.sync()
    desk.journal.record()
    sister = enrolled(centre, "laptop dua")
    sister.journal.record(3)
    sister.sync()

    def open_anew(name, device):
        if name == "push" and device == desk.journal.device:
            centre.log("el-tari").generation = 1

    centre.before = open_anew

    first, second = desk.sync(), desk.sync()

    assert {alarm.code.value for alarm in first.alarms} == {"new_generation"}
    assert second.waiting == 0


def test_many_missing_leaves_are_followed_in_pages_after_a_proof():
    centre = LittleCentre()
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    centre.leaves_page = 20
    one.journal.record(30)
    one.sync()

    report = two.sync()

    assert report.alarms == ()
    assert two.line.asked.count("leaves") == 2
    assert two.journal.feed("el-tari").size == 34
    assert report.pulled == 32 + 1


def test_a_feed_opened_anew_is_followed_and_told_until_a_person_has_seen_it():
    centre = LittleCentre()
    desk = enrolled(centre)
    desk.journal.record(2)
    desk.sync()
    centre.log("el-tari").generation = 1

    first, second = desk.sync(), desk.sync()

    assert [alarm.code.value for alarm in first.alarms] == ["new_generation"]
    assert second.alarms == first.alarms
    assert desk.journal.feed("el-tari").generation == 1
    assert desk.journal.feed("el-tari").cursor == 4


def test_a_device_that_comes_to_a_later_generation_is_not_alarmed():
    centre = LittleCentre()
    centre.log("el-tari").generation = 2

    assert enrolled(centre).sync().alarms == ()


def test_a_store_from_a_backup_pulls_the_rest_of_its_old_epoch():
    centre = LittleCentre()
    before = enrolled(centre)
    before.journal.record(2)
    before.sync()
    after = enrolled(centre)  # as it was before the two screenings
    after.journal.writer.new_epoch()
    after.journal.write(after.journal.writer.first_two()[:1])

    report = after.sync()

    assert report.alarms == ()
    assert set(before.journal.own) <= set(after.journal.kept.entries)
    assert report.waiting == 0


def test_the_shared_feed_is_held_from_its_first_entry():
    desk = enrolled(LittleCentre())

    desk.sync()

    assert desk.journal.feed(SHARED).cursor == desk.journal.feed(SHARED).size == 3


class BusyLine(LittleLine):
    """A line to a centre that takes in others' work while this laptop pulls its post's feed."""

    meanwhile: Callable[[], None] | None = None

    def exchange(self, name, body):
        if name == "pull" and decode(body, PullRequest).feed == self.post and self.meanwhile:
            act, self.meanwhile = self.meanwhile, None
            act()
        return super().exchange(name, body)


@pytest.mark.parametrize("is_told", [True, False])
def test_who_was_introduced_elsewhere_in_mid_round_is_no_stranger(is_told):
    centre = LittleCentre()
    here, other, third = (enrolled(centre, name) for name in ("laptop satu", "dua", "tiga"))
    here.line = BusyLine(centre, here.line.post, here.line.device)
    for desk in (here, other, third):
        desk.sync()
    here.sync()
    newcomer = fixed_key("petugas baru")
    third.journal.record(1)
    third.sync()

    def introduced_and_signing():
        writer = other.journal.writer
        introduction = writer.added(writer.officer_key, newcomer)
        if is_told:
            centre.log("el-tari").append(wire_of(introduction))
            centre.log(SHARED).append(wire_of(introduction))
        centre.log("el-tari").append(wire_of(third.journal.writer.screening(newcomer)))

    here.line.meanwhile = introduced_and_signing
    report = here.sync()

    raised = {(alarm.code, alarm.detail.get("reason")) for alarm in report.alarms}
    assert raised == (set() if is_told else {(AlarmCode.CHAIN_BROKEN, "signer_unknown")})
