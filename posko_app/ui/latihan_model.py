"""Practice in words: the list of cases, scores by topic, one result with its reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from posko_app.domain.detection.assessment import Assessment
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.practice import PracticeCase, PracticeResult, TopicScore
from posko_app.i18n import Catalogue
from posko_app.services.training import PracticeScores
from posko_app.ui.daftar_cells import UNKNOWN, Cell, Tone
from posko_app.ui.widgets.reading import Told

COLUMNS = (("case", 44), ("topic", 30), ("mine", 26))
NARROW = {1: 520}


def case_columns(catalogue: Catalogue) -> tuple[tuple[str, int], ...]:
    """Name the columns of the list of cases, each with its share of the width."""
    return tuple((catalogue.text(f"practice.column.{name}"), share) for name, share in COLUMNS)


def case_cells(
    case: PracticeCase, scores: PracticeScores | None, catalogue: Catalogue
) -> tuple[Cell, ...]:
    """Give the cells of one case; its topic would tell too much before the first try."""
    times = 0 if scores is None else scores.tried.get(case.id, 0)
    if scores is None or not times:
        never = Cell(catalogue.text("practice.mine.never"), Tone.MUTED)
        return (Cell(case.title), Cell(UNKNOWN, Tone.MUTED), never)
    agrees = case.id in scores.agreed
    words = catalogue.text(f"practice.mine.{'agrees' if agrees else 'differs'}", times=times)
    topics = ", ".join(catalogue.text(f"practice.topic.{topic}") for topic in case.topics)
    return (Cell(case.title), Cell(topics), Cell(words, Tone.ACCENT if agrees else Tone.WARNING))


def scores_told(scores: PracticeScores, catalogue: Catalogue) -> tuple[Told, ...]:
    """Say one's own results by topic, and the post's to a penyelia."""
    word = catalogue.text
    lines = [Told(word("practice.score.own"), "", "strong"), *_by_topic(scores.own, catalogue)]
    if scores.post is not None:
        lines.append(Told(word("practice.score.post"), "", "strong"))
        lines.append(Told("", word("practice.score.post_how"), "hint"))
        lines += _by_topic(scores.post, catalogue)
    return tuple(lines)


def next_case(
    cases: Sequence[PracticeCase], after: str, tried: Iterable[str]
) -> PracticeCase | None:
    """Give the next case nobody has tried here, else the one that follows."""
    ids, done = [case.id for case in cases], set(tried)
    start = ids.index(after) + 1 if after in ids else 0
    round_ = [*cases[start:], *cases[:start]]
    fresh = [case for case in round_ if case.id not in done]
    return next(iter(fresh or round_), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the two readings, as it stands in the head of a result."""

    level: str
    sentence: str
    decision: str


