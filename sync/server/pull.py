"""A page of a feed: consecutive entries after a position, with what is lawfully gone named.

A row that is missing ends the page before it: the device sees that the log goes on and nothing
comes, and says so; the centre asks whoever still holds the entry.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Iterator
from datetime import datetime

from sync.protocol.limits import PULL_PAGE_BYTES, PULL_PAGE_ENTRIES
from sync.protocol.messages import PlacedEntry, PullAnswer, PullRequest
from sync.server.answers import about, check_count, check_version, feed_of, feeds_of
from sync.server.centre import Centre
from sync.server.log import leaves_since
from sync.server.lost_rows import note_gone
from sync.server.models import Device, Feed, Position
from sync.server.storing import Held, held

READ_AT_ONCE = 100  # entries; a page of small ones takes a few reads, one of large ones stops early


def give(device: Device, request: PullRequest, centre: Centre, now: datetime) -> PullAnswer:
    """Give about as many bytes of a feed as were asked for, and at least one entry if there is.

    Raises:
        RequestRefused: `feed_unknown`, `body_malformed`.
    """
    check_version(request.v)
    after = check_count(request.after)
    limit_bytes = min(check_count(request.limit_bytes), PULL_PAGE_BYTES)
    asked = feed_of(device, request.feed, centre)
    feeds = feeds_of(device, centre)
    feed = next(one for one in feeds if one.id == asked.id)
    page = list(_page(feed, after, limit_bytes, centre))
    last = page[-1].position if page else after
    if last < feed.size and len(page) < PULL_PAGE_ENTRIES and not _is_held(feed, last + 1):
        note_gone([(feed.id, last + 1)], centre, now)
    return PullAnswer(
        **about(centre, feeds, now),
        feed=feed.id,
        entries=page,
        leaves=leaves_since(feeds, request.sizes),
        more=last < feed.size,
    )


def _page(feed: Feed, after: int, limit_bytes: int, centre: Centre) -> Iterator[PlacedEntry]:
    left = limit_bytes
    for position, found in _entries(feed, after, centre):
        if position != after + 1 or found is None:
            return
        size = found.entry.size_bytes
        if left < size and left < limit_bytes:
            return
        yield PlacedEntry(position, found.wire)
        after, left = position, left - size


def _entries(feed: Feed, after: int, centre: Centre) -> Iterator[tuple[int, Held | None]]:
    """Give what stands after a position, in order, a stretch at a time; None for a lost row."""
    end = min(feed.size, after + PULL_PAGE_ENTRIES)
    for start in range(after + 1, end + 1, READ_AT_ONCE):
        stretch = (start, min(start + READ_AT_ONCE - 1, end))
        rows = Position.objects.filter(
            feed_id=feed.id, generation=feed.generation, position__range=stretch
        ).order_by("position")
        places = list(rows.values_list("position", "entry_id"))
        found = held(centre, [entry_id for _, entry_id in places])
        for position, entry_id in places:
            yield position, found.get(entry_id)


def _is_held(feed: Feed, position: int) -> bool:
    return Position.objects.filter(
        feed_id=feed.id,
        generation=feed.generation,
        position=position,
        entry__header__isnull=False,
    ).exists()
