from datetime import UTC, datetime, timedelta

import pytest

from posko_app.domain.clock import (
    AGREED_FOR,
    BEHIND,
    EARLIEST,
    IMPLAUSIBLE,
    LATEST,
    SLACK,
    clock_agreed,
    clock_doubt,
)

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("recorded_at", "doubt"),
    [
        (None, None),
        (NOW - timedelta(days=900), None),
        (NOW + SLACK, None),
        (NOW + SLACK + SECOND, BEHIND),
        (NOW + timedelta(days=900), BEHIND),
    ],
)
def test_a_clock_behind_what_was_recorded_is_doubtful(recorded_at, doubt):
    assert clock_doubt(NOW, recorded_at=recorded_at) == doubt


@pytest.mark.parametrize(
    ("now", "doubt"),
    [
        (EARLIEST - SECOND, IMPLAUSIBLE),
        (EARLIEST, None),
        (LATEST - SECOND, None),
        (LATEST, IMPLAUSIBLE),
    ],
)
def test_a_clock_out_of_this_programs_time_is_doubtful(now, doubt):
    assert clock_doubt(now, recorded_at=None) == doubt
    assert clock_doubt(now, recorded_at=now) == doubt


@pytest.mark.parametrize(
    ("offset", "compared_at", "agreed"),
    [
        (timedelta(0), NOW, True),
        (-SLACK, NOW - AGREED_FOR, True),
        (SLACK, NOW, True),
        (None, NOW, False),
        (timedelta(0), None, False),
        (SLACK + SECOND, NOW, False),
        (-SLACK - SECOND, NOW, False),
        (timedelta(0), NOW - AGREED_FOR - SECOND, False),
        (timedelta(0), NOW + SECOND, False),
    ],
)
def test_only_a_comparison_of_a_moment_ago_speaks_for_a_clock(offset, compared_at, agreed):
    assert clock_agreed(NOW, offset=offset, compared_at=compared_at) is agreed
