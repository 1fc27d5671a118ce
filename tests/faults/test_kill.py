"""kill -9 during saves through the window's own services."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from tests.faults import kills
from tests.faults.counts import KILL_CONTROL, KILLS, seed
from tests.faults.powercut import ROOT
from tests.faults.tally import Tally, Verdict, timed

pytestmark = pytest.mark.faults


def killed(folder, rounds, variant) -> Tally:
    """Run the killer; its process forks, ours must not."""
    command = [sys.executable, "-m", "tests.faults.kills"]
    command += [str(folder), str(rounds), str(seed()), variant]
    tally = Tally(f"kill -9, {variant}")
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


def test_a_kill_loses_nothing_and_doubles_nothing(tmp_path, report):
    tally = report(killed(tmp_path, KILLS.now, kills.BARRIER))

    assert tally.faults == []
    assert tally.rounds >= KILLS.now
    assert tally.notes["acknowledged saves"] > KILLS.now / 2


def test_a_desk_that_says_saved_before_the_commit_loses(tmp_path, report):
    tally = report(killed(tmp_path, KILL_CONTROL.now, kills.EARLY))

    assert tally.verdicts[Verdict.LOST] > 0
