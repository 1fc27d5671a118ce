"""The `heads` entry: tells all posts how far each post's log is, so each one is a witness.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from datetime import datetime, timedelta

from django.db import OperationalError
from django.db.models import QuerySet, Sum

from sync.protocol.entry import Kind
from sync.protocol.ids import new_subject
from sync.protocol.messages import SHARED
from sync.protocol.statements import FeedHead, HeadsStatement
from sync.server.centre import Centre
from sync.server.feed import ensure_feed, lock_feed
from sync.server.models import Feed
from sync.server.own_chain import Stated, state_in
from sync.server.rows import in_transaction

AT_MOST_EVERY = timedelta(minutes=1)
AT_LEAST_EVERY = timedelta(hours=1)


def state_growth(centre: Centre, now: datetime) -> bool:
    """State the heads of all posts' feeds, if it is time; say whether it was.

    No answer waits for it: whoever pushed gets the checkpoint of his own feed anyway.
    """
    try:
        if not _is_due(ensure_feed(SHARED, centre), now):
            return False
        return in_transaction(centre, lambda: _state(centre, now))
    except OperationalError:  # the database is busy: the next contact says it
        return False


def _state(centre: Centre, now: datetime) -> bool:
    shared = lock_feed(SHARED, centre)
    if shared.rebuild_size is not None or not _is_due(shared, now):
        return False
    heads = tuple(FeedHead(feed.id, feed.generation, feed.size, feed.root) for feed in _whole())
    facts = HeadsStatement(heads).facts()
    state_in(shared, Stated(Kind.HEADS, new_subject(centre.random), {"facts": facts}), centre, now)
    # On the shared row: a post's row may be locked by a push that waits for this one.
    shared.stated_at, shared.stated_size = now, sum(head.size for head in heads)
    shared.save(update_fields=["stated_at", "stated_size"])
    return True


def _is_due(shared: Feed, now: datetime) -> bool:
    last = shared.stated_at
    since = None if last is None else now - last
    if since is not None and timedelta(0) <= since < AT_MOST_EVERY:
        return False
    entries = _whole().aggregate(total=Sum("size"))["total"] or 0
    if since is None or since < AT_LEAST_EVERY:
        return bool(entries != shared.stated_size)
    return bool(entries)


def _whole() -> QuerySet[Feed]:
    return Feed.objects.exclude(pk=SHARED).filter(size__gt=0, rebuild_size=None).order_by("pk")
