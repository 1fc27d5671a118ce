"""What the right panel says: what cannot be kept, what to look at, what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from posko_app.domain.checks import cautions, missing, problems
from posko_app.domain.problem import Caution, Problem
from posko_app.domain.screening import Answers
from posko_app.ui.periksa_questions_model import not_asked


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence beside a field: its kind, and the catalogue key with its values."""

    path: str
    kind: str  # problem or caution
    key: str
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything to say about a draft, in the order of the form."""

    messages: tuple[Message, ...] = ()
    missing: tuple[str, ...] = ()
    not_asked: tuple[int, ...] = ()

    def beside(self, path: str) -> Message | None:
        """Give the most serious message of one field."""
        own = [message for message in self.messages if message.path == path]
        return min(own, key=lambda message: message.kind != "problem", default=None)

    @property
    def problem_paths(self) -> tuple[str, ...]:
        """Name the fields that keep the draft from being stored."""
        return tuple(message.path for message in self.messages if message.kind == "problem")


def look_at(answers: Answers, *, today: date) -> Findings:
    """Check a draft; pure, fast enough for every key."""
    hard = tuple(_of_problem(found) for found in problems(answers, today=today))
    soft = tuple(_of_caution(found) for found in cautions(answers, today=today))
    return Findings((*hard, *soft), tuple(missing(answers)), not_asked(answers))


def without(findings: Findings, path: str, *, except_for: Mapping[str, Message]) -> Findings:
    """Leave out what is new about the field being typed in: half a number is no mistake."""
    kept = tuple(
        message
        for message in findings.messages
        if message.path != path or message.path in except_for
    )
    return Findings(kept, findings.missing, findings.not_asked)


def _of_problem(found: Problem) -> Message:
    return Message(found.field, "problem", f"problem.{found.code}")


def _of_caution(found: Caution) -> Message:
    return Message(
        found.field, "caution", f"caution.{found.code}", tuple(sorted(found.params.items()))
    )
