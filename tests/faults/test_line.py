"""Every way a line may fail, at every exchange, before, during and after the commit."""

import random
from collections import Counter

import pytest

from tests.faults.counts import LINE_CELLS, LINE_CONTROL, is_soak, seed
from tests.faults.line_faults import Cell, Kind, Stage, Step, cells
from tests.faults.line_run import Laptop, place, run_cell
from tests.faults.tally import Tally, timed
from tests.faults.trusting import TrustingLaptop

pytestmark = pytest.mark.faults


def _scope(fixture_name, config):
    # in a soak the shared feed of one centre would grow too long for fresh laptops to pull
    return "function" if is_soak() else "module"


@pytest.fixture(scope=_scope)
def here(tmp_path_factory):
    posts = len(Step) * LINE_CELLS.now + LINE_CONTROL.now
    with place(tmp_path_factory.mktemp("line"), posts) as made:
        yield made


@pytest.mark.parametrize("step", Step)
def test_no_fault_of_the_line_loses_doubles_or_acknowledges_wrongly(here, report, step):
    chosen = sample([cell for cell in cells() if cell.step is step], LINE_CELLS.now)
    tally = Tally(f"line, {step}")

    first = list(Step).index(step) * LINE_CELLS.now
    with timed(tally):
        for number, cell in enumerate(chosen, first):
            tally.add(*run_cell(here, cell, number, Laptop))

    report(tally)
    assert tally.faults == []


def test_every_kind_is_in_the_sample():
    chosen = [sample([c for c in cells() if c.step is step], LINE_CELLS.now) for step in Step]

    assert {cell.kind for found in chosen for cell in found} == set(Kind)


def test_a_client_that_acknowledges_on_http_200_loses(here, report):
    pushes = [cell for cell in cells() if cell.step is Step.PUSH and cell.stage is Stage.BEFORE]
    chosen = sample(pushes, LINE_CONTROL.now)
    tally = Tally("line, control 200 is enough")

    with timed(tally):
        for number, cell in enumerate(chosen, len(Step) * LINE_CELLS.now):
            tally.add(*run_cell(here, cell, number, TrustingLaptop))

    report(tally)
    assert tally.verdicts["lost"] > 0


def sample(found: list[Cell], count: int) -> list[Cell]:
    """Draw cells of a step: kinds in turn, so that all steps together have each of them."""
    random.Random(seed()).shuffle(found)
    first = list(Step).index(found[0].step)
    turn = {kind: (at - first) % len(Step) for at, kind in enumerate(Kind)}
    seen: Counter[Kind] = Counter()
    ranked = []
    for cell in found:
        ranked.append((seen[cell.kind], turn[cell.kind], cell))
        seen[cell.kind] += 1
    return [cell for *_, cell in sorted(ranked, key=lambda one: one[:2])][:count]
