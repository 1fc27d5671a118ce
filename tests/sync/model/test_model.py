"""Random histories over the real client and the real server; the seed repeats them."""

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.counts import Counts
from tests.faults.counts import seed as run_seed
from tests.sync.model.histories import CarelessHistory, Found, SyncHistory, new_template

HISTORIES = Counts(test=200, soak=20_000)
CONTROL = Counts(test=40, soak=200)
STEPS = 14
SHARES = 2  # of the histories: tests that can run beside each other


def ran(kind, folder, *, histories, share=0, shrinks=True) -> Found:
    chosen = new_template(folder / "template", seed=run_seed())
    found = Found()
    machine = type(kind.__name__, (kind,), {"template": chosen, "found": found})
    seed(run_seed() * 10 + share)(machine)
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
    return found


@pytest.mark.parametrize("share", range(SHARES))
def test_nothing_is_lost_doubled_or_changed_unnoticed_in_any_history(tmp_path, share):
    found = ran(SyncHistory, tmp_path, histories=HISTORIES.now // SHARES, share=share)
    print(found)

    assert found.histories >= HISTORIES.now // SHARES
    assert found.noticed == found.covered > 0
    assert found.restores > found.stuck


def test_a_client_that_believes_a_status_loses_and_the_model_says_so(tmp_path):
    with pytest.raises(AssertionError, match="acknowledged entry is gone"):
        ran(CarelessHistory, tmp_path, histories=CONTROL.now, shrinks=False)
