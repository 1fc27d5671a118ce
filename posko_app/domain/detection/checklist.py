"""The papers a person's way of being placed asks for: seen, missing, later or not owed.

Basis: SRC-RULES (states of papers).
"""

from collections.abc import Mapping

from posko_app.domain.codes import VISA
from posko_app.domain.detection.assessment import CheckedPaper, Checklist, PaperState
from posko_app.domain.detection.ruleset import Paper, Ruleset
from posko_app.domain.screening import Answers

STATED_SCHEME = "placement.scheme"
AT_DEPARTURE = "keberangkatan"
WORK_VISAS = "work_visas"  # the parameter
LATER = "tahap_berikut"
_STATES: Mapping[str | None, PaperState] = {
    "ada": PaperState.SEEN,
    "terverifikasi": PaperState.SEEN,
    "tidak_ada": PaperState.MISSING,
    "diragukan": PaperState.MISSING,
    LATER: PaperState.LATER,
    "tidak_perlu": PaperState.NOT_OWED,
}


def check_papers(ruleset: Ruleset, answers: Answers, scheme: str | None) -> Checklist:
    """Give the checklist of a scheme on the day of the screening."""
    is_stated = scheme is not None and answers.get(STATED_SCHEME) == scheme
    if scheme is None:
        return Checklist(None, is_stated, ())
    asked = ruleset.schemes[scheme]
    listed = [row for row in asked.papers if _is_in_force(row, answers.get("occurred_on"))]
    named = {row.paper for row in listed}
    papers = [
        _checked(ruleset, answers, row.paper, row, is_owed=row.paper not in asked.not_owed)
        for row in listed
    ]
    papers += [
        _checked(ruleset, answers, paper, None, is_owed=False)
        for paper in asked.not_owed
        if paper not in named
    ]
    return Checklist(scheme, is_stated, tuple(papers))


def _is_in_force(row: Paper, day: object) -> bool:
    """Say whether a row applies on a day; on an unknown day it does."""
    if not isinstance(day, str):
        return True
    return row.valid_from <= day and (not row.valid_to or day <= row.valid_to)


def _checked(
    ruleset: Ruleset, answers: Answers, paper: str, row: Paper | None, *, is_owed: bool
) -> CheckedPaper:
    answer = answers.get(f"docs.{paper}")
    told = answer if isinstance(answer, str) else None
    state = _visa(ruleset, told) if paper == "visa" else _STATES.get(told)
    if not is_owed and state is not PaperState.SEEN:
        state = PaperState.NOT_OWED
    return CheckedPaper(paper, state or _untold(row), told, row)


def _untold(row: Paper | None) -> PaperState:
    is_due = row is None or row.stage == AT_DEPARTURE
    return PaperState.NOT_RECORDED if is_due else PaperState.LATER


def _visa(ruleset: Ruleset, told: str | None) -> PaperState | None:
    """A visa is seen when it allows work; a code of a newer version says nothing."""
    if told not in VISA:
        return None
    if told == LATER:
        return PaperState.LATER
    allowed = ruleset.parameters[WORK_VISAS].value
    is_fit = isinstance(allowed, tuple) and told in allowed
    return PaperState.SEEN if is_fit else PaperState.MISSING
