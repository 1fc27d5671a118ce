"""The departures of a day: what leaves, when, whether it has left, and which two are the same."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from posko_app.domain.carriers import carrier_name, flight_key
from posko_app.domain.civil import WITA, civil_date, parse_date, parse_time
from posko_app.domain.screening import Answers
from posko_app.domain.text import search_text

PREFIX = "departure."
NUMBER, CARRIER, DEPARTS_ON = "departure.number", "departure.carrier", "departure.departs_on"
DEPARTS_TIME = "departure.departs_time"
AFTER_MIDNIGHT = timedelta(hours=3)  # for which one of yesterday evening is still spoken of
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Departure:
    """One flight or sailing that people of the queue leave with."""

    id: str  # of the entry that states it
    shift: str  # subject of the shift, 32 hex
    answers: Answers = field(repr=False)  # paths under `departure.`
    on: date  # civil day it leaves, or was stated where it says no day
    stated_at: datetime
    officer: str  # fingerprint of whoever stated it
    withdrawn: bool = False

    @property
    def key(self) -> tuple[str, date]:
        """What two statements of the same departure have in common."""
        return departure_key(self.answers, self.on)

    def leaves_at(self) -> datetime | None:
        """Give the instant it leaves; None without a time."""
        return leaves_at(self.answers)

    def has_left(self, now: datetime) -> bool:
        """Say whether it is gone; one without a time has left when its day is over."""
        leaves = self.leaves_at()
        return self.on < civil_date(now) if leaves is None else leaves <= now


def departure_of(answers: Answers) -> dict[str, str]:
    """Give what answers say of the departure and no more; what is empty is left out."""
    return {
        path: value
        for path, value in answers.items()
        if path.startswith(PREFIX) and isinstance(value, str) and value
    }


def is_named(answers: Answers) -> bool:
    """Say whether it is known which departure is meant: its number, or its ship or carrier."""
    return bool(answers.get(NUMBER) or answers.get(CARRIER))


def departs_on(answers: Answers) -> date | None:
    """Give the civil day a departure leaves; None when it is not known."""
    return parse_date(str(answers.get(DEPARTS_ON) or ""))


def leaves_at(answers: Answers) -> datetime | None:
    """Give the instant a departure leaves; None unless both day and time are known."""
    on, clock = departs_on(answers), parse_time(str(answers.get(DEPARTS_TIME) or ""))
    if on is None or clock is None:
        return None
    return datetime.combine(on, clock, tzinfo=WITA)


def departure_name(answers: Answers) -> str:
    """Give what a flight or a ship is compared by, however its number or its name is written."""
    number = str(answers.get(NUMBER) or "")
    if number:
        return flight_key(number).casefold().replace(" ", "")
    return search_text(carrier_name(str(answers.get(CARRIER) or "")))


def departure_key(answers: Answers, on: date) -> tuple[str, date]:
    """Give what tells departures apart: the name, however its number is written, and the day.

    A time that moved and a route that was put right do not make another one.
    """
    return departure_name(answers), departs_on(answers) or on


def of_the_day(departures: Iterable[Departure], now: datetime) -> tuple[Departure, ...]:
    """Give what a queue may leave with, the next one first and those that have left last.

    Yesterday's are over but for those of the last hours before midnight; later days are kept. Of
    several that are the same the one stated last is given.
    """
    today = civil_date(now)
    latest: list[Departure] = []
    for one in sorted(departures, key=lambda each: (each.stated_at, each.id), reverse=True):
        known = any(one.key == other.key for other in latest)
        if not one.withdrawn and not known and _is_due(one, today, now):
            latest.append(one)
    return tuple(sorted(latest, key=lambda one: _place(one, now)))


def _is_due(one: Departure, today: date, now: datetime) -> bool:
    leaves = one.leaves_at()
    return one.on >= today or (leaves is not None and leaves > now - AFTER_MIDNIGHT)


def _place(one: Departure, now: datetime) -> tuple[bool, datetime, str]:
    leaves = one.leaves_at() or datetime.combine(one.on, datetime.max.time(), tzinfo=WITA)
    return one.has_left(now), leaves, one.id
