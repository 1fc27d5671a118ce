"""kill -9 of desks and of the centre while they sync."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from tests.faults import sync_kills
from tests.faults.counts import SYNC_KILL_CONTROL, SYNC_KILLS, is_soak, seed
from tests.faults.powercut import ROOT
from tests.faults.tally import Tally, Verdict, timed

pytestmark = pytest.mark.faults

CENTRE_SHARE = 1 / 3 if is_soak() else 1 / 6  # the centre's start costs more than anything else


def killed(folder, rounds, share, program) -> Tally:
    """Run the killer; its process forks, ours must not."""
    command = [sys.executable, "-m", "tests.faults.sync_kills"]
    command += [str(folder), str(rounds), str(seed()), str(share), program]
    tally = Tally("kill -9 of desk and centre during sync")
    with timed(tally):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    tally.verdicts = Counter({Verdict(name): count for name, count in found["verdicts"].items()})
    tally.faults, tally.notes = found["faults"], found["notes"]
    return tally


def test_kills_during_sync_lose_nothing_double_nothing_and_keep_the_order(tmp_path, report):
    tally = report(killed(tmp_path, SYNC_KILLS.now, CENTRE_SHARE, sync_kills.PRODUCT))

    assert tally.faults == []
    assert tally.rounds > SYNC_KILLS.now
    assert tally.notes["kills inside a round"] > SYNC_KILLS.now / 3
    assert tally.notes["kills of the centre"] > 0
    assert tally.notes["acknowledged as sent"] > SYNC_KILLS.now


def test_a_centre_that_answers_before_its_commit_loses(tmp_path, report):
    tally = killed(tmp_path, SYNC_KILL_CONTROL.now, 1, sync_kills.EAGER)
    tally.name = "kill -9 during sync, control: answers before it commits"
    report(tally)

    assert tally.verdicts[Verdict.LOST] > 0
