"""Any scan, told apart by what it holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from posko_app.domain.nik import NikReading, read_nik
from posko_app.domain.problem import Problem
from posko_app.domain.scans.bcbp import BoardingPass, Leg, read_bcbp
from posko_app.domain.scans.incoming import LONGEST, tidy_scan
from posko_app.domain.scans.mrz import Mrz, read_mrz
from posko_app.domain.text import clean_line

FieldValue = str | list[dict[str, str]]
Reading = Mrz | BoardingPass | NikReading

# Which field a caution about a NIK makes doubtful; where it was registered is for the form to tell.
_NIK_PROBLEMS = {"nik_date": "birth_on", "nik_serial": "serial", "nik_region_unknown": "region"}


class ScanKind(StrEnum):
    """What a scan is; a ship's ticket is unknown and stays text."""

    MRZ = "mrz"
    BCBP = "bcbp"
    NIK = "nik"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan and what it says; sentences of the problems are problem.<code>."""

    kind: ScanKind
    reading: Reading | None = None
    text: str = field(default="", repr=False)  # on one line; "" for more than anybody prints
    problems: tuple[Problem, ...] = ()


def read_scan(raw: str, *, on: date) -> Scan:
    """Read whatever a scanner sent.

    Args:
        raw: as it came, lines joined by any line end or run together.
        on: civil date at the posko; short dates are read from it.

    Basis: SRC-FIELD 7 (ships have no code in common: name and day are the practical key).
    """
    if len(raw) > LONGEST:
        return Scan(ScanKind.UNKNOWN, problems=(Problem("", "scan_too_long"),))
    text = tidy_scan(raw)
    line = clean_line(text)
    if not line:
        return Scan(ScanKind.UNKNOWN, problems=(Problem("", "scan_empty"),))
    nik = read_nik(line, today=on)
    if nik.region is not None:
        return Scan(ScanKind.NIK, nik, line, tuple(_nik_problems(nik)))
    return _read_document(text, line, on)


def _read_document(text: str, line: str, on: date) -> Scan:
    boarding = read_bcbp(text, on=on)
    if isinstance(boarding, BoardingPass):
        return Scan(ScanKind.BCBP, boarding, line, boarding.problems)
    zone = read_mrz(text, on=on)
    if isinstance(zone, Mrz):
        return Scan(ScanKind.MRZ, zone, line, zone.problems)
    reason = boarding if zone.code == "scan_unknown" else zone
    return Scan(ScanKind.UNKNOWN, None, line, (reason,))


def scan_fields(scan: Scan) -> dict[str, FieldValue]:
    """Give the fields by name, dates in ISO; what has a problem is left out.

    Names of a NIK: nik, region, birth_on, sex (L or P, as the form has it), serial. A scan of
    unknown kind has its text as raw.
    """
    match scan.reading:
        case Mrz():
            return _mrz_fields(scan.reading)
        case BoardingPass(passenger_name=name, legs=legs):
            told: list[dict[str, str]] = [_leg_fields(leg) for leg in legs]
            return {**_known({"passenger_name": name}), "legs": told}
        case NikReading():
            return {**_nik_fields(scan.reading, scan.problems)}
        case _:
            return {"raw": scan.text} if scan.text else {}


def _mrz_fields(mrz: Mrz) -> dict[str, FieldValue]:
    told = {
        "format": mrz.format.value,
        "document_code": mrz.document_code,
        "issuing_state": mrz.issuing_state,
        "document_number": mrz.document_number,
        "nationality": mrz.nationality,
        "birth_on": _iso(mrz.birth_on),
        "sex": mrz.sex,
        "expires_on": _iso(mrz.expires_on),
        "surname": mrz.surname,
        "given_names": mrz.given_names,
        "optional": mrz.optional,
    }
    return {**_known(told)}


def _leg_fields(leg: Leg) -> dict[str, str]:
    return _known(
        {
            "pnr": leg.pnr,
            "from": leg.origin,
            "to": leg.destination,
            "carrier": leg.carrier,
            "flight_number": leg.flight_number,
            "flight_on": _iso(leg.flight_on),
            "cabin": leg.cabin,
            "seat": leg.seat,
            "sequence": leg.sequence,
        }
    )


def _nik_fields(nik: NikReading, problems: tuple[Problem, ...]) -> dict[str, str]:
    told = {
        "nik": nik.digits,
        "region": nik.region,
        "birth_on": _iso(nik.born_on),
        "sex": nik.sex,
        "serial": nik.serial,
    }
    bad = {problem.field for problem in problems}
    return {name: value for name, value in _known(told).items() if name not in bad}


def _nik_problems(nik: NikReading) -> Iterator[Problem]:
    for caution in nik.cautions:
        if caution.code in _NIK_PROBLEMS:
            yield Problem(_NIK_PROBLEMS[caution.code], f"scan_{caution.code}")


def _known(told: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in told.items() if value is not None}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
