"""People of one departure under one leader: what they share, and who may be decided together.

Each member stays a screening of his own. What the header says applies to a member unless his row
says otherwise; what his row says about a person is never mixed with the header's other person.

Basis: SRC-FIELD 1.3 (one trip header, many people, the NIK gives birth date, sex and place),
SRC-INDICATORS 4.3 (only *berangkat* is said without a talk), 5.1 (children never go with the rest).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice

from posko_app.domain.checks import problems
from posko_app.domain.codes import Decision
from posko_app.domain.contact_keys import contact_keys
from posko_app.domain.detection.assessment import Assessment, Level
from posko_app.domain.detection.prior import REPEATS, prior_query
from posko_app.domain.names import Verdict
from posko_app.domain.nik import read_nik
from posko_app.domain.numbers_on_paper import compact
from posko_app.domain.screening import Answers, Value
from posko_app.domain.text import search_text
from posko_app.domain.ticket_name import ticket_likeness

GROUP_ID = "group.id"
ROW = "row."  # of a row's draft alone: where it came from, what is being done with it
AGES = ("traveller.dob_ktp", "traveller.dob_other", "traveller.dob_stated", "traveller.age_stated")
MOST_MATES = 50  # people with the same contact; the rule asks for far fewer

# what is said of one person or place; a row that names another takes none of the header's
_TOGETHER: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"recruiter.name", "recruiter.channel", "recruiter.company"}), "recruiter."),
    (frozenset({"ticket.payer", "ticket.payer_name"}), "ticket.payer"),
    (frozenset({"pickup.by", "pickup.name"}), "pickup."),
    (frozenset({"employer.name"}), "employer."),
    (frozenset({"journey.final_country"}), "journey.final_"),
    (frozenset({"claimed.purpose"}), "claimed."),
)


class Standing(StrEnum):
    """Why a row may be decided with the others, or what stands before that."""

    GREEN = "green"
    EMPTY = "empty"  # nobody is named
    PROBLEM = "problem"  # something cannot be stored
    TWIN = "twin"  # the same person twice
    NO_AGE = "no_age"  # a child could hide here
    TICKET = "ticket"  # the ticket is in another name
    EARLIER = "earlier"  # here today already, or held before
    UNRATED = "unrated"  # no purpose: the level tells nothing
    CHILD = "child"
    TALK = "talk"
    LEVEL = "level"  # KUNING or MERAH
    DECIDED = "decided"


class Pattern(StrEnum):
    """What several rows have in common."""

    RECRUITER = "recruiter"
    PAYER = "payer"
    PHONE = "phone"
    HOUSE = "house"
    PICKUP = "pickup"


@dataclass(frozen=True, slots=True)
class Shared:
    """Rows (places from 0) that name the same person, number or house."""

    pattern: Pattern
    rows: tuple[int, ...]
    shown: str = field(repr=False)  # as one of them has it
    by_header: bool = False  # it is the header's own, so everybody has it


@dataclass(frozen=True, slots=True)
class Compared:
    """What of a row is compared with the others, in the forms in which it is compared."""

    person: tuple[tuple[str, str], ...] = field(repr=False)  # path and number, or name and birth
    said: tuple[tuple[Pattern, str, str], ...] = field(repr=False)
    contacts: frozenset[str] = field(repr=False)
    family_card: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Twin:
    """The same person in two rows."""

    row: int
    other: int
    by: str  # path of what is the same


def own_answers(draft: Answers) -> dict[str, Value]:
    """Leave out what only the draft of a row says."""
    return {path: value for path, value in draft.items() if not path.startswith(ROW)}


def member_answers(header: Answers, own: Answers, *, today: date) -> dict[str, Value]:
    """Give what is recorded for one member.

    Args:
        header: what was said once for all.
        own: what the row says.
        today: civil date at the posko, for two-digit years.
    """
    hidden = tuple(family for says, family in _TOGETHER if not says.isdisjoint(own))
    taken = {path: v for path, v in header.items() if not path.startswith((ROW, *hidden))}
    return {**taken, **read_from_nik(own, today=today), **own_answers(own)}


def read_from_nik(own: Answers, *, today: date) -> dict[str, Value]:
    """Give birth date, sex and place of first registration, unless the row says them itself.

    The date is that of another paper, so that it can still be compared with the card's own.
    """
    digits = own.get("traveller.nik")
    read = read_nik(digits, today=today) if isinstance(digits, str) else None
    if read is None or read.born_on is None:
        return {}
    found: dict[str, Value] = {"traveller.sex": read.sex, "traveller.origin": read.kabupaten}
    if not any(own.get(path) for path in AGES):
        found["traveller.dob_other"] = read.born_on.isoformat()
        found["traveller.dob_other_source"] = "nik"
    return {path: value for path, value in found.items() if value is not None and path not in own}


def standing(
    answers: Answers,
    assessment: Assessment | None,
    *,
    today: date,
    is_twin: bool = False,
    was_here: bool = False,
) -> Standing:
    """Say whether a row may be decided with the others; the first reason against it counts.

    Args:
        answers: of the member, header included, with derived facts.
        assessment: what the rules make of them; None when they could not be judged.
        today: civil date at the posko.
        is_twin: whether another row is the same person.
        was_here: whether earlier records tell something a person has to answer first.
    """
    if not answers.get("traveller.name"):
        return Standing.EMPTY
    if problems(answers, today=today):
        return Standing.PROBLEM
    if answers.get("decision") not in (None, Decision.BELUM_DIPUTUSKAN.value):
        return Standing.DECIDED
    if is_twin:
        return Standing.TWIN
    if assessment is None:
        return Standing.UNRATED
    stands = _by_rules(answers, assessment)
    return Standing.EARLIER if was_here and stands is Standing.GREEN else stands


def _by_rules(answers: Answers, assessment: Assessment) -> Standing:
    if assessment.child:
        return Standing.CHILD
    if assessment.priority:
        return Standing.TALK
    if assessment.level is not Level.HIJAU:
        return Standing.LEVEL
    if not any(answers.get(path) not in (None, "") for path in AGES):
        return Standing.NO_AGE
    if _ticket_differs(answers):
        return Standing.TICKET
    return Standing.GREEN if answers.get("purpose") else Standing.UNRATED


def _ticket_differs(answers: Answers) -> bool:
    """Say whether the names differ and nobody has compared them yet, or found that they do."""
    found = ticket_likeness(answers)
    differs = found is not None and found.verdict is Verdict.DIFFERENT
    return differs and answers.get("ticket.name_differs") is not False


def compared(answers: Answers) -> Compared:
    """Give what of a member is compared with the others; `answers` with the header's."""
    query = prior_query(answers)
    return Compared(
        person=tuple(_person_keys(answers)),
        said=tuple(_shareable(answers)),
        contacts=query.contacts,
        family_card=query.family_card,
    )


