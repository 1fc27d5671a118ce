"""Judges the draft at every change; what takes longer is worked out beside and shown later."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from posko_app.domain.codes import Decision
from posko_app.domain.detection.assessment import Assessment, Change, Level
from posko_app.domain.detection.facts import FACT_FIELDS
from posko_app.domain.detection.prior import PriorQuery, prior_query
from posko_app.domain.detection.rules import Judge, RuleBroken
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.entries import derive
from posko_app.domain.screening import Answers, Value
from posko_app.errors import PoskoError
from posko_app.ui.background import deliver
from posko_app.ui.periksa_model import PeriksaModel
from posko_app.ui.periksa_ports import DetectionPort

log = logging.getLogger(__name__)

AFTER_LAST_KEY_MS = 150
NIK_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules make of the draft now.

    `answers` are what was judged: typed, derived, and told by earlier records.
    `changes` is None while it is being worked out.
    """

    assessment: Assessment
    answers: Answers
    ruleset: Ruleset
    changes: tuple[Change, ...] | None = None

    @property
    def level(self) -> str:
        """The level as it is stored."""
        return self.assessment.level.value

    @property
    def is_rated(self) -> bool:
        """Say whether the level tells anything.

        HIJAU without any sign, before a purpose is known, only tells that nobody was asked.
        """
        found = self.assessment
        signs = found.fired or found.neutralised
        return bool(signs or self.answers.get("purpose")) or found.level is not Level.HIJAU

    @property
    def shown(self) -> str | None:
        """The level to be shown, None while it would tell nothing."""
        return self.level if self.is_rated else None

    @property
    def suggests(self) -> tuple[str, ...]:
        """The decisions that follow the suggestion; without one, each of them."""
        if not self.is_rated:
            return tuple(decision.value for decision in Decision)
        return self.ruleset.levels[self.level].suggests

    def follows(self, decision: str | None) -> bool:
        """Say whether a decision is none, or one that the level suggests."""
        undecided = decision in (None, Decision.BELUM_DIPUTUSKAN.value)
        return undecided or decision in self.suggests


