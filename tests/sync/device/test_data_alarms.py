"""What a round finds wrong in what the centre stores or tells others, behind logs that hold."""

import msgspec
import pytest

from sync.device.ports import AlarmCode
from sync.protocol.entry import Kind, Seen
from sync.protocol.messages import SHARED
from sync.protocol.statements import FeedHead, HeadsStatement
from tests.sync.device.little_centre import wire_of
from tests.sync.device.rounds import enrolled, only
from tests.sync.protocol.makers import fixed_key

pytestmark = pytest.mark.sync
POST = "el-tari"


def test_a_part_that_is_gone_at_the_centre_is_noticed_by_the_challenge(centre, desk):
    centre.strip(POST, 3, "identity")

    desk.sync()

    alarm = only(desk)
    assert (alarm.code, alarm.feed, alarm.position) == (AlarmCode.DATA_MISSING, POST, 3)


def test_a_row_that_is_gone_at_the_centre_is_noticed_by_the_challenge(centre, desk):
    kept = centre.log(POST).entries[3]
    centre.log(POST).entries[3] = None

    desk.sync()

    assert only(desk).code is AlarmCode.DATA_MISSING
    centre.log(POST).entries[3] = kept
    assert desk.sync().alarms == ()


def test_other_bytes_at_the_centre_are_noticed_by_the_challenge(centre, desk):
    wire = centre.log(POST).entries[3]
    parts = {**wire.parts, "facts": wire.parts["facts"][:-1] + b" }"}
    centre.log(POST).entries[3] = msgspec.structs.replace(wire, parts=parts)

    desk.sync()

    assert (only(desk).code, only(desk).position) == (AlarmCode.DATA_DIFFERS, 4)


def test_an_erasure_that_arrives_between_pull_and_challenge_is_no_alarm(centre, desk):
    sister = enrolled(centre, "laptop dua")
    sister.sync()
    screened = centre.log(POST).entries[2].entry.header.id
    erasure = sister.journal.erase(screened, "identity")

    def sister_is_quicker(name, device):
        if name == "challenge" and device == desk.journal.device:
            sister.sync()

    centre.before = sister_is_quicker

    report = desk.sync()

    assert erasure.header.id in desk.journal.kept.entries
    assert report.alarms == ()
    assert desk.line.asked.count("challenge") == 3


def test_an_erasure_here_between_push_and_challenge_is_no_alarm(centre, desk):
    screened = centre.log(POST).entries[2].entry.header.id
    erasures = []

    def erase_once():
        if not erasures:
            erasures.append(desk.journal.erase(screened, "identity").header.id)

    desk.journal.before_choosing = erase_once

    report = desk.sync()

    assert set(erasures) <= desk.journal.acknowledged_ids()
    assert report.alarms == ()


@pytest.mark.parametrize("named", [True, False])
def test_in_the_shared_feed_an_erasure_of_another_post_is_no_alarm(centre, desk, named):
    there = enrolled(centre, "laptop tenau", post="tenau")
    there.sync()
    desk.sync()
    position = len(centre.log(SHARED).leaves)  # its officer's entry
    erasure = "019ab000-0000-7000-8000-000000000001"
    centre.strip(SHARED, position, "identity", by=erasure if named else None)

    report = desk.sync()

    found = {(alarm.code, alarm.feed, alarm.position) for alarm in report.alarms}
    assert found == (set() if named else {(AlarmCode.DATA_MISSING, SHARED, position)})


def test_no_erasure_explains_facts_that_say_who_signs(centre, desk):
    there = enrolled(centre, "laptop tenau", post="tenau")
    there.sync()
    desk.sync()
    position = len(centre.log(SHARED).leaves)  # its officer's entry
    centre.strip(SHARED, position, "facts", by="019ab000-0000-7000-8000-000000000001")

    report = desk.sync()

    found = {(alarm.feed, alarm.position) for alarm in report.alarms}
    assert found == {(SHARED, position)}


def test_an_erasure_that_cannot_be_sent_yet_is_no_alarm(centre, desk):
    screened = centre.log(POST).entries[2].entry.header.id
    erasure = desk.journal.erase(screened, "identity")
    centre.stops[erasure.header.id] = "bad_signature"

    report = desk.sync()

    assert [alarm.code for alarm in report.alarms] == [AlarmCode.STOPPED]


def test_pulled_bytes_that_are_not_the_logged_ones_are_not_stored(centre):
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    one.journal.record(3)
    one.sync()
    other = one.journal.writer.screened("palsu")
    centre.log(POST).entries[3] = wire_of(other)

    two.sync()

    alarm = only(two)
    assert (alarm.code, alarm.position) == (AlarmCode.DATA_DIFFERS, 4)
    assert other.header.id not in two.journal.kept.entries
    assert two.journal.feed(POST).cursor == 3


