"""Random histories over the real client and the real server; the seed repeats them."""

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.counts import Counts
from tests.faults.counts import seed as run_seed
from tests.faults.tally import Tally, Verdict, part_name, timed
from tests.sync.model.histories import CarelessHistory, Found, SyncHistory, new_template

pytestmark = pytest.mark.soak
HISTORIES = Counts(test=200, soak=20_000)
CONTROL = Counts(test=40, soak=200)
STEPS = 14
SHARES = Counts(test=2, soak=40)  # of the histories: tests that can run beside each other
MOST_SHARES = 1_000


def run(kind, folder, found: Found, *, histories, share=0, shrinks=True) -> None:
    chosen = new_template(folder / "template", seed=run_seed())
    machine = type(kind.__name__, (kind,), {"template": chosen, "found": found})
    seed(run_seed() * MOST_SHARES + share)(machine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=histories,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            print_blob=True,
            verbosity=Verbosity.normal,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink) if shrinks else (Phase.generate,),
        ),
    )


def tallied(found: Found, share: int) -> Tally:
    """Say what a share came to; one that loses anything raises before."""
    name = part_name("histories of the line", share + 1, SHARES.now)
    tally = Tally(name, notes=found.counts())
    tally.verdicts[Verdict.WHOLE] = found.histories
    return tally


@pytest.mark.parametrize("share", range(SHARES.now), ids="part{:02}".format)
def test_nothing_is_lost_doubled_or_changed_unnoticed_in_any_history(tmp_path, report, share):
    found = Found()
    count = HISTORIES.now // SHARES.now
    with timed(Tally("")) as watch:
        run(SyncHistory, tmp_path, found, histories=count, share=share)
    tally = tallied(found, share)
    tally.seconds = watch.seconds
    report(tally)

    assert found.histories >= count
    assert found.noticed == found.covered > 0
    assert found.restores > found.stuck


def test_a_client_that_believes_a_status_loses_and_the_model_says_so(tmp_path, report):
    found = Found()
    tally = Tally("histories of the line, control: believes a status")
    with timed(tally), pytest.raises(AssertionError, match="acknowledged entry is gone"):
        run(CarelessHistory, tmp_path, found, histories=CONTROL.now, shrinks=False)

    tally.verdicts.update({Verdict.LOST: 1, Verdict.WHOLE: found.histories - 1})
    report(tally)
