"""Who left from where, and who sent them: counts of a month, its letters, its companies."""

from concurrent.futures import Executor, Future
from dataclasses import dataclass, field

from posko_app.domain.civil import civil_date
from posko_app.domain.movement import Letter, letters_of, month_of
from posko_app.domain.outflow import Place, outflow
from posko_app.domain.placement import CompanyCount, company_counts, is_placement
from posko_app.services.movement_export import MovementExport
from posko_app.services.session import Session, require_penyelia
from posko_app.store import movements as stored
from posko_app.store.journal import Clock
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit

AT_ONCE = 100  # screenings whose papers one task of the store thread reads


@dataclass(frozen=True, slots=True)
class MonthOutflow:
    """The departures of a month by place."""

    month: str  # YYYY-MM
    whole: Place = field(repr=False)
    is_open: bool  # the month is not over


class MovementService:
    """Reads a month for both administrative controls."""

    def __init__(
        self,
        store: Store,
        session: Session,
        *,
        clock: Clock,
        executor: Executor,
        exports: MovementExport,
    ) -> None:
        self.exports = exports
        self._store = store
        self._session = session
        self._clock = clock
        self._executor = executor

    @property
    def this_month(self) -> str:
        """The month at the post, YYYY-MM."""
        return month_of(civil_date(self._clock()))

    def months(self) -> "Future[dict[str, int]]":
        """Count departures by month, oldest first; a month without any is not named."""
        return self._store.read(lambda unit: stored.count_by_month(unit.connection))

    def outflow(self, month: str) -> "Future[MonthOutflow]":
        """Give a month's departures by place, exact: for people at the post."""
        is_open = month >= self.this_month

        def task(unit: ReadUnit) -> MonthOutflow:
            return MonthOutflow(month, outflow(stored.moves_of(unit.connection, month)), is_open)

        return self._store.read(task)

    def letters(self, month: str) -> "Future[tuple[Letter, ...]]":
        """Give the village letters named in a month, with numbers and signers.

        Raises (through the future):
            OperatorError: `session.only_penyelia`; signers are people.
        """
        officer = self._session.current

        def task(unit: ReadUnit) -> tuple[Letter, ...]:
            require_penyelia(unit, officer)
            return letters_of(stored.moves_of(unit.connection, month))

        return self._store.read(task)

    def companies(self, month: str) -> "Future[tuple[CompanyCount, ...]]":
        """Give a month's counts per company, with the papers that were seen."""
        return self._executor.submit(self._companies, month)

    def _companies(self, month: str) -> tuple[CompanyCount, ...]:
        moves = self._store.read(lambda unit: stored.moves_of(unit.connection, month)).result()
        positions = [move.position for move in moves if is_placement(move)]
        papers: dict[int, dict[str, str]] = {}
        for start in range(0, len(positions), AT_ONCE):
            papers |= self._papers(positions[start : start + AT_ONCE])
        return company_counts(moves, papers)

    def _papers(self, positions: list[int]) -> dict[int, dict[str, str]]:
        """Read some screenings' papers after everything somebody waits for."""
        return self._store.read(
            lambda unit: stored.papers_of(unit.connection, positions), background=True
        ).result()
