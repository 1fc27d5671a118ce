"""Pusat sinkron in words: the line, what waits, what is held; figures in, sentences out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from posko_app.domain.civil import civil_date, clock_text, date_text
from posko_app.i18n import Catalogue
from posko_app.services.sync_state import FeedKept, Outcome, Phase, RoundReport, SyncState
from posko_app.services.sync_words import reason_key, reason_values
from posko_app.ui.daftar_dates import stamp

OVERDUE = timedelta(hours=24)
CLOCK_OFF = timedelta(minutes=2)
LEASE_SOON = timedelta(days=7)
JUST_NOW = timedelta(minutes=2)
SAME_CLOCK_MS = 1_000
QUIET, CAUTION, PROBLEM = "", "caution", "problem"


@dataclass(frozen=True, slots=True)
class StateLine:
    """How sync stands: one claim, what comes next, and the reason where there is one."""

    text: str
    state: str = QUIET  # how loud: "", `caution` or `problem`
    beside: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A label, its value, a remark, and how loud value and remark are."""

    label: str
    value: str
    remark: str = ""
    state: str = QUIET


def state_line(state: SyncState, catalogue: Catalogue, now: datetime) -> StateLine:
    """Say how sync stands now; the worst thing is said first."""
    word = catalogue.text
    if not state.enrolled:
        return StateLine(word("sinkron.state.not_enrolled"), beside=word("sinkron.next.enrol"))
    if state.is_running:
        return StateLine(_running(state, catalogue), beside=word("sinkron.next.working"))
    beside = _next(state, catalogue, now)
    if state.alarms:
        text = word("sinkron.state.alarm", number=len(state.alarms))
        return StateLine(text, PROBLEM, beside)
    if state.needs_person_count:
        text = word("sinkron.state.needs_person", number=state.needs_person_count)
        return StateLine(text, PROBLEM, beside)
    why = _why(state, catalogue)
    if state.phase in (Phase.REFUSED, Phase.NOT_OURS, Phase.FAILED):
        return StateLine(word(f"sinkron.state.{state.phase}"), CAUTION, beside, why)
    if is_overdue(state, now):
        text = word("sinkron.state.overdue", number=state.waiting)
        return StateLine(text, CAUTION, beside, why)
    return StateLine(_calm(state, catalogue, now), beside=beside, why=why)


def reason_words(report: RoundReport, catalogue: Catalogue) -> str:
    """Say how a round ended and why: problem, cause, remedy."""
    key = reason_key(report)
    return catalogue.text(key, **reason_values(report)) if catalogue.has(key) else ""


def is_put_off(report: RoundReport) -> bool:
    """Say whether a round went well although the centre takes no new entries, being rebuilt."""
    return report.outcome is Outcome.DONE and bool(report.reason)


def sending_figures(state: SyncState, catalogue: Catalogue, now: datetime) -> tuple[Figure, ...]:
    """Say what waits, what the centre proved today, and what needs a person."""
    word = catalogue.text
    oldest, last = state.oldest_waiting_at, state.last_contact_at
    age = word("sinkron.sending.oldest", age=age_words(now - oldest, catalogue)) if oldest else ""
    nothing = "" if state.waiting else word("sinkron.sending.nothing")
    seen = word("sinkron.sending.last", at=moment(last, now)) if last else ""
    persons = state.needs_person_count
    return (
        Figure(
            word("sinkron.sending.waiting"),
            str(state.waiting),
            age or nothing,
            CAUTION if is_overdue(state, now) else QUIET,
        ),
        Figure(word("sinkron.sending.sent_today"), str(state.sent_today), seen),
        Figure(
            word("sinkron.sending.needs_person"),
            str(persons),
            word("sinkron.sending.see_below" if persons else "sinkron.sending.nobody"),
            PROBLEM if persons else QUIET,
        ),
    )


def kept_figures(state: SyncState, catalogue: Catalogue, now: datetime) -> tuple[Figure, ...]:
    """Say how old each feed is, whether the clocks agree and how long the laptop is valid."""
    there = centre_time(state, now)
    return (
        *(_feed(feed, catalogue, there) for feed in state.feeds),
        *_set_aside(state, catalogue),
        _clock(state, catalogue),
        _lease(state, catalogue, there),
    )


def centre_time(state: SyncState, now: datetime) -> datetime:
    """Give the time at the centre, by which leases run and checkpoints are dated."""
    return now + timedelta(milliseconds=state.clock_offset_ms or 0)


def clock_warning(state: SyncState, catalogue: Catalogue) -> str:
    """Give the sentence of a clock that is off by more than two minutes, or nothing."""
    if not is_clock_off(state):
        return ""
    return catalogue.text("sinkron.clock.banner", span=clock_span(state, catalogue))


def is_clock_off(state: SyncState) -> bool:
    """Say whether the laptop's clock differs from the centre's by more than two minutes."""
    offset = state.clock_offset_ms
    return offset is not None and timedelta(milliseconds=abs(offset)) > CLOCK_OFF


def is_overdue(state: SyncState, now: datetime) -> bool:
    """Say whether something waits for more than a day."""
    oldest = state.oldest_waiting_at
    return oldest is not None and now - oldest > OVERDUE


def clock_span(state: SyncState, catalogue: Catalogue) -> str:
    """Say by how much the clocks differ."""
    seconds = abs(state.clock_offset_ms or 0) // 1000
    if seconds < JUST_NOW.total_seconds():
        return catalogue.text("sinkron.kept.seconds", number=seconds)
    return span_words(timedelta(seconds=seconds), catalogue)


