"""Reading the machine-readable zone of a passport, card or visa.

Basis: SRC-ICAO-9303-3 to SRC-ICAO-9303-7.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from posko_app.domain.problem import Problem
from posko_app.domain.scans.check_digits import FILLER
from posko_app.domain.scans.dates import birth_date, expiry_date
from posko_app.domain.scans.mrz_checks import (
    BASIC,
    BIRTH,
    COMPOSITE,
    EXPIRY,
    NUMBER,
    OPTIONAL,
    Checked,
    checked,
)
from posko_app.domain.scans.mrz_forms import Form, MrzFormat
from posko_app.domain.scans.mrz_zones import Zone, is_like_zone, zones_in

_CODE = re.compile(r"[A-Z][A-Z0-9]?<?", re.ASCII)
_HEAD = re.compile(r"[ACIPV][A-Z0-9<][A-Z]", re.ASCII)
_STATE = re.compile(r"[A-Z]{1,3}<*", re.ASCII)
_NAME = re.compile(r"[A-Z<]*", re.ASCII)
_SEXES = {"M": "M", "F": "F", "X": "X", FILLER: "X"}
_ENOUGH = 2  # basic digits that pass by chance once in a hundred texts


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a zone says. None where a problem names the field; "" where the zone has nothing.

    Names have blanks for fillers; a person of one name has it as the surname. Sex is M, F or
    X (not stated). `optional` is what the issuing state adds, both fields of TD1 in a row.
    """

    format: MrzFormat
    document_code: str | None = None
    issuing_state: str | None = None
    document_number: str | None = field(default=None, repr=False)
    nationality: str | None = None
    birth_on: date | None = field(default=None, repr=False)
    sex: str | None = None
    expires_on: date | None = None
    surname: str | None = field(default=None, repr=False)
    given_names: str | None = field(default=None, repr=False)
    optional: str | None = field(default=None, repr=False)
    name_may_be_cut: bool = False  # the names fill their field: the standard has them taken as cut
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    zone: Zone
    mrz: Mrz
    failed: frozenset[str]


def read_mrz(text: str, *, on: date) -> Mrz | Problem:
    """Read a tidy scan as a zone, or say why it is none.

    Args:
        text: lines joined by newlines or run together.
        on: civil date at the posko; centuries are counted from it.
    """
    found = [read for read in (_read(zone, on) for zone in zones_in(text)) if _is_zone(read)]
    if found:
        return min(found, key=lambda read: (len(read.mrz.problems), read.zone.changed)).mrz
    return Problem("", "scan_zone_length" if is_like_zone(text) else "scan_unknown")


def _is_zone(read: _Read) -> bool:
    """Say whether a text of the right length is a zone, rather than anything else as long."""
    if read.zone.is_end:
        return not read.failed
    if not read.zone.changed and _HEAD.match(read.zone.text):
        return True
    return len(BASIC - read.failed) >= _ENOUGH


def _read(zone: Zone, on: date) -> _Read:
    found = checked(zone.form, zone.text)
    values = _values(zone.form, found)
    dates = {
        BIRTH: birth_date(_short_date(found, BIRTH), on=on),
        EXPIRY: expiry_date(_short_date(found, EXPIRY), on=on),
    }
    problems = (*_digit_problems(zone.form, found), *_problems({**values, **dates}, found))
    for problem in problems:
        values.pop(problem.field, None)
        dates.pop(problem.field, None)
    return _Read(zone, _mrz(found, zone.form, values, dates, problems), found.failed)


def _values(form: Form, found: Checked) -> dict[str, str | None]:
    """Give every field but the dates; None where it cannot be read."""
    text = found.text
    return {
        "document_code": _matched(_CODE, text[:2]),
        "issuing_state": _matched(_STATE, text[2:5]),
        NUMBER: _plain(found.checks[NUMBER].body(text)) or None,
        "nationality": _matched(_STATE, text[form.nationality : form.nationality + 3]),
        "sex": _SEXES.get(text[form.sex]),
        **_names(text[slice(*form.names)]),
        OPTIONAL: _optional(form, found),
    }


def _mrz(
    found: Checked,
    form: Form,
    values: Mapping[str, str | None],
    dates: Mapping[str, date | None],
    problems: tuple[Problem, ...],
) -> Mrz:
    return Mrz(
        format=form.format,
        document_code=values.get("document_code"),
        issuing_state=values.get("issuing_state"),
        document_number=values.get(NUMBER),
        nationality=values.get("nationality"),
        birth_on=dates.get(BIRTH),
        sex=values.get("sex"),
        expires_on=dates.get(EXPIRY),
        surname=values.get("surname"),
        given_names=values.get("given_names"),
        optional=values.get(OPTIONAL),
        name_may_be_cut=found.text[form.names[1] - 1] != FILLER,
        problems=problems,
    )


def _digit_problems(form: Form, found: Checked) -> Iterator[Problem]:
    for name in (NUMBER, BIRTH, EXPIRY, OPTIONAL):
        if name in found.failed:
            yield Problem(name, "scan_check_digit")
    if COMPOSITE not in found.failed:
        return
    if form.optional_digit is None:  # nothing else vouches for what the state adds
        yield Problem(OPTIONAL, "scan_check_digit")
    elif found.failed == {COMPOSITE}:
        yield Problem("", "scan_composite_digit")


def _problems(values: Mapping[str, str | date | None], found: Checked) -> Iterator[Problem]:
    """Give what cannot be read although its digit passes, or because it has none."""
    for name, value in values.items():
        if value is not None or name in found.failed:
            continue
        if name in {BIRTH, EXPIRY}:
            partly = FILLER in _short_date(found, name)
            yield Problem(name, "scan_date_partly" if partly else "scan_date")
        else:
            yield Problem(name, "scan_unreadable")


def _names(zone: str) -> dict[str, str | None]:
    """Read surname and given names; without a double filler there is one name only."""
    surname, _, given = zone.strip(FILLER).partition(FILLER * 2)
    if zone.startswith(FILLER):  # no surname: what stands there are given names
        surname, given = "", zone
    read = {"surname": _matched(_NAME, surname), "given_names": _matched(_NAME, given)}
    return read if surname.strip(FILLER) or given.strip(FILLER) else dict.fromkeys(read)


def _optional(form: Form, found: Checked) -> str:
    taken = found.checks[NUMBER].places
    fields = []
    for first, end in form.optional:
        after = max([place + 2 for place in taken if first <= place < end], default=first)
        fields.append(_plain(found.text[after:end]))
    return " ".join(filter(None, fields))


def _short_date(found: Checked, name: str) -> str:
    return found.checks[name].body(found.text)


def _matched(pattern: re.Pattern[str], text: str) -> str | None:
    return _plain(text) if pattern.fullmatch(text) else None


def _plain(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())
