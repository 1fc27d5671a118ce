import json
from datetime import timedelta

import pytest

from posko_app.store.attempts import Attempts, delay_s

ANN, BEN = "a" * 32, "b" * 32


@pytest.fixture
def attempts(tmp_path):
    return Attempts(tmp_path / "attempts.json")


def miss(attempts, clock, times):
    for _ in range(times):
        attempts.note_miss(ANN, now=clock.now)


def test_delays_double_to_a_minute_and_then_are_five():
    assert [delay_s(n) for n in range(13)] == [
        0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 300, 300, 300,
    ]  # fmt: skip
    assert delay_s(10**6) == 300


def test_wait_runs_out_second_by_second(attempts, clock):
    miss(attempts, clock, 4)

    waits = [attempts.seconds_to_wait(ANN, now=clock.now)]
    for _ in range(9):
        waits.append(attempts.seconds_to_wait(ANN, now=clock.forward(seconds=1)))

    assert waits == [8, 7, 6, 5, 4, 3, 2, 1, 0, 0]


def test_nobody_waits_for_anothers_misses(attempts, clock):
    miss(attempts, clock, 10)

    assert attempts.seconds_to_wait(BEN, now=clock.now) == 0


def test_getting_in_forgets_the_misses(attempts, clock):
    miss(attempts, clock, 10)
    attempts.note_miss(BEN, now=clock.now)

    attempts.clear(ANN)

    assert attempts.seconds_to_wait(ANN, now=clock.now) == 0
    assert attempts.seconds_to_wait(BEN, now=clock.now) == 1


@pytest.mark.parametrize("days", [1, 400, 20_000])
def test_clock_turned_back_costs_the_full_delay_once_and_no_more(attempts, clock, days):
    miss(attempts, clock, 6)
    clock.now -= timedelta(days=days)

    waits = [attempts.seconds_to_wait(ANN, now=clock.now)]
    for _ in range(4):
        waits.append(attempts.seconds_to_wait(ANN, now=clock.forward(seconds=8)))

    assert waits == [32, 24, 16, 8, 0]


@pytest.mark.parametrize("seconds", [-1, 0, 1, 59, 3600, 10**8])
def test_wait_is_never_longer_than_the_full_delay(attempts, clock, seconds):
    miss(attempts, clock, 7)
    clock.now += timedelta(seconds=seconds)

    assert 0 <= attempts.seconds_to_wait(ANN, now=clock.now) <= delay_s(7)


@pytest.mark.parametrize(
    "row",
    [None, 1, "x", [], [1], [0, 1], [-1, 1], [1, -1], [1, 1.5], ["1", 1], [10**9, 1], [1, 1, 1]],
)
def test_nonsense_rows_count_as_no_misses(tmp_path, clock, row):
    (tmp_path / "attempts.json").write_text(json.dumps({ANN: row, BEN: [10, 1]}))
    attempts = Attempts(tmp_path / "attempts.json")

    assert attempts.seconds_to_wait(ANN, now=clock.now) == 0
    attempts.note_miss(ANN, now=clock.now)
    assert attempts.seconds_to_wait(ANN, now=clock.now) == 1


def test_asking_about_somebody_without_misses_writes_nothing(attempts, clock, tmp_path):
    attempts.seconds_to_wait(ANN, now=clock.now)
    attempts.clear(ANN)

    assert list(tmp_path.iterdir()) == []
