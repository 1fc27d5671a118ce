"""Whether the computer's clock can be right: said to the officer, never in the way of a save."""

from datetime import UTC, datetime, timedelta

BEHIND = "status.clock_behind"
IMPLAUSIBLE = "status.clock_implausible"

SLACK = timedelta(minutes=2)  # a clock is corrected by seconds all the time
AGREED_FOR = timedelta(minutes=10)  # while there is a line, clocks are compared every few minutes
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # this program did not exist before
LATEST = datetime(2046, 1, 1, tzinfo=UTC)  # nor will its cryptography be trusted by then


def clock_doubt(now: datetime, *, recorded_at: datetime | None) -> str | None:
    """Give the message key of what is wrong with a clock, or None when nothing shows.

    Args:
        now: what the clock says, aware.
        recorded_at: the latest of the newest records; None when that is not known.
    """
    if not EARLIEST <= now < LATEST:
        return IMPLAUSIBLE
    if recorded_at is not None and recorded_at - now > SLACK:
        return BEHIND
    return None


def clock_agreed(now: datetime, *, offset: timedelta | None, compared_at: datetime | None) -> bool:
    """Say whether another clock agreed with this one a moment ago.

    Then a record of a later time was made while this clock was wrong. A comparison of hours ago
    says nothing: the clock may have been turned back since.

    Args:
        now: what the clock says, aware.
        offset: by how much the other one was ahead; None when they were never compared.
        compared_at: when that was, by this clock.
    """
    if offset is None or compared_at is None or abs(offset) > SLACK:
        return False
    return timedelta(0) <= now - compared_at <= AGREED_FOR
