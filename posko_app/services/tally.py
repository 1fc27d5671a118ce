"""Counting people who are let through without a record: one entry each, and none says who."""

from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date

from posko_app.domain.civil import civil_date
from posko_app.domain.tally import TallyReason, TallyTotals, tally_facts, tally_totals
from posko_app.services.session import Session
from posko_app.services.storable import translated
from posko_app.store.journal import Clock, NewEntry
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit
from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Kind
from sync.protocol.ids import RandomBytes, new_subject


@dataclass(frozen=True, slots=True)
class Tallied:
    """One count that stands, and the day's counts with it."""

    entry: str  # id of its entry: what takes it back
    reason: TallyReason
    on: date
    today: TallyTotals


class TallyService:
    """Counts, takes a count back, and gives a day's counts."""

    def __init__(
        self, store: Store, session: Session, *, clock: Clock, random_bytes: RandomBytes
    ) -> None:
        self._store = store
        self._session = session
        self._clock = clock
        self._random_bytes = random_bytes

    def add(self, reason: TallyReason) -> "Future[Tallied]":
        """Count one person; resolves once the count is on the disk."""
        at = self._clock()
        on = civil_date(at)
        new = self._entry(dict(tally_facts(reason, at=at)))

        def task(unit: WriteUnit) -> Tallied:
            entry = unit.append(new)
            return Tallied(entry.header.id, reason, on, tally_totals(unit.tallies(on)))

        return self._store.write(translated(task))

    def take_back(self, tallied: Tallied) -> "Future[TallyTotals]":
        """Take one count back by an entry of its own; gives what is left of that day.

        Raises (through the future):
            OperatorError: `store.no_such_tally`, it was taken back before.
        """
        new = self._entry({"takes_back": tallied.entry}, tallied.entry)

        def task(unit: WriteUnit) -> TallyTotals:
            unit.append(new)
            return tally_totals(unit.tallies(tallied.on))

        return self._store.write(translated(task))

    def day(self, on: date) -> "Future[TallyTotals]":
        """Give a civil day's counts."""

        def task(unit: ReadUnit) -> TallyTotals:
            return tally_totals(unit.tallies(on))

        return self._store.read(task)

    def _entry(self, facts: JsonObject, *based_on: str) -> NewEntry:
        return NewEntry(
            Kind.TALLY,
            new_subject(self._random_bytes),
            {"facts": facts},
            signer=self._session.current,
            based_on=based_on,
        )
