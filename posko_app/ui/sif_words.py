"""What the shift panel says: lines of departures and open cases, how old the centre's data are."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from posko_app.domain.civil import civil_date, clock_text
from posko_app.domain.departures import Departure
from posko_app.domain.held import OpenCase, is_too_long
from posko_app.domain.screening import Answers
from posko_app.domain.shift import CaseKind, Shift
from posko_app.i18n import Catalogue
from posko_app.services.shift import ShiftNow
from posko_app.services.sync_state import SyncState
from posko_app.ui.daftar_dates import stamp
from posko_app.ui.periksa_words import (
    departure_day,
    departure_route,
    departure_title,
    minutes_left,
)

OLD_AFTER = timedelta(hours=24)
HOUR_MINUTES = 60
DIVIDER = " · "


def departure_words(answers: Answers, catalogue: Catalogue) -> str:
    """Give a departure on one line, without its clock."""
    clock = str(answers.get("departure.departs_time") or "").replace(":", ".")
    day = departure_day(answers, catalogue)
    parts = (departure_title(answers), departure_route(answers), day, clock)
    return DIVIDER.join(part for part in parts if part)


def departure_line(one: Departure, catalogue: Catalogue, *, now: datetime) -> str:
    """Give a departure with the minutes left, or that it has left."""
    minutes = minutes_left(one.answers, now)
    if one.has_left(now):
        soon = catalogue.text("day.has_left")
    else:
        soon = "" if minutes is None else catalogue.text("periksa.minutes_left", count=minutes)
    parts = (departure_words(one.answers, catalogue), soon)
    return DIVIDER.join(part for part in parts if part)


def case_line(case: OpenCase, standing: ShiftNow, catalogue: Catalogue, *, now: datetime) -> str:
    """Give a person whose case is open: how long, who, and why."""
    name = case.name or catalogue.text("sif.no_name")
    why = catalogue.text(f"shift.case.{case.kind}")
    officer = standing.names.get(case.officer, "")
    parts = (minutes_words(case.minutes(now), catalogue), name, why, officer)
    return DIVIDER.join(part for part in parts if part)


def minutes_words(minutes: int, catalogue: Catalogue) -> str:
    """Give a stretch of time: minutes up to an hour, then hours and minutes."""
    if minutes < HOUR_MINUTES:
        return catalogue.text("sif.minutes", minutes=minutes)
    hours, rest = divmod(minutes, HOUR_MINUTES)
    return catalogue.text("sif.hours", hours=hours, minutes=rest)


def too_long(case: OpenCase, *, now: datetime, limit: int) -> bool:
    """Say whether somebody is kept past the post's limit; undecided ones are not kept."""
    return case.kind is not CaseKind.UNDECIDED and is_too_long(case.minutes(now), limit)


def cases_in_short(cases: Iterable[OpenCase], catalogue: Catalogue) -> str:
    """Count open cases by their kind; empty when there are none."""
    kinds = [case.kind for case in cases]
    return ", ".join(
        catalogue.text(f"sif.count.{kind}", number=kinds.count(kind))
        for kind in CaseKind
        if kind in kinds
    )


def snapshot_words(state: SyncState, catalogue: Catalogue, *, now: datetime) -> tuple[str, bool]:
    """Say how old what the centre told this laptop is, and whether that is too old."""
    if not state.enrolled:
        return catalogue.text("sif.not_enrolled"), False
    at = state.last_contact_at
    if at is None:
        return catalogue.text("sif.never_seen"), True
    age = minutes_words(max(0, int((now - at).total_seconds() // 60)), catalogue)
    key = "sif.snapshot_old" if now - at > OLD_AFTER else "sif.snapshot"
    return catalogue.text(key, at=stamp(at), age=age), now - at > OLD_AFTER


def agencies_words(shift: Shift, catalogue: Catalogue) -> str:
    """Name the offices that are there; one of a newer program by its code."""
    keys = ((f"shift.agency.{code}", code) for code in shift.agencies)
    return ", ".join(catalogue.text(key) if catalogue.has(key) else code for key, code in keys)


def opened_words(standing: ShiftNow, shift: Shift, catalogue: Catalogue, *, now: datetime) -> str:
    """Say since when the shift runs and who opened it."""
    at = shift.opened_at or now
    clock = clock_text(at) if civil_date(at) == civil_date(now) else stamp(at)
    name = standing.names.get(shift.opened_by or "", catalogue.text("sif.somebody"))
    return catalogue.text("sif.opened", clock=clock, name=name)


def team_words(standing: ShiftNow, shift: Shift, catalogue: Catalogue) -> str:
    """Name who was signed on when the shift was opened."""
    somebody = catalogue.text("sif.somebody")
    return ", ".join(standing.names.get(person, somebody) for person in shift.officers)


def handover_lines(standing: ShiftNow, shift: Shift, catalogue: Catalogue) -> tuple[str, ...]:
    """Give each hand-over of the shift on a line of its own."""
    somebody = catalogue.text("sif.somebody")
    return tuple(
        catalogue.text(
            "sif.handed_over",
            clock=clock_text(one.at),
            by=standing.names.get(one.by, somebody),
            to=standing.names.get(one.to, somebody),
            number=len(one.cases),
        )
        for one in shift.handovers
    )
