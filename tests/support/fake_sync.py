"""A centre that answers as a test tells it: states by hand, futures that are done at once."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from posko_app.services.sync_state import (
    Alarm,
    AlarmCode,
    Enrolled,
    FeedKept,
    LeaseState,
    NeedsPerson,
    Outcome,
    PackageWritten,
    Phase,
    Progress,
    RoundReport,
    StandingAlarm,
    StepForPerson,
    SyncState,
)
from posko_app.ui.sinkron_ports import SyncPorts

NOW = datetime(2026, 11, 24, 0, 4, tzinfo=UTC)  # 08.04 WITA
URL = "https://pusat.contoh:8443"
DEVICE = "0a1b2c3d4e5f" + "0" * 52
SUBJECT = "ab" * 16


def done(value):
    """Give a future that is finished."""
    future = Future()
    future.set_result(value)
    return future


def ago(**span):
    return NOW - timedelta(**span)


def report(outcome=Outcome.DONE, *, minutes=4, **changes):
    at = ago(minutes=minutes)
    return RoundReport(outcome, at - timedelta(seconds=3), at, **changes)


def alarm(code=AlarmCode.DATA_MISSING, **changes):
    found = Alarm(code, "el-tari", 118, {"size": 203}) if not changes else Alarm(code, **changes)
    return StandingAlarm(found, ago(minutes=20), ago(minutes=4), 3)


def stopped(code="chain_gap", step=StepForPerson.RETRY, **changes):
    usual = {
        "entry_id": "e1",
        "kind": "screening",
        "subject": SUBJECT,
        "recorded_at": ago(minutes=13),
        "code": code,
        "step": step,
    }
    return NeedsPerson(**(usual | changes))


HISTORY = (
    report(minutes=4, pushed=34, acknowledged=34, pulled=2),
    report(minutes=34),
    report(Outcome.NO_LINE, minutes=49, reason="timeout", waiting=12),
    report(minutes=64, pushed=18, acknowledged=18),
)


def connected(**changes):
    """The quiet state of a laptop whose records are all at the centre."""
    usual = {
        "enrolled": True,
        "phase": Phase.IDLE,
        "centre_url": URL,
        "last": HISTORY[0],
        "history": HISTORY,
        "next_try_at": NOW + timedelta(minutes=5),
        "last_contact_at": ago(minutes=4),
        "clock_offset_ms": 2_000,
        "lease": LeaseState(NOW + timedelta(days=60)),
        "feeds": (
            FeedKept("el-tari", 203, 203, ago(minutes=4)),
            FeedKept("shared", 41, 41, ago(minutes=4)),
        ),
        "sent_today": 203,
    }
    return SyncState(**(usual | changes))


def offline(**changes):
    usual = {
        "phase": Phase.NO_LINE,
        "last": report(Outcome.NO_LINE, minutes=2, reason="timeout", waiting=12),
        "next_try_at": NOW + timedelta(minutes=8),
        "offline_since": ago(minutes=22),
        "tries": 3,
        "waiting": 12,
        "oldest_waiting_at": ago(minutes=41),
    }
    return connected(**(usual | changes))


def running():
    return connected(phase=Phase.RUNNING, progress=Progress(34, 120), waiting=86, next_try_at=None)


class FakeSync:
    """Notes what it was asked; `answers` are futures by the name of the port."""

    def __init__(self, state=None):
        self.now_state = state or SyncState()
        self.asked = []
        self.answers = {}
        self.listeners = []
        self.names = {SUBJECT: "CONTOH NAMA TIGA"}
        self.penyelia = True

    def become(self, state):
        self.now_state = state
        for tell in tuple(self.listeners):
            tell(state)

    def on_change(self, tell):
        self.listeners.append(tell)
        return lambda: self.listeners.remove(tell)

    def _noted(self, name, *given, usual=None):
        self.asked.append((name, *given))
        return self.answers.get(name) or done(usual)

    def acknowledge(self, feed, generation):
        """End the alarm, as the store would."""
        self.asked.append(("acknowledge", feed, generation))
        if "acknowledge" in self.answers:
            return self.answers["acknowledge"]
        place = (AlarmCode.NEW_GENERATION, feed, generation)
        standing = self.now_state.alarms
        gone = [a for a in standing if (a.alarm.code, a.alarm.feed, a.alarm.position) == place]
        left = tuple(a for a in standing if a not in gone)
        self.now_state = replace(self.now_state, alarms=left)
        return done(gone[0].alarm)

    def ports(self, folder=Path("/media/usb"), now=lambda: NOW):
        until = NOW + timedelta(days=14)
        return SyncPorts(
            state=lambda: self.now_state,
            on_change=self.on_change,
            refresh=lambda: done(self.now_state),
            sync_now=lambda: self._noted("sync_now", usual=HISTORY[0]),
            enrol=lambda url, code: self._noted(
                "enrol", url, code, usual=Enrolled(url, "el-tari", "training", until)
            ),
            retry=lambda entry: self._noted("retry", entry),
            extend=lambda code: self._noted("extend", code, usual=until),
            acknowledge=self.acknowledge,
            package_out=lambda path: self._noted(
                "package_out", path, usual=PackageWritten(12, 48_300, "ab" * 32)
            ),
            package_in=lambda path: self._noted(
                "package_in", path, usual=report(acknowledged=12, pulled=3)
            ),
            record=lambda subject: done(
                SimpleNamespace(row=SimpleNamespace(name=self.names.get(subject)))
            ),
            is_penyelia=lambda: self.penyelia,
            device=DEVICE,
            program="0.4.0",
            folder=folder,
            now=now,
        )
