"""From a command to a painted lock page: the frozen program, and the one from the checkout.

A driver of ours cannot be put into a frozen program; both say what they paint by Qt's own notes.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Figure, ratio
from tests.faults.desk_run import Place
from tools.installer import FOLDER
from tools.installer import main as build

RUNS = 15
NOTES = {"QT_LOGGING_RULES": "qt.widgets.painting.info=true;qt.widgets.painting.debug=true"}
PAINTED = b"of top level UnlockPage"  # ... as needing flush: all of it is drawn


def seconds_to_lock_page(command: list[str], environment: dict[str, str], cwd: Path) -> float:
    """Start the program, wait until the lock page is drawn, end it with its window."""
    begun = time.monotonic()
    program = subprocess.Popen(
        command, env=environment | NOTES, cwd=cwd, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        for line in program.stderr:
            if PAINTED in line:
                return time.monotonic() - begun
    finally:
        os.killpg(program.pid, signal.SIGKILL)
        program.communicate()
    raise RuntimeError("nothing was painted")


def measure_frozen_start(data: Path, state: Path) -> Figure:
    """Start both in turn; the first pair only warms the disk's cache.

    Args:
        data: a data directory with a store, so that the lock page is shown.
        state: its state directory.
    """
    build(["--folder"])
    frozen: list[float] = []
    source: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        environment = place.environment() | {"POSKO_STATE_DIR": str(state)}
        # bytecode is written once and reused, as on a desk
        environment.pop("PYTHONDONTWRITEBYTECODE")
        where = ["--data-dir", str(data)]
        for _ in range(RUNS + 1):
            frozen.append(
                seconds_to_lock_page([str(FOLDER / "posko"), *where], environment, place.cwd)
            )
            source.append(
                seconds_to_lock_page(
                    [sys.executable, "-m", "posko_app", *where], environment, place.cwd
                )
            )
    how = f"{RUNS} interleaved starts, offscreen, from the command to the drawn lock page"
    return ratio("frozen start ÷ source start", frozen[1:], source[1:], aim=1, how=how)
