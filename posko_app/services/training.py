"""Practice in a training store: cases, what was captured beside what was expected, scores.

Never on a live centre: a practice person would stand in its counts for ever.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posko_app.domain.civil import civil_date
from posko_app.domain.detection.assessment import Assessment
from posko_app.domain.practice import (
    PracticeCase,
    PracticeResult,
    PracticeTry,
    TopicScore,
    as_practised,
    compared,
    scores,
)
from posko_app.domain.screening import Answers
from posko_app.errors import Defect, OperatorError
from posko_app.services.detection import DetectionService
from posko_app.services.practice_cases import practice_cases
from posko_app.services.session import OfficerKeys, Session, record_of
from posko_app.services.storable import translated
from posko_app.store.journal import Clock
from posko_app.store.practice import all_tries, put_tries
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit
from sync.protocol.entry import Deployment
from sync.protocol.people import Role

if TYPE_CHECKING:
    from posko_app.domain.detection.rules import Judge

Stated = Callable[[], Iterable[Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class PracticeScores:
    """How practice went. `post` adds everybody up, for a penyelia only; None for anybody else."""

    own: tuple[TopicScore, ...]
    tried: Mapping[str, int]  # own tries by case
    agreed: frozenset[str]  # cases whose level was the expected one in the last own try
    post: tuple[TopicScore, ...] | None


class TrainingService:
    """Cases and results. Refuses every call in a store that is not for training."""

    def __init__(
        self,
        store: Store,
        session: Session,
        *,
        detection: DetectionService,
        stated: Stated,
        clock: Clock,
    ) -> None:
        """Take the store; `stated` reads the files of the practice cases."""
        self._store = store
        self._session = session
        self._detection = detection
        self._stated = stated
        self._clock = clock
        self._made: Judge | None = None  # used on the store thread only

    def cases(self) -> tuple[PracticeCase, ...]:
        """Give every case, with birth dates as of today.

        Raises:
            OperatorError: `training.only_training_store`.
            Defect: `training.case_faulty` (case).
        """
        self._require_training()
        return practice_cases(self._stated(), today=civil_date(self._clock()))

    def finish(self, case: PracticeCase, subject: str) -> "Future[PracticeResult]":
        """Compare a screening with the case it was made for, and keep how it went.

        Raises (through the future):
            OperatorError: `training.only_training_store`, `store.no_such_screening`.
            Defect: `detection.rule_broken` (rule).
        """
        officer = self._session.current

        def task(unit: WriteUnit) -> PracticeResult:
            self._require_training()
            result = self._compared(unit, case, subject)
            tries = _tries(result, person=officer.person)
            put_tries(unit.connection, tries, subject=subject, at=self._clock())
            return result

        return self._store.write(translated(task))

    def scores(self) -> "Future[PracticeScores]":
        """Give the results of whoever has the turn, and the post's to a penyelia.

        Raises (through the future):
            OperatorError: `training.only_training_store`, `session.not_introduced`.
        """
        officer = self._session.current

        def task(unit: ReadUnit) -> PracticeScores:
            self._require_training()
            return _scores(unit, officer)

        return self._store.read(task)

    def _compared(self, unit: ReadUnit, case: PracticeCase, subject: str) -> PracticeResult:
        captured = unit.history(subject).values
        practised = as_practised(captured, case)
        judge = self._judge(unit)
        expected = _judged(judge, case.answers)
        decision = captured.get("decision")
        due = _due(judge, case.answers)
        return compared(
            case,
            expected=expected,
            own=_judged(judge, practised),
            suggested=judge.ruleset.levels[expected.level.value].suggests,
            decision=decision if isinstance(decision, str) else None,
            due=tuple(judge.ruleset.questions[question] for question in due),
            answers=captured,
        )

    def _judge(self, unit: ReadUnit) -> "Judge":
        # slow import: the expression evaluator, which the lock page never needs
        from posko_app.domain.detection.rules import Judge

        active = self._detection.active_in(unit)
        if self._made is None or self._made.ruleset.hash != active.hash:
            self._made = Judge(active)
        return self._made

    def _require_training(self) -> None:
        if self._store.device.deployment is not Deployment.TRAINING:
            raise OperatorError("training.only_training_store")


def _judged(judge: "Judge", answers: Answers) -> Assessment:
    from posko_app.domain.detection.rules import RuleBroken  # slow import, as above

    try:
        return judge.judge(answers)
    except RuleBroken as broken:
        raise Defect("detection.rule_broken", rule=broken.rule) from broken


def _due(judge: "Judge", answers: Answers) -> tuple[str, ...]:
    from posko_app.domain.detection.rules import RuleBroken  # slow import, as above

    try:
        return judge.due_questions(answers)
    except RuleBroken as broken:
        raise Defect("detection.rule_broken", rule=broken.rule) from broken


def _tries(result: PracticeResult, *, person: str) -> tuple[PracticeTry, ...]:
    return tuple(
        PracticeTry(
            case_id=result.case.id,
            topic=topic.value,
            person=person,
            found=result.found,
            missed=result.missed,
            extra=result.extra,
            asked=len(result.asked),
            due=len(result.asked) + len(result.not_asked),
            level_expected=result.expected.level.value,
            level_own=result.own.level.value,
        )
        for topic in result.case.topics
    )


def _scores(unit: ReadUnit, officer: OfficerKeys) -> PracticeScores:
    tries = all_tries(unit.connection)
    own = [one for one in tries if one.person == officer.person]
    cases: dict[str, int] = {}
    last: dict[str, PracticeTry] = {}
    topics = {one.case_id: one.topic for one in own}
    for one in own:
        last[one.case_id] = one
        if one.topic == topics[one.case_id]:  # a try has a row for each topic
            cases[one.case_id] = cases.get(one.case_id, 0) + 1
    is_penyelia = record_of(unit, officer).role == Role.PENYELIA
    return PracticeScores(
        own=scores(own),
        tried=cases,
        agreed=frozenset(c for c, one in last.items() if one.level_expected == one.level_own),
        post=scores(tries) if is_penyelia else None,
    )
