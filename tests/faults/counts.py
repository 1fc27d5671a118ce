"""How many rounds each harness runs: the short counts of `make test`, the full ones of a soak."""

import os
from dataclasses import dataclass

SOAK_VARIABLE = "POSKO_SOAK"
SEED_VARIABLE = "POSKO_SEED"


@dataclass(frozen=True, slots=True)
class Counts:
    """Rounds of one harness, here and in the soak."""

    test: int
    soak: int

    @property
    def now(self) -> int:
        """Rounds to run in this process."""
        return self.soak if is_soak() else self.test


POWER_CUTS = Counts(test=300, soak=20_000)  # over all shipped workloads together
POWER_CUT_CONTROL = Counts(test=60, soak=600)  # each control
KILLS = Counts(test=60, soak=2_000)
KILL_CONTROL = Counts(test=12, soak=60)
DISK_FULL = Counts(test=40, soak=200)  # the n-th change that fails, n = 1…
JUDGING = Counts(test=1_000, soak=100_000)  # random facts, every property on each
JUDGING_CONTROL = Counts(test=300, soak=3_000)
LINE_CELLS = Counts(test=8, soak=93)  # of each exchange; the soak runs every kind and moment
LINE_CONTROL = Counts(test=10, soak=16)
TAMPERINGS = Counts(test=84, soak=2_000)  # on each database of the centre
SYNC_KILLS = Counts(test=60, soak=2_000)
SYNC_KILL_CONTROL = Counts(test=3, soak=12)
RACE = Counts(test=320, soak=100_000)  # entries, on each database
RACE_CONTROL = Counts(test=320, soak=10_000)
MANY_DEVICES = Counts(test=1, soak=20)  # times that all 50 push and pull
REAL_KDF = Counts(test=20, soak=20)
EDGE_REQUESTS = Counts(test=1_500, soak=50_000)  # by schema, to the JSON edge of the centre
SCANS = Counts(test=10_000, soak=1_000_000)  # random and mutated, to each reader
SCAN_CONTROL = Counts(test=150, soak=1_000)


def is_soak() -> bool:
    """Say whether the full counts were asked for."""
    return os.environ.get(SOAK_VARIABLE) == "1"


def seed() -> int:
    """Give the seed every harness starts from; printed with its figures."""
    return int(os.environ.get(SEED_VARIABLE, "2"))
