"""The day around one traveller: departures to choose from, and who is being kept how long."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from posko_app.domain.civil import civil_date
from posko_app.domain.departures import Departure, departure_key, departure_of, is_named
from posko_app.domain.held import OpenCase
from posko_app.domain.screening import Answers, Value
from posko_app.domain.shift import CaseKind
from posko_app.errors import PoskoError
from posko_app.services.shift import AddedDeparture, ShiftNow
from posko_app.ui.background import deliver
from posko_app.ui.periksa_layout import DEPARTURE

ASIDE = frozenset({CaseKind.DRAFT, CaseKind.HELD})


class ShiftPort(Protocol):
    """What the Periksa screen needs of the shift."""

    def now(self) -> "Future[ShiftNow]":
        """Give the shift that runs, the day's departures, and whose case is open."""
        ...

    def add_departure(self, answers: Answers) -> "Future[AddedDeparture]":
        """Make a departure one of the day's."""
        ...

    def take_back(self, departure: str) -> "Future[tuple[Departure, ...]]":
        """Take one statement of a departure back."""
        ...


class PeriksaDay(QObject):
    """Knows the day as it was when last asked, so that no key waits for the store."""

    changed = Signal()
    added = Signal(object)  # Departure, new on the day's list
    refused = Signal(object)  # PoskoError

    def __init__(
        self, shift: ShiftPort, *, clock: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shift = shift
        self._clock = clock
        self._now: ShiftNow | None = None

    @property
    def departures(self) -> tuple[Departure, ...]:
        """The day's departures, the next one first."""
        return () if self._now is None else self._now.departures

    @property
    def is_known(self) -> bool:
        """Whether the day was ever read."""
        return self._now is not None

    @property
    def has_shift(self) -> bool:
        """Whether a shift runs: only then a departure becomes one of the day."""
        return self._now is not None and self._now.shift is not None

    def refresh(self) -> None:
        """Ask how things stand; `changed` says when the answer is here."""
        deliver(self._shift.now(), self, self._take, _keep_what_stands)

    def aside(self, *, but: str) -> tuple[OpenCase, ...]:
        """Give whoever is kept at the post beside the draft in the form, the longest first."""
        cases = () if self._now is None else self._now.cases
        return tuple(case for case in cases if case.kind in ASIDE and case.id != but)

    def add(self, answers: Answers) -> bool:
        """Make the form's departure one of the day's where it says something new; say whether.

        `added` tells when it stands.
        """
        wanted = departure_of(answers)
        known = any(one.answers == wanted for one in self.departures)
        if known or not self.has_shift or not is_named(wanted):
            return False
        deliver(self._shift.add_departure(wanted), self, self._took, self.refused.emit)
        return True

    def take_back(self, departure: Departure) -> None:
        """Take what was added off the list; the form keeps it."""
        deliver(
            self._shift.take_back(departure.id), self, lambda _: self.refresh(), self.refused.emit
        )

    def is_another(self, departure: Departure) -> bool:
        """Say whether it is new, not another time or route of one that was on the list."""
        return all(one.key != departure.key for one in self.departures)

    def _take(self, now: ShiftNow) -> None:
        self._now = now
        self.changed.emit()

    def _took(self, added: AddedDeparture) -> None:
        if added.is_new:
            self.added.emit(added.departure)
        self.refresh()


def chosen_answers(departure: Departure) -> Mapping[str, Value]:
    """Give the answers that choosing a departure sets; what it does not say is taken away."""
    return {path: departure.answers.get(path) for path in DEPARTURE}


def is_chosen(departure: Departure, answers: Answers, now: datetime) -> bool:
    """Say whether this is the departure in the form."""
    return is_named(answers) and departure_key(answers, civil_date(now)) == departure.key


def _keep_what_stands(_: PoskoError) -> None:
    """What cannot be read now stays as it is; the next round asks again."""
