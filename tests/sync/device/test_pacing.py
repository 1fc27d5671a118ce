"""When the next try comes."""

import socket
from datetime import UTC, datetime

import pytest

from sync.device.batch import BatchSize
from sync.device.pacing import delay_s, probe
from sync.device.ports import Outcome, RoundReport
from sync.protocol.limits import BATCH_BYTES, FIRST_BATCH_BYTES

pytestmark = pytest.mark.sync
AT = datetime(2026, 11, 24, tzinfo=UTC)


def report(outcome: Outcome = Outcome.NO_LINE, retry_after_s: float | None = None) -> RoundReport:
    return RoundReport(outcome, AT, AT, retry_after_s=retry_after_s)


def test_waits_double_from_two_seconds_to_five_minutes():
    longest = [delay_s(report(), tries=tries, random=lambda: 1.0) for tries in range(1, 12)]

    assert longest == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_waits_are_spread_over_the_whole_time():
    shortest = delay_s(report(), tries=9, random=lambda: 0.0)
    middle = delay_s(report(), tries=9, random=lambda: 0.5)

    assert (shortest, middle) == (0.0, 150.0)


def test_any_number_of_tries_gives_a_wait():
    assert delay_s(report(), tries=10**9, random=lambda: 1.0) == 300
    assert delay_s(report(), tries=0, random=lambda: 1.0) == 2


def test_patience_asked_for_is_kept_but_for_ten_minutes_at_most():
    assert delay_s(report(retry_after_s=120), tries=1, random=lambda: 0.0) == 120
    assert delay_s(report(retry_after_s=9_999), tries=1, random=lambda: 0.5) == 601


def test_at_a_portal_rounds_come_within_thirty_seconds():
    assert delay_s(report(Outcome.NOT_OURS), tries=50, random=lambda: 1.0) < 30


def test_a_probe_sees_whether_the_way_is_open():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        assert probe(url)

    assert not probe(url)
    assert not probe("https://pusat.contoh.invalid")
    assert not probe("https://127.0.0.1:banyak")


def test_a_batch_grows_on_success_and_shrinks_when_the_line_breaks():
    size = BatchSize()
    grown = []
    for _ in range(5):
        size.carried()
        grown.append(size.limit_bytes)

    assert (
        grown
        == [2 * FIRST_BATCH_BYTES, 4 * FIRST_BATCH_BYTES, 8 * FIRST_BATCH_BYTES] + [BATCH_BYTES] * 2
    )
    assert [size.broke("timeout") for _ in range(5)] == [True, True, True, False, False]
    assert size.limit_bytes == BATCH_BYTES // 32


def test_a_line_that_nobody_answers_is_not_tried_with_less():
    assert not BatchSize().broke("refused")
    assert not BatchSize().broke("dns")