def twins(rows: Sequence[Compared]) -> tuple[Twin, ...]:
    """Name the rows that are about somebody who stands further up already."""
    seen: dict[tuple[str, str], int] = {}
    found: list[Twin] = []
    for place, row in enumerate(rows):
        other = next(((seen[key], key[0]) for key in row.person if key in seen), None)
        if other is not None:
            found.append(Twin(place, *other))
        for key in row.person:
            seen.setdefault(key, place)
    return tuple(found)


def _person_keys(answers: Answers) -> Iterator[tuple[str, str]]:
    for path in ("traveller.nik", "traveller.passport"):
        number = compact(_text(answers, path)).upper()
        if number:
            yield path, number
    name = search_text(_text(answers, "traveller.name"))
    born = _text(answers, "traveller.dob_ktp") or _text(answers, "traveller.dob_other")
    if name and born:
        yield "traveller.name", f"{name} {born}"


def shared_among(rows: Sequence[Compared], header: Compared) -> tuple[Shared, ...]:
    """Give what two rows or more have in common, the commonest first.

    Nothing is concluded: families share a house, and a whole group its payer.
    """
    places: dict[tuple[Pattern, str], list[int]] = {}
    shown: dict[tuple[Pattern, str], str] = {}
    for place, row in enumerate(rows):
        for pattern, key, text in row.said:
            places.setdefault((pattern, key), []).append(place)
            shown.setdefault((pattern, key), text)
    of_header = {(pattern, key) for pattern, key, _ in header.said}
    found = [
        Shared(key[0], tuple(at), shown[key], by_header=key in of_header)
        for key, at in places.items()
        if len(at) > 1
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.rows), each.pattern)))


def _shareable(answers: Answers) -> Iterator[tuple[Pattern, str, str]]:
    told = (
        (Pattern.RECRUITER, *_person(answers, "recruiter.name", "recruiter.contact")),
        (Pattern.PAYER, *_person(answers, "ticket.payer_name", "ticket.payer_contact")),
        (Pattern.PHONE, *_person(answers, "", "traveller.phone")),
        (Pattern.HOUSE, *_house(answers)),
        (Pattern.PICKUP, *_person(answers, "pickup.name", "pickup.contact")),
    )
    return (each for each in told if each[1])


def _person(answers: Answers, name: str, contact: str) -> tuple[str, str]:
    """Give what tells a person apart, the number before the name, and what to show."""
    called, number = _text(answers, name), _text(answers, contact)
    keys = contact_keys(number) if number else ()
    return (keys[0] if keys else search_text(called)), called or number


def _house(answers: Answers) -> tuple[str, str]:
    """A village alone is no house."""
    address = _text(answers, "traveller.address")
    if not address:
        return "", ""
    return search_text(address, _text(answers, "traveller.village")), address


def mates(rows: Sequence[Compared]) -> tuple[int, ...]:
    """Count for each row the other, unrelated rows with a contact of his; at most `MOST_MATES`.

    The rules ask how many people share a contact; those who stand beside him count too.
    """
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for contact in row.contacts:
            places.setdefault(contact, []).append(place)
    counted = []
    for place, row in enumerate(rows):
        others = (at for contact in row.contacts for at in places[contact] if at != place)
        card = row.family_card
        unrelated = (at for at in others if card is None or rows[at].family_card != card)
        counted.append(len(set(islice(unrelated, MOST_MATES))))
    return tuple(counted)


def with_mates(told: Mapping[str, Value], count: int) -> dict[str, Value]:
    """Add the people of the group to what earlier records say about a member's contacts."""
    earlier = told.get(REPEATS)
    known = earlier if isinstance(earlier, int) else 0
    return {**told, REPEATS: known + count} if known + count else dict(told)


def _text(answers: Answers, path: str) -> str:
    value = answers.get(path) if path else None
    return value if isinstance(value, str) else ""
