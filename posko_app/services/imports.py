"""Paper forms typed in later: each row is a save of its own, and no row stops the next."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from posko_app.domain.checks import problems
from posko_app.domain.civil import civil_date, parse_instant
from posko_app.domain.codes import Decision
from posko_app.domain.entries import derive
from posko_app.domain.problem import Problem
from posko_app.domain.screening import Answers, tidy
from posko_app.services.detection import DetectionService
from posko_app.services.import_files import rows_of
from posko_app.services.import_rows import WHOLE_ROW, ImportRow
from posko_app.services.judged import without_stated
from posko_app.services.screening import state_screening
from posko_app.services.session import Session
from posko_app.services.storable import parts_of
from posko_app.store.journal import Clock
from posko_app.store.projection import content_hash
from posko_app.store.slot import OfficerKeys
from posko_app.store.store import Store
from posko_app.store.units import WriteUnit
from sync.protocol.canonical import Malformed
from sync.protocol.ids import RandomBytes, new_subject

REQUIRED = ("paper_no", "occurred_at")


class RowOutcome(StrEnum):
    """What became of a row."""

    SAVED = "saved"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row; `id` is the screening's, also of a duplicate."""

    row: int
    result: RowOutcome
    id: str | None
    problems: tuple[Problem, ...] = field(default=())


class ImportService:
    """Imports a file of paper forms."""

    def __init__(
        self,
        store: Store,
        session: Session,
        *,
        detection: DetectionService,
        clock: Clock,
        random_bytes: RandomBytes,
    ) -> None:
        self._store = store
        self._session = session
        self._detection = detection
        self._clock = clock
        self._random_bytes = random_bytes

    def import_file(self, path: Path) -> Iterator[RowResult]:
        """Import row by row; each result comes after its own commit. Blocks: not for a window.

        A row is refused for problems of its own, or when its paper form (post, date, number)
        is already here with other content. The same content is a duplicate and saves nothing.

        Raises:
            OperatorError: `import.*`, the file as a whole cannot be read; the rows already
                given are saved, and importing the file again finds them as duplicates.
        """
        signer = self._session.current
        for row in rows_of(path):
            yield self._import_row(row, signer)

    def _import_row(self, row: ImportRow, signer: OfficerKeys) -> RowResult:
        today = civil_date(self._clock())
        found = (*row.problems, *_required(row), *problems(row.answers, today=today))
        if found:
            return RowResult(row.number, RowOutcome.REFUSED, None, tuple(dict.fromkeys(found)))
        answers = _completed(without_stated(tidy(row.answers)[0]))
        subject = new_subject(self._random_bytes)

        def save(unit: WriteUnit, found: Answers) -> str:
            ruleset = self._detection.stored_in(unit)
            return state_screening(
                unit, found, signer=signer, subject=subject, ruleset=ruleset
            ).subject

        return self._store.write(_saving(row.number, answers, save)).result()


def _required(row: ImportRow) -> Iterator[Problem]:
    named = {problem.field for problem in row.problems}
    if WHOLE_ROW in named:
        return
    for path in REQUIRED:
        if path not in named and row.answers.get(path) in {None, ""}:
            yield Problem(path, "required")


def _completed(answers: Answers) -> Answers:
    return {"decision": Decision.BELUM_DIPUTUSKAN.value, **answers}


def _saving(
    number: int, answers: Answers, save: Callable[[WriteUnit, Answers], str]
) -> Callable[[WriteUnit], RowResult]:
    """Give the task that looks for the paper form and saves it, in one transaction."""
    parts = parts_of(derive(answers))
    paper_no, on = str(answers["paper_no"]), _paper_on(answers)

    def task(unit: WriteUnit) -> RowResult:
        match = unit.paper_match(on, paper_no=paper_no, content_hash=content_hash(parts))
        if match is not None and match.same:
            return RowResult(number, RowOutcome.DUPLICATE, match.subject)
        if match is not None:
            return _refused(number, Problem("paper_no", "paper_differs"), subject=match.subject)
        return RowResult(number, RowOutcome.SAVED, save(unit, answers))

    def guarded(unit: WriteUnit) -> RowResult:
        try:
            return task(unit)
        except Malformed:
            return _refused(number, Problem(WHOLE_ROW, "record_too_large"))

    return guarded


def _refused(number: int, problem: Problem, *, subject: str | None = None) -> RowResult:
    return RowResult(number, RowOutcome.REFUSED, subject, (problem,))


def _paper_on(answers: Answers) -> date:
    occurred_at = parse_instant(str(answers["occurred_at"]))
    if occurred_at is None:
        raise ValueError("occurred_at")  # `problems` has refused such a row
    return civil_date(occurred_at)
