import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from posko_app.__main__ import FAILED, LOCKED, supervise
from posko_app.program import own_command

pytestmark = pytest.mark.domain
HERE = Path("tidak-dipakai")


def windows(codes: Iterable[int]) -> tuple[list[str], Callable[[Path, str], int]]:
    reasons: list[str] = []
    ends = iter(codes)

    def run(_data_dir: Path, reason: str) -> int:
        reasons.append(reason)
        return next(ends)

    return reasons, run


def test_locked_window_is_followed_by_a_fresh_one_with_the_lock_page():
    reasons, run = windows([LOCKED, LOCKED, 0])

    assert supervise(HERE, run_process=run) == 0
    assert reasons == ["start", "locked", "locked"]


def test_crashed_window_comes_back_and_says_so():
    reasons, run = windows([-9, 0])

    assert supervise(HERE, run_process=run) == 0
    assert reasons == ["start", "crashed"]


def test_window_that_cannot_start_is_given_up():
    reasons, run = windows([-6] * 10)

    assert supervise(HERE, run_process=run, clock=lambda: 1.0) == FAILED
    assert len(reasons) == 4


def test_crashes_far_apart_are_not_given_up():
    reasons, run = windows([-9] * 8 + [0])
    times = iter(range(0, 8000, 1000))

    assert supervise(HERE, run_process=run, clock=lambda: float(next(times))) == 0
    assert len(reasons) == 9


def test_a_checkout_starts_itself_as_a_module():
    assert own_command()[1:] == ["-m", "posko_app"]


def test_what_was_frozen_starts_its_own_file(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    assert own_command() == [sys.executable]
