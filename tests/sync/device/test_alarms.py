"""What a round must never be silent about in chains and logs, and when it falls silent again."""

import msgspec
import pytest

from sync.device.ports import AlarmCode, NoLine, Outcome
from sync.protocol.checkpoint import read_checkpoint
from sync.protocol.entry import Kind
from sync.protocol.messages import SHARED, ChainHead, Refusal, SignedCheckpoint
from tests.sync.device.rounds import enrolled, only

pytestmark = pytest.mark.sync
POST = "el-tari"


def test_a_shorter_log_is_an_alarm_with_both_signed_checkpoints(centre, desk):
    centre.forget_after(POST, 2)
    centre.owns_up = False

    report = desk.sync()

    assert report.outcome is Outcome.ALARM
    codes = {alarm.code for alarm in report.alarms}
    assert codes == {AlarmCode.CENTRE_ROLLED_BACK, AlarmCode.CENTRE_FORGOT}
    alarm = next(a for a in report.alarms if a.code is AlarmCode.CENTRE_ROLLED_BACK)
    before, after = alarm.evidence[:2], alarm.evidence[2:]
    sizes = [
        read_checkpoint(SignedCheckpoint(body, signature), centre.sign_key).size
        for body, signature in (before, after)
    ]
    assert sizes == [4, 2]


def test_after_a_rollback_the_device_gives_back_what_it_holds_and_the_alarm_ends(centre, desk):
    sister = enrolled(centre, "laptop dua")
    sister.journal.record(3)
    sister.sync()
    desk.sync()
    whole = list(centre.log(POST).leaves)
    centre.forget_after(POST, 2)

    first, second = desk.sync(), desk.sync()

    assert centre.log(POST).leaves == whole
    past = [alarm.code for alarm in desk.journal.past_alarms]
    assert AlarmCode.CENTRE_ROLLED_BACK in past
    assert (first.alarms, second.alarms) == ((), ())


@pytest.mark.parametrize("reason", ["timeout", "refused"])
def test_what_a_rebuilding_centre_lacks_is_offered_again_after_a_break(centre, desk, reason):
    whole = list(centre.log(POST).leaves)
    centre.forget_after(POST, 1)
    desk.line.before["offer"] = [NoLine(reason)]

    first, second = desk.sync(), desk.sync()

    assert first.outcome is (Outcome.DONE if reason == "timeout" else Outcome.NO_LINE)
    assert second.alarms == ()
    assert centre.log(POST).leaves == whole


def test_what_nobody_here_holds_is_not_offered(centre, desk):
    centre.highest["tenau"] = (9, "")
    centre.highest[SHARED] = (40, "")

    report = desk.sync()

    assert report.alarms == ()
    assert "offer" not in desk.line.asked


def test_nothing_is_pushed_while_the_centre_is_rebuilt(centre, desk):
    sister = enrolled(centre, "laptop dua")
    sister.journal.record(3)
    sister.sync()  # what only the sister holds
    centre._remember(POST, 0, centre.checkpoint(POST))
    centre.highest[POST] = (len(centre.log(POST).leaves), "")
    centre.forget_after(POST, 4)
    desk.journal.record()

    report = desk.sync()

    assert report.reason == "rebuilding"
    assert report.waiting == 1
    assert sister.sync().alarms == ()
    assert desk.sync().waiting == 0


def test_a_forgotten_tail_is_pushed_again(centre, desk):
    last = centre.log(POST).entries[3]
    header = last.entry.header
    centre.heads[desk.journal.device, header.epoch] = (3, header.prev)

    first, second = desk.sync(), desk.sync()

    assert [alarm.code for alarm in first.alarms] == [AlarmCode.CENTRE_FORGOT]
    assert first.pushed == 1
    centre.heads[desk.journal.device, header.epoch] = (4, last.entry.hash)
    assert second.alarms == first.alarms
    assert desk.sync().alarms == ()


def test_the_chain_of_another_device_says_nothing_about_ours(centre, desk):
    epoch = desk.journal.own_epochs()[-1]

    def bend(name, asked, answer):
        strange = [ChainHead("ab" * 32, epoch, 2, "cd" * 32), ChainHead("ab" * 32, epoch, 99, "")]
        changed = {"heads": [*answer.heads, *strange]} if name == "heads" else {}
        return msgspec.structs.replace(answer, **changed)

    centre.bend = bend

    assert desk.sync().alarms == ()


