"""50 devices that push and pull at once."""

import pytest

from tests.faults.counts import MANY_DEVICES
from tests.faults.many_devices import DEVICES, crowd, p95
from tests.faults.tally import Tally, Verdict, timed

pytestmark = pytest.mark.faults

EACH = 6  # entries of each device


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    with crowd(tmp_path_factory.mktemp("many")) as made:
        yield made


def test_50_devices_at_once_meet_no_error_and_lose_nothing(gathered, report):
    tally = Tally("50 devices at once")
    seconds = {}

    with timed(tally):
        for _ in range(MANY_DEVICES.now):
            for name, taken in gathered.push_and_pull(EACH).items():
                seconds.setdefault(name, []).extend(taken)
    gathered.judge(tally)

    tally.notes = {f"ms {name} (p95)": round(p95(t) * 1000) for name, t in sorted(seconds.items())}
    report(tally)
    assert tally.faults == []
    assert tally.rounds >= DEVICES * EACH * MANY_DEVICES.now
    assert {"push", "pull", "challenge"} <= set(seconds)


def test_a_centre_that_is_away_shows_errors_and_missing_entries(gathered, report):
    tally = Tally("50 devices at once, control: the centre is away")
    gathered.centre.stop()

    with timed(tally):
        gathered.push_and_pull(1)
    gathered.judge(tally)

    report(tally)
    assert tally.verdicts[Verdict.WRONG] >= DEVICES
    assert tally.verdicts[Verdict.LOST] == DEVICES
