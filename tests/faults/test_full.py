"""A disk that is full or fails at the n-th change: a clear sentence, no half save, on it goes."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from tests.faults.counts import DISK_FULL
from tests.faults.powercut import ROOT
from tests.faults.shim import build_shim
from tests.faults.tally import Tally, Verdict, timed

pytestmark = pytest.mark.faults


def behind_shim(module, folder, *arguments) -> dict:
    """Run a harness behind the shim, without a trace; give the tally it prints."""
    root = folder / "root"
    root.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment |= {"LD_PRELOAD": str(build_shim()), "SHIM_ROOT": str(root.resolve())}
    command = [sys.executable, "-m", f"tests.faults.{module}", str(root), *arguments]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def told(module, folder, count) -> Tally:
    """Run a harness and read its tally."""
    tally = Tally(module)
    with timed(tally):
        found = behind_shim(module, folder, str(count))
    tally.name = found["name"]
    tally.verdicts = Counter({Verdict(name): n for name, n in found["verdicts"].items()})
    tally.faults, tally.notes = found["faults"], found["notes"]
    return tally


def test_a_full_disk_is_named_and_survived(tmp_path, report):
    tally = report(told("full", tmp_path, DISK_FULL.now))

    assert tally.faults == []
    assert tally.rounds == 2 * DISK_FULL.now


def test_an_officer_is_added_or_not_and_a_passphrase_changed_or_not(tmp_path, report):
    tally = report(told("full_officers", tmp_path, DISK_FULL.now))

    assert tally.faults == []
    assert tally.rounds == 4 * DISK_FULL.now
