"""What needs a person: each problem with exactly one thing to do about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from posko_app.domain.civil import civil_date, date_text
from posko_app.i18n import Catalogue
from posko_app.services.sync_state import (
    SHARED,
    Alarm,
    AlarmCode,
    NeedsPerson,
    Phase,
    StandingAlarm,
    StepForPerson,
    SyncState,
)
from posko_app.services.sync_words import alarm_key, stop_key
from posko_app.ui.daftar_dates import stamp
from posko_app.ui.sinkron_model import (
    LEASE_SOON,
    centre_time,
    is_overdue,
    moment,
    reason_words,
)

RECORDS = frozenset({"screening", "correction"})
TO_ENROL = frozenset({"device_unknown"})  # refusals that a new code ends


class Act(StrEnum):
    """The one thing a person does about a problem."""

    SYNC_NOW = "sync_now"
    ENROL = "enrol"
    RETRY = "retry"
    PACKAGE = "package"
    LEASE = "lease"
    ACKNOWLEDGE = "acknowledge"  # a log that the centre opened anew; a penyelia only
    COPY = "copy"  # the technical detail, for the centre's administrator


# the next contact repairs these, a person ends the last; others somebody at the centre looks at
ALARM_ACTS = {
    AlarmCode.CENTRE_ROLLED_BACK: Act.SYNC_NOW,
    AlarmCode.CENTRE_FORGOT: Act.SYNC_NOW,
    AlarmCode.NEW_GENERATION: Act.ACKNOWLEDGE,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: what, why and how to go on, and its one action."""

    title: str
    words: str
    act: Act
    state: str = "caution"  # or `problem`
    entry_id: str = ""  # of the entry that waits for a person
    alarm: Alarm | None = None  # what it is about, if that is an alarm


def problems(
    state: SyncState, catalogue: Catalogue, now: datetime, *, names: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Give every problem, the worst first; `names` says who a record is about, by subject."""
    return (
        *(_alarm(alarm, catalogue, now) for alarm in state.alarms),
        *(_entry(entry, catalogue, names) for entry in state.needs_person),
        *_lease(state, catalogue, centre_time(state, now)),
        *_enrolment(state, catalogue),
        *_round(state, catalogue),
        *_overdue(state, catalogue, now),
    )


def alarm_title(code: str, catalogue: Catalogue) -> str:
    """Name an alarm in few words; one of a newer centre gets the general name."""
    key = f"sinkron.alarm.{code}"
    known = code in frozenset(AlarmCode) and catalogue.has(key)
    return catalogue.text(key if known else "sinkron.alarm.other")


def _alarm(standing: StandingAlarm, catalogue: Catalogue, now: datetime) -> Problem:
    code = standing.alarm.code
    what = alarm_title(code, catalogue)
    if code is AlarmCode.NEW_GENERATION:  # one for each log, and each is marked by itself
        log = "shared" if standing.alarm.feed == SHARED else "post"
        what = f"{what}: {catalogue.text(f'sinkron.kept.{log}')}"
    title = catalogue.text("sinkron.problem.alarm", what=what, at=moment(standing.first_at, now))
    words = catalogue.text(alarm_key(code))
    return Problem(title, words, ALARM_ACTS.get(code, Act.COPY), "problem", alarm=standing.alarm)


def _entry(entry: NeedsPerson, catalogue: Catalogue, names: Mapping[str, str]) -> Problem:
    word = catalogue.text
    at = stamp(entry.recorded_at) if entry.recorded_at else "–"
    who = names.get(entry.subject) if entry.kind in RECORDS else None
    if who:
        title = word("sinkron.problem.record", who=who, at=at)
    else:
        key = f"sinkron.kind.{entry.kind}"
        what = word(key if catalogue.has(key) else "sinkron.kind.other")
        title = word("sinkron.problem.entry", what=what, at=at)
    act = Act.RETRY if entry.step is StepForPerson.RETRY else Act.COPY
    return Problem(title, word(stop_key(entry.code)), act, "problem", entry.entry_id)


def _lease(state: SyncState, catalogue: Catalogue, now: datetime) -> Iterator[Problem]:
    word, until = catalogue.text, state.lease.until
    if until is None:
        return
    if state.lease.expired:
        title = word("sinkron.problem.lease_over", on=date_text(civil_date(until)))
        yield Problem(title, word("sinkron.problem.lease_over_words"), Act.LEASE, "problem")
    elif until - now < LEASE_SOON:
        title = word("sinkron.problem.lease_soon", days=max(0, (until - now).days))
        yield Problem(title, word("sinkron.problem.lease_soon_words"), Act.LEASE)


def _enrolment(state: SyncState, catalogue: Catalogue) -> Iterator[Problem]:
    if not state.enrolled:
        word = catalogue.text
        words = word("sinkron.problem.not_enrolled_words")
        yield Problem(word("sinkron.problem.not_enrolled"), words, Act.ENROL)


def _round(state: SyncState, catalogue: Catalogue) -> Iterator[Problem]:
    """A round that ended in a way no retry by itself will mend; no line is not one."""
    phase, last = state.phase, state.last
    if phase not in (Phase.NOT_OURS, Phase.REFUSED, Phase.FAILED) or last is None:
        return
    act = Act.SYNC_NOW if phase is Phase.NOT_OURS else Act.COPY
    if phase is Phase.REFUSED and last.reason in TO_ENROL:
        act = Act.ENROL
    title = catalogue.text(f"sinkron.problem.{phase}")
    yield Problem(title, reason_words(last, catalogue), act)


def _overdue(state: SyncState, catalogue: Catalogue, now: datetime) -> Iterator[Problem]:
    if state.enrolled and is_overdue(state, now):
        title = catalogue.text("sinkron.problem.overdue", number=state.waiting)
        yield Problem(title, catalogue.text("sinkron.problem.overdue_words"), Act.PACKAGE)
