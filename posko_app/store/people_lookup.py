"""Earlier screenings that may be of the person in the form: found by number, or by birth date.

Bounded in every direction: some of the newest for a number, some for a birth date, and of all of
them so many that a person can look at. How many more there are is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from posko_app.domain.fold import Folded
from posko_app.domain.names import alike
from posko_app.domain.people import (
    EarlierPeople,
    EarlierPerson,
    Leaving,
    Person,
    agrees,
    leaves_alike,
    leaving_in,
    person_in,
    rank,
    shared_by,
)
from posko_app.domain.person_links import PairState, pair_of, pair_state
from posko_app.domain.screening import Answers
from posko_app.domain.values import Value
from posko_app.store.connection import Connection
from posko_app.store.person_link_rows import links_about
from posko_app.store.projection import fold_stated
from posko_app.store.queries import day_of, instant_of
from posko_app.store.search import phone_words
from posko_app.store.statements import position_of_screening, stated_about

OF_NUMBER_AT_MOST = 12
OF_BIRTH_AT_MOST = 1_000  # of one birth date; with many more of them nobody would see the end
LOOKED_AT_MOST = 12  # read whole
SHOWN_AT_MOST = 6
LINKED_AT_MOST = 24

BY_NUMBER = (
    "SELECT f.rowid FROM screenings_fts f CROSS JOIN screenings s ON s.position = f.rowid"
    " WHERE screenings_fts MATCH ? AND s.voided = 0 ORDER BY f.rowid DESC LIMIT ?"
)
BY_BIRTH = (
    "SELECT position, name, village FROM people WHERE born_on = ? ORDER BY position DESC LIMIT ?"
)
ROW = "SELECT subject, occurred_at, occurred_on, name, level, decision FROM screenings"
AT = f"{ROW} WHERE position = ? AND voided = 0"


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who is asked about, and from which screening."""

    person: Person = field(repr=False)
    leaving: Leaving
    subject: str | None


def earlier_people(
    connection: Connection, person: Person, leaving: Leaving, *, subject: str | None
) -> EarlierPeople:
    """Look for a person among earlier screenings, the likeliest first.

    Args:
        connection: the store.
        person: who is asked about.
        leaving: when and with what he leaves.
        subject: the screening it is about, once it is saved: it never finds itself.
    """
    asked = _Asked(person, leaving, subject)
    own = None if subject is None else position_of_screening(connection, subject)
    positions = [at for at in dict.fromkeys(_positions(connection, person)) if at != own]
    seen = (_at(connection, position, asked) for position in positions[:LOOKED_AT_MOST])
    looked = [found for found in seen if found is not None and found.shared]
    looked.sort(key=rank)
    more = len(looked) + len(positions[LOOKED_AT_MOST:]) - SHOWN_AT_MOST
    return EarlierPeople(tuple(looked[:SHOWN_AT_MOST]), max(more, 0))


def linked_people(
    connection: Connection, person: Person, leaving: Leaving, *, subject: str
) -> tuple[EarlierPerson, ...]:
    """Give the screenings about which somebody answered "the same person?", newest first.

    Who is the same as one that is the same is among them; what was answered about this one
    itself, `answered` says.
    """
    asked = _Asked(person, leaving, subject)
    positions = (position_of_screening(connection, other) for other in _linked(connection, subject))
    known = sorted((at for at in positions if at is not None), reverse=True)
    seen = (_at(connection, position, asked) for position in known[:LINKED_AT_MOST])
    return tuple(found for found in seen if found is not None)


def _linked(connection: Connection, subject: str) -> list[str]:
    """Follow "the same" from screening to screening; "not the same" only from the first."""
    found: dict[str, None] = {}
    waiting = [subject]
    while waiting and len(found) < LINKED_AT_MOST:
        here = waiting.pop()
        for pair, said in links_about(connection, here).items():
            other = pair[1] if pair[0] == here else pair[0]
            state = pair_state(said)
            is_same = state is PairState.SAME
            told = is_same or (here == subject and state is not PairState.NONE)
            if told and other != subject and other not in found:
                found[other] = None
                waiting += [other] * is_same
    return list(found)


def _positions(connection: Connection, person: Person) -> Iterator[int]:
    """Give the positions worth a closer look, the surest first, each kind newest first."""
    for column, words in (("nik", person.nik), ("passport", person.passport)):
        yield from _by_number(connection, column, words)
    named, neighbours = _by_birth(connection, person)
    yield from named
    phone = phone_words(person.phone)
    yield from _by_number(connection, "phone", None if phone is None else phone.split()[0])
    yield from neighbours


def _by_number(connection: Connection, column: str, number: str | None) -> list[int]:
    if number is None:
        return []
    expression = f'{column} : "{number}"'
    rows = connection.execute(BY_NUMBER, (expression, OF_NUMBER_AT_MOST)).fetchall()
    return [position for (position,) in rows]


def _by_birth(connection: Connection, person: Person) -> tuple[list[int], list[int]]:
    """Give who was born on the same day with a name that can be his, and who in his village."""
    named: list[int] = []
    neighbours: list[int] = []
    for born_on in sorted(person.births):
        rows = connection.execute(BY_BIRTH, (born_on, OF_BIRTH_AT_MOST)).fetchall()
        if person.name is not None:
            keys = [name for _, name, _ in rows]
            named += [rows[place][0] for place, _ in alike(person.name, keys)]
        if person.village is not None:
            neighbours += [at for at, _, village in rows if village == person.village]
    return sorted(named, reverse=True), neighbours


def _at(connection: Connection, position: int, asked: _Asked) -> EarlierPerson | None:
    row = connection.execute(AT, (position,)).fetchone()
    if row is None:
        return None
    told = _told(fold_stated(stated_about(connection, position)), asked.person)
    same_day, same_departure = leaves_alike(asked.leaving, leaving_in(told))
    other, occurred_at, occurred_on, name, level, decision = row
    said = {} if asked.subject is None else links_about(connection, asked.subject)
    return EarlierPerson(
        subject=other,
        occurred_at=instant_of(occurred_at),
        occurred_on=day_of(occurred_on),
        name=name,
        level=level,
        decision=decision,
        shared=shared_by(asked.person, person_in(told)),
        same_day=same_day,
        same_departure=same_departure,
        answered=pair_state(said.get(pair_of(asked.subject or "", other), ())),
    )


def _told(folded: Folded, person: Person) -> Answers:
    """Give what was stated; of rival values the one that can be this person's."""
    told: dict[str, Value] = dict(folded.values)
    for path, setters in folded.conflicts.items():
        rivals = [setter.value for setter in setters if setter.value is not None]
        fits = (value for value in rivals if agrees(person, person_in({path: value})))
        told[path] = next(fits, rivals[0] if rivals else None)
    return told
