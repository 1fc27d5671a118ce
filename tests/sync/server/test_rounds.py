"""Whole rounds of the device's half against the real centre, over HTTP requests as they are."""

from sync.device.ports import Outcome
from tests.sync.server.lines import enrolled


def test_a_round_brings_everything_and_the_next_one_has_nothing_to_do(centre):
    desk = enrolled(centre, "laptop satu")
    desk.journal.record(20)

    first, second = desk.sync(), desk.sync()

    assert first.outcome is Outcome.DONE
    assert first.waiting == 0
    assert first.acknowledged == first.pushed > 20
    assert (second.outcome, second.pushed, second.alarms) == (Outcome.DONE, 0, ())
