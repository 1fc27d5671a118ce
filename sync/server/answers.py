"""What every answer carries, and the refusal that carries nothing else."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from sync.protocol.limits import LARGEST_INTEGER
from sync.protocol.messages import SHARED, WIRE_VERSION, Refusal, Refused, SignedCheckpoint
from sync.protocol.request_signing import RequestRefused
from sync.server.centre import Centre, milliseconds
from sync.server.feed import ensure_feed
from sync.server.log import checkpoint_of
from sync.server.models import Device, Feed


class Common(TypedDict):
    """The fields that every answer has."""

    at_ms: int
    nonce: str
    checkpoints: list[SignedCheckpoint]


def about(centre: Centre, feeds: Sequence[Feed], now: datetime) -> Common:
    """Give the common fields, with checkpoints of these feeds as they were read."""
    return Common(
        at_ms=milliseconds(now),
        nonce=centre.nonces.issue(now),
        checkpoints=[checkpoint_of(centre, feed, now) for feed in feeds],
    )


def feeds_of(device: Device, centre: Centre) -> tuple[Feed, Feed]:
    """Give the feeds a device may see: its post's and the shared one."""
    return ensure_feed(device.post_id, centre), ensure_feed(SHARED, centre)


def feed_of(device: Device, named: str, centre: Centre) -> Feed:
    """Give a feed by name, if the device may see it.

    Raises:
        RequestRefused: `feed_unknown`.
    """
    if named not in (device.post_id, SHARED):
        raise RequestRefused(Refusal.FEED_UNKNOWN)
    return ensure_feed(named, centre)


def refused(centre: Centre, code: Refusal, now: datetime, detail: str = "") -> Refused:
    """Give the answer that did nothing; it brings a fresh nonce all the same."""
    return Refused(**about(centre, (), now), code=code.value, detail=detail)


def check_version(version: int) -> None:
    """Refuse what no version ever said; a newer one may only add fields, so it is read.

    Raises:
        RequestRefused: `version_unknown`.
    """
    if version < WIRE_VERSION:
        raise RequestRefused(Refusal.VERSION_UNKNOWN)


def check_count(number: int, *, at_most: int = LARGEST_INTEGER) -> int:
    """Give back a number that a request may name.

    Raises:
        RequestRefused: `body_malformed`.
    """
    if not 0 <= number <= at_most:
        raise RequestRefused(Refusal.BODY_MALFORMED)
    return number
