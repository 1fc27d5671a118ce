"""kill -9 during saves through the window's own services."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from posko_app.bootstrap import open_desk
from posko_app.errors import MachineError
from tests.faults import desks, kills
from tests.faults.counts import KILL_CONTROL, KILLS, REAL_KDF, seed
from tests.faults.powercut import ROOT
from tests.faults.tally import Tally, Verdict, timed

pytestmark = pytest.mark.faults


def killed(folder, rounds, variant, **environment: str) -> Tally:
    """Run the killer; its process forks, ours must not."""
    command = [sys.executable, "-m", "tests.faults.kills"]
    command += [str(folder), str(rounds), str(seed()), variant]
    tally = Tally(f"kill -9, {variant}")
    with timed(tally):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
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


def test_kills_with_the_shipped_key_cost_lose_nothing_either(tmp_path, report):
    real = {desks.REAL_COST_VARIABLE: "1"}
    tally = killed(tmp_path, REAL_KDF.now, kills.BARRIER, **real)
    tally.name = "kill -9, shipped key cost"
    report(tally)

    assert tally.faults == []
    assert tally.rounds >= REAL_KDF.now


def test_the_shipped_program_refuses_the_cheap_key_of_these_harnesses(tmp_path):
    desks.make_store(tmp_path)

    with pytest.raises(MachineError) as caught:
        open_desk(desks.data_of(tmp_path), officer=None, passphrase=desks.PASSPHRASE)

    assert caught.value.key == "vault.kdf_refused"
