"""The centre's own entries: one chain for each feed, so that what a post receives has no gaps.

Seq 1 states the centre as a device does; its fingerprint is the `device` of all of them.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sync.protocol.canonical import JsonObject
from sync.protocol.entry import (
    SALT_BYTES,
    Entry,
    Header,
    Kind,
    part_hash,
    seal_part,
    sign_entry,
)
from sync.protocol.ids import NO_HASH, Hlc, new_uuid7
from sync.protocol.people import DeviceStatement
from sync.server import models
from sync.server.centre import Centre, milliseconds
from sync.server.device_auth import check_takes_new
from sync.server.feed import NewLeaf, append, lock_feed
from sync.server.rows import in_transaction
from sync.server.storing import Arrival, store

CENTRE_POST = "pusat"
NO_TIME = Hlc(0, 0)


@dataclass(frozen=True, slots=True)
class Stated:
    """What an entry of the centre says."""

    kind: Kind
    subject: str
    parts: Mapping[str, JsonObject]


@dataclass(frozen=True, slots=True)
class _Link:
    """Where a chain stands: what the next entry follows."""

    seq: int = 0
    hash: str = NO_HASH
    hlc: Hlc = NO_TIME


def append_centre_entry(
    feed_id: str,
    kind: Kind,
    subject: str,
    parts: Mapping[str, JsonObject],
    *,
    centre: Centre,
    now: datetime,
) -> Entry:
    """Sign an entry of the centre and give it the next position of a feed, in one transaction.

    Args:
        feed_id: a post's, or the shared one.
        kind: one that only the centre may state.
        subject: 32 hex, new for each matter.
        parts: content by part name.
        centre: signs.
        now: by the centre's clock.

    Raises:
        RequestRefused: `rebuilding`; the feed takes no new position now.
    """

    def append_it() -> Entry:
        feed = lock_feed(feed_id, centre)
        check_takes_new(feed)
        return state_in(feed, Stated(kind, subject, parts), centre, now)

    return in_transaction(centre, append_it)


def state_in(feed: models.Feed, stated: Stated, centre: Centre, now: datetime) -> Entry:
    """Do the same inside a transaction that holds the feed's lock; begins the chain if need be."""
    link = _newest(feed, centre)
    made = []
    if link.seq == 0:
        opening = _sign(feed, _opening(centre), link, centre, now)
        made.append(opening)
        link = _after(opening)
    entry = _sign(feed, stated, link, centre, now)
    made.append(entry)
    store(centre, [Arrival(one, {}) for one in made], now)
    append(feed, [NewLeaf(one.header.id, one.leaf) for one in made])
    return entry


def _newest(feed: models.Feed, centre: Centre) -> _Link:
    rows = models.Entry.objects.filter(device=centre.fingerprint, epoch=feed.epoch)
    newest = rows.order_by("-seq").values_list("header", "signature").first()
    return _Link() if newest is None else _after(Entry(bytes(newest[0]), bytes(newest[1]), {}))


def _after(entry: Entry) -> _Link:
    return _Link(entry.header.seq, entry.hash, Hlc.parse(entry.header.hlc))


def _opening(centre: Centre) -> Stated:
    keys = centre.keys
    statement = DeviceStatement(
        keys.sign_public.hex(), keys.seal_public.hex(), CENTRE_POST, centre.deployment
    )
    return Stated(Kind.DEVICE, centre.fingerprint, {"facts": statement.facts()})


def _sign(feed: models.Feed, stated: Stated, link: _Link, centre: Centre, now: datetime) -> Entry:
    parts = {
        name: seal_part(content, centre.random(SALT_BYTES))
        for name, content in stated.parts.items()
    }
    now_ms = milliseconds(now)
    header = Header(
        id=new_uuid7(now_ms, centre.random),
        deployment=centre.deployment,
        kind=stated.kind.value,
        subject=stated.subject,
        device=centre.fingerprint,
        epoch=feed.epoch,
        seq=link.seq + 1,
        prev=link.hash,
        hlc=str(link.hlc.tick(now_ms)),
        signer=centre.fingerprint,
        parts={name: part_hash(stored) for name, stored in parts.items()},
    )
    return sign_entry(header, parts, centre.keys.sign)
