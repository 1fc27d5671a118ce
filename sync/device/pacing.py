"""How long to wait after a round that failed, and a cheap look whether the way is open again."""

import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from sync.device.ports import Outcome, RoundReport

FIRST_S = 2.0
LONGEST_S = 300.0
LONGEST_AT_A_PORTAL_S = 25.0  # a portal lets us through without the network ever going away
LONGEST_PATIENCE_S = 600.0  # that the other side may ask for
PROBE_S = 3.0


def delay_s(report: RoundReport, *, tries: int, random: Callable[[], float]) -> float:
    """Give the seconds until the next try: exponential back-off with full jitter.

    Two laptops that lost the same line do not come back in step. Patience that the other side
    asked for (Retry-After) is never cut short by luck.

    Args:
        report: of the last round, which did not get through.
        tries: how many rounds in a row did not, this one included.
        random: gives numbers from 0 up to 1.
    """
    longest = LONGEST_AT_A_PORTAL_S if report.outcome is Outcome.NOT_OURS else LONGEST_S
    ceiling = min(longest, FIRST_S * 2 ** min(max(tries, 1) - 1, 20))
    asked = min(report.retry_after_s or 0.0, LONGEST_PATIENCE_S)
    jitter: float = ceiling * random()
    return asked + jitter


def probe(url: str, *, timeout_s: float = PROBE_S) -> bool:
    """Say whether something takes a connection at the centre's address. Blocks for seconds.

    Nothing is sent. It may be a portal; only a round can tell.
    """
    try:
        parts = urlsplit(url)
        address = (parts.hostname or "", parts.port or 443)
        with socket.create_connection(address, timeout=timeout_s):
            return True
    except (OSError, ValueError):  # ValueError: the address is none
        return False
