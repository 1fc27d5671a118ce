"""Whole rounds of the device's half against the real centre, over HTTP requests as they are."""

from sync.device.ports import AlarmCode, NoLine, Outcome
from tests.sync.server.lines import enrolled
from tests.sync.server.operations.tampering import disarm, run
from tests.sync.server.tables import placed_ids, standing


class DeafToChallenges:
    """A line that loses the answer to each challenge."""

    def __init__(self, line):
        self.line = line

    def exchange(self, name, body):
        exchanged = self.line.exchange(name, body)
        if name == "challenge":
            raise NoLine("interrupted")
        return exchanged


def test_a_round_brings_everything_and_the_next_one_has_nothing_to_do(centre):
    desk = enrolled(centre, "laptop satu")
    desk.journal.record(20)

    first, second = desk.sync(), desk.sync()

    assert first.outcome is Outcome.DONE
    assert first.waiting == 0
    assert first.acknowledged == first.pushed > 20
    assert (second.outcome, second.pushed, second.alarms) == (Outcome.DONE, 0, ())


def test_a_deleted_row_is_noticed_by_a_device_then_given_back_by_it(centre):
    desk = enrolled(centre, "laptop satu")
    desk.journal.record(6)
    desk.sync()
    disarm()
    lost = desk.journal.own[4]
    run("DELETE FROM centre_entry WHERE id = %s", lost)
    run("DELETE FROM centre_part WHERE entry_id = %s", lost)

    noticing = desk.sync()
    healing = desk.sync()

    assert {alarm.code for alarm in noticing.alarms} == {AlarmCode.DATA_MISSING}
    assert (healing.outcome, desk.codes()) == (Outcome.DONE, set())
    assert lost in placed_ids()
    assert standing() == ["put_back"]


def test_a_row_that_the_centre_asks_back_is_noticed_though_no_challenge_came_through(centre):
    desk = enrolled(centre, "laptop satu")
    desk.journal.record(6)
    desk.sync()
    disarm()
    lost = desk.journal.own[4]
    run("DELETE FROM centre_entry WHERE id = %s", lost)
    run("DELETE FROM centre_part WHERE entry_id = %s", lost)
    whole, desk.line = desk.line, DeafToChallenges(desk.line)

    cut = desk.sync()
    desk.line = whole
    healing = desk.sync()

    assert (cut.outcome, cut.alarms) == (Outcome.NO_LINE, ())
    assert {alarm.code for alarm in desk.journal.past_alarms} == {AlarmCode.DATA_MISSING}
    assert (healing.outcome, desk.codes()) == (Outcome.DONE, set())


def test_an_altered_part_is_noticed_and_nobody_can_say_it_was_not(centre):
    desk = enrolled(centre, "laptop satu")
    desk.journal.record(6)
    desk.sync()
    disarm()
    altered = desk.journal.own[4]
    run("UPDATE centre_part SET stored = %s WHERE entry_id = %s", b"x" * 40, altered)

    reports = [desk.sync() for _ in range(3)]

    assert {alarm.code for alarm in reports[-1].alarms} <= {
        AlarmCode.DATA_MISSING,
        AlarmCode.DATA_DIFFERS,
    }
    assert reports[-1].outcome is Outcome.ALARM


def test_two_laptops_of_a_post_see_each_others_work(centre):
    one, two = enrolled(centre, "laptop satu", seed=1), enrolled(centre, "laptop dua", seed=2)
    three = enrolled(centre, "laptop tiga", post="tenau", seed=3)
    for desk in (one, two, three):
        desk.journal.record(4)
    for desk in (one, two, three, one, two, three):
        desk.sync()

    assert set(one.journal.own) <= set(two.journal.kept.entries)
    assert set(two.journal.own) <= set(one.journal.kept.entries)
    screenings = set(three.journal.own[2:])
    assert not screenings & set(one.journal.kept.entries)
    assert one.codes() | two.codes() | three.codes() == set()
