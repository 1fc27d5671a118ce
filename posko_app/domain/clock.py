"""Whether the computer's clock can be right: said to the officer, never in the way of a save."""

from datetime import UTC, datetime, timedelta

BEHIND = "status.clock_behind"
IMPLAUSIBLE = "status.clock_implausible"

SLACK = timedelta(minutes=2)  # a clock is corrected by seconds all the time
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
