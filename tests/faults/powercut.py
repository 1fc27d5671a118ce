"""Cuts the power at any change a workload makes, and judges what is left.

A workload runs once behind the shim. Then each round rebuilds one state the
disk may be in after a cut and opens it the way the product does.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random

from tests.faults.disk import Disk, Luck
from tests.faults.shim import watch_below
from tests.faults.tally import Tally, Verdict, timed
from tests.faults.trace import Op, Record, read_trace

ROOT = Path(__file__).parents[2]
Acked = list[dict[str, object]]
Judge = Callable[
    [Path, Acked], tuple[Verdict, str]
]  # must be a module's function: it travels to processes


@dataclass(frozen=True, slots=True)
class Traced:
    """One run of a workload: the folder before it, and what happened."""

    name: str
    start: Path
    records: tuple[Record, ...]

    def moments(self) -> list[int]:
        """Numbers of the records after which a cut is worth a round."""
        return [number for number, record in enumerate(self.records) if record.is_worth_a_cut]


def run_behind_shim(
    folder: Path, workload: str, *options: str, extra: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a workload on `folder/root` behind the shim until it ends."""
    watch = watch_below(folder)
    command = [sys.executable, "-m", "tests.faults.workloads", workload]
    command += [str(watch.root), str(watch.ack), *options]
    environment = {**os.environ, **watch.environment(), "PYTHONPATH": str(ROOT), **(extra or {})}
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


def trace_workload(folder: Path, workload: str, *options: str) -> Traced:
    """Run a workload and check that the shim saw every byte it wrote."""
    watch = watch_below(folder)
    start = folder / "start"
    shutil.copytree(watch.root, start)
    done = run_behind_shim(folder, workload, *options)
    if done.returncode != 0:
        raise RuntimeError(f"the workload {workload} failed: {done.stderr[-2000:]}")
    traced = Traced(workload, start, tuple(read_trace(watch.trace)))
    check_nothing_unseen(traced, watch.root, folder / "all")
    return traced


def check_nothing_unseen(traced: Traced, root: Path, scratch: Path) -> None:
    """Replay everything; the result must be the folder as it stands."""
    disk = Disk(traced.start, live_at=root)
    for record in traced.records:
        disk.follow(record)
    disk.cut(scratch, luck=Luck.ALL, random=Random(0))
    if contents(scratch) != contents(root):
        raise RuntimeError(f"the shim missed a change of the workload {traced.name}")
    shutil.rmtree(scratch)


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder, except SQLite's shared-memory scratch."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".db-shm"
    }


def cut_power(traced: Traced, judge: Judge, *, live_at: Path, rounds: int, seed: int) -> Tally:
    """Cut `rounds` times at random changes; the same seed cuts at the same places."""
    random = Random(f"{seed} {traced.name}")
    moments = traced.moments()
    picks = moments if rounds >= len(moments) else random.sample(moments, rounds)
    picks = sorted(picks + random.choices(moments, k=max(0, rounds - len(moments))))
    tally = Tally(traced.name)
    with timed(tally):
        for part in _in_parts(traced, judge, live_at, picks, seed):
            tally.merge(part)
    return tally


def _in_parts(
    traced: Traced, judge: Judge, live_at: Path, picks: list[int], seed: int
) -> Sequence[Tally]:
    if len(picks) < 500:
        return [_cut_part(traced, judge, live_at, picks, seed)]
    cores = os.cpu_count() or 1
    size = -(-len(picks) // cores)
    parts = [picks[at : at + size] for at in range(0, len(picks), size)]
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_cut_part, traced, judge, live_at, part, seed) for part in parts]
        return [future.result() for future in futures]


def _cut_part(traced: Traced, judge: Judge, live_at: Path, picks: list[int], seed: int) -> Tally:
    tally = Tally(traced.name)
    disk = Disk(traced.start, live_at=live_at)
    acked: Acked = []
    scratch = traced.start.with_name(f"cut-{os.getpid()}")
    done = 0
    for number, moment in enumerate(picks):
        for record in traced.records[done : moment + 1]:
            disk.follow(record)
            if record.op is Op.ACK:
                acked.append(json.loads(record.first))
        done = max(done, moment + 1)
        random = Random(f"{seed} {traced.name} {moment} {number}")
        luck = random.choice(list(Luck))
        disk.cut(scratch, luck=luck, random=random)
        verdict, why = judge(scratch, acked)
        tally.add(verdict, f"{why}; change {moment}, round {number}, luck {luck}, seed {seed}")
        shutil.rmtree(scratch)
    return tally