def test_a_clone_that_wrote_on_is_a_fork_and_both_histories_are_sent(centre):
    desk, clone = enrolled(centre), enrolled(centre)
    clone.journal.writer.random(16)  # from here on the two differ
    clone.journal.record(2)
    clone.sync()
    desk.journal.record(2)

    desk.sync()

    fork = next(s.alarm for s in desk.journal.standing_alarms() if s.alarm.code == "fork")
    assert (fork.position, fork.detail["seq"]) == (4, 4)
    assert fork.evidence == (desk.journal.head(),)
    assert "push" in desk.line.asked


def test_a_device_that_was_shut_out_for_a_fork_says_so_until_it_is_let_in(centre, desk):
    centre.refuses["heads"] = Refusal.DEVICE_SUSPENDED

    report = desk.sync()

    assert (report.outcome, report.reason) == (Outcome.REFUSED, "device_suspended")
    assert only(desk).code is AlarmCode.FORK
    centre.refuses.clear()
    assert desk.sync().alarms == ()


def test_a_store_put_back_to_yesterday_pushes_nothing(centre):
    later, yesterday = enrolled(centre), enrolled(centre)
    later.journal.record(3)
    later.sync()

    report = yesterday.sync()

    assert [alarm.code for alarm in report.alarms] == [AlarmCode.DEVICE_BEHIND]
    assert "push" not in yesterday.line.asked
    assert report.waiting == 2
    assert later.journal.own[-1] not in yesterday.journal.kept.entries  # a person restores it
    assert yesterday.journal.feed(SHARED).cursor == 3


def test_an_entry_that_the_centre_stops_at_needs_a_person_and_nothing_follows_it(centre, desk):
    bad, after = desk.journal.record(2)
    centre.stops[bad.header.id] = "bad_signature"

    report = desk.sync()

    assert only(desk).code is AlarmCode.STOPPED
    assert only(desk).detail == {"entry": bad.header.id, "reason": "bad_signature"}
    assert (report.needs_person, report.waiting) == (1, 1)
    assert after.header.id not in desk.journal.acknowledged_ids()


def test_a_stop_ends_when_the_centre_takes_the_entry_after_all(centre, desk):
    bad, _ = desk.journal.record(2)
    centre.stops[bad.header.id] = "bad_signature"
    desk.sync()
    centre.stops.clear()

    report = desk.sync()

    assert (report.alarms, report.needs_person, report.waiting) == ((), 0, 0)


def test_an_alarm_never_keeps_the_other_feed_from_growing(centre, desk):
    stated = centre.state(Kind.LIST, {"hotline": "129"})
    centre.log(POST).leaves[1] = bytes(32)

    desk.sync()

    assert stated.header.id in desk.journal.kept.entries


def test_an_alarm_stands_through_rounds_that_reach_nobody(centre, desk):
    centre.strip(POST, 3, "identity")
    desk.sync()
    desk.line.before["heads"] = [NoLine("refused")]

    report = desk.sync()

    assert report.outcome is Outcome.NO_LINE
    assert [alarm.code for alarm in report.alarms] == [AlarmCode.DATA_MISSING]


def _without(field):
    return lambda name, _asked, answer: (
        msgspec.structs.replace(answer, **{field: []}) if name == "heads" else answer
    )


def test_a_fork_does_not_end_because_the_centre_says_nothing_of_the_chain(centre):
    desk, clone = enrolled(centre), enrolled(centre)
    clone.journal.writer.random(16)  # from here on the two differ
    clone.journal.record(2)
    clone.sync()
    desk.journal.record(2)
    desk.sync()
    assert AlarmCode.FORK in desk.codes()

    centre.bend = _without("heads")
    desk.sync()

    assert AlarmCode.FORK in desk.codes()


def test_a_centre_that_shows_no_checkpoint_is_refused(centre, desk):
    centre.bend = _without("checkpoints")

    report = desk.sync()

    assert (report.outcome, report.reason) == (Outcome.REFUSED, "checkpoint_invalid")
