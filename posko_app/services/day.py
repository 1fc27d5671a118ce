"""The log of one day: its screenings, those let through without a record, and sums that add up."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date

from posko_app.domain.day import DayRow, DayTotals, day_totals
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.tally import StopRate, TallyTotals, tally_totals
from posko_app.services.lease import Lease, no_lease
from posko_app.services.leased import is_shown
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit


@dataclass(frozen=True, slots=True)
class DayLog:
    """A civil day at the post, in order of time; voided rows stay and are counted apart."""

    on: date
    rows: tuple[DayRow, ...] = field(repr=False)
    totals: DayTotals
    tally: TallyTotals  # apart from `totals`, whatever is done with either
    ruleset: Ruleset = field(repr=False)  # in force now: how signs are called

    @property
    def rate(self) -> StopRate:
        """How many of all who were seen were screened."""
        return StopRate(self.totals.screened, self.tally.passed)


class DayService:
    """Reads the log of a day."""

    def __init__(
        self, store: Store, *, ruleset: Callable[[ReadUnit], Ruleset], lease: Lease = no_lease
    ) -> None:
        """Take the store; `ruleset` gives the one in force, on the store thread."""
        self._store = store
        self._ruleset = ruleset
        self._lease = lease

    def day(self, on: date) -> "Future[DayLog]":
        """Give the log of a civil day (WITA); of an earlier one an expired lease leaves sums."""

        def task(unit: ReadUnit) -> DayLog:
            rows = unit.day_rows(on)
            tally = tally_totals(unit.tallies(on))
            shown = rows if is_shown(on, self._lease()) else ()
            return DayLog(on, shown, day_totals(rows), tally, self._ruleset(unit))

        return self._store.read(task)
