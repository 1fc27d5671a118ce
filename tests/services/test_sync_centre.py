"""The way to the centre over HTTPS, where no centre is: refused, silent, interrupted."""

import os
import socket
import threading
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest
import trustme

from posko_app.errors import OperatorError
from posko_app.services.sync_centre import CentreOverHttps
from posko_app.services.sync_errors import translated
from posko_app.services.sync_state import Outcome, Progress
from sync.device.ports import Outcome as DeviceOutcome
from tests.services.fake_centre import PATIENCE_S, link, report
from tests.sync.device.fake_journal import FakeJournal

AT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def ca() -> str:
    return trustme.CA().cert_pem.bytes().decode()


@pytest.fixture
def listening():
    """A socket that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server


def address(server) -> str:
    return f"https://127.0.0.1:{server.getsockname()[1]}"


def way(journal) -> CentreOverHttps:
    return CentreOverHttps(
        journal, clock=lambda: datetime.now(UTC), random_bytes=os.urandom, program="posko uji"
    )


def enrolled(url, ca) -> FakeJournal:
    journal = FakeJournal()
    journal.set_link(link(url=url, ca_pem=ca))
    return journal


def test_a_device_never_enrolled_asks_nobody_and_notes_nothing():
    journal = FakeJournal()
    assert way(journal).round(print).outcome is Outcome.NOT_ENROLLED
    assert journal.reports == []
    assert not way(journal).is_in_reach()


def test_a_closed_port_is_no_line_and_out_of_reach(listening, ca):
    journal = enrolled(address(listening), ca)
    listening.close()
    found = way(journal)
    assert (found.round(print).outcome, journal.reports[-1].reason) == (Outcome.NO_LINE, "refused")
    assert not found.is_in_reach()


def test_an_open_port_is_in_reach(listening, ca):
    assert way(enrolled(address(listening), ca)).is_in_reach()


def test_a_silent_other_side_is_left_when_sync_is_interrupted(listening, ca):
    found = way(enrolled(address(listening), ca))
    running = threading.Thread(target=found.round, args=(print,))
    running.start()
    connection, _ = listening.accept()
    with connection:
        assert connection.recv(1)  # the handshake began
        found.interrupt()
    running.join(PATIENCE_S)
    assert not running.is_alive()


def test_what_was_interrupted_begins_nothing_more(listening, ca):
    journal = enrolled(address(listening), ca)
    found = way(journal)
    found.interrupt()
    began = time.monotonic()
    assert found.round(print).outcome is Outcome.NO_LINE
    assert time.monotonic() - began < 1


def test_waiting_grows_with_the_tries_and_is_never_in_step(ca):
    found = way(FakeJournal())
    bad = report(DeviceOutcome.NO_LINE, reason="dns")
    late = [found.delay_s(bad, tries=12) for _ in range(30)]
    assert max(found.delay_s(bad, tries=1) for _ in range(30)) <= 2
    assert max(late) > 30
    assert len(set(late)) == 30


@pytest.mark.parametrize(
    ("url", "code", "key"),
    [
        ("https://127.0.0.1:1", "ABC", "sync.enrolment.code_form"),
        ("::", "A" * 42, "sync.enrolment.address"),
    ],
)
def test_an_enrolment_that_cannot_be_asked_for_says_why(url, code, key):
    with pytest.raises(OperatorError) as raised:
        translated(lambda: way(FakeJournal()).enrol(url, code, ca=None))
    assert raised.value.key == key


def test_progress_counts_what_waited_when_the_round_began():
    journal = FakeJournal()
    told: list[Progress] = []
    stop = way(journal)._between(told.append)
    assert not stop()
    assert told == [Progress(0, journal.waiting_count()[0])]
