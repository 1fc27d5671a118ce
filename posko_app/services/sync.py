"""Sync at this desk: rounds by themselves and on request, on a thread of their own.

Nothing here blocks the caller, and nothing that goes wrong on the thread reaches anybody but
through a future or the state. Whoever listens is called on the sync thread.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

from posko_app.errors import Defect, PoskoError
from posko_app.services.lease import LeaseService
from posko_app.services.sync_errors import reported, translated
from posko_app.services.sync_files import PackageFiles
from posko_app.services.sync_ports import Centre, Figures, Ledger
from posko_app.services.sync_state import (
    Enrolled,
    Outcome,
    PackageWritten,
    Phase,
    Progress,
    RoundReport,
    SyncState,
)
from posko_app.services.sync_thread import SyncThread, contained
from posko_app.services.sync_timetable import Due, Timetable

T = TypeVar("T")
Listener = Callable[[SyncState], None]

GOOD = frozenset({Outcome.DONE, Outcome.ALARM})
PROBED = frozenset({Outcome.NO_LINE})  # a portal takes connections; rounds come often there
UNNOTED = frozenset({Outcome.FAILED})
PHASES = {
    Outcome.DONE: Phase.IDLE,
    Outcome.NO_LINE: Phase.NO_LINE,
    Outcome.NOT_OURS: Phase.NOT_OURS,
    Outcome.REFUSED: Phase.REFUSED,
    Outcome.ALARM: Phase.ALARM,
    Outcome.FAILED: Phase.FAILED,
    Outcome.NOT_ENROLLED: Phase.NOT_ENROLLED,
}


@dataclass(frozen=True, slots=True)
class Clocks:
    """Aware UTC, and seconds that never jump."""

    wall: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic


class SyncService:
    """Sends and fetches while the desk is open. Any method from any thread."""

    def __init__(
        self,
        centre: Centre,
        ledger: Ledger,
        *,
        lease: LeaseService,
        files: PackageFiles,
        clocks: Clocks,
    ) -> None:
        """Take the way to the centre and the store; nothing begins before it is asked for."""
        self._centre = centre
        self._ledger = ledger
        self._lease = lease
        self._files = files
        self._clocks = clocks
        self._timetable = Timetable()
        self._state = SyncState()
        self._listeners: list[Listener] = []
        self._asked: Future[RoundReport] | None = None
        self._begun = False
        self._tries_before = 0  # the way opened
        self._save_noted = False
        self._thread = SyncThread(wait_s=self._wait_s, turn=self._turn)

    def state(self) -> SyncState:
        """Give what is known now; waits for nothing."""
        return self._state

    def on_change(self, changed: Listener) -> Callable[[], None]:
        """Have a function called on the sync thread with each new state; give its end."""
        self._listeners.append(changed)
        return partial(self._listeners.remove, changed)

    def begin(self) -> None:
        """Run rounds by themselves from now on, as long as the desk is open."""
        self._thread.submit(self._begin)

    def refresh(self) -> "Future[SyncState]":
        """Read the store's figures again; the state is new when the future is done."""
        return self._thread.submit(self._read_again)

    def sync_now(self) -> "Future[RoundReport]":
        """Run a round as soon as the one under way is over; several wishes are one round.

        The future never fails because of the line: how the round ended is in the report. It is
        cancelled when the desk closes first.
        """
        asked = self._asked
        if asked is not None and not asked.running() and not asked.done():
            return asked
        asked = self._asked = self._thread.submit(self._round)
        return asked

    def enrol(self, url: str, code: str, *, ca: bytes | None = None) -> "Future[Enrolled]":
        """Let a centre take this device in, and run the first round after it.

        Args:
            url: the centre's address, as typed.
            code: 42 characters, as typed or out of a QR code.
            ca: the centre's certificate (PEM), if it came as a file.

        Raises (through the future):
            OperatorError: `sync.code_form`, `sync.url_form`, `sync.refused.…`, `sync.not_ours.…`.
            MachineError: `sync.no_line.…` and those of the store.
        """
        return self._thread.submit(lambda: self._enrol(url, code, ca))

    def package_out(self, path: Path) -> "Future[PackageWritten]":
        """Write what waits into a file sealed for the centre; it stays queued here.

        Raises (through the future):
            OperatorError: `sync.package.not_enrolled`, `export.folder_not_writable`,
                `export.store_file`.
            MachineError: `export.disk_full`, `export.write_failed`.
        """
        return self._thread.submit(
            lambda: translated(lambda: self._files.write(path, self._centre.package))
        )

    def package_in(self, path: Path) -> "Future[RoundReport]":
        """Take in the answer that came back from the centre as a file.

        Raises (through the future):
            OperatorError: `sync.package.…`.
        """
        return self._thread.submit(lambda: self._package_in(path))

    def retry(self, entry_id: str) -> "Future[None]":
        """Send an entry again that waits for a person, in a round that begins at once."""
        return self._thread.submit(lambda: self._retry(entry_id))

    def saved(self) -> None:
        """Note that something was saved: it is sent a second later if the line is good."""
        if not self._begun or self._save_noted:
            return
        self._save_noted = True
        with suppress(Defect):  # closed meanwhile: the next start sends it
            self._thread.submit(self._after_save)

    def close(self) -> None:
        """Stop within a second, whatever the line does; safe to call twice."""
        self._thread.close(interrupt=self._centre.interrupt)

    # from here on: on the sync thread

    def _wait_s(self) -> float | None:
        return self._timetable.wait_s(self._clocks.monotonic())

    def _turn(self) -> None:
        if self._timetable.due(self._clocks.monotonic()) is Due.PROBE:
            self._probe()
        else:
            self._round()

    def _begin(self) -> None:
        self._begun = True
        if self._read_again().enrolled:
            self._plan(self._timetable.opened(self._clocks.monotonic()))

    def _soon(self) -> None:
        """Let a round be due now, where rounds come by themselves."""
        if self._begun:
            self._plan(self._timetable.asked(self._clocks.monotonic()))

    def _after_save(self) -> None:
        self._save_noted = False
        self._timetable = self._timetable.saved(self._clocks.monotonic())
        self._read_again()

    def _read_again(self) -> SyncState:
        figures = self._read_figures()
        return self._state if figures is None else self._publish(with_figures(self._state, figures))

    def _read_figures(self) -> Figures | None:
        """Give the store's figures; None when it cannot tell, which it says wherever it matters."""
        try:
            figures = self._ledger.figures()
        except (PoskoError, CancelledError):
            return None
        self._lease.learn(figures.link)
        return figures

    def _round(self) -> RoundReport:
        self._publish(replace(self._state, phase=Phase.RUNNING, progress=None, next_try_at=None))
        report = reported(lambda: self._centre.round(self._tell), clock=self._clocks.wall)
        return self._take_in(report)

    def _tell(self, progress: Progress) -> None:
        self._publish(replace(self._state, progress=progress))

    def _take_in(self, report: RoundReport) -> RoundReport:
        if self._thread.is_closing:  # interrupted, not failed
            return report
        if report.outcome in UNNOTED:
            with suppress(PoskoError, CancelledError):
                self._ledger.note_round(report)
        figures = self._read_figures()
        state = after_round(self._state, report)
        if figures is not None:
            state = with_figures(state, figures)
        now = self._clocks.monotonic()
        if not self._begun or report.outcome is Outcome.NOT_ENROLLED:
            planned = Timetable()
        elif report.outcome in GOOD:
            self._tries_before = 0
            planned = self._timetable.went_well(now)
        else:
            planned = self._timetable.went_wrong(
                now,
                delay_s=self._centre.delay_s(report, tries=state.tries - self._tries_before),
                probes=report.outcome in PROBED,
            )
        self._state = state
        self._plan(planned)
        return report

    def _plan(self, timetable: Timetable) -> None:
        self._timetable = timetable
        at = timetable.round_at
        in_s = None if at is None else max(0.0, at - self._clocks.monotonic())
        next_at = None if in_s is None else self._clocks.wall() + timedelta(seconds=in_s)
        self._publish(replace(self._state, next_try_at=next_at))

    def _probe(self) -> None:
        was_open, is_open = self._timetable.way_open, self._centre.is_in_reach()
        if is_open and not was_open:  # patience begins anew
            self._tries_before = self._state.tries
        self._plan(self._timetable.probed(self._clocks.monotonic(), is_open=is_open))

    def _enrol(self, url: str, code: str, ca: bytes | None) -> Enrolled:
        enrolled = translated(lambda: self._centre.enrol(url, code, ca=ca))
        self._read_again()
        self._soon()
        return enrolled

    def _package_in(self, path: Path) -> RoundReport:
        package = self._files.read(path)
        report = translated(lambda: self._centre.read_answer(package))
        self._state = replace(self._state, last=report)
        self._read_again()
        return report

    def _retry(self, entry_id: str) -> None:
        self._ledger.retry(entry_id)
        self._read_again()
        self._soon()

    def _publish(self, state: SyncState) -> SyncState:
        self._state = state = replace(state, lease=self._lease.state())
        for changed in tuple(self._listeners):
            contained(partial(changed, state), event="sync.listener_failed")
        return state