def test_entries_at_other_positions_than_asked_for_are_not_stored(centre):
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    one.sync()

    def bend(name, asked, answer):
        if name != "pull" or asked.feed != POST:
            return answer
        shifted = [
            msgspec.structs.replace(placed, position=placed.position + 1)
            for placed in answer.entries
        ]
        return msgspec.structs.replace(answer, entries=shifted)

    centre.bend = bend

    two.sync()

    assert (only(two).code, only(two).position) == (AlarmCode.DATA_MISSING, 1)
    assert two.journal.feed(POST).cursor == 0


def test_a_log_rewritten_between_two_pages_ends_the_pull(centre):
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    one.journal.record(150)
    one.sync()
    pages = []

    def rewrite(name, device):
        if name == "pull" and device == two.journal.device:
            pages.append(two.journal.feed(POST).cursor)
            if pages[-1] > 0:
                centre.log(POST).leaves[0] = bytes(32)

    centre.before = rewrite

    two.sync()

    assert only(two).code is AlarmCode.ROOT_DIFFERS
    assert two.journal.feed(POST).cursor == pages[-1]


def test_an_entry_that_the_centre_does_not_give_is_an_alarm_until_it_does(centre):
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    one.journal.record(3)
    one.sync()
    kept = centre.log(POST).entries[3]
    centre.log(POST).entries[3] = None

    two.sync()

    assert (only(two).code, only(two).position) == (AlarmCode.DATA_MISSING, 4)
    centre.log(POST).entries[3] = kept
    assert two.sync().alarms == ()


def test_a_pulled_part_without_erasure_is_an_alarm_and_the_rest_before_it_is_stored(centre):
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    first, second, third = one.journal.record(3)
    one.sync()
    centre.strip(POST, 4, "identity")

    two.sync()

    assert (only(two).code, only(two).position) == (AlarmCode.PART_MISSING, 4)
    assert first.header.id in two.journal.kept.entries
    assert not {second.header.id, third.header.id} & set(two.journal.kept.entries)


def test_a_part_that_comes_back_ends_the_alarm(centre):
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    one.journal.record(3)
    one.sync()
    whole = centre.log(POST).entries[3]
    centre.strip(POST, 4, "identity")
    two.sync()
    centre.log(POST).entries[3] = whole

    assert two.sync().alarms == ()


def test_a_part_that_is_only_called_erased_is_missing(centre):
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    one.journal.record(3)
    one.sync()
    centre.strip(POST, 4, "identity", by="019ab000-0000-7000-8000-000000000001")

    first, second = two.sync(), two.sync()

    assert (only(two).code, only(two).position) == (AlarmCode.PART_MISSING, 4)
    assert first.alarms == second.alarms
    assert two.journal.feed(POST).cursor == 7


def test_a_forged_entry_with_a_true_leaf_breaks_its_chain(centre):
    one, two = enrolled(centre), enrolled(centre, "laptop dua")
    one.sync()
    writer = one.journal.writer
    forged = writer.entry(Kind.SCREENING, fixed_key("penyusup"), {"facts": {"purpose": "palsu"}})
    centre.log(POST).append(wire_of(forged))

    two.sync()

    assert (only(two).code, only(two).position) == (AlarmCode.CHAIN_BROKEN, 3)


def test_another_history_shown_to_another_post_is_a_split_view(centre, desk):
    other = enrolled(centre, "laptop dua")
    other.journal.writer.seen = (Seen(POST, 2, "ab" * 32),)
    (claiming,) = other.journal.record()
    other.sync()

    desk.sync()

    alarm = only(desk)
    assert (alarm.code, alarm.feed, alarm.position) == (AlarmCode.SPLIT_VIEW, POST, 2)
    assert alarm.detail["entry"] == claiming.header.id


def test_a_heads_entry_with_another_root_is_a_split_view(centre, desk):
    heads = HeadsStatement((FeedHead(POST, 0, 3, "cd" * 32),))
    centre.state(Kind.HEADS, heads.facts())

    desk.sync()

    assert (only(desk).code, only(desk).position) == (AlarmCode.SPLIT_VIEW, 3)


def test_a_split_view_ends_when_its_feed_is_opened_anew(centre, desk):
    heads = HeadsStatement((FeedHead(POST, 0, 3, "cd" * 32),))
    centre.state(Kind.HEADS, heads.facts())
    desk.sync()
    centre.log(POST).generation = 1
    centre.log(POST).cut(2)

    report = desk.sync()

    assert AlarmCode.SPLIT_VIEW not in {alarm.code for alarm in report.alarms}


def test_true_claims_of_others_are_no_alarm(centre, desk):
    root = desk.journal.kept.leaves[POST][2].root.hex()
    centre.state(Kind.HEADS, HeadsStatement((FeedHead(POST, 0, 3, root),)).facts())

    assert desk.sync().alarms == ()
