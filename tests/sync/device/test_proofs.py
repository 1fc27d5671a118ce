"""Nothing is acknowledged or pulled but what a recomputed root covers."""

import msgspec
import pytest

from sync.device.ports import AlarmCode, Outcome
from sync.protocol.messages import SHARED, Leaves, PushAnswer
from tests.sync.device.little_centre import LittleCentre
from tests.sync.device.rounds import enrolled, only

pytestmark = pytest.mark.sync
POST = "el-tari"


def test_another_root_at_the_same_size_freezes_the_feed(centre, desk):
    centre.log(POST).leaves[1] = bytes(32)
    desk.journal.record()

    report = desk.sync()

    assert only(desk).code is AlarmCode.ROOT_DIFFERS
    assert (report.pushed, report.acknowledged, report.waiting) == (0, 0, 1)
    assert desk.line.asked[-2:] == ["heads", "challenge"]


def test_the_alarm_ends_once_the_log_proves_itself_again(centre, desk):
    leaf = centre.log(POST).leaves[1]
    centre.log(POST).leaves[1] = bytes(32)
    desk.sync()
    centre.log(POST).leaves[1] = leaf

    report = desk.sync()

    assert (report.outcome, report.alarms) == (Outcome.DONE, ())
    assert [alarm.code for alarm in desk.journal.past_alarms] == [AlarmCode.ROOT_DIFFERS]


def test_a_log_rewritten_before_what_is_new_is_an_alarm(centre, desk):
    sister = enrolled(centre, "laptop dua")
    sister.sync()
    centre.log(POST).leaves[0] = bytes(32)

    desk.sync()

    assert only(desk).code is AlarmCode.ROOT_DIFFERS
    assert desk.journal.feed(POST).size == 4
    assert desk.journal.feed(POST).cursor == 4


def test_a_log_that_lost_much_and_was_rewritten_fails_its_consistency_proof(centre):
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    one.sync()
    two.sync()
    centre.leaves_page = 20
    one.journal.record(30)
    one.sync()
    centre.log(POST).leaves[1] = bytes(32)

    report = two.sync()

    assert [alarm.code for alarm in report.alarms] == [AlarmCode.ROOT_DIFFERS]
    assert two.line.asked.count("leaves") == 1
    assert two.journal.feed(POST).size == 4


@pytest.mark.parametrize("bent", ["leaf", "fewer", "more"])
def test_leaves_that_do_not_lead_to_the_signed_root_acknowledge_nothing(centre, bent):
    desk = enrolled(centre)

    def bend(name, asked, answer):
        if not isinstance(answer, PushAnswer):
            return answer
        (post, *others) = answer.leaves
        other = {
            "leaf": Leaves(post.feed, post.start, bytes(32) + post.hashes[32:]),
            "fewer": Leaves(post.feed, post.start, post.hashes[32:]),
            "more": Leaves(post.feed, post.start, post.hashes + bytes(1)),
        }[bent]
        return msgspec.structs.replace(answer, leaves=[other, *others])

    centre.bend = bend

    report = desk.sync()

    assert (report.acknowledged, report.waiting) == (0, 2)
    assert only(desk).code is AlarmCode.ROOT_DIFFERS
    assert only(desk).detail["shown_size"] == 2


def test_a_checkpoint_that_does_not_continue_the_log_stops_before_its_leaves(centre):
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    one.sync()
    two.sync()
    centre.leaves_page = 20
    one.journal.record(30)
    one.sync()

    def bend(name, asked, answer):
        changed = {"consistency": [bytes(32)]} if name == "leaves" else {}
        return msgspec.structs.replace(answer, **changed)

    centre.bend = bend

    report = two.sync()

    assert [alarm.code for alarm in report.alarms] == [AlarmCode.ROOT_DIFFERS]
    assert two.journal.feed(POST).size == 4


