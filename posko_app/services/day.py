"""The log of one day: its screenings and sums that add up."""

from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date

from posko_app.domain.day import DayRow, DayTotals, day_totals
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit


@dataclass(frozen=True, slots=True)
class DayLog:
    """A civil day at the post, in order of time; voided rows stay and are counted apart."""

    on: date
    rows: tuple[DayRow, ...] = field(repr=False)
    totals: DayTotals


class DayService:
    """Reads the log of a day."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def day(self, on: date) -> "Future[DayLog]":
        """Give the log of a civil day (WITA)."""

        def task(unit: ReadUnit) -> DayLog:
            rows = unit.day_rows(on)
            return DayLog(on, rows, day_totals(rows))

        return self._store.read(task)
