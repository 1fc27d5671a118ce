"""The real window, driven by keys: memory after a long day, time from key to paint."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure, percentile
from tests.faults import canaries
from tests.faults.desk_run import Person, Place

SAVES = 1_000
KEYED_SAVES = 30
KEYS = "CONTOH NAMA PANJANG UNTUK DIKETIK PELAN "


def resident_mib(pid: int) -> float:
    """Say how much memory a process holds."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")


def empty_window_mib(place: Place) -> float:
    """Start an empty window and weigh it once painted."""
    command = [sys.executable, "-m", "tests.bench.started"]
    with subprocess.Popen(
        command, env=place.environment(), cwd=place.cwd, stdout=subprocess.PIPE
    ) as window:
        for line in window.stdout:
            if line.startswith(b"painted"):
                weight = resident_mib(window.pid)
                os.kill(window.pid, signal.SIGKILL)
                return weight
    raise RuntimeError("nothing was painted")


def measure_window() -> list[Figure]:
    """Work a long day in the window."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        place.environment()
        canaries.make_live_store(place)
        empty = [empty_window_mib(place) for _ in range(3)]
        person = Person(place, driver="tests.bench.in_window")
        try:
            return _figures(person, empty)
        finally:
            person.leave()


def _figures(person: Person, empty: list[float]) -> list[Figure]:
    person.sign_on(canaries.PASSPHRASE, canaries.PIN)
    at_start = resident_mib(person.window_pid)
    person.ask("focus", name="Nama")
    taken = person.ask("key_to_paint", text=KEYS * 6)["ms"]
    person.press("Ctrl+Shift+N")
    for number in range(KEYED_SAVES):
        person.screen(f"CONTOH {number}", f"99530141079{number:05d}")
    person.ask("save", count=SAVES - KEYED_SAVES)
    person.press("Ctrl+3", "Ctrl+4", "Ctrl+1")
    after = resident_mib(person.window_pid)
    parts = {"after_saves_mib": after, "signed_on_mib": at_start, "empty_mib": median(empty)}
    parts["parent_mib"] = resident_mib(person.program.pid)
    paints = {"p50": median(taken), "p95": percentile(taken, 0.95), "p99": percentile(taken, 0.99)}
    how = f"{SAVES} saves in the window process, {KEYED_SAVES} of them by keys; MiB"
    how_paint = f"{len(taken)} keys into the name field of Periksa, offscreen"
    return [
        Figure("RSS after 1,000 saves ÷ empty window", after / median(empty), "×", 2.5, parts, how),
        Figure("key to paint, p50", paints["p50"], "ms", None, paints, how_paint),
        Figure("key to paint, p95", paints["p95"], "ms", None, paints, how_paint),
    ]
