"""Practice cases: what a good capture would give, and how somebody's own capture compares.

The expected reading is never written down: the rules in force work it out, as they do for a
traveller. Nothing here ranks anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from posko_app.domain.civil import date_text
from posko_app.domain.detection.assessment import Assessment
from posko_app.domain.detection.ruleset import Question
from posko_app.domain.entries import STATED_AT_SAVE
from posko_app.domain.screening import Answers, Value

ANSWERED = frozenset({"dijawab", "menolak"})
SAFE_DAY = 28  # a day that every month has
FEMALE_DAYS = 40  # added to the day in the NIK of a woman


class Topic(StrEnum):
    """What a case practises."""

    UMUR = "umur"
    DOKUMEN = "dokumen"
    PEREKRUTAN = "perekrutan"
    UTANG = "utang"
    PAKSAAN = "paksaan"
    PERJALANAN = "perjalanan"
    PENEMPATAN = "penempatan"
    FAKTA_PENENANG = "fakta_penenang"


@dataclass(frozen=True, slots=True)
class PracticeCase:
    """One invented person: a story to capture, and the answers a good capture would give."""

    id: str
    title: str
    narrative: str = field(repr=False)
    topics: tuple[Topic, ...]
    answers: Answers = field(repr=False)


@dataclass(frozen=True, slots=True)
class PracticeResult:
    """Somebody's capture beside the expected one. Signs by id, in the catalogue's order."""

    case: PracticeCase
    expected: Assessment
    own: Assessment
    suggested: tuple[str, ...]  # decisions that follow the expected level
    decision: str | None
    found: tuple[str, ...]
    missed: tuple[str, ...]  # not there, or standing where a fact calms it, or the reverse
    extra: tuple[str, ...]
    asked: tuple[str, ...]  # ids of the questions that were due
    not_asked: tuple[str, ...]

    @property
    def level_agrees(self) -> bool:
        """Whether both readings came to the same level."""
        return self.expected.level is self.own.level

    @property
    def decision_follows(self) -> bool:
        """Whether the decision is one that the expected level suggests."""
        return self.decision in self.suggested


@dataclass(frozen=True, slots=True)
class PracticeTry:
    """One try at a case, as it is kept for one of its topics."""

    case_id: str
    topic: str
    person: str  # 32 hex
    found: tuple[str, ...]
    missed: tuple[str, ...]
    extra: tuple[str, ...]
    asked: int
    due: int
    level_expected: str
    level_own: str


@dataclass(frozen=True, slots=True)
class TopicScore:
    """All tries at one topic together."""

    topic: Topic
    tries: int
    agreed: int  # tries whose level was the expected one
    found: int  # signs
    wanted: int
    asked: int  # questions
    due: int


def born(years: int, months: int, *, today: date) -> date:
    """Give a birth date so many years and months ago, on a day that every month has."""
    whole = today.year * 12 + today.month - 1 - years * 12 - months
    return date(whole // 12, whole % 12 + 1, min(today.day, SAFE_DAY))


def practice_nik(on: date, *, sex: str, number: int) -> str:
    """Make an invented NIK (they begin with 99) with a birth date in it."""
    day = on.day + (FEMALE_DAYS if sex == "P" else 0)
    return f"990101{day:02d}{on:%m%y}{number:04d}"


def filled(text: str, dates: Mapping[str, date], nik: str, *, iso: bool) -> str:
    """Put birth dates and NIK into a text: as officers write them, or as they are stored."""
    for name, on in dates.items():
        written = on.isoformat() if iso else date_text(on)
        text = text.replace(f"{{lahir_{name}}}", written)
    return text.replace("{nik}", nik)


def as_practised(own: Answers, case: PracticeCase) -> dict[str, Value]:
    """Give somebody's answers with what other records say taken from the case.

    In practice many people capture one invented person; their own records would otherwise
    look like a contact that repeats.
    """
    typed = {path: value for path, value in own.items() if path not in STATED_AT_SAVE}
    told = {path: value for path, value in case.answers.items() if path in STATED_AT_SAVE}
    return typed | told


def compared(  # noqa: PLR0913 - two readings, what follows, and what was asked
    case: PracticeCase,
    *,
    expected: Assessment,
    own: Assessment,
    suggested: Sequence[str],
    decision: str | None,
    due: Sequence[Question],
    answers: Answers,
) -> PracticeResult:
    """Compare a capture with the expected one.

    Args:
        case: what was practised.
        expected: the reading of the case's own answers.
        own: the reading of what was captured.
        suggested: the decisions that follow the expected level.
        decision: what was decided.
        due: the questions that were to be put to this person.
        answers: what was captured.
    """
    wanted, there = _standing(expected), _standing(own)
    put = tuple(question.id for question in due if was_put(question, answers))
    return PracticeResult(
        case=case,
        expected=expected,
        own=own,
        suggested=tuple(suggested),
        decision=decision,
        found=tuple(sign for sign, calm in wanted.items() if there.get(sign) is calm),
        missed=tuple(sign for sign, calm in wanted.items() if there.get(sign) is not calm),
        extra=tuple(sign.id for sign in own.fired if sign.id not in wanted),
        asked=put,
        not_asked=tuple(question.id for question in due if question.id not in put),
    )


def was_put(question: Question, answers: Answers) -> bool:
    """Say whether a question was put: its state says so, else an answer that it gives."""
    state = answers.get(f"answers.{question.id}")
    if state is not None:
        return state in ANSWERED
    return any(answers.get(path) is not None for path in question.fields)


def scores(tries: Iterable[PracticeTry]) -> tuple[TopicScore, ...]:
    """Add tries up by topic; a topic nobody tried is left out."""
    by_topic: dict[str, list[PracticeTry]] = {}
    for one in tries:
        by_topic.setdefault(one.topic, []).append(one)
    return tuple(_score(topic, by_topic[topic]) for topic in Topic if topic in by_topic)


def _score(topic: Topic, tries: Sequence[PracticeTry]) -> TopicScore:
    return TopicScore(
        topic=topic,
        tries=len(tries),
        agreed=sum(one.level_expected == one.level_own for one in tries),
        found=sum(len(one.found) for one in tries),
        wanted=sum(len(one.found) + len(one.missed) for one in tries),
        asked=sum(one.asked for one in tries),
        due=sum(one.due for one in tries),
    )


def _standing(assessment: Assessment) -> dict[str, bool]:
    """Give each sign of a reading with whether a fact calmed it."""
    stands = {sign.id: False for sign in assessment.fired}
    return stands | {calmed.id: True for calmed in assessment.neutralised}
