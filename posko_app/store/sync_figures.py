"""What screens show of sync, read in one short task."""

from dataclasses import dataclass, field
from datetime import date, datetime

from posko_app.store import alarm_rows, feed_rows, link_rows, outbox, sync_history
from posko_app.store.connection import Connection
from sync.device.ports import CentreLink, FeedState, RoundReport, StandingAlarm

SHOWN_STOPPED = 100
SHOWN_ROUNDS = 30
SENT_ON = "SELECT entries FROM sent_days WHERE on_day = ?"
STOPPED = (
    "SELECT e.id, e.kind, e.subject, e.recorded_at, o.reason FROM outbox o"
    " JOIN entries e ON e.position = o.position WHERE o.state = 'needs_person'"
    " ORDER BY o.position LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class StoppedEntry:
    """An own entry that the centre did not take; `reason` is the code it gave."""

    entry_id: str
    kind: str
    subject: str
    recorded_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class SyncFigures:
    """The link, what waits, what was sent, what went wrong; rounds come newest first."""

    link: CentreLink | None
    oldest_waiting_at: datetime | None
    sent_today: int
    stopped: tuple[StoppedEntry, ...]
    feeds: tuple[FeedState, ...] = field(repr=False)
    alarms: tuple[StandingAlarm, ...]
    rounds: tuple[RoundReport, ...]


def read_figures(connection: Connection, *, today: date) -> SyncFigures:
    """Read the figures; `today` is the civil day at the post."""
    return SyncFigures(
        link=link_rows.read_link(connection),
        oldest_waiting_at=outbox.oldest_waiting_at(connection),
        sent_today=_sent_on(connection, today),
        stopped=tuple(map(_stopped, connection.execute(STOPPED, (SHOWN_STOPPED,)).fetchall())),
        feeds=feed_rows.read_feeds(connection),
        alarms=alarm_rows.standing_alarms(connection),
        rounds=sync_history.newest_rounds(connection, SHOWN_ROUNDS),
    )


def _sent_on(connection: Connection, on: date) -> int:
    row: tuple[int] | None = connection.execute(SENT_ON, (on.isoformat(),)).fetchone()
    return 0 if row is None else row[0]


def _stopped(row: tuple[str, str, str, str, str | None]) -> StoppedEntry:
    entry_id, kind, subject, recorded_at, reason = row
    try:
        at = datetime.fromisoformat(recorded_at)
    except ValueError:  # the check of the store names the entry
        at = None
    return StoppedEntry(entry_id, kind, subject, at, reason or "")
