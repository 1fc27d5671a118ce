"""Judging what was judged before again: with the ruleset of its own day, or with another.

A screening is judged as it was stated, a correction as the fold of all that its author knew. Only
facts are read, so an erased identity changes nothing. The journal is walked in small pages
between other work, so nobody at the desk waits for it.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posko_app.domain.detection.assessment import Assessment
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.fold import Statement, fold, known_by
from posko_app.domain.screening import Answers, Value
from posko_app.errors import Defect, OperatorError
from posko_app.services.detection import Files
from posko_app.services.judged import UNJUDGED
from posko_app.services.publishers import installed_rulesets
from posko_app.store.judged import standing
from posko_app.store.projection import statements_of, told_by
from posko_app.store.statements import Stated, StoredEntry, stated_by
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit
from sync.protocol.entry import Kind, receipt_of

if TYPE_CHECKING:
    from posko_app.domain.detection.rules import Judge

JUDGED_KINDS = frozenset({Kind.SCREENING, Kind.CORRECTION})
PAGE_ENTRIES = 50
MOST_DIFFERENCES = 1_000  # kept in one report; all are counted


@dataclass(frozen=True, slots=True)
class ReplayDifference:
    """A statement whose level, or signs, come out otherwise. Signs only against a given ruleset."""

    subject: str
    entry: str
    receipt: str
    level_then: str
    level_now: str
    rule: str  # by which it comes out now
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplayPage:
    """What one stretch of the journal gave."""

    screenings: int = 0
    statements: int = 0  # that were judged again
    differences: tuple[ReplayDifference, ...] = ()
    without_level: int = 0  # statements that should say a level and say none
    unknown_rulesets: frozenset[str] = frozenset()  # hashes that statements name and nobody has
    unvouched_rulesets: frozenset[str] = frozenset()  # here, but neither installed nor packaged
    next_after: int | None = None  # None: the journal's end


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """The whole journal. `differences` are the first ones, `different` counts all."""

    screenings: int
    statements: int
    different: int
    differences: tuple[ReplayDifference, ...]
    without_level: int
    unknown_rulesets: tuple[str, ...]
    unvouched_rulesets: tuple[str, ...]


class ReplayService:
    """Judges the whole journal again, in the background."""

    def __init__(self, store: Store, *, packaged: Files) -> None:
        """Take the store; `packaged` reads the files of the ruleset that came with the program."""
        self._store = store
        self._packaged = packaged

    def pages(self, ruleset: Ruleset | None = None) -> Iterator[ReplayPage]:
        """Give the journal page by page as it is judged. Blocks: not for a window.

        Args:
            ruleset: what to compare with; None compares with what each statement says was shown.
        """
        replay = self._begin(ruleset)
        after: int | None = 0
        while after is not None:
            page = self._store.read(_reading(replay, after), background=True).result()
            yield page
            after = page.next_after

    def replay(self, ruleset: Ruleset | None = None) -> "Future[ReplayReport]":
        """Judge the whole journal without blocking; cancelled when the store closes."""
        result: Future[ReplayReport] = Future()
        self._advance(self._begin(ruleset), _Sum(), result, after=0)
        return result

    def _begin(self, ruleset: Ruleset | None) -> "_Replay":
        # slow import: the expression evaluator, which the lock page never needs
        from posko_app.domain.detection.ruleset_read import ruleset_hash

        try:
            vouched = frozenset({ruleset_hash(self._packaged())})
        except OperatorError:  # this installation is damaged; nothing is vouched for by it
            vouched = frozenset()
        return _Replay(ruleset, vouched)

    def _advance(
        self, replay: "_Replay", so_far: "_Sum", result: "Future[ReplayReport]", *, after: int
    ) -> None:
        try:
            step = self._store.read(_reading(replay, after), background=True)
        except Defect:  # closed meanwhile
            result.cancel()
            return

        def go_on(done: "Future[ReplayPage]") -> None:
            if done.cancelled() or result.cancelled():
                result.cancel()
            elif (error := done.exception()) is not None:
                result.set_exception(error)
            elif (next_after := so_far.add(done.result())) is None:
                result.set_result(so_far.report())
            else:
                self._advance(replay, so_far, result, after=next_after)

        step.add_done_callback(go_on)


def _reading(replay: "_Replay", after: int) -> Callable[[ReadUnit], ReplayPage]:
    return lambda unit: replay.page(unit, after=after)


class _Sum:
    """Adds pages up."""

    def __init__(self) -> None:
        self._screenings = self._statements = self._different = self._without = 0
        self._differences: list[ReplayDifference] = []
        self._unknown: set[str] = set()
        self._unvouched: set[str] = set()

    def add(self, page: ReplayPage) -> int | None:
        """Count a page in, and give where the next one begins."""
        self._screenings += page.screenings
        self._statements += page.statements
        self._different += len(page.differences)
        room = MOST_DIFFERENCES - len(self._differences)
        self._differences += page.differences[:room]
        self._without += page.without_level
        self._unknown |= page.unknown_rulesets
        self._unvouched |= page.unvouched_rulesets
        return page.next_after

    def report(self) -> ReplayReport:
        """Give the sum."""
        return ReplayReport(
            screenings=self._screenings,
            statements=self._statements,
            different=self._different,
            differences=tuple(self._differences),
            without_level=self._without,
            unknown_rulesets=tuple(sorted(self._unknown)),
            unvouched_rulesets=tuple(sorted(self._unvouched)),
        )


class _Replay:
    """One run over the journal; its pages run on the store thread, where its judge lives."""

    def __init__(self, given: Ruleset | None, vouched: frozenset[str]) -> None:
        self._given = given
        self._vouched = vouched  # hashes, beside those that the journal says were installed
        self._judge: Judge | None = None

    def page(self, unit: ReadUnit, *, after: int) -> ReplayPage:
        """Judge the statements among the next entries."""
        entries = unit.entries(after=after, limit=PAGE_ENTRIES)
        about = [(one, stated_by(one)) for one in entries if one.kind in JUDGED_KINDS]
        told = [(stored, stated, _told(unit, stored, stated)) for stored, stated in about]
        silent = (stated for _, stated, one in told if one is None)
        said = [(stored, one, _own(unit, one)) for stored, _, one in told if one is not None]
        judged = [(stored, one, own) for stored, one, own in said if own is not None]
        named = frozenset(one.ruleset for _, one, _ in judged)
        found = (self._difference(stored, one, own) for stored, one, own in judged)
        return ReplayPage(
            screenings=sum(stored.kind == Kind.SCREENING for stored in entries),
            statements=len(judged),
            differences=tuple(difference for difference in found if difference is not None),
            without_level=sum(map(_should_tell, silent)),
            unknown_rulesets=frozenset(one.ruleset for _, one, own in said if own is None),
            unvouched_rulesets=self._unvouched(unit, named),
            next_after=entries[-1].position if len(entries) == PAGE_ENTRIES else None,
        )

    def _unvouched(self, unit: ReadUnit, named: frozenset[str]) -> frozenset[str]:
        """Leave the rulesets that neither this program nor two penyelia stand for."""
        strange = named - self._vouched
        return strange.difference(installed_rulesets(unit)) if strange else strange

    def _difference(
        self, stored: StoredEntry, said: "_Said", own: Assessment
    ) -> ReplayDifference | None:
        other = said.judged(self._judged_by_given) or own
        then = said.shown if self._given is None else own.level.value
        gained, lost = _new_signs(other, own), _new_signs(own, other)
        if then == other.level.value and not gained and not lost:
            return None
        return ReplayDifference(
            subject=stored.subject,
            entry=stored.id,
            receipt=receipt_of(stored.hash),
            level_then=then,
            level_now=other.level.value,
            rule=other.rule,
            gained=gained,
            lost=lost,
        )

    def _judged_by_given(self, answers: Answers) -> Assessment | None:
        if self._given is None:
            return None
        # slow import: the expression evaluator, which the lock page never needs
        from posko_app.domain.detection.rules import Judge, RuleBroken

        if self._judge is None:
            self._judge = Judge(self._given)
        try:
            return self._judge.judge(answers)
        except RuleBroken as broken:
            raise Defect("detection.rule_broken", rule=broken.rule) from broken


@dataclass(frozen=True, slots=True)
class _Said:
    """What one statement says about itself, and all that its author knew, itself included."""

    shown: str
    ruleset: str
    known: tuple[Statement, ...]

    def judged(self, judge: Callable[[Answers], Assessment | None]) -> Assessment | None:
        """Judge what its author knew; the most urgent result where facts are in conflict."""
        return standing(self.known, fold(self.known), judge)


def _own(unit: ReadUnit, said: _Said) -> Assessment | None:
    """Judge a statement with the ruleset it names; None when that is not here."""
    return said.judged(lambda answers: unit.judge(answers, said.ruleset))


def _should_tell(stated: Stated) -> bool:
    """Say whether a statement without a level is one that should have one.

    A void changes no sign; erased facts told one once. What is left is from before there were
    rules, from a program without any, or from one that left it out.
    """
    return "facts" not in stated.erased and not told_by(stated).keys() <= UNJUDGED


def _told(unit: ReadUnit, stored: StoredEntry, stated: Stated) -> _Said | None:
    """Read a statement; None for one that shows no level."""
    statement = statements_of((stated,))[0]
    shown, ruleset = _text(statement.sets, "shown_level"), _text(statement.sets, "ruleset")
    if shown is None or ruleset is None:
        return None
    if stored.kind == Kind.SCREENING:
        return _Said(shown, ruleset, (statement,))
    history = unit.history(stored.subject).statements
    everything = (Statement(s.entry_id, s.based_on, s.sets) for s in history)
    return _Said(shown, ruleset, known_by(everything, stored.id))


def _text(sets: Answers, path: str) -> str | None:
    value: Value = sets.get(path)
    return value if isinstance(value, str) else None


def _new_signs(after: Assessment, before: Assessment) -> tuple[str, ...]:
    had = {sign.id for sign in before.fired}
    return tuple(sign.id for sign in after.fired if sign.id not in had)
