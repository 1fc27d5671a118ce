"""What a scan says in the fields of the form, and what becomes of it beside what stands there.

Only what is empty, or the beginning of what was scanned, is filled. What stands there and says
something else stays; the scan's own value is kept beside it, so that a person sees both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from posko_app.domain.carriers import carrier_name, carrier_of, flight_key, port_name
from posko_app.domain.fields import field_at
from posko_app.domain.fields_scanned import SCANNED_AT
from posko_app.domain.names import Verdict, likeness
from posko_app.domain.nik import NikReading
from posko_app.domain.numbers_on_paper import compact
from posko_app.domain.problem import Problem
from posko_app.domain.scans.bcbp import BoardingPass, Leg
from posko_app.domain.scans.mrz import Mrz
from posko_app.domain.scans.mrz_forms import MrzFormat
from posko_app.domain.scans.scan import Scan, ScanKind
from posko_app.domain.screening import Answers
from posko_app.domain.text import search_text
from posko_app.domain.ticket_name import ticket_likeness
from posko_app.domain.values import Value, stored_value

LONGEST_TICKET = 200  # characters of a reference
_SEXES = {"M": "L", "F": "P"}
_UNREAD = frozenset({"scan_empty", "scan_too_long", "scan_zone_length", "scan_pass_cut"})
_OF_THE_FORM = {
    "document_number": "traveller.passport",
    "expires_on": "traveller.passport_expires_on",
    "birth_on": "traveller.dob_other",
    "sex": "traveller.sex",
    "surname": "traveller.name",
    "given_names": "traveller.name",
    "passenger_name": "ticket.name",
}
_NAMES = frozenset({"traveller.name", "ticket.name"})
_AIRPORTS = frozenset({"departure.from", "departure.to"})
_AIRPORT_LETTERS = 3
# what a person types letter by letter, so that a scan may complete it
_TYPED = _NAMES | {"traveller.nik", "traveller.passport", "ticket.booking_code"}
# what an officer has said of a paper is more than that it is there
_WEAK = frozenset({"docs.paspor", "traveller.dob_other_source"})
# whose name is another one and who differs in one of these, too, is somebody else; many share a
# birth date and a booking, so that agreeing in those says little
_WHO = {
    "traveller.name": ("traveller.passport", "traveller.nik", "traveller.dob_other"),
    "ticket.name": ("ticket.seat", "ticket.sequence"),
}
_SURE = frozenset({"traveller.passport", "traveller.nik"})


class Outcome(StrEnum):
    """How a scan went: what the desk sounds like."""

    OK = "ok"
    ATTENTION = "attention"  # read, and a person has to look
    UNREAD = "unread"


class Told(StrEnum):
    """Which sentence says what was read: scan.told.<code>."""

    PASSPORT = "passport"
    NUMBER_DAMAGED = "number_damaged"
    PASSPORT_DAMAGED = "passport_damaged"
    CARD = "card"
    CARD_DAMAGED = "card_damaged"
    BOARDING = "boarding"
    BOARDING_DAMAGED = "boarding_damaged"
    NIK = "nik"
    NO_NIK = "no_nik"
    TICKET = "ticket"
    UNREAD = "unread"
    OTHER_PERSON = "other_person"


@dataclass(frozen=True, slots=True)
class Filling:
    """What a scan does to a form.

    Attributes:
        changes: to be recorded at once; never takes away or replaces a whole value.
        filled, same, differs: paths by what was found there before.
        asks: paths a person should look at or type.
        ticket_differs: the names on ticket and identity do not fit.
    """

    told: Told
    outcome: Outcome
    changes: Mapping[str, Value] = field(default_factory=dict, repr=False)
    filled: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    ticket_differs: bool = False


def answers_of(scan: Scan, *, on: date) -> dict[str, Value]:
    """Give what a scan says, by the paths of the form, in stored forms.

    A NIK gives no birth date: the number keeps the first one for good, and comparing it with the
    card is what finds a mistake (SRC-NIK). Sixteen digits without a date in them may be anything.

    Args:
        scan: any.
        on: civil date at the posko; of several flights the one nearest to it counts.
    """
    match scan.reading:
        case Mrz():
            told = _of_zone(scan.reading)
        case BoardingPass():
            told = _of_pass(scan.reading, on)
        case NikReading() as nik:
            told = {"traveller.nik": nik.digits, "traveller.sex": nik.sex} if nik.born_on else {}
        case _:
            is_ticket = scan.text and not _is_damaged(scan) and len(scan.text) <= LONGEST_TICKET
            told = {"ticket.booking_code": scan.text if is_ticket else None}
    return {path: value for path, value in told.items() if value}


def fill(scan: Scan, answers: Answers, *, on: date) -> Filling:
    """Say what a scan does to a form.

    Args:
        scan: any.
        answers: what stands in the form, as typed.
        on: civil date at the posko.
    """
    told = answers_of(scan, on=on)
    found = {path: _compared(path, answers.get(path), value) for path, value in told.items()}
    filled, same, differs = (
        tuple(path for path in told if found[path] == state)
        for state in ("filled", "same", "differs")
    )
    if _is_somebody_else(answers, told, differs, same):
        return Filling(Told.OTHER_PERSON, Outcome.ATTENTION, differs=differs)
    changes = {path: told[path] for path in filled} | _kept(scan, told)
    ticket_differs = scan.kind in {ScanKind.MRZ, ScanKind.BCBP} and not _names_fit(
        {**answers, **changes}
    )
    asks = (*_asked(scan), *differs)
    is_whole = not (scan.problems or differs or ticket_differs)
    return Filling(
        told=_told(scan),
        outcome=_outcome(scan, is_whole=is_whole),
        changes=changes,
        filled=filled,
        same=same,
        differs=differs,
        asks=tuple(dict.fromkeys(asks)),
        problems=scan.problems,
        ticket_differs=ticket_differs,
    )


def full_name(surname: str | None, given_names: str | None) -> str | None:
    """Give a person's name in the order people say it; None where a part cannot be read.

    Basis: SRC-ICAO-9303-3 (a person of one name has it as the surname).
    """
    if surname is None or given_names is None:
        return None
    return f"{given_names} {surname}".strip() or None


def agree(path: str, stands: Value, scanned: Value) -> bool:
    """Say whether a field holds what was scanned; of a name the order of its words is free."""
    one, other = (_same_form(path, str(_stored(path, value))) for value in (stands, scanned))
    if path in _NAMES:
        return sorted(search_text(one).split()) == sorted(search_text(other).split())
    return compact(one) == compact(other)


def contradicts(path: str, stands: Value, scanned: Value) -> bool:
    """Say whether a field holds something else than was scanned; a place's name is no code."""
    is_name = path in _AIRPORTS and len(str(stands)) != _AIRPORT_LETTERS
    return not is_name and not agree(path, stands, scanned)


