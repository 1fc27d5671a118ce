"""The rounds of sync, as a person reads them: bounded, the newest first.

A line that is down makes a round a minute. Rounds in a row that moved nothing and ended alike
share a row, which then spans them.
"""

import json
from datetime import datetime

from posko_app.store.alarm_rows import detail_of, detail_text
from posko_app.store.connection import Connection
from sync.device.ports import Alarm, AlarmCode, Outcome, RoundReport

KEPT_ROWS = 500
COLUMNS = (
    "began_at, ended_at, rounds, outcome, reason, pushed, acknowledged, pulled, waiting,"
    " needs_person, alarms"
)
NEWEST = f"SELECT {COLUMNS} FROM sync_history ORDER BY id DESC LIMIT ?"  # noqa: S608 - our columns
ADD = f"INSERT INTO sync_history ({COLUMNS}) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
LAST = "SELECT max(id) FROM sync_history"
JOIN_LAST = (
    "UPDATE sync_history SET ended_at = ?, rounds = rounds + 1 WHERE id = ? AND outcome = ?"
    " AND reason = ? AND pushed = 0 AND acknowledged = 0 AND pulled = 0 AND waiting = ?"
    " AND needs_person = ? AND alarms = ?"
)
FORGET = "DELETE FROM sync_history WHERE id <= ?"

HistoryTuple = tuple[str, str, int, str, str, int, int, int, int, int, str]


def note_round(connection: Connection, report: RoundReport) -> None:
    """Keep a round, and let go of the oldest beyond the bound."""
    row: tuple[int | None] = connection.execute(LAST).fetchone()
    last = row[0] or 0
    alarms = _alarms_text(report.alarms)
    ended = report.ended_at.isoformat()
    state = (report.outcome.value, report.reason)
    left = (report.waiting, report.needs_person, alarms)
    moved = report.pushed or report.acknowledged or report.pulled
    joined = (ended, last, *state, *left)
    if not moved and connection.execute(JOIN_LAST, joined).rowcount == 1:
        return
    counts = (report.pushed, report.acknowledged, report.pulled)
    connection.execute(ADD, (report.began_at.isoformat(), ended, *state, *counts, *left))
    connection.execute(FORGET, (last + 1 - KEPT_ROWS,))


def newest_rounds(connection: Connection, limit: int) -> tuple[RoundReport, ...]:
    """Give the last rounds, the newest first; alarms come without their evidence."""
    rows: list[HistoryTuple] = connection.execute(NEWEST, (limit,)).fetchall()
    return tuple(map(_report, rows))


def _report(row: HistoryTuple) -> RoundReport:
    began, ended, _, outcome, reason, pushed, acknowledged, pulled, waiting, needing, alarms = row
    return RoundReport(
        Outcome(outcome),
        datetime.fromisoformat(began),
        datetime.fromisoformat(ended),
        pushed=pushed,
        acknowledged=acknowledged,
        pulled=pulled,
        waiting=waiting,
        needs_person=needing,
        reason=reason,
        alarms=_alarms_of(alarms),
    )


def _alarms_text(alarms: tuple[Alarm, ...]) -> str:
    told = [[a.code.value, a.feed, a.position, detail_text(a.detail)] for a in alarms]
    return json.dumps(told)


def _alarms_of(text: str) -> tuple[Alarm, ...]:
    found: list[tuple[str, str, int, str]] = json.loads(text)
    return tuple(
        Alarm(AlarmCode(code), feed, position, detail_of(detail))
        for code, feed, position, detail in found
    )
