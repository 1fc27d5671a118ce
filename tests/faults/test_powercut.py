"""Power cuts over the shipped wheel, at every change of the disk that the product makes."""

import tempfile
from pathlib import Path

import pytest

from tests.faults import desks, judges, workloads
from tests.faults.counts import POWER_CUT_CONTROL, POWER_CUTS, seed
from tests.faults.powercut import cut_power, trace_workload
from tests.faults.tally import Verdict
from tests.support.memory_folder import memory_folder

pytestmark = pytest.mark.faults
SHARES = {
    "save": 0.25,
    "draft": 0.1,
    "group": 0.05,
    "officer": 0.15,
    "migrate": 0.1,
    "init": 0.1,
    "sync": 0.25,
}
CONTROL_SHARES = {"group": 4}  # a quarter shows it: two cuts of three lose something
JUDGES = {
    "save": judges.judge_screenings,
    "draft": judges.judge_screenings,
    "group": judges.judge_group,
    "officer": judges.judge_officers,
    "migrate": judges.judge_migration,
    "init": judges.judge_new_store,
    "sync": judges.judge_sync,
}


@pytest.fixture
def folder():
    """A folder in memory where there is one: the simulated disk forgets by itself."""
    with tempfile.TemporaryDirectory(dir=memory_folder()) as path:
        (Path(path) / "root").mkdir()
        yield Path(path)


def prepare(workload: str, root: Path) -> None:
    """Bring the store to where the workload begins."""
    if workload == "init":
        return
    desks.make_store(root)
    if workload == "migrate":
        desk = desks.desk_at(root)
        for number in range(101, 106):
            desk.screening.record(desks.draft(number)).result()
        desk.screening.save_draft(desks.draft(106)).result()
        desk.close()


@pytest.mark.parametrize("workload", SHARES)
def test_no_cut_loses_halves_or_breaks_anything(workload, folder, report):
    prepare(workload, folder / "root")
    traced = trace_workload(folder, workload)
    rounds = round(POWER_CUTS.now * SHARES[workload])

    tally = cut_power(traced, JUDGES[workload], live_at=folder / "root", rounds=rounds, seed=seed())
    tally.name = f"power cut, {workload}"
    report(tally)

    assert tally.faults == []
    assert tally.rounds == rounds


@pytest.mark.parametrize(
    ("workload", "configuration", "must"),
    [
        ("save", workloads.LAZY, {Verdict.LOST}),
        ("save", workloads.CARELESS, {Verdict.UNREADABLE}),
        ("group", workloads.LAZY, {Verdict.LOST}),
        ("sync", workloads.LAZY, {Verdict.LOST}),
    ],
)
def test_a_store_without_the_barrier_is_caught(workload, configuration, must, folder, report):
    prepare(workload, folder / "root")
    traced = trace_workload(folder, workload, configuration)

    tally = cut_power(
        traced,
        JUDGES[workload],
        live_at=folder / "root",
        rounds=POWER_CUT_CONTROL.now // CONTROL_SHARES.get(workload, 1),
        seed=seed(),
    )
    tally.name = f"power cut, control {workload} {configuration}"
    report(tally)

    assert must <= set(tally.verdicts)