def is_begun(stands: Value, scanned: Value) -> bool:
    """Say whether what stands there is the beginning of what was scanned, half typed perhaps."""
    return search_text(str(scanned)).startswith(search_text(str(stands)))


def leg_of(legs: tuple[Leg, ...], on: date) -> Leg | None:
    """Give the flight nearest to a day, the first of equals; those without a date come last."""
    return min(legs, key=lambda leg: _days(leg.flight_on, on), default=None)


def _of_zone(mrz: Mrz) -> dict[str, Value]:
    told: dict[str, Value] = {
        "traveller.name": full_name(mrz.surname, mrz.given_names),
        "traveller.sex": _SEXES.get(mrz.sex or ""),
        "traveller.dob_other": _iso(mrz.birth_on),
        "traveller.dob_other_source": _source(mrz),
    }
    if _is_passport(mrz):
        told["traveller.passport"] = mrz.document_number
        told["traveller.passport_expires_on"] = _iso(mrz.expires_on)
        told["docs.paspor"] = "ada"
    return told


def _of_pass(read: BoardingPass, on: date) -> dict[str, Value]:
    told: dict[str, Value] = {"ticket.name": read.passenger_name}
    leg = leg_of(read.legs, on)
    if leg is None:
        return told
    number = leg.carrier and leg.flight_number and f"{leg.carrier}{leg.flight_number}"
    return told | {
        "ticket.booking_code": leg.pnr,
        "ticket.seat": _printed(leg.seat),
        "ticket.sequence": _printed(leg.sequence),
        "departure.carrier": _carrier(leg.carrier),
        "departure.number": number and flight_key(number),
        "departure.from": leg.origin,
        "departure.to": leg.destination,
        "departure.departs_on": _iso(leg.flight_on),
    }


