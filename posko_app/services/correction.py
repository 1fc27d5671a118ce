"""What a correction states: the difference to what its author saw, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from posko_app.domain.checks import problems
from posko_app.domain.entries import SOURCES, changes
from posko_app.domain.fold import Folded, Statement, fold
from posko_app.domain.records import HistoryStatement, ScreeningHistory
from posko_app.domain.screening import Answers, Value, tidy
from posko_app.errors import OperatorError

REASON = "correction_reason"
TIME = "occurred_at"


@dataclass(frozen=True, slots=True)
class Correction:
    """What an officer wants corrected; `based_on` None stands for all there is."""

    changes: Answers = field(repr=False)
    reason: str = field(repr=False)
    based_on: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Stated:
    """What the entry will say: only the changed fields, the reason, and what it knows."""

    sets: Answers = field(repr=False)
    based_on: tuple[str, ...]


def corrected(history: ScreeningHistory, wanted: Correction, *, today: date) -> Stated:
    """Compute what a correction states, against the version its author had before him.

    Raises:
        OperatorError: `correction.reason_missing`, `correction.empty`,
            `correction.unknown_version`, `correction.time_missing`, `screening.problems`.
    """
    if not wanted.reason.strip():
        raise OperatorError("correction.reason_missing")
    based_on = history.frontier if wanted.based_on is None else wanted.based_on
    seen = seen_from(history, based_on)
    after = _after(seen, wanted.changes, today=today)
    if TIME in wanted.changes and after.get(TIME) is None:
        raise OperatorError("correction.time_missing")  # it would stand in no day's log
    stated = _difference(seen, wanted.changes, after)
    if not stated:
        raise OperatorError("correction.empty")
    reason = _tidy({REASON: wanted.reason}, today=today)
    return Stated(stated | reason, tuple(sorted(based_on)))


def seen_from(history: ScreeningHistory, based_on: tuple[str, ...]) -> Folded:
    """Fold only what the given entries know, themselves included.

    Raises:
        OperatorError: `correction.unknown_version`; one of them is not about this screening.
    """
    by_id: Mapping[str, HistoryStatement] = {s.entry_id: s for s in history.statements}
    if not based_on or not set(based_on) <= set(by_id):
        raise OperatorError("correction.unknown_version")
    seen: set[str] = set()
    waiting = list(based_on)
    while waiting:
        entry_id = waiting.pop()
        if entry_id in by_id and entry_id not in seen:
            seen.add(entry_id)
            waiting += by_id[entry_id].based_on
    return fold(Statement(by_id[i].entry_id, by_id[i].based_on, by_id[i].sets) for i in seen)


def _after(seen: Folded, wanted: Answers, *, today: date) -> dict[str, Value]:
    """Apply the changes; only they are checked, so an old flaw never blocks a correction."""
    set_to = {path: value for path, value in wanted.items() if value is not None}
    kept = {path: value for path, value in seen.values.items() if path not in wanted}
    return kept | _tidy(set_to, today=today)


def _tidy(answers: Answers, *, today: date) -> dict[str, Value]:
    found = problems(answers, today=today)
    if found:
        raise OperatorError("screening.problems", count=len(found))
    return dict(tidy(answers)[0])


def _difference(seen: Folded, wanted: Answers, after: Answers) -> dict[str, Value]:
    settled = _settled(seen, wanted)
    stated = changes(seen.values, after, conflicts=settled)
    withdrawn = {p: None for p, value in wanted.items() if value is None and p in seen.conflicts}
    stated |= withdrawn
    told = settled | set(wanted)
    return {path: value for path, value in stated.items() if _is_told(path, stated, told)}


def _is_told(path: str, stated: Answers, told: frozenset[str]) -> bool:
    """Say whether a field belongs into the entry: a derived one only with one of its sources.

    Sources may be in dispute or lawfully erased; what was derived from them then stays as it
    was, else any later correction would take the screening out of its day.
    """
    sources = SOURCES.get(path)
    return sources is None or path in told or any(source in stated for source in sources)


def _settled(seen: Folded, wanted: Answers) -> frozenset[str]:
    """Name the conflicts this correction settles: of the fields it sets, and derived ones.

    A derived one only when none of its sources is still in dispute.
    """
    disputed = set(seen.conflicts) - set(wanted)
    return frozenset(
        path
        for path in seen.conflicts
        if path in wanted or (path in SOURCES and not disputed & set(SOURCES[path]))
    )