def age_words(age: timedelta, catalogue: Catalogue) -> str:
    """Say how long ago, in the largest unit that fits."""
    if age < JUST_NOW:
        return catalogue.text("sinkron.just_now")
    return span_words(age, catalogue)


def span_words(span: timedelta, catalogue: Catalogue) -> str:
    """Say a span in whole minutes, hours or days."""
    minutes = int(span.total_seconds() // 60)
    for key, size in (("days", 24 * 60), ("hours", 60)):
        if minutes >= 2 * size or (key == "hours" and minutes >= size):
            return catalogue.text(f"sinkron.{key}", number=minutes // size)
    return catalogue.text("sinkron.minutes", number=minutes)


def moment(at: datetime, now: datetime) -> str:
    """Say a moment: the clock today, day and clock otherwise."""
    return clock_text(at) if civil_date(at) == civil_date(now) else stamp(at)


def _running(state: SyncState, catalogue: Catalogue) -> str:
    progress = state.progress
    if progress is None or not progress.of:
        return catalogue.text("sinkron.state.running")
    return catalogue.text("sinkron.state.running_of", sent=progress.sent, of=progress.of)


def _calm(state: SyncState, catalogue: Catalogue, now: datetime) -> str:
    word = catalogue.text
    if state.phase is Phase.NO_LINE:
        since = state.offline_since
        if since is None:
            return word("sinkron.state.no_line_new")
        return word("sinkron.state.no_line", at=moment(since, now))
    if state.last_contact_at is None:
        return word("sinkron.state.never")
    if state.waiting:
        return word("sinkron.state.idle_waiting", number=state.waiting)
    return word("sinkron.state.idle")


def _next(state: SyncState, catalogue: Catalogue, now: datetime) -> str:
    word, at = catalogue.text, state.next_try_at
    if at is not None and state.tries:
        return word("sinkron.next.at", at=moment(at, now), **{"try": state.tries + 1})
    if at is not None:
        return word("sinkron.next.round_at", at=moment(at, now))
    if state.tries:
        return word("sinkron.next.soon")
    if state.last_contact_at is None:
        return word("sinkron.next.never")
    return word("sinkron.next.last", at=moment(state.last_contact_at, now))


def _why(state: SyncState, catalogue: Catalogue) -> str:
    """Say why there is no line, or why a centre in reach takes nothing now.

    What needs a person stands below, with its action. An answer carried in on a stick may be
    newer than the round that found no line.
    """
    if state.last is None:
        return ""
    if state.waiting and is_put_off(state.last):
        return reason_words(state.last, catalogue)
    if state.phase is not Phase.NO_LINE:
        return ""
    rounds = (state.last, *state.history)
    failed = (report for report in rounds if report.outcome is Outcome.NO_LINE)
    return reason_words(next(failed, state.last), catalogue)


def _feed(feed: FeedKept, catalogue: Catalogue, now: datetime) -> Figure:
    word = catalogue.text
    label = word("sinkron.kept.shared" if feed.is_shared else "sinkron.kept.post")
    if feed.at is None:
        return Figure(label, word("sinkron.kept.not_yet"))
    behind = feed.size - feed.pulled
    key = "sinkron.kept.feed_behind" if behind > 0 else "sinkron.kept.feed"
    words = {"at": moment(feed.at, now), "age": age_words(now - feed.at, catalogue)}
    number = {"number": behind} if behind > 0 else {}
    return Figure(label, word(key, **words, **number), word("sinkron.kept.signed"))


def _set_aside(state: SyncState, catalogue: Catalogue) -> tuple[Figure, ...]:
    if not state.set_aside:
        return ()
    word = catalogue.text
    value = word("sinkron.kept.set_aside_number", number=state.set_aside)
    remark = word("sinkron.kept.set_aside_why")
    return (Figure(word("sinkron.kept.set_aside"), value, remark, CAUTION),)


def _clock(state: SyncState, catalogue: Catalogue) -> Figure:
    word, label = catalogue.text, catalogue.text("sinkron.kept.clock")
    if state.clock_offset_ms is None:
        return Figure(label, word("sinkron.kept.clock_unknown"))
    if abs(state.clock_offset_ms) < SAME_CLOCK_MS:
        return Figure(label, word("sinkron.kept.clock_same"), word("sinkron.kept.clock_good"))
    off = word("sinkron.kept.clock_off", span=clock_span(state, catalogue))
    if is_clock_off(state):
        return Figure(label, off, word("sinkron.kept.clock_bad"), CAUTION)
    return Figure(label, off, word("sinkron.kept.clock_good"))


def _lease(state: SyncState, catalogue: Catalogue, now: datetime) -> Figure:
    word, label, until = catalogue.text, catalogue.text("sinkron.kept.lease"), state.lease.until
    if until is None:
        return Figure(label, word("sinkron.kept.lease_none"))
    value = word("sinkron.kept.lease_until", on=date_text(civil_date(until)))
    if state.lease.expired:
        return Figure(label, value, word("sinkron.kept.lease_over"), PROBLEM)
    if until - now < LEASE_SOON:
        left = word("sinkron.kept.lease_soon", days=max(0, (until - now).days))
        return Figure(label, value, left, CAUTION)
    return Figure(label, value, word("sinkron.kept.lease_good"))


def spoken(figures: Sequence[Figure]) -> str:
    """Give figures as a screen reader says them, one a line."""
    told = ((figure.label, figure.value, figure.remark) for figure in figures)
    return "\n".join(" ".join(part for part in parts if part) for parts in told)
