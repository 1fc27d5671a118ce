"""People of one departure under one leader: what they share, and who may be decided together.

Each member stays a screening of his own. What the header says applies to a member unless his row
says otherwise; what his row says about a person is never mixed with the header's other person.

Basis: SRC-FIELD 1.3 (one trip header, many people, the NIK gives birth date, sex and place),
SRC-INDICATORS 4.3 (only *berangkat* is said without a talk), 5.1 (children never go with the rest).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice

from posko_app.domain.checks import problems
from posko_app.domain.codes import Decision
from posko_app.domain.contact_keys import contact_keys
from posko_app.domain.detection.assessment import Assessment, Level
from posko_app.domain.detection.prior import REPEATS, prior_query
from posko_app.domain.nik import read_nik
from posko_app.domain.numbers_on_paper import compact
from posko_app.domain.screening import Answers, Value
from posko_app.domain.text import search_text

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
    """Give birth date, sex and place of first registration, unless the row says them itself."""
    digits = own.get("traveller.nik")
    read = read_nik(digits, today=today) if isinstance(digits, str) else None
    if read is None or read.born_on is None:
        return {}
    found: dict[str, Value] = {"traveller.sex": read.sex, "traveller.origin": read.kabupaten}
    if not any(own.get(path) for path in AGES):
        found["traveller.dob_ktp"] = read.born_on.isoformat()
    return {path: value for path, value in found.items() if value is not None and path not in own}


def standing(
    answers: Answers, assessment: Assessment | None, *, today: date, is_twin: bool = False
) -> Standing:
    """Say whether a row may be decided with the others; the first reason against it counts.

    Args:
        answers: of the member, header included, with derived facts.
        assessment: what the rules make of them; None when they could not be judged.
        today: civil date at the posko.
        is_twin: whether another row is the same person.
    """
    if not answers.get("traveller.name"):
        return Standing.EMPTY
    if problems(answers, today=today):
        return Standing.PROBLEM
    if answers.get("decision") not in (None, Decision.BELUM_DIPUTUSKAN.value):
        return Standing.DECIDED
    if is_twin:
        return Standing.TWIN
    return Standing.UNRATED if assessment is None else _by_rules(answers, assessment)


def _by_rules(answers: Answers, assessment: Assessment) -> Standing:
    if assessment.child:
        return Standing.CHILD
    if assessment.priority:
        return Standing.TALK
    if assessment.level is not Level.HIJAU:
        return Standing.LEVEL
    if not any(answers.get(path) not in (None, "") for path in AGES):
        return Standing.NO_AGE
    return Standing.GREEN if answers.get("purpose") else Standing.UNRATED


def twins(rows: Sequence[Answers]) -> tuple[Twin, ...]:
    """Name the rows that are about somebody who stands further up already."""
    seen: dict[tuple[str, str], int] = {}
    found: list[Twin] = []
    for place, answers in enumerate(rows):
        keys = tuple(_person_keys(answers))
        other = next(((seen[key], key[0]) for key in keys if key in seen), None)
        if other is not None:
            found.append(Twin(place, *other))
        for key in keys:
            seen.setdefault(key, place)
    return tuple(found)


def _person_keys(answers: Answers) -> list[tuple[str, str]]:
    keys = []
    for path in ("traveller.nik", "traveller.passport"):
        number = compact(_text(answers, path)).upper()
        if number:
            keys.append((path, number))
    name = search_text(_text(answers, "traveller.name"))
    born = _text(answers, "traveller.dob_ktp") or _text(answers, "traveller.dob_other")
    if name and born:
        keys.append(("traveller.name", f"{name} {born}"))
    return keys


def shared_among(rows: Sequence[Answers], header: Answers) -> tuple[Shared, ...]:
    """Give what two rows or more have in common, the commonest first.

    Nothing is concluded: families share a house, and a whole group its payer.
    """
    places: dict[tuple[Pattern, str], list[int]] = {}
    shown: dict[tuple[Pattern, str], str] = {}
    for place, answers in enumerate(rows):
        for pattern, key, text in _shareable(answers):
            places.setdefault((pattern, key), []).append(place)
            shown.setdefault((pattern, key), text)
    of_header = {(pattern, key) for pattern, key, _ in _shareable(header)}
    found = [
        Shared(key[0], tuple(at), shown[key], by_header=key in of_header)
        for key, at in places.items()
        if len(at) > 1
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.rows), each.pattern)))


def _shareable(answers: Answers) -> list[tuple[Pattern, str, str]]:
    told = [
        (Pattern.RECRUITER, *_person(answers, "recruiter.name", "recruiter.contact")),
        (Pattern.PAYER, *_person(answers, "ticket.payer_name", "ticket.payer_contact")),
        (Pattern.PHONE, *_person(answers, "", "traveller.phone")),
        (Pattern.HOUSE, *_house(answers)),
        (Pattern.PICKUP, *_person(answers, "pickup.name", "pickup.contact")),
    ]
    return [each for each in told if each[1]]


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


def mates(rows: Sequence[Answers]) -> tuple[int, ...]:
    """Count for each row the other, unrelated rows with a contact of his; at most `MOST_MATES`.

    The rules ask how many people share a contact; those who stand beside him count too.
    """
    queries = [prior_query(answers) for answers in rows]
    places: dict[str, list[int]] = {}
    for place, query in enumerate(queries):
        for contact in query.contacts:
            places.setdefault(contact, []).append(place)
    counted = []
    for place, query in enumerate(queries):
        others = (at for contact in query.contacts for at in places[contact] if at != place)
        card = query.family_card
        unrelated = (at for at in others if card is None or queries[at].family_card != card)
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