class PeriksaJudging(QObject):
    """Knows the reading of one draft at a time.

    Signals:
        told: something that was worked out beside has arrived; look again.
    """

    told = Signal()

    def __init__(
        self, model: PeriksaModel, detection: DetectionPort, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._detection = model, detection
        self._judge = detection.judge()
        self._now: Judged | None = None
        self._facts: Mapping[str, Value] = {}
        self._due_for: Assessment | None = None
        self._due: frozenset[int] = frozenset()
        self._draft = ""
        self._prior: Mapping[str, Value] = {}
        self._asked: PriorQuery | None = None
        self._beside = _Beside(detection, self)
        self._beside.worked_out.connect(self._take_changes)
        self._timer = QTimer(self, singleShot=True, interval=AFTER_LAST_KEY_MS)
        self._timer.timeout.connect(self.work_beside)

    @property
    def now(self) -> Judged | None:
        """The last reading; None while nobody is in the form."""
        return self._now

    @property
    def judge(self) -> Judge:
        """The judge of the window's thread."""
        return self._judge

    def begin(self) -> None:
        """Another draft is in the form: use the rules in force now, forget what was told."""
        if self._detection.ruleset.hash != self._judge.ruleset.hash:
            self._judge = self._detection.judge()
        self._timer.stop()
        self._now, self._facts = None, {}
        self._draft, self._prior, self._asked = self._model.draft().id, {}, None

    def due(self) -> frozenset[int] | None:
        """Give the questions due for this person; None, all of them, until a purpose is known."""
        if self._now is None or self._now.answers.get("purpose") is None:
            return None
        if self._due_for is not self._now.assessment:
            self._due_for = self._now.assessment
            asked = self._judge.due_questions(self._now.answers)
            self._due = frozenset(int(question.removeprefix("Q")) for question in asked)
        return self._due

    def look(self) -> Judged | None:
        """Judge what is typed now; the same facts are not judged twice."""
        if not self._model.has_content():
            self._timer.stop()
            self._now, self._facts = None, {}
            return None
        answers = derive(self._model.draft().answers) | dict(self._prior)
        facts = {path: value for path, value in answers.items() if path in FACT_FIELDS}
        if self._now is None or facts != self._facts:
            self._facts = facts
            self._now = self._judged(answers)
        else:
            self._now = replace(self._now, answers=answers)
        self._timer.start()
        return self._now

    def _judged(self, answers: Answers) -> Judged | None:
        """A rule that breaks at these facts judges nobody; the officer works on without it."""
        try:
            assessment = self._judge.judge(answers)
        except RuleBroken:
            log.exception("detection.rule_broken")
            return None
        return Judged(assessment, answers, self._judge.ruleset)

    def work_beside(self) -> None:
        """Ask for what would change the level, and for what earlier records say."""
        self._timer.stop()
        if self._now is None:
            return
        if self._now.changes is None:
            self._beside.work(self._now)
        self._ask_prior(self._now.answers)

    def _ask_prior(self, answers: Answers) -> None:
        query = prior_query(answers)
        complete = bool(query.watched) or len(query.nik or "") == NIK_DIGITS
        if not complete or query == self._asked:
            return
        self._asked, draft = query, self._draft
        deliver(
            self._detection.prior(answers),
            self,
            lambda told: self._take_prior(draft, query, told),
            lambda error: self._prior_failed(query, error),
        )

    def _take_prior(self, draft: str, query: PriorQuery, told: Mapping[str, Value]) -> None:
        """An answer about somebody else, or about an earlier number, comes too late."""
        if draft == self._draft and query == self._asked:
            self._prior = told
            self.told.emit()

    def _prior_failed(self, query: PriorQuery, _error: PoskoError) -> None:
        """Nothing is told; the record is judged again at the save, with what the store knows."""
        if query == self._asked:
            self._asked = None

    def _take_changes(self, judged: Judged, changes: tuple[Change, ...]) -> None:
        if self._now is not None and judged.assessment is self._now.assessment:
            self._now = replace(self._now, changes=changes)
            self.told.emit()


class _Beside(QObject):
    """Works out on a thread of its own what would change a level; only the last one counts."""

    worked_out = Signal(object, object)  # Judged, tuple of Change

    def __init__(self, detection: DetectionPort, parent: QObject) -> None:
        super().__init__(parent)
        self._detection = detection
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="posko-changes")
        self._judge: Judge | None = None  # belongs to the pool's one thread
        self._running = False
        self._next: Judged | None = None
        self.destroyed.connect(_ender(self._pool))

    def work(self, judged: Judged) -> None:
        """Start, or be next when something is being worked out."""
        if self._running:
            self._next = judged
            return
        self._running = True
        future: Future[tuple[Change, ...]] = self._pool.submit(self._changes, judged)
        deliver(future, self, lambda found: self._done(judged, found), self._failed)

    def _changes(self, judged: Judged) -> tuple[Change, ...]:
        if self._judge is None or self._judge.ruleset.hash != judged.ruleset.hash:
            self._judge = self._detection.judge()
        return self._judge.changes(judged.answers, judged.assessment)

    def _done(self, judged: Judged, found: tuple[Change, ...]) -> None:
        self._running = False
        self.worked_out.emit(judged, found)
        self._go_on()

    def _failed(self, _error: PoskoError) -> None:
        """It is in the log; the screen then does without these words."""
        self._running = False
        self._go_on()

    def _go_on(self) -> None:
        waiting, self._next = self._next, None
        if waiting is not None:
            self.work(waiting)


def _ender(pool: ThreadPoolExecutor) -> Callable[[], None]:
    return lambda: pool.shutdown(wait=False, cancel_futures=True)
