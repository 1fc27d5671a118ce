"""What looks doubtful in answers: each caution is a question for the officer, never a block."""

from collections.abc import Iterator
from datetime import date

from posko_app.domain.civil import civil_date, parse_date, parse_instant, whole_years
from posko_app.domain.cross_checks import cross_checks
from posko_app.domain.fields import FIELDS, FieldType
from posko_app.domain.nik import BELU, encodes_birth_date, read_nik
from posko_app.domain.numbers_on_paper import compact, is_passport, is_phone, lacks_country
from posko_app.domain.problem import Caution
from posko_app.domain.screening import Answers
from posko_app.domain.text import search_text

OLDEST_AGE = 110  # years
ADULT_AGE = 18  # years; SRC-RULES
PASSPORT_MONTHS = 6  # before the end of its validity
PHONE_DIGITS = 5  # a contact with fewer is a name or a label, not a number
DOBS = ("traveller.dob_ktp", "traveller.dob_other", "traveller.dob_stated")
_PHONES = tuple(field.path for field in FIELDS if field.type is FieldType.PHONE)


def cautions(answers: Answers, *, today: date) -> tuple[Caution, ...]:
    """Give everything doubtful, grouped by subject; answers are in their stored forms.

    Args:
        answers: unreadable values are passed over: they are problems.
        today: civil date at the posko; ages count on the day of the screening if stated.
    """
    at = parse_instant(_text(answers, "occurred_at"))
    on = today if at is None else civil_date(at)
    return (
        *_of_nik(answers, today),
        *_of_birth(answers, on),
        *_of_company(answers, on),
        *_of_passport(answers, on),
        *_of_phones(answers),
        *_of_departure(answers, on),
        *cross_checks(answers),
    )


def _of_nik(answers: Answers, today: date) -> Iterator[Caution]:
    nik = _text(answers, "traveller.nik")
    reading = read_nik(nik, today=today)
    yield from reading.cautions
    born_on = parse_date(_text(answers, "traveller.dob_ktp"))
    if born_on is not None and encodes_birth_date(nik, born_on) is False:
        yield Caution("traveller.dob_ktp", "nik_dob_differs")
    origin = _text(answers, "traveller.origin")
    if (
        reading.kabupaten
        and reading.region
        and not _fits(origin, reading.region, reading.kabupaten)
    ):
        yield Caution("traveller.origin", "nik_region_differs", {"kabupaten": reading.kabupaten})
    family_card = compact(_text(answers, "traveller.kk"))
    if family_card and not (len(family_card) == 16 and family_card.isdecimal()):
        yield Caution("traveller.kk", "kk_length", {"count": len(family_card)})


def _fits(origin: str, region: str, kabupaten: str) -> bool:
    """Say whether a stated origin can go with a NIK's region; Malaka was once part of Belu."""
    said = search_text(origin)
    name = search_text(kabupaten).partition(" ")[2]  # without Kab. or Kota
    short = "".join(word[0] for word in name.split())  # TTS
    fits = name in said or short in said.split()
    return not said or fits or (region == BELU and "malaka" in said)


def _of_birth(answers: Answers, on: date) -> Iterator[Caution]:
    born = {path: parse_date(_text(answers, path)) for path in DOBS}
    for path, born_on in born.items():
        if born_on is None:
            continue
        age = whole_years(born_on, on)
        if age < 0:
            yield Caution(path, "born_in_future")
        elif age > OLDEST_AGE:
            yield Caution(path, "age_unlikely", {"age": age})
        elif age < ADULT_AGE:
            yield Caution(path, "minor", {"age": age})
    stated = answers.get("traveller.age_stated")
    if isinstance(stated, int) and stated < ADULT_AGE:
        yield Caution("traveller.age_stated", "minor", {"age": stated})
    if len(set(born.values()) - {None}) > 1:
        yield Caution("traveller.dob_other", "dobs_differ")


def _is_minor(answers: Answers, on: date) -> bool:
    """Say whether any date of birth, or the age told, is a child's."""
    ages = [answers.get("traveller.age_stated")]
    ages += [whole_years(born, on) for path in DOBS if (born := parse_date(_text(answers, path)))]
    return any(isinstance(age, int) and 0 <= age < ADULT_AGE for age in ages)


def _of_company(answers: Answers, on: date) -> Iterator[Caution]:
    """A child's companions decide whether the child path begins: they have to be asked for."""
    if not _is_minor(answers, on):
        return
    companions = answers.get("companions.n")
    if companions is None:
        yield Caution("companions.n", "child_with_whom")
    elif isinstance(companions, int) and companions and not _text(answers, "companions.relation"):
        yield Caution("companions.relation", "child_relation")


def _of_passport(answers: Answers, on: date) -> Iterator[Caution]:
    number = _text(answers, "traveller.passport")
    if number and not is_passport(number):
        yield Caution("traveller.passport", "passport_form")
    expires_on = parse_date(_text(answers, "traveller.passport_expires_on"))
    if expires_on is None:
        return
    months = (expires_on.year - on.year) * 12 + expires_on.month - on.month
    months -= expires_on.day < on.day
    if expires_on < on:
        yield Caution("traveller.passport_expires_on", "passport_expired")
    elif months < PASSPORT_MONTHS:
        yield Caution("traveller.passport_expires_on", "passport_expires", {"months": months})


def _of_phones(answers: Answers) -> Iterator[Caution]:
    for path in _PHONES:
        text = _text(answers, path)
        meant_as_number = sum(c.isdecimal() for c in text) >= PHONE_DIGITS
        if text and not is_phone(text) and (meant_as_number or path == "traveller.phone"):
            yield Caution(path, "phone_country" if lacks_country(text) else "phone_incomplete")


def _of_departure(answers: Answers, on: date) -> Iterator[Caution]:
    departs_on = parse_date(_text(answers, "departure.departs_on"))
    if departs_on is not None and departs_on < on:
        yield Caution("departure.departs_on", "departs_before_screening")


def _text(answers: Answers, path: str) -> str:
    value = answers.get(path)
    return value if isinstance(value, str) else ""
