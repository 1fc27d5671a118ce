"""The rounds of the past in one line each, and the technical detail to be copied."""

from collections.abc import Iterator
from datetime import UTC, datetime

from posko_app.domain.civil import format_instant
from posko_app.i18n import Catalogue
from posko_app.services.sync_state import Outcome, RoundReport, StandingAlarm, SyncState
from posko_app.ui.sinkron_model import is_put_off, moment, reason_words
from posko_app.ui.widgets.reading import Told

SHOWN_ROUNDS = 30
CALM = frozenset({Outcome.DONE, Outcome.NO_LINE})


def history_told(state: SyncState, catalogue: Catalogue, now: datetime) -> tuple[Told, ...]:
    """Say the last rounds, newest first; why one failed stands under it."""
    if not state.history:
        return (Told("", catalogue.text("sinkron.history.none"), "muted"),)
    return tuple(_told(report, catalogue, now) for report in state.history[:SHOWN_ROUNDS])


def technical_text(state: SyncState, *, device: str, program: str, now: datetime) -> str:
    """Give what an administrator of the centre needs: codes, hashes, counts; no names."""
    lines = [
        f"posko {program}",
        f"device {device}",
        f"centre {state.centre_url or '-'}",
        f"at {format_instant(now)}",
        f"phase {state.phase}",
        f"waiting {state.waiting} needs_person {state.needs_person_count}",
        f"last_contact {_instant(state.last_contact_at)}",
        f"clock_offset_ms {state.clock_offset_ms if state.clock_offset_ms is not None else '-'}",
        f"lease_until {_instant(state.lease.until)} expired {str(state.lease.expired).lower()}",
        *(
            f"feed {feed.feed} size {feed.size} pulled {feed.pulled} at {_instant(feed.at)}"
            for feed in state.feeds
        ),
        *(line for standing in state.alarms for line in _alarm(standing)),
        *(
            f"entry {entry.entry_id} kind {entry.kind} code {entry.code}"
            for entry in state.needs_person
        ),
        *(_round(report) for report in state.history[:SHOWN_ROUNDS]),
    ]
    return "\n".join(lines)


def _told(report: RoundReport, catalogue: Catalogue, now: datetime) -> Told:
    word = catalogue.text
    words = _outcome(report, catalogue)
    if report.waiting:
        words = f"{words} ({word('sinkron.history.left', number=report.waiting)})"
    voice = "detail" if report.outcome in CALM else "caution"
    told = report.outcome in (*CALM, Outcome.ALARM)  # the alarm itself stands beside
    why = "" if told and not is_put_off(report) else f"\n{reason_words(report, catalogue)}"
    return Told(moment(report.ended_at, now), words + why.rstrip(), voice)


def _outcome(report: RoundReport, catalogue: Catalogue) -> str:
    if report.outcome is Outcome.DONE and not report.acknowledged and not report.pulled:
        return catalogue.text("sinkron.history.done_nothing")
    key = f"sinkron.history.{report.outcome}"
    figures = {"sent": report.acknowledged, "pulled": report.pulled}
    if report.outcome in (Outcome.DONE, Outcome.ALARM):
        return catalogue.text(key, **figures)
    return catalogue.text(key)


def _alarm(standing: StandingAlarm) -> Iterator[str]:
    alarm = standing.alarm
    detail = " ".join(f"{name}={value}" for name, value in sorted(alarm.detail.items()))
    place = f"feed {alarm.feed or '-'} position {alarm.position}"
    seen = f"first {_instant(standing.first_at)} last {_instant(standing.last_at)}"
    yield f"alarm {alarm.code} {place} {seen} seen {standing.seen} {detail}".rstrip()


def _round(report: RoundReport) -> str:
    counts = f"pushed {report.pushed} acknowledged {report.acknowledged} pulled {report.pulled}"
    ended = _instant(report.ended_at)
    return f"round {ended} {report.outcome} {report.reason or '-'} {counts} left {report.waiting}"


def _instant(at: datetime | None) -> str:
    return format_instant(at.astimezone(UTC)) if at is not None else "-"
