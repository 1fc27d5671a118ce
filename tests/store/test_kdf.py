import time

import pytest

from posko_app.errors import Defect, MachineError
from posko_app.store.kdf import LOWEST_FLOOR, SHIPPED, KdfCost, KdfPolicy, derive
from tests.support.low_cost import LOW

SALT = bytes(range(16))


def test_shipped_cost_is_what_the_format_says():
    assert (
        KdfPolicy(
            cost=KdfCost(262_144, 3, 4),
            floor=KdfCost(65_536, 3, 1),
            ceiling=KdfCost(1_048_576, 10, 8),
        )
        == SHIPPED
    )


def test_derivation_is_argon2id_for_ever():
    assert derive("jeruk bukit", SALT, LOW.cost).hex() == (
        "14c6a405028db1d9378fe86ec7966c5ed5cfae3c7773e89142ea281fef246ad3"
    )


def test_shipped_cost_slows_a_guess_down():
    started = time.perf_counter()

    derive("jeruk bukit perahu lontar", SALT, SHIPPED.cost)

    seconds = time.perf_counter() - started
    print(f"argon2id seconds={seconds:.2f}")
    assert seconds > 0.1


def test_composed_and_decomposed_typing_are_one_passphrase():
    assert derive("caf\u00e9 \u00bd \ufb01", SALT, LOW.cost) == derive(
        "cafe\u0301 1\u20442 fi", SALT, LOW.cost
    )


def test_half_a_surrogate_is_a_wrong_passphrase_and_no_crash():
    assert len(derive("\ud800", SALT, LOW.cost)) == 32


@pytest.mark.parametrize(
    "floor", [KdfCost(65_535, 3, 1), KdfCost(65_536, 2, 1), KdfCost(65_536, 3, 0), LOW.floor]
)
def test_policy_with_a_low_floor_cannot_be_made(floor):
    with pytest.raises(Defect, match=r"vault\.kdf_policy"):
        KdfPolicy(cost=SHIPPED.cost, floor=floor, ceiling=SHIPPED.ceiling)


@pytest.mark.parametrize(
    "cost",
    [
        KdfCost(65_535, 3, 1),
        KdfCost(65_536, 2, 1),
        KdfCost(65_536, 3, 0),
        KdfCost(1_048_577, 3, 4),
        KdfCost(65_536, 11, 4),
        KdfCost(65_536, 3, 9),
    ],
)
def test_each_parameter_has_a_floor_and_a_ceiling(cost):
    with pytest.raises(MachineError, match=r"vault\.kdf_refused"):
        SHIPPED.check(cost)


def test_bounds_themselves_are_accepted():
    SHIPPED.check(LOWEST_FLOOR)
    SHIPPED.check(SHIPPED.ceiling)
