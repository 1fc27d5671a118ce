"""Screenings as JSON: names of keys and forms of values that scripts may rely on."""

from datetime import datetime

from posko_app.cli_console import Json
from posko_app.domain.checks import missing
from posko_app.domain.civil import format_instant
from posko_app.domain.problem import Problem
from posko_app.domain.records import HistoryStatement, ScreeningHistory, ScreeningRow
from posko_app.domain.screening import nest
from posko_app.i18n import Catalogue

REASON = "correction_reason"


def listed(row: ScreeningRow) -> dict[str, Json]:
    """Give one element of `list`."""
    return {
        "id": row.subject,
        "occurred_at": _instant(row.occurred_at),
        "name": row.name,
        "nik": row.nik,
        "origin": row.origin,
        "destination": row.destination,
        "level": row.level,
        "decision": row.decision,
        "sending": row.sending.value,
        "officer": row.officer,
    }


def shown(history: ScreeningHistory) -> dict[str, Json]:
    """Give `show`: what a list tells, values in the schema's form, rivals, and who said what."""
    values: dict[str, Json] = nest(history.values)  # type: ignore[assignment] # no floats in it
    gaps: list[Json] = list(missing(history.values))
    conflicts: dict[str, Json] = {
        path: [{"entry": rival.entry_id, "value": rival.value} for rival in rivals]
        for path, rivals in history.conflicts.items()
    }
    return {
        **listed(history.row),
        "receipt": history.row.receipt,
        "voided": history.row.voided,
        "missing": gaps,
        "values": values,
        "conflicts": conflicts,
        "frontier": list(history.frontier),
        "versions": [_version(statement) for statement in history.statements],
    }


def problem_json(problem: Problem, catalogue: Catalogue) -> dict[str, Json]:
    """Give a problem of an imported row with its sentence."""
    message = catalogue.text(f"problem.{problem.code}")
    return {"field": problem.field, "code": problem.code, "message": message}


def _version(statement: HistoryStatement) -> dict[str, Json]:
    sets: dict[str, Json] = {p: v for p, v in statement.sets.items() if p != REASON}
    return {
        "entry": statement.entry_id,
        "kind": statement.kind,
        "receipt": statement.receipt,
        "recorded_at": format_instant(statement.recorded_at),
        "officer": statement.officer,
        "based_on": list(statement.based_on),
        "reason": statement.sets.get(REASON),
        "sets": sets,
        "erased": list(statement.erased),
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else format_instant(at)
