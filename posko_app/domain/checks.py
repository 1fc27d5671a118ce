"""What is wrong with answers (hard), what is doubtful (soft), and what is still missing.

Hard is only what cannot be stored: a queue is waiting, and doubt is for a person.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta

from posko_app.domain.cautions import cautions
from posko_app.domain.civil import civil_date, parse_instant
from posko_app.domain.codes import WORK, Decision
from posko_app.domain.problem import Caution, Problem
from posko_app.domain.screening import Answers, Value, tidy

__all__ = ["Caution", "Problem", "cautions", "checked", "missing", "problems"]

RECORD_BYTES = 48 * 1024  # leaves room for header, salts and signature under the entry's 64 KiB
CLOCK_SLACK = timedelta(days=1)  # a paper form may carry the wrong day
_HANDED_OVER = frozenset({Decision.RUJUK.value, Decision.SERAH_TERIMA.value})
_NEEDS_REASON = _HANDED_OVER | {Decision.TUNDA.value}


def problems(answers: Answers, *, today: date) -> tuple[Problem, ...]:
    """Give what keeps these answers from being stored, empty when nothing does.

    Args:
        answers: stored forms or texts as typed.
        today: civil date at the posko.
    """
    return checked(answers, today=today)[1]


def checked(answers: Answers, *, today: date) -> tuple[dict[str, Value], tuple[Problem, ...]]:
    """Give the stored forms, and what `problems` gives, in one reading."""
    clean, found = tidy(answers)
    return clean, (*found, *_of_the_whole(clean, today))


def missing(answers: Answers) -> tuple[str, ...]:
    """Give the fields a complete record still needs, in the order of the form.

    Incomplete never blocks a save; these are the names F9 shows.
    """
    return tuple(_missing(answers))


def _of_the_whole(answers: Answers, today: date) -> Iterator[Problem]:
    occurred_at = answers.get("occurred_at")
    at = parse_instant(occurred_at) if isinstance(occurred_at, str) else None
    if at is not None and civil_date(at) > today + CLOCK_SLACK:
        yield Problem("occurred_at", "in_future")
    if len(json.dumps(dict(answers), ensure_ascii=False).encode()) > RECORD_BYTES:
        yield Problem("", "record_too_large")


def _missing(answers: Answers) -> Iterator[str]:
    if not (_any(answers, "traveller.nik", "traveller.passport") or _stated_no_id(answers)):
        yield "traveller.nik"
    yield from _absent(answers, "traveller.name", "traveller.sex")
    if not _any(answers, *_AGE):
        yield "traveller.dob_ktp"
    yield from _absent(answers, "traveller.origin", "departure.carrier")
    if not _any(answers, "claimed.purpose", "admitted.purpose", "purpose"):
        yield "claimed.purpose"
    if not _destination_answered(answers):
        yield "journey.final_city"
    yield from _missing_for_work(answers)
    yield from _missing_decision(answers)


_AGE = (
    "traveller.dob_ktp",
    "traveller.dob_other",
    "traveller.dob_stated",
    "traveller.age_stated",
)


def _missing_for_work(answers: Answers) -> Iterator[str]:
    said = {answers.get(p) for p in ("claimed.purpose", "admitted.purpose", "purpose")}
    if said & WORK:
        yield from _absent(answers, "recruiter.channel", "ticket.payer")


def _missing_decision(answers: Answers) -> Iterator[str]:
    decision = answers.get("decision")
    if decision is None or decision == Decision.BELUM_DIPUTUSKAN.value:
        yield "decision"
    if decision in _NEEDS_REASON and not _has_reason(answers):
        yield "decision_reason"
    if decision in _HANDED_OVER:
        yield from _absent(answers, "handed_to")


def _stated_no_id(answers: Answers) -> bool:
    shown = answers.get("traveller.id_shown")
    return shown == "tidak_ada" or _any(answers, "traveller.no_id_reason")


def _destination_answered(answers: Answers) -> bool:
    named = _any(answers, "journey.final_city", "journey.final_country")
    return named or answers.get("journey.final_known") is False


def _has_reason(answers: Answers) -> bool:
    coded = any(p.startswith("decision_reason.") and v for p, v in answers.items())
    return coded or _any(answers, "decision_note")


def _any(answers: Answers, *paths: str) -> bool:
    return any(answers.get(path) not in {None, ""} for path in paths)


def _absent(answers: Answers, *paths: str) -> Iterator[str]:
    return (path for path in paths if not _any(answers, path))