def test_after_a_failed_proof_nothing_more_is_pushed(centre):
    desk = enrolled(centre)
    desk.journal.record(150)

    def bend(name, asked, answer):
        if name != "push":
            return answer
        leaves = [msgspec.structs.replace(one, hashes=one.hashes[::-1]) for one in answer.leaves]
        return msgspec.structs.replace(answer, leaves=leaves)

    centre.bend = bend

    desk.sync()

    assert desk.line.asked.count("push") == 1


def test_results_of_other_entries_acknowledge_nothing(centre):
    desk = enrolled(centre)

    def bend(name, asked, answer):
        if name != "push":
            return answer
        one, two = answer.results
        swapped = [
            msgspec.structs.replace(one, id=two.id),
            msgspec.structs.replace(two, id=one.id),
        ]
        return msgspec.structs.replace(answer, results=swapped)

    centre.bend = bend

    report = desk.sync()

    assert (report.acknowledged, report.waiting, report.alarms) == (0, 2, ())


def test_a_page_of_leaves_that_begins_elsewhere_is_an_alarm(centre):
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    centre.leaves_page = 20
    one.journal.record(30)
    one.sync()

    def bend(name, asked, answer):
        if name != "leaves":
            return answer
        leaves = msgspec.structs.replace(answer.leaves, start=answer.leaves.start + 1)
        return msgspec.structs.replace(answer, leaves=leaves)

    centre.bend = bend

    report = two.sync()

    assert [alarm.code for alarm in report.alarms] == [AlarmCode.ROOT_DIFFERS]
    assert two.journal.feed(POST).size == 0


@pytest.mark.parametrize("bent", ["feed", "reached", "empty"])
def test_a_page_of_leaves_of_something_else_is_not_followed(centre, bent):
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    centre.leaves_page = 20
    one.journal.record(30)
    one.sync()

    def bend(name, asked, answer):
        if name != "leaves":
            return answer
        leaves = answer.leaves
        if bent == "feed":
            return msgspec.structs.replace(
                answer, leaves=msgspec.structs.replace(leaves, feed=SHARED)
            )
        if bent == "reached":
            return msgspec.structs.replace(answer, reached=centre.checkpoint(SHARED))
        reached = centre.checkpoint(POST, asked.size)
        return msgspec.structs.replace(answer, reached=reached)

    centre.bend = bend

    report = two.sync()

    assert two.journal.feed(POST).size == 0
    assert (report.acknowledged, report.waiting) == (0, 2)


def test_a_position_at_which_another_entry_stands_acknowledges_nothing(centre):
    desk = enrolled(centre)

    def swap(name, asked, answer):
        if not isinstance(answer, PushAnswer):
            return answer
        one, two = answer.results
        results = [
            msgspec.structs.replace(one, position=two.position),
            msgspec.structs.replace(two, position=one.position),
        ]
        return msgspec.structs.replace(answer, results=results)

    centre.bend = swap

    report = desk.sync()

    assert (report.acknowledged, report.waiting) == (0, 2)
    assert only(desk).code is AlarmCode.ROOT_DIFFERS


def test_the_word_of_the_centre_without_a_leaf_acknowledges_nothing(centre):
    desk = enrolled(centre)

    def only_words(name, asked, answer):
        if not isinstance(answer, PushAnswer):
            return answer
        empty = centre.checkpoint(POST, 0), centre.checkpoint(SHARED, 0)
        return msgspec.structs.replace(answer, leaves=[], checkpoints=list(empty))

    centre.bend = only_words

    report = desk.sync()

    assert (report.acknowledged, report.waiting) == (0, 2)


def test_a_checkpoint_of_another_key_ends_the_round(centre):
    desk = enrolled(centre)
    stranger = LittleCentre("pusat lain")
    centre.bend = lambda _name, _asked, answer: msgspec.structs.replace(
        answer, checkpoints=[stranger.checkpoint(POST)]
    )

    report = desk.sync()

    assert (report.outcome, report.reason) == (Outcome.REFUSED, "checkpoint_invalid")


def test_a_checkpoint_of_the_other_deployment_ends_the_round(centre):
    desk = enrolled(centre)
    centre.writer.deployment = "live"

    assert desk.sync().reason == "checkpoint_invalid"
