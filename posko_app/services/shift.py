"""The shift at the desk: opened, its departures, its open cases handed over, closed.

None of it keeps anybody from working: a screening is saved with or without a shift.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar, cast

from posko_app.domain.civil import civil_date
from posko_app.domain.departures import (
    Departure,
    departure_of,
    is_named,
    of_the_day,
)
from posko_app.domain.entries import split_parts
from posko_app.domain.held import OpenCase, longest_first
from posko_app.domain.records import OfficerState
from posko_app.domain.screening import Answers
from posko_app.domain.shift import CaseKind, Shift, ShiftAction, agencies_of, running_shift
from posko_app.domain.text import clean_lines
from posko_app.errors import Defect, OperatorError
from posko_app.services.session import OfficerKeys, Session
from posko_app.services.storable import storable, translated
from posko_app.store.journal import Clock, NewEntry
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit
from sync.protocol.canonical import Json, JsonObject
from sync.protocol.entry import Kind
from sync.protocol.ids import RandomBytes, new_subject

T = TypeVar("T")
YESTERDAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShiftNow:
    """How things stand at the desk; `shift` is None while none is open."""

    shift: Shift | None
    departures: tuple[Departure, ...]  # of the day, of every laptop of the post
    cases: tuple[OpenCase, ...]  # the longest first
    waiting: int  # entries the centre does not have
    names: Mapping[str, str]  # of officers, by person id and by key fingerprint


@dataclass(frozen=True, slots=True)
class AddedDeparture:
    """A departure of the day; `is_new` is False when the day had it already, word for word."""

    departure: Departure
    is_new: bool


class ShiftService:
    """What can be done about a shift. Every future resolves after the commit."""

    def __init__(
        self, store: Store, session: Session, *, clock: Clock, random_bytes: RandomBytes
    ) -> None:
        self._store = store
        self._session = session
        self._clock = clock
        self._random_bytes = random_bytes

    def now(self) -> "Future[ShiftNow]":
        """Give the shift that runs, the day's departures and everybody whose case is open."""
        return self._store.read(self._now)

    def departures(self) -> "Future[tuple[Departure, ...]]":
        """Give the departures of the day, the next one first, those that have left last."""
        return self._store.read(self._departures)

    def open_cases(self) -> "Future[tuple[OpenCase, ...]]":
        """Give everybody whose case has no end, the longest first."""
        return self._store.read(self._cases)

    def open(self, agencies: tuple[str, ...]) -> "Future[Shift]":
        """Begin a shift with everybody who is signed on.

        One that runs already, on whichever laptop it was opened, is given back and stays.

        Raises (through the future):
            OperatorError: `shift.agency_unknown`, a code that the post's list does not have.
        """
        signer, officers = self._session.current, self._session.signed_on
        subject = new_subject(self._random_bytes)

        def task(unit: WriteUnit) -> Shift:
            running = self._running(unit)
            if running is not None:
                return running
            if not set(agencies) <= set(agencies_of(unit.post)):
                raise OperatorError("shift.agency_unknown")
            facts: dict[str, Json] = {
                "action": ShiftAction.OPEN.value,
                "agencies": dict.fromkeys(agencies, True),
                "officers": {officer.person: True for officer in officers},
                "counts": dict(self._counts(unit)),
            }
            unit.append(NewEntry(Kind.SHIFT, subject, {"facts": facts}, signer))
            return self._require(unit)

        return self._write(task)

    def add_departure(self, answers: Answers) -> "Future[AddedDeparture]":
        """Make what answers say of their departure one of the day's.

        The same departure with another time or route takes the place of the one before; the
        latter comes back when the new one is taken back.

        Raises (through the future):
            OperatorError: `shift.none_running`, `shift.departure_unnamed`, `shift.departure_over`
                (its day is past), `screening.problems`.
        """
        signer = self._session.current

        def task(unit: WriteUnit) -> AddedDeparture:
            shift = self._require(unit)
            wanted = departure_of(storable(departure_of(answers), today=civil_date(self._clock())))
            if not is_named(wanted):
                raise OperatorError("shift.departure_unnamed")
            for known in self._departures(unit):
                if known.answers == wanted:
                    return AddedDeparture(known, is_new=False)
            facts: JsonObject = {"action": ShiftAction.DEPARTURE.value, **_nested(wanted)}
            entry = unit.append(_entry(shift, facts, "", signer))
            for added in self._departures(unit):
                if added.id == entry.header.id:
                    return AddedDeparture(added, is_new=True)
            raise OperatorError("shift.departure_over")  # and nothing of it is kept

        return self._write(task)

    def take_back(self, departure: str) -> "Future[tuple[Departure, ...]]":
        """Take one statement of a departure back; an earlier one of the same stands again."""
        return self._withdraw(departure, alike=False)

    def withdraw(self, departure: str) -> "Future[tuple[Departure, ...]]":
        """Take a departure off the day's list, whoever else has stated it too.

        Raises (through the future):
            OperatorError: `shift.no_such_departure`, it is not on the list, or no longer.
        """
        return self._withdraw(departure, alike=True)

    def hand_over(self, to: str, *, note: str = "") -> "Future[Shift]":
        """Give every open case to an officer of this laptop (person id, 32 hex).

        Drafts of whoever gives them, and of those who are not signed on, become his; the draft
        of a colleague at work stays the colleague's.

        Raises (through the future):
            OperatorError: `shift.none_running`, `shift.nobody_there`, `shift.to_oneself`.
        """
        signer = self._session.current
        at_work = {officer.person for officer in self._session.signed_on} - {signer.person}

        def task(unit: WriteUnit) -> Shift:
            shift = self._require(unit)
            if to == signer.person:
                raise OperatorError("shift.to_oneself")
            if to not in _present(unit):
                raise OperatorError("shift.nobody_there")
            cases = self._cases(unit)
            facts: dict[str, Json] = {
                "action": ShiftAction.HANDOVER.value,
                "to": to,
                "cases": {case.id: case.kind.value for case in cases},
            }
            unit.append(_entry(shift, facts, note, signer))
            for case in cases:
                if case.kind is CaseKind.DRAFT and case.officer not in at_work - {to}:
                    unit.give_draft(case.id, officer=to)
            return self._require(unit)

        return self._write(task)

    def close(self, *, note: str = "") -> "Future[Shift]":
        """End the shift, whatever is still open; what was open is counted in its entry.

        Raises (through the future):
            OperatorError: `shift.none_running`.
        """
        signer = self._session.current

        def task(unit: WriteUnit) -> Shift:
            shift = self._require(unit)
            facts: dict[str, Json] = {
                "action": ShiftAction.CLOSE.value,
                "counts": dict(self._counts(unit)),
            }
            unit.append(_entry(shift, facts, note, signer))
            return _by_subject(unit, shift)

        return self._write(task)

    def _write(self, task: Callable[[WriteUnit], T]) -> "Future[T]":
        return self._store.write(translated(task))

    def _withdraw(self, departure: str, *, alike: bool) -> "Future[tuple[Departure, ...]]":
        signer = self._session.current

        def task(unit: WriteUnit) -> tuple[Departure, ...]:
            standing = unit.departures(self._since())
            meant = next((one for one in standing if one.id == departure), None)
            if meant is None:
                raise OperatorError("shift.no_such_departure")
            for one in standing:
                if one.id == departure or (alike and one.key == meant.key):
                    facts: JsonObject = {
                        "action": ShiftAction.DEPARTURE_WITHDRAWN.value,
                        "withdraws": one.id,
                    }
                    new = NewEntry(Kind.SHIFT, one.shift, {"facts": facts}, signer, (one.id,))
                    unit.append(new)
            return self._departures(unit)

        return self._write(task)

    def _now(self, unit: ReadUnit) -> ShiftNow:
        return ShiftNow(
            self._running(unit),
            self._departures(unit),
            self._cases(unit),
            unit.counts().waiting,
            _names(unit),
        )

    def _running(self, unit: ReadUnit) -> Shift | None:
        return running_shift(unit.shifts(self._since()), self._clock())

    def _require(self, unit: ReadUnit) -> Shift:
        running = self._running(unit)
        if running is None:
            raise OperatorError("shift.none_running")
        return running

    def _departures(self, unit: ReadUnit) -> tuple[Departure, ...]:
        return of_the_day(unit.departures(self._since()), self._clock())

    def _cases(self, unit: ReadUnit) -> tuple[OpenCase, ...]:
        return longest_first(unit.open_cases(self._since()))

    def _counts(self, unit: ReadUnit) -> dict[str, int]:
        """Count what a reader of the log compares one end of a shift with the other by."""
        counts, kinds = unit.counts(), [case.kind for case in self._cases(unit)]
        return {
            "screenings": sum(counts.today.values()),
            "without_record": sum(unit.tallies(civil_date(self._clock())).values()),
            "drafts": kinds.count(CaseKind.DRAFT),
            "undecided": kinds.count(CaseKind.UNDECIDED),
            "held": kinds.count(CaseKind.HELD),
            "waiting": counts.waiting,
        }

    def _since(self) -> date:
        return civil_date(self._clock()) - YESTERDAY


def _nested(departure: Answers) -> dict[str, Json]:
    """Give a departure's answers in the form of a part: every one of them is a fact."""
    return cast("dict[str, Json]", split_parts(departure).get("facts", {}))


def _entry(shift: Shift, facts: JsonObject, note: str, signer: OfficerKeys) -> NewEntry:
    parts: dict[str, JsonObject] = {"facts": facts}
    typed = clean_lines(note).strip()
    if typed:
        parts["notes"] = {"note": typed}
    return NewEntry(Kind.SHIFT, shift.subject, parts, signer)


def _present(unit: ReadUnit) -> set[str]:
    """Give the person ids of whoever may work on this laptop."""
    active = (one for one in unit.officers() if one.here and one.state is OfficerState.ACTIVE)
    return {one.person for one in active}


def _names(unit: ReadUnit) -> dict[str, str]:
    known = [one for one in unit.officers() if one.name]
    by_key = {one.fingerprint: one.name or "" for one in known}
    return by_key | {one.person: one.name or "" for one in known}


def _by_subject(unit: ReadUnit, shift: Shift) -> Shift:
    for found in unit.shifts(shift.on):
        if found.subject == shift.subject:
            return found
    raise Defect("shift.not_projected")
