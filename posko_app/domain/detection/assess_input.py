"""The input of `assess`: answers in the nested form, beside them what the store would know.

Unknown keys are ignored; a known key of a wrong type or with an unknown code is a problem.
Basis: SRC-RULES.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeVar

from posko_app.domain.civil import WITA, civil_date, format_instant, parse_date, parse_instant
from posko_app.domain.contact_keys import contact_key
from posko_app.domain.detection.prior import (
    PriorRecord,
    count_prior,
    place_key,
    prior_query,
)
from posko_app.domain.entries import derive
from posko_app.domain.numbers_on_paper import compact
from posko_app.domain.problem import Problem
from posko_app.domain.screening import Answers, JsonObject, JsonValue, flatten
from posko_app.domain.values import Value

REPEATS_DAYS, SPLIT_DAYS = 30, 14  # where no ruleset says otherwise
REF_DATE, PRIOR, WATCH, WATCH_HIT = "ref_date", "prior_records", "verified_watch", "watch_hit"
WRONG_TYPE, NOT_A_DATE = "wrong_type", "not_a_date"
_OCCURRED = "occurred_at"
# names under which an item may state one thing; a dot leads into an object
_CONTACT = ("contact", "contact_key")
_DAYS = ("date", "on", REF_DATE)
_COMPANIONS = ("companions_n", "companions.n")
_CITY = ("final_city", "journey.final_city")
T = TypeVar("T", str, int, bool)


@dataclass(frozen=True, slots=True)
class Case:
    """One input, read: what to judge, or why it cannot be judged."""

    answers: Answers = field(repr=False)
    problems: tuple[Problem, ...]


def read_case(
    content: JsonObject,
    *,
    today: date | None = None,
    repeats_days: int = REPEATS_DAYS,
    split_days: int = SPLIT_DAYS,
) -> Case:
    """Read one input.

    Args:
        content: nested answers, `ref_date`, `prior_records`, `verified_watch`.
        today: civil date at the posko, for an input that states no day.
        repeats_days: window of repeated contacts.
        split_days: window of split departures.
    """
    answers, found = flatten(content)
    problems = [problem for problem in found if problem.code != "unknown_field"]
    day = _ref_date(content, problems) or _occurred_on(answers) or today
    judged = _derived(answers, day)
    query = prior_query(judged)
    if content.get(PRIOR) is not None:
        records = tuple(_records(content, day, problems))
        counted = count_prior(records, query, repeats_days=repeats_days, split_days=split_days)
        judged |= counted.answers()
    if content.get(WATCH) is not None:
        judged[WATCH_HIT] = not query.watched.isdisjoint(_watched(content, problems))
    return Case(judged, tuple(problems))


def _ref_date(content: JsonObject, problems: list[Problem]) -> date | None:
    value = content.get(REF_DATE)
    if value is None:
        return None
    day = parse_date(value) if isinstance(value, str) else None
    if day is None:
        problems.append(Problem(REF_DATE, NOT_A_DATE if isinstance(value, str) else WRONG_TYPE))
    return day


def _occurred_on(answers: Answers) -> date | None:
    occurred_at = answers.get(_OCCURRED)
    at = parse_instant(occurred_at) if isinstance(occurred_at, str) else None
    return None if at is None else civil_date(at)


def _derived(answers: Answers, day: date | None) -> dict[str, Value]:
    """Derive the facts as on the day asked about; facts given as such stay where none derive."""
    told = {path: value for path, value in answers.items() if path != _OCCURRED}
    if day is not None:
        told[_OCCURRED] = format_instant(datetime.combine(day, time(), WITA))
    return {**told, **derive(told)}


def _records(
    content: JsonObject, day: date | None, problems: list[Problem]
) -> Iterator[PriorRecord]:
    for place, item in enumerate(_list(content, PRIOR, problems)):
        reader = _Item(item if isinstance(item, Mapping) else {}, f"{PRIOR}.{place}", problems)
        if not isinstance(item, Mapping):
            problems.append(Problem(reader.path, WRONG_TYPE))
        yield _record(reader, place, day)


def _record(item: "_Item", place: int, day: date | None) -> PriorRecord:
    nik = compact(item.first(("nik",), str) or "") or None
    related = item.first(("related",), bool)
    unrelated = item.first(("unrelated",), bool)
    return PriorRecord(
        person=nik or str(place),
        contact=contact_key(item.first(_CONTACT, str) or ""),
        nik=nik,
        days_ago=_days_ago(item, day),
        unrelated=not related if unrelated is None else unrelated,
        solo=bool(item.first(("solo",), bool)) or item.first(_COMPANIONS, int) == 0,
        final_city=place_key(item.first(_CITY, str) or ""),
        identity_differs=item.first(("identity_differs",), bool) is True,
    )


def _days_ago(item: "_Item", day: date | None) -> int | None:
    stated = item.first(("days_ago",), int)
    if stated is not None:
        return stated
    for name in _DAYS:
        text = item.first((name,), str)
        on = None if text is None else parse_date(text)
        if on is not None:
            return None if day is None else (day - on).days
        if text is not None:
            item.problem(name, NOT_A_DATE)
    return None


def _watched(content: JsonObject, problems: list[Problem]) -> Iterator[str]:
    """Give the keys of the contacts on the list: texts, or objects with a contact."""
    for place, item in enumerate(_list(content, WATCH, problems)):
        entry: JsonObject = item if isinstance(item, Mapping) else {"contact": item}
        reader = _Item(entry, f"{WATCH}.{place}", problems)
        key = contact_key(reader.first(_CONTACT, str) or "")
        if key is not None:
            yield key


def _list(content: JsonObject, key: str, problems: list[Problem]) -> Sequence[JsonValue]:
    value = content.get(key)
    if isinstance(value, list):
        return value
    problems.append(Problem(key, WRONG_TYPE))
    return ()


class _Item:
    """One object of a list, read leniently by name and strictly by type."""

    def __init__(self, content: JsonObject, path: str, problems: list[Problem]) -> None:
        self.path = path
        self._content = content
        self._problems = problems

    def problem(self, name: str, code: str) -> None:
        self._problems.append(Problem(f"{self.path}.{name}", code))

    def first(self, names: tuple[str, ...], kind: type[T]) -> T | None:
        """Give the first of some names that is there; null is absent."""
        for name in names:
            value = self._at(name)
            if value is not None:
                if type(value) is kind:
                    return value
                self.problem(name, WRONG_TYPE)
        return None

    def _at(self, name: str) -> JsonValue:
        outer, dot, inner = name.partition(".")
        value = self._content.get(outer)
        if not dot:
            return value
        return value.get(inner) if isinstance(value, Mapping) else None