def _kept(scan: Scan, told: Mapping[str, Value]) -> dict[str, Value]:
    """Give what the scan said, for the fields that hold it whatever is typed later."""
    kept = {SCANNED_AT[path]: value for path, value in told.items() if path in SCANNED_AT}
    if isinstance(scan.reading, NikReading):
        kept["scanned.nik"] = scan.reading.digits
    if isinstance(scan.reading, Mrz):
        mrz = scan.reading
        only: dict[str, Value] = {
            "scanned.document_code": mrz.document_code,
            "scanned.issuing_state": mrz.issuing_state,
            "scanned.nationality": mrz.nationality,
            "scanned.document_number": None if _is_passport(mrz) else mrz.document_number,
        }
        kept |= {path: value for path, value in only.items() if value}
    return kept


def _compared(path: str, stands: Value, scanned: Value) -> str:
    if stands in (None, ""):
        return "filled"
    if path in _WEAK or not contradicts(path, stands, scanned):
        return "same"
    return "filled" if path in _TYPED and is_begun(stands, scanned) else "differs"


def _same_form(path: str, text: str) -> str:
    if path == "departure.number":
        return flight_key(text)
    if path == "departure.carrier":
        return carrier_name(text)
    return port_name(text, "udara") if path in _AIRPORTS else text


def _carrier(code: str | None) -> str | None:
    found = carrier_of(code) if code else None
    return code if found is None else found.name


def _stored(path: str, value: Value) -> Value:
    known = field_at(path)
    if known is None or value is None:
        return value
    read = stored_value(known, value)
    return value if isinstance(read, Problem) else read


def _is_somebody_else(
    answers: Answers, told: Mapping[str, Value], differs: tuple[str, ...], same: tuple[str, ...]
) -> bool:
    """Say whether a scan is that of another person than the one in the form."""
    for name, others in _WHO.items():
        if name not in differs or not any(path in differs for path in others):
            continue
        known = any(path in same and answers.get(path) for path in _SURE)
        stands, scanned = str(answers.get(name)), str(told.get(name))
        if not known and likeness(stands, scanned).verdict is Verdict.DIFFERENT:
            return True
    return False


def _names_fit(answers: Answers) -> bool:
    found = ticket_likeness(answers)
    return found is None or found.verdict is not Verdict.DIFFERENT


def _asked(scan: Scan) -> list[str]:
    """Name what a scan leaves to ask: what it could not tell, or not whole."""
    reading = scan.reading
    if isinstance(reading, NikReading):
        return ["traveller.dob_ktp" if reading.born_on else "traveller.nik"]
    asks = [path for p in scan.problems if (path := _OF_THE_FORM.get(p.field))]
    if isinstance(reading, Mrz) and not _is_passport(reading):
        asks = [path for path in asks if not path.startswith("traveller.passport")]
    if isinstance(reading, Mrz | BoardingPass) and reading.name_may_be_cut:
        asks.append("traveller.name" if isinstance(reading, Mrz) else "ticket.name")
    return asks


def _told(scan: Scan) -> Told:
    match scan.reading:
        case Mrz() as mrz if _is_passport(mrz):
            bad = {problem.field for problem in scan.problems}
            if bad == {"document_number"}:
                return Told.NUMBER_DAMAGED
            return Told.PASSPORT_DAMAGED if bad else Told.PASSPORT
        case Mrz():
            return Told.CARD_DAMAGED if scan.problems else Told.CARD
        case BoardingPass():
            return Told.BOARDING_DAMAGED if scan.problems else Told.BOARDING
        case NikReading() as nik:
            return Told.NIK if nik.born_on else Told.NO_NIK
        case _:
            return Told.UNREAD if _is_damaged(scan) else Told.TICKET


def _outcome(scan: Scan, *, is_whole: bool) -> Outcome:
    if scan.kind is ScanKind.UNKNOWN:
        return Outcome.UNREAD if _is_damaged(scan) else Outcome.ATTENTION
    return Outcome.OK if is_whole else Outcome.ATTENTION


def _is_damaged(scan: Scan) -> bool:
    is_long = len(scan.text) > LONGEST_TICKET
    return is_long or any(problem.code in _UNREAD for problem in scan.problems)


def _is_passport(mrz: Mrz) -> bool:
    return mrz.format is MrzFormat.TD3


def _source(mrz: Mrz) -> str | None:
    if mrz.birth_on is None:
        return None
    return "paspor" if _is_passport(mrz) else "lain"


def _printed(text: str) -> str:
    """Give a seat or number as the card prints it, without the zeros that fill the code."""
    return text.lstrip("0")


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _days(day: date | None, on: date) -> int:
    return abs((day - on).days) if day is not None else 10**7
