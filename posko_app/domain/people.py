"""Who was here before: what an earlier screening has in common with the person now in the form.

A number is a number; a name counts only beside a birth date, a village only beside a birth date
where one of the two has no NIK. Nobody is made the same person by this: it is shown, and a person
answers.

Basis: SRC-FIELD 7 (NIK, birth date, village; never a name alone).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from posko_app.domain.civil import parse_date
from posko_app.domain.departures import departure_name
from posko_app.domain.names import Verdict, likeness, name_key
from posko_app.domain.numbers_on_paper import compact, is_passport, is_phone
from posko_app.domain.person_links import PairState
from posko_app.domain.screening import Answers
from posko_app.domain.text import search_text

BIRTHS = ("traveller.dob_ktp", "traveller.dob_other", "traveller.dob_stated")
NUMBER, DAY = "departure.number", "departure.departs_on"
KIND, BY_SEA = "departure.kind", "laut"
NIK_DIGITS = 16


class Shared(StrEnum):
    """What two screenings share, or where they differ though a number is the same."""

    NIK = "nik"
    PASSPORT = "passport"
    PHONE = "phone"
    NAME_SAME = "name_same"
    NAME_NEAR = "name_near"
    BIRTH = "birth"
    VILLAGE = "village"
    NAME_DIFFERS = "name_differs"
    NIK_DIFFERS = "nik_differs"
    BIRTH_DIFFERS = "birth_differs"


@dataclass(frozen=True, slots=True)
class Person:
    """What tells a person apart, in the forms in which it is compared. None is not known."""

    nik: str | None = field(default=None, repr=False)
    passport: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    births: frozenset[str] = field(default=frozenset(), repr=False)  # ISO
    village: str | None = field(default=None, repr=False)

    def can_be_looked_for(self) -> bool:
        """Say whether something is whole: a number, or a birth date beside a name or village."""
        named = self.births and (self.name or self.village)
        return bool(self.nik or self.passport or self.phone or named)


@dataclass(frozen=True, slots=True)
class Leaving:
    """When and with what somebody leaves. None is not known."""

    on: str | None  # day of the screening, ISO
    number: str | None = None  # of the flight, or the name of the ship
    departs_on: str | None = None


@dataclass(frozen=True, slots=True)
class EarlierPerson:
    """An earlier screening that may be of the same person, and why."""

    subject: str  # 32 hex
    occurred_at: datetime | None
    occurred_on: date | None
    name: str | None = field(repr=False)
    level: str | None
    decision: str
    shared: tuple[Shared, ...]
    same_day: bool = False
    same_departure: bool = False
    answered: PairState = PairState.NONE  # between this screening and the one asked about

    @property
    def is_sure(self) -> bool:
        """Say whether a number, or name and birth date, make this hardly a chance."""
        named = Shared.BIRTH in self.shared and bool(
            {Shared.NAME_SAME, Shared.NAME_NEAR} & set(self.shared)
        )
        return named or bool({Shared.NIK, Shared.PASSPORT} & set(self.shared))

    @property
    def is_duplicate(self) -> bool:
        """Say whether this looks like the same act done twice: same day or same departure."""
        again = self.same_day or self.same_departure
        return again and self.is_sure and self.answered is not PairState.NOT_SAME


@dataclass(frozen=True, slots=True)
class EarlierPeople:
    """Whom a look found, the likeliest first; `more` were found and are not among them."""

    people: tuple[EarlierPerson, ...] = ()
    more: int = 0


def person_in(answers: Answers) -> Person:
    """Read who is in the form; half a number, or one of another form, is not known yet."""
    nik = compact(_text(answers, "traveller.nik"))
    passport = compact(_text(answers, "traveller.passport"))
    phone, name = _text(answers, "traveller.phone"), _text(answers, "traveller.name")
    births = (parse_date(_text(answers, path)) for path in BIRTHS)
    return Person(
        nik=nik if len(nik) == NIK_DIGITS and nik.isascii() and nik.isdecimal() else None,
        passport=passport if is_passport(passport) else None,
        phone=phone if is_phone(phone) else None,
        name=name if name_key(name) else None,
        births=frozenset(day.isoformat() for day in births if day is not None),
        village=search_text(_text(answers, "traveller.village")) or None,
    )


def leaving_in(answers: Answers) -> Leaving:
    """Read when and with what the person in the form leaves."""
    on = _text(answers, "occurred_on") or None
    told = bool(_text(answers, NUMBER)) or _text(answers, KIND) == BY_SEA  # an airline is none
    name = departure_name(answers) if told else ""
    return Leaving(on, name or None, _text(answers, DAY) or None)


def shared_by(now: Person, before: Person) -> tuple[Shared, ...]:
    """Say what two persons share; empty where that is not enough to show one to anybody.

    Where something makes them worth showing, what differs is said with it.
    """
    found = tuple(_shared(now, before))
    alike = {Shared.NAME_SAME, Shared.NAME_NEAR} & set(found)
    birth = Shared.BIRTH in found
    number = {Shared.NIK, Shared.PASSPORT, Shared.PHONE} & set(found)
    both_numbered = now.nik is not None and before.nik is not None
    neighbour = birth and Shared.VILLAGE in found and not both_numbered
    return found if number or (birth and alike) or neighbour else ()


def agrees(now: Person, before: Person) -> bool:
    """Say whether anything at all is the same, enough to choose among rival values."""
    return any(one not in _DIFFERING for one in _shared(now, before))


def leaves_alike(now: Leaving, before: Leaving) -> tuple[bool, bool]:
    """Say whether two screenings are of one day, and of one departure."""
    same_day = now.on is not None and now.on == before.on
    known = now.number is not None and now.departs_on is not None
    same = (now.number, now.departs_on) == (before.number, before.departs_on)
    return same_day, known and same


def rank(earlier: EarlierPerson) -> tuple[bool, bool, bool]:
    """Give what is shown first: twice today, then numbers, then names with birth dates."""
    numbered = bool({Shared.NIK, Shared.PASSPORT} & set(earlier.shared))
    return not earlier.is_duplicate, not numbered, not earlier.is_sure


def _shared(now: Person, before: Person) -> Iterator[Shared]:
    if now.nik is not None and before.nik is not None:
        yield Shared.NIK if now.nik == before.nik else Shared.NIK_DIFFERS
    if now.passport is not None and now.passport == before.passport:
        yield Shared.PASSPORT
    if now.phone is not None and now.phone == before.phone:
        yield Shared.PHONE
    if now.name is not None and before.name is not None:
        yield _NAMES[likeness(now.name, before.name).verdict]
    if now.births and before.births:
        yield Shared.BIRTH if now.births & before.births else Shared.BIRTH_DIFFERS
    if now.village is not None and now.village == before.village:
        yield Shared.VILLAGE


_DIFFERING = frozenset({Shared.NAME_DIFFERS, Shared.NIK_DIFFERS, Shared.BIRTH_DIFFERS})
_NAMES = {
    Verdict.SAME: Shared.NAME_SAME,
    Verdict.NEAR: Shared.NAME_NEAR,
    Verdict.DIFFERENT: Shared.NAME_DIFFERS,
}


def _text(answers: Answers, path: str) -> str:
    value = answers.get(path)
    return value if isinstance(value, str) else ""
