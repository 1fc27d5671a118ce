"""Sync of real desks with a real centre: by itself after a save, beside a save, and stopped."""

import os
import queue
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from posko_app.domain.records import ListQuery, Sending
from posko_app.errors import OperatorError
from posko_app.services.lease import LEASE_EXTENDED
from posko_app.services.sync_state import Outcome, Phase, StepForPerson
from posko_app.store.outbox import stop_row
from sync.protocol.entry import Kind
from tests.services.desks import PENYELIA, PETUGAS, SANDI_DUA, draft, make_store, opened
from tests.support.centres import ROOT, Centre

PATIENCE_S = 60


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def centre(tmp_path_factory):
    made = Centre(tmp_path_factory.mktemp("centre"))
    made.code("el-tari")
    made.start()
    yield made
    made.stop()


@contextmanager
def laptop(place, centre):
    """A desk of the post that has enrolled and run its first round."""
    with opened(make_store(place, clock=now), clock=now) as desk:
        code = centre.code("el-tari")["code"]
        desk.sync.enrol(centre.url, code).result(PATIENCE_S)
        assert desk.sync.sync_now().result(PATIENCE_S).outcome is Outcome.DONE
        yield desk


def record(desk, name):
    return desk.screening.record(draft(now, traveller__name=name)).result(PATIENCE_S)


def told(desk):
    """Give a function that waits for a state for which something is true."""
    states = queue.Queue()
    desk.sync.on_change(states.put)

    def until(true):
        while not true(found := states.get(timeout=PATIENCE_S)):
            pass
        return found

    return until


def sending(desk, subject):
    return desk.screening.show(subject).result(PATIENCE_S).row.sending


def test_what_is_saved_is_sent_by_itself_and_reaches_the_other_laptop(centre, tmp_path):
    with laptop(tmp_path / "satu", centre) as first, laptop(tmp_path / "dua", centre) as second:
        until = told(first)
        first.sync.begin()
        until(lambda s: s.phase is Phase.IDLE and s.next_try_at is not None)
        saved = record(first, "CONTOH SATU")
        found = until(lambda s: s.phase is Phase.IDLE and s.waiting == 0 and s.sent_today >= 3)

        assert sending(first, saved.subject) is Sending.SENT
        assert found.last_contact_at is not None
        assert {feed.feed for feed in found.feeds} == {"el-tari", "shared"}
        assert all(feed.at is not None for feed in found.feeds)
        assert first.status.status().result().last_contact_at == found.last_contact_at
        assert second.sync.sync_now().result(PATIENCE_S).pulled >= 1
        rows = second.screening.search(ListQuery(text="contoh satu")).result().rows
        assert [row.subject for row in rows] == [saved.subject]
        assert second.integrity.verify().result(PATIENCE_S).ok


def test_a_desk_closes_within_a_second_while_the_centre_is_silent(centre, tmp_path):
    with laptop(tmp_path / "data", centre) as desk:
        record(desk, "CONTOH DUA")
        until = told(desk)
        os.kill(centre.process_id, signal.SIGSTOP)
        try:
            running = desk.sync.sync_now()
            until(lambda s: s.phase is Phase.RUNNING)
            saved = record(desk, "CONTOH TIGA")  # a save does not wait for the line
            began = time.monotonic()
            desk.close()
            assert time.monotonic() - began < 1.5
            assert saved.receipt
        finally:
            os.kill(centre.process_id, signal.SIGCONT)
        assert running.result(PATIENCE_S).acknowledged == 0
    with opened(tmp_path / "data", clock=now) as desk:
        assert desk.integrity.verify().result(PATIENCE_S).ok
        report = desk.sync.sync_now().result(PATIENCE_S)
        assert (report.outcome, report.acknowledged, report.waiting) == (Outcome.DONE, 2, 0)


def test_the_state_tells_what_stopped_and_a_person_sends_it_again(tmp_path):
    with opened(make_store(tmp_path / "data", clock=now), clock=now) as desk:
        record(desk, "CONTOH EMPAT")
        store = desk.sync._ledger._store

        def stop(unit):
            assert stop_row(unit.connection, 3, "bad_signature") == 1
            unit.shared.tally.settled(0, 0, stopped=1)

        store.write(stop).result(PATIENCE_S)
        (found,) = desk.sync.refresh().result(PATIENCE_S).needs_person
        assert (found.kind, found.code) == ("screening", "bad_signature")
        assert found.step is StepForPerson.TELL_CENTRE
        desk.sync.retry(found.entry_id).result(PATIENCE_S)
        state = desk.sync.state()
        assert (state.needs_person, state.needs_person_count, state.waiting) == ((), 0, 3)


def test_a_desk_that_nobody_asks_to_sync_has_no_thread_and_loads_no_library_of_the_wire():
    code = (
        "import sys, posko_app.bootstrap, posko_app.cli_sync;"
        "slow = ('requests', 'urllib3', 'http_message_signatures', 'PySide6');"
        "found = [m for m in sys.modules if m.split('.')[0] in slow];"
        "assert not found, found"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_an_extension_of_the_lease_is_an_entry_that_reaches_the_centre(centre, tmp_path):
    with laptop(tmp_path / "data", centre) as desk:
        given = centre.json("lease-code", "--device", desk.device)
        until = desk.lease.extend(given["code"]).result(PATIENCE_S)
        assert until >= desk.sync.state().lease.until
        assert desk.sync.sync_now().result(PATIENCE_S).acknowledged == 1
        entries = desk.sync._ledger._store.read(lambda u: u.own_entries_of(Kind.ACCESS)).result()
        assert [entry.facts["action"] for entry in entries] == [LEASE_EXTENDED]


def test_an_officer_whom_the_centre_revoked_opens_the_store_no_more(centre, tmp_path):
    place = tmp_path / "data"
    with laptop(place, centre) as desk:
        added = desk.officers.add(PETUGAS, passphrase=SANDI_DUA).result(PATIENCE_S)
        desk.sync.sync_now().result(PATIENCE_S)
        assert centre("officer", "revoke", added.fingerprint).returncode == 0
        desk.officers.unlock(PETUGAS, passphrase=SANDI_DUA).result(PATIENCE_S)  # not told yet
        desk.sync.sync_now().result(PATIENCE_S)
        with pytest.raises(OperatorError, match=r"session\.revoked"):
            desk.officers.unlock(PETUGAS, passphrase=SANDI_DUA).result(PATIENCE_S)

    revoked = opened(place, clock=now, officer=PETUGAS, passphrase=SANDI_DUA)
    with pytest.raises(OperatorError, match=r"session\.revoked"):
        revoked.__enter__()
    with opened(place, clock=now, officer=PENYELIA) as desk:
        assert desk.integrity.verify().result(PATIENCE_S).ok
