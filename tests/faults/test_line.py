"""Every way a line may fail, at every exchange, before, during and after the commit."""

import random
from collections import Counter

import pytest

from tests.faults.counts import LINE_CELLS, LINE_CONTROL, seed
from tests.faults.line_faults import Cell, Kind, Stage, Step, cells
from tests.faults.line_run import Laptop, place, run_cell
from tests.faults.tally import Tally, timed
from tests.faults.trusting import TrustingLaptop

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    with place(tmp_path_factory.mktemp("line"), LINE_CELLS.now + LINE_CONTROL.now) as made:
        yield made


def test_no_fault_of_the_line_loses_doubles_or_acknowledges_wrongly(here, report):
    chosen = sample(list(cells()), LINE_CELLS.now)
    tally = Tally("line, all kinds")

    with timed(tally):
        for number, cell in enumerate(chosen):
            tally.add(*run_cell(here, cell, number, Laptop))

    report(tally)
    assert tally.faults == []
    assert {cell.kind for cell in chosen} == set(Kind)


def test_a_client_that_acknowledges_on_http_200_loses(here, report):
    pushes = [cell for cell in cells() if cell.step is Step.PUSH and cell.stage is Stage.BEFORE]
    chosen = sample(pushes, LINE_CONTROL.now)
    tally = Tally("line, control 200 is enough")

    with timed(tally):
        for number, cell in enumerate(chosen, LINE_CELLS.now):
            tally.add(*run_cell(here, cell, number, TrustingLaptop))

    report(tally)
    assert tally.verdicts["lost"] > 0


def sample(found: list[Cell], count: int) -> list[Cell]:
    """Draw cells, each kind as often as the others."""
    random.Random(seed()).shuffle(found)
    turns: Counter[Kind] = Counter()
    ranked = []
    for cell in found:
        turns[cell.kind] += 1
        ranked.append((turns[cell.kind], cell))
    return [cell for _, cell in sorted(ranked, key=lambda one: one[0])][:count]
