"""Offers: devices give back what the centre lost, and it takes only what a signature proves.

An offered entry waits until the log reaches, with it, a checkpoint that this centre signed and a
device showed. So nobody can slip in an entry that was never there, and two devices that say
different things about a position are told apart by the root.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from sync.protocol.canonical import Malformed
from sync.protocol.entry import UUID
from sync.protocol.erasure import may_go
from sync.protocol.limits import ENTRY_BYTES
from sync.protocol.messages import OfferAnswer, OfferRequest, PlacedEntry
from sync.server.answers import about, check_version, feed_of, feeds_of
from sync.server.centre import Centre
from sync.server.content import doubt_about, is_storable
from sync.server.feed import lock_feed
from sync.server.forks import parts_fit
from sync.server.lost_rows import lost_parts, note_back, note_id_taken
from sync.server.models import Device, Feed, Offer, Position
from sync.server.placing import Placing
from sync.server.rebuild import end_if_whole, wanted
from sync.server.rows import in_transaction, insert_missing
from sync.server.settling import OFFER_COLUMNS, settle
from sync.server.storing import given_back, stored_hashes


def take(device: Device, request: OfferRequest, centre: Centre, now: datetime) -> OfferAnswer:
    """Take what a device holds of a feed, and give what is still wanted.

    Raises:
        RequestRefused: `feed_unknown`.
    """
    check_version(request.v)
    feed_id = feed_of(device, request.feed, centre).id
    sound = [placed for placed in request.entries if _is_sound(placed, centre)]

    def keep() -> None:
        feed = lock_feed(feed_id, centre)
        _put_back(feed, [one for one in sound if one.position <= feed.size], centre, now)
        if feed.rebuild_size is not None:
            ahead = [one for one in sound if feed.size < one.position <= feed.rebuild_size]
            _keep(feed, ahead, device, centre)

    in_transaction(centre, keep)
    while in_transaction(centre, lambda: settle(feed_id, centre, now)):
        pass
    in_transaction(centre, lambda: end_if_whole(feed_id, centre, now))
    feeds = feeds_of(device, centre)
    feed = next(one for one in feeds if one.id == feed_id)
    return OfferAnswer(
        **about(centre, feeds, now), size=feed.size, wanted=wanted(feed, device.fingerprint)
    )


def _is_sound(placed: PlacedEntry, centre: Centre) -> bool:
    """Say whether this can be an entry of this centre at all; the rest the log decides."""
    wire, entry = placed.entry, placed.entry.entry
    try:
        header = entry.header
    except Malformed:
        return False
    missing = set(header.parts) - set(entry.parts)
    return (
        is_storable(header)
        and parts_fit(entry)
        and header.deployment == centre.deployment
        and entry.size_bytes <= ENTRY_BYTES
        and missing <= set(wire.erased) <= set(header.parts)
        and all(may_go(header.kind, part) for part in missing)
        and all(UUID.fullmatch(by) for by in wire.erased.values())
    )


def _keep(feed: Feed, offered: Sequence[PlacedEntry], device: Device, centre: Centre) -> None:
    rows, places = [], [placed.position for placed in offered]
    # what it says now stands for what it said before: one device cannot flood a position
    Offer.objects.filter(feed=feed.id, device=device.fingerprint, position__in=places).delete()
    for placed in offered:
        entry = placed.entry.entry
        packed = msgspec.msgpack.encode(placed.entry)
        sealed = centre.parts.seal(f"offer {entry.hash}".encode(), packed)
        place = (feed.id, placed.position, entry.hash)
        signed = (entry.header_bytes, entry.signature)
        rows.append((*place, *signed, sealed, device.fingerprint))
    insert_missing(Offer, OFFER_COLUMNS, rows)


def _put_back(feed: Feed, offered: Sequence[PlacedEntry], centre: Centre, now: datetime) -> None:
    """Store again what the log has at these positions and the tables have not."""
    leaves = {
        position: (entry_id, bytes(leaf))
        for position, entry_id, leaf in Position.objects.filter(
            feed_id=feed.id,
            generation=feed.generation,
            position__in=[placed.position for placed in offered],
        ).values_list("position", "entry_id", "leaf")
    }
    same = {
        placed.entry.entry.header.id: placed
        for placed in offered
        if leaves.get(placed.position) == (placed.entry.entry.header.id, placed.entry.entry.leaf)
    }
    there = stored_hashes(same)
    for entry_id, held in there.items():
        if held != same[entry_id].entry.entry.hash:
            placed = same.pop(entry_id)
            note_id_taken(feed.id, placed.position, placed.entry.entry, now)
    lost = [
        given_back(one.entry.entry, doubt_about(one.entry.entry))
        for one in same.values()
        if one.entry.entry.header.id not in there
    ]
    Placing(lost=lost).place(feed, centre, now)
    back = {arrival.entry.header.id for arrival in lost}
    back.update(lost_parts(centre, [same[one].entry.entry for one in there if one in same]))
    for entry_id in back:
        note_back(feed, same[entry_id].position, now)
