"""What stands between a decision and its record: the child path, a private talk, one reason.

Basis: SRC-INDICATORS 4.3 (private talk, one reason both ways), 5.1, 5.2 (children).
"""

from collections.abc import Collection
from enum import StrEnum

from posko_app.domain.codes import Decision
from posko_app.domain.detection.assessment import Assessment
from posko_app.domain.screening import Answers

CHILD_STEPS = (
    "child.calm_place",
    "child.second_officer",
    "child.guardian_sought",
    "child.service_called",
)
TALK_QUESTIONS = (7, 8, 10)
OVERRIDE = "override_reason"
SETTLED = frozenset({"dijawab", "menolak"})
UNDECIDED = frozenset({None, Decision.BELUM_DIPUTUSKAN.value})


class Gate(StrEnum):
    """What has to be settled first."""

    CHILD = "child"
    TALK = "talk"
    OVERRIDE = "override"


def open_child_steps(answers: Answers) -> tuple[str, ...]:
    """Name the steps of the child path that have no state yet."""
    return tuple(path for path in CHILD_STEPS if answers.get(path) is None)


def open_talk_questions(answers: Answers) -> tuple[int, ...]:
    """Name the questions of the private talk that were neither answered nor refused."""
    return tuple(n for n in TALK_QUESTIONS if answers.get(f"answers.Q{n}") not in SETTLED)


def talk_is_settled(answers: Answers) -> bool:
    """Say whether the private talk took place, or why it did not."""
    held = answers.get("talk.private") is True and not open_talk_questions(answers)
    return held or answers.get("talk.skipped") is not None


def next_gate(
    answers: Answers,
    assessment: Assessment,
    *,
    decision: str | None,
    suggests: Collection[str],
) -> Gate | None:
    """Give the first thing to be settled before this decision is recorded, None when nothing is.

    Args:
        answers: as typed.
        assessment: what the rules make of them.
        decision: the one about to be recorded; None saves without one.
        suggests: the decisions that follow the level's suggestion.
    """
    if assessment.child and open_child_steps(answers):
        return Gate.CHILD
    if decision in UNDECIDED:
        return None
    if assessment.priority and not talk_is_settled(answers):
        return Gate.TALK
    if decision not in suggests and answers.get(OVERRIDE) is None:
        return Gate.OVERRIDE
    return None
