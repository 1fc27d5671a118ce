"""Rebuild: a feed that is shorter than what this centre has signed is made whole from devices.

While it lasts no new position is given. It ends when the highest checkpoint that any device
showed is reached with its root, and every device that may send has shown how far it saw.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from datetime import datetime
from itertools import pairwise

from django.db.models import Q, QuerySet

from sync.protocol.merkle import leaf_hash
from sync.protocol.messages import SHARED, Wanted
from sync.server.alarms import CentreAlarm, Detail, Finding, end_alarms, raise_alarm
from sync.server.centre import Centre
from sync.server.feed import NewLeaf, append, lock_feed
from sync.server.models import Alarm, Device, Entry, Feed, Offer
from sync.server.placing import ALSO_SHARED
from sync.server.retired_keys import centre_keys
from sync.server.verdicts import restate

NOBODY = ""  # offered what is only a guess of the centre's own
MISSING_AT_ONCE = 50  # single rows asked for at a contact


def aim_at(feed_id: str, *, size: int, root: str, centre: Centre, now: datetime) -> None:
    """Rebuild a feed up to a checkpoint that this centre signed and that lies beyond its log."""
    feed = lock_feed(feed_id, centre)
    if size <= feed.size:
        return
    detail: Detail = {"size": feed.size, "shown": size, "root": root}
    if feed.rebuild_size is None or size > feed.rebuild_size:
        feed.rebuild_since = feed.rebuild_since or now
        feed.rebuild_size, feed.rebuild_root = size, root
        feed.save(update_fields=["rebuild_since", "rebuild_size", "rebuild_root"])
        raise_alarm(Finding(CentreAlarm.ROLLED_BACK, feed_id, detail=detail), now)
    elif size == feed.rebuild_size and root != feed.rebuild_root:
        raise_alarm(Finding(CentreAlarm.REBUILD_DIFFERS, feed_id, size, detail=detail), now)


def end_if_whole(feed_id: str, centre: Centre, now: datetime) -> bool:
    """End a rebuild that has come to its end; say whether the feed gives positions (again)."""
    if not Feed.objects.filter(pk=feed_id).exclude(rebuild_size=None).exists():
        return True
    feed = lock_feed(feed_id, centre)
    reached = (feed.size, feed.root) == (feed.rebuild_size, feed.rebuild_root)
    if not reached or _not_shown(feed).exists():
        return False
    end_waiting(feed, centre, now)
    return True


def end_waiting(feed: Feed, centre: Centre, now: datetime) -> None:
    """Let a locked feed give positions again, whatever some device may still hold."""
    feed.rebuild_size, feed.rebuild_root, feed.rebuild_since = None, "", None
    feed.save(update_fields=["rebuild_size", "rebuild_root", "rebuild_since"])
    Offer.objects.filter(feed=feed.id).delete()
    end_alarms(CentreAlarm.ROLLED_BACK, feed=feed.id, now=now)
    end_alarms(CentreAlarm.REBUILD_DIFFERS, feed=feed.id, now=now)
    end_alarms(CentreAlarm.ID_TAKEN, feed=feed.id, now=now)
    _share_what_is_not(centre)
    restate(now)


def wanted(feed: Feed, device: str = "") -> list[Wanted]:
    """Give the stretches of a feed that devices may offer: what its log lacks, and lost rows.

    What one device offered need not be asked of another, unless it did not prove itself: then
    each is asked for everything, so that a false offer keeps no true one out.

    Args:
        feed: as its row says.
        device: who is asked (fingerprint).
    """
    if feed.rebuild_size is not None and feed.rebuild_size > feed.size:
        offered = Offer.objects.filter(feed=feed.id, position__gt=feed.size).exclude(device=NOBODY)
        if device and _is_contradicted(feed):
            offered = offered.filter(device=device)
        positions = offered.order_by("position").values_list("position", flat=True).distinct()
        borders = [feed.size, *positions, feed.rebuild_size + 1]
        return [
            Wanted(feed.id, before + 1, after - 1)
            for before, after in pairwise(borders)
            if after - before > 1
        ]
    gone = Alarm.objects.filter(code=CentreAlarm.DATA_GONE.value, feed=feed.id, ended_at=None)
    rows = gone.order_by("position").values_list("position", flat=True)[:MISSING_AT_ONCE]
    return [Wanted(feed.id, position, position) for position in rows]


def _is_contradicted(feed: Feed) -> bool:
    standing = Alarm.objects.filter(code=CentreAlarm.REBUILD_DIFFERS.value, ended_at=None)
    return standing.filter(feed=feed.id).exists()


def _not_shown(feed: Feed) -> QuerySet[Device]:
    """Give the devices that may hold more of a feed and have not said since it fell back."""
    devices = Device.objects.filter(state=Device.DeviceState.ACTIVE)
    if feed.id != SHARED:
        devices = devices.filter(post_id=feed.id)
    if feed.rebuild_since is None:
        return devices.none()
    return devices.filter(Q(last_contact_at=None) | Q(last_contact_at__lt=feed.rebuild_since))


def _share_what_is_not(centre: Centre) -> None:
    """Give what all posts must know its position in the shared feed, once every feed is whole.

    No device may have seen the shared log as far as it went; then it is only in the post's.
    """
    if Feed.objects.exclude(rebuild_size=None).exists():
        return
    own = list(centre_keys(centre))
    entries = Entry.objects.filter(kind__in=ALSO_SHARED).exclude(device__in=own)
    missing = entries.exclude(position__feed_id=SHARED).order_by("id")
    if missing.exists():
        shared = lock_feed(SHARED, centre)
        rows = missing.values_list("id", "header", "signature")
        leaves = [NewLeaf(one, leaf_hash(bytes(head), bytes(sig))) for one, head, sig in rows]
        append(shared, leaves)
