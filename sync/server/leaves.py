"""Leaves alone, in pages, for a device that lacks too many to get them with a push or a pull.

Basis: SRC-FORMAT, "Feeds and log at the centre"; SRC-RFC6962.
"""

from datetime import datetime

from sync.protocol.limits import LEAVES_PAGE
from sync.protocol.messages import Leaves, LeavesAnswer, LeavesRequest, Refusal
from sync.protocol.request_signing import RequestRefused
from sync.server.answers import about, check_count, check_version, feed_of, feeds_of
from sync.server.centre import Centre
from sync.server.log import checkpoint_at, consistency, leaves_between, root_at
from sync.server.models import Device


def give(device: Device, request: LeavesRequest, centre: Centre, now: datetime) -> LeavesAnswer:
    """Give a page of leaves, its checkpoint, and the proof from the asked size to the newest.

    Raises:
        RequestRefused: `feed_unknown`; `rebuilding` when the device has seen more of the log
            than is there; `centre_fault` when the log has lost a row at the page's end.
    """
    check_version(request.v)
    asked = feed_of(device, request.feed, centre)
    feeds = feeds_of(device, centre)
    feed = next(one for one in feeds if one.id == asked.id)
    size = check_count(request.size)
    if size > feed.size:
        raise RequestRefused(Refusal.REBUILDING)
    end = min(size + LEAVES_PAGE, feed.size)
    root = root_at(feed, end)
    if root is None:
        raise RequestRefused(Refusal.CENTRE_FAULT)
    return LeavesAnswer(
        **about(centre, feeds, now),
        leaves=Leaves(feed.id, size + 1, b"".join(leaves_between(feed, size + 1, end))),
        reached=checkpoint_at(centre, feed, size=end, root=root, now=now),
        consistency=consistency(feed, size, centre),
    )