def with_figures(state: SyncState, figures: Figures) -> SyncState:
    """Put what the store says into the state."""
    link = figures.link
    state = replace(
        state,
        waiting=figures.waiting,
        oldest_waiting_at=figures.oldest_waiting_at,
        sent_today=figures.sent_today,
        needs_person=figures.needs_person,
        needs_person_count=figures.needs_person_count,
        set_aside=figures.set_aside,
        feeds=figures.feeds,
        alarms=figures.alarms,
        history=figures.history,
        last=state.last or next(iter(figures.history), None),
    )
    if link is None:
        return replace(state, enrolled=False, phase=Phase.NOT_ENROLLED)
    return replace(
        state,
        enrolled=True,
        phase=_phase(state),
        centre_url=link.url,
        last_contact_at=link.last_contact_at,
        clock_offset_ms=link.clock_offset_ms,
    )


def after_round(state: SyncState, report: RoundReport) -> SyncState:
    """Put how a round ended into the state."""
    if report.outcome in GOOD:
        failing: tuple[datetime | None, int] = (None, 0)
    else:
        since = state.offline_since or failing_since(state.history) or report.began_at
        failing = (since, state.tries + 1)
    return replace(
        state,
        phase=PHASES[report.outcome],
        progress=None,
        last=report,
        offline_since=failing[0],
        tries=failing[1],
    )


def failing_since(history: Sequence[RoundReport]) -> datetime | None:
    """Say when the rounds began that have failed since, also before this start of the program.

    Args:
        history: the newest first.

    Returns:
        None when the newest round got through, or none is known.
    """
    failed = list(takewhile(lambda report: report.outcome not in GOOD, history))
    return failed[-1].began_at if failed else None


def _phase(state: SyncState) -> Phase:
    """Say what an enrolled device is doing; a standing alarm shows through a quiet state."""
    if state.phase in {Phase.NOT_ENROLLED, Phase.IDLE, Phase.ALARM}:
        return Phase.ALARM if state.alarms else Phase.IDLE
    return state.phase
