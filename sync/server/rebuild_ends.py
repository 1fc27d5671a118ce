"""A person ends a rebuild that only waits for laptops which will not come back.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from datetime import datetime

from sync.server.centre import Centre
from sync.server.feed import lock_feed
from sync.server.models import Feed
from sync.server.rebuild import end_waiting
from sync.server.refusal import OperationRefused
from sync.server.rows import in_transaction


def end_rebuild_of(feed_id: str, centre: Centre, now: datetime) -> int:
    """Let a feed give positions again; give its size.

    Raises:
        OperationRefused: `rebuild.none`; `rebuild.not_whole`: a size was signed that the log has
            not reached, so what comes next would contradict it.
    """

    def work() -> int:
        if not Feed.objects.filter(pk=feed_id).exclude(rebuild_size=None).exists():
            raise OperationRefused("rebuild.none", feed=feed_id)
        feed = lock_feed(feed_id, centre)
        wanted = feed.rebuild_size or 0
        if (feed.size, feed.root) != (wanted, feed.rebuild_root):
            raise OperationRefused("rebuild.not_whole", feed=feed_id, size=feed.size, wanted=wanted)
        end_waiting(feed, centre, now)
        return feed.size

    return in_transaction(centre, work)
