"""One row of an import file, before anybody asked whether it can be saved."""

from dataclasses import dataclass, field

from posko_app.domain.problem import Problem
from posko_app.domain.screening import Answers

WHOLE_ROW = ""  # the field of a problem that concerns no single field


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row's answers, and what its form in the file already made impossible.

    `number` is what a person sees: the line of a JSONL file, the row of a spreadsheet
    whose column names stand in row 1.
    """

    number: int
    answers: Answers = field(repr=False)
    problems: tuple[Problem, ...] = ()


def refused_row(number: int, code: str) -> ImportRow:
    """Give a row that could not be read at all."""
    return ImportRow(number, {}, (Problem(WHOLE_ROW, code),))
