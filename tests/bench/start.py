"""From a command to a painted window: ours, and an empty one."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Figure, ratio
from tests.faults.desk_run import ROOT, Place

RUNS = 15
INJECT = ROOT / "tests" / "faults" / "inject"


def seconds_to_paint(command: list[str], environment: dict[str, str], cwd: Path) -> float:
    """Start a process and wait until it, or its child, says it has painted."""
    begun = time.monotonic()
    with subprocess.Popen(command, env=environment, cwd=cwd, stdout=subprocess.PIPE) as program:
        for line in program.stdout:
            if line.startswith(b"painted "):
                _, painted_at, window = line.split()
                if int(window) != program.pid:
                    program.send_signal(signal.SIGKILL)
                os.kill(int(window), signal.SIGKILL)
                return float(painted_at) - begun
    raise RuntimeError("nothing was painted")


def measure_start(data: Path, state: Path) -> Figure:
    """Start both in turn; the first pair only warms the disk's cache.

    Args:
        data: a data directory with a store, so that the unlock page is shown.
        state: its state directory.
    """
    ours: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        base = place.environment() | {"POSKO_STATE_DIR": str(state)}
        path = f"{INJECT}{os.pathsep}{ROOT}"
        driven = base | {"POSKO_TEST_DRIVER": "tests.bench.started", "PYTHONPATH": path}
        program = [sys.executable, "-m", "posko_app", "--data-dir", str(data)]
        empty = [sys.executable, "-m", "tests.bench.started"]
        # bytecode is written once and reused, as on a desk
        for settings in (base, driven):
            settings.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(RUNS + 1):
            ours.append(seconds_to_paint(program, driven, place.cwd))
            theirs.append(seconds_to_paint(empty, base, place.cwd))
    how = f"{RUNS} interleaved starts, offscreen, from the command to the end of the first paint"
    return ratio("start to unlock page ÷ empty window", ours[1:], theirs[1:], aim=3, how=how)