class ResultWords:
    """Says one result with the words of the rules it was judged with."""

    def __init__(self, result: PracticeResult, ruleset: Ruleset, catalogue: Catalogue) -> None:
        self._result = result
        self._ruleset = ruleset
        self._catalogue = catalogue
        self._language = catalogue.language

    def expected(self) -> Reading:
        """Give the reading a good capture leads to."""
        decisions = " / ".join(map(self._decision, self._result.suggested))
        suggested = self._catalogue.text("practice.result.suggested", decisions=decisions)
        return self._reading(self._result.expected, suggested)

    def own(self) -> Reading:
        """Give the reading of what was captured."""
        decision = self._result.decision
        said = self._decision(decision) if decision else ""
        undecided = self._catalogue.text("practice.result.no_decision")
        return self._reading(self._result.own, said or undecided)

    def told(self) -> tuple[Told, ...]:
        """Give everything below the two readings."""
        return (*self._verdict(), *self._signs(), *self._questions(), *self._step())

    def _verdict(self) -> Iterable[Told]:
        result, word = self._result, self._catalogue.text
        level = "level_agrees" if result.level_agrees else "level_differs"
        yield Told("", word(f"practice.result.{level}"), _voice(good=result.level_agrees))
        if result.decision is not None:
            follows = "decision_follows" if result.decision_follows else "decision_differs"
            yield Told("", word(f"practice.result.{follows}"), _voice(good=result.decision_follows))

    def _signs(self) -> Iterable[Told]:
        result, word = self._result, self._catalogue.text
        wanted = len(result.found) + len(result.missed)
        if not wanted:
            yield Told(word("practice.result.no_signs"), "", "strong")
        else:
            number = len(result.found)
            yield Told(word("practice.result.found", number=number, wanted=wanted), "", "strong")
            yield from (self._found(sign) for sign in result.found)
        for key, signs, say in (
            ("missed", result.missed, self._why_missed),
            ("extra", result.extra, lambda _: word("practice.result.not_in_story")),
        ):
            if signs:
                yield Told(word(f"practice.result.{key}"), "", "strong")
            for sign in signs:
                yield Told(self._label(sign), say(sign), "caution")
                yield from self._about(sign)
        if wanted and not result.missed:
            yield Told("", word("practice.result.none_missed"), "muted")

    def _found(self, sign: str) -> Told:
        calmed = self._calmed(self._result.expected, sign)
        how = self._catalogue.text("practice.result.calmed", facts=calmed) if calmed else ""
        return Told(f"✓ {self._label(sign)}", how)

    def _why_missed(self, sign: str) -> str:
        word = self._catalogue.text
        calmed = self._calmed(self._result.expected, sign)
        if calmed:
            return word("practice.result.should_calm", facts=calmed)
        if self._calmed(self._result.own, sign):
            return word("practice.result.should_stand")
        return word("practice.result.not_there")

    def _about(self, sign: str) -> Iterable[Told]:
        """How the sign can be wrong, and what to ask."""
        known = self._ruleset.indicators[sign]
        caveat = known.caveat.in_language(self._language)
        yield Told("", self._catalogue.text("practice.result.caveat", caveat=caveat), "hint")
        if known.question is not None:
            asked = known.question.in_language(self._language)
            yield Told("", self._catalogue.text("practice.result.ask", question=asked), "hint")

    def _questions(self) -> Iterable[Told]:
        word, not_asked = self._catalogue.text, self._result.not_asked
        yield Told(word("practice.result.asked"), "", "strong")
        if not not_asked:
            yield Told("", word("practice.result.asked_all"), "muted")
            return
        yield Told("", word("practice.result.not_asked"), "caution")
        for question in not_asked:
            text = self._ruleset.questions[question].text.in_language(self._language)
            yield Told(question, text)

    def _step(self) -> Iterable[Told]:
        word = self._catalogue.text
        step = self._ruleset.steps.get(self._result.expected.next_step)
        if step is not None:
            yield Told(word("practice.result.step"), step.text.in_language(self._language))
        yield Told("", word("practice.result.practice_only"), "hint")

    def _reading(self, assessment: Assessment, decision: str) -> Reading:
        level = assessment.level.value
        star = "*" if assessment.priority else ""
        said = self._ruleset.levels[level].sentence.in_language(self._language)
        word = self._catalogue.text(f"periksa.level.{level}")
        return Reading(level, f"{word}{star} {said}", decision)

    def _decision(self, code: str) -> str:
        return self._catalogue.text(f"code.decision.{code}")

    def _label(self, sign: str) -> str:
        return self._ruleset.indicators[sign].label.in_language(self._language)

    def _calmed(self, assessment: Assessment, sign: str) -> str:
        facts = [fact for c in assessment.neutralised if c.id == sign for fact in c.by]
        return ", ".join(self._ruleset.calming[f].label.in_language(self._language) for f in facts)


def _by_topic(found: Sequence[TopicScore], catalogue: Catalogue) -> Iterable[Told]:
    if not found:
        yield Told("", catalogue.text("practice.score.none"), "muted")
    for score in found:
        key = "line" if score.wanted else "line_no_signs"
        words = catalogue.text(
            f"practice.score.{key}",
            found=score.found,
            wanted=score.wanted,
            agreed=score.agreed,
            tries=score.tries,
            asked=score.asked,
            due=score.due,
        )
        yield Told(f"{catalogue.text(f'practice.topic.{score.topic}')}:", words)


def _voice(*, good: bool) -> str:
    return "detail" if good else "caution"
