"""A new generation of a feed: a person says that what is missing will not come back.

The log begins anew. Its first entries state the centre and name the checkpoint it had signed and
the positions that nobody holds; then everything that is left follows in the old order. Devices
see the new number, begin the feed again, and send what they alone still have.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import msgspec

from sync.protocol.canonical import Json
from sync.protocol.chain import ChainChecker
from sync.protocol.entry import Entry, Kind
from sync.protocol.ids import new_epoch
from sync.protocol.merkle import EMPTY_ROOT
from sync.protocol.messages import WireEntry
from sync.server.alarms import CentreAlarm, end_alarms
from sync.server.centre import Centre
from sync.server.chain_state import checker_of, device_of, remember
from sync.server.content import doubt_about
from sync.server.feed import NewLeaf, append, lock_feed
from sync.server.models import Device, Feed, Offer, Position
from sync.server.models import Entry as EntryRow
from sync.server.own_chain import Stated, state_in
from sync.server.placing import Placing
from sync.server.rebuild import NOBODY, end_waiting
from sync.server.retired_keys import centre_keys
from sync.server.rows import in_transaction
from sync.server.storing import given_back

EVENT = "generation"


class NothingMissing(ValueError):
    """The feed is not waiting for a position that nobody holds: there is nothing to give up."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The new generation, how many entries it begins with, and what was given up."""

    generation: int
    size: int
    missing: tuple[tuple[int, int], ...]  # first and last position of each stretch


def open_generation(feed_id: str, centre: Centre, now: datetime) -> Opened:
    """Give up the positions of a feed that nobody holds, and begin its log anew.

    Raises:
        NothingMissing: the feed is whole, or only waits for devices.
    """
    return in_transaction(centre, lambda: _open(feed_id, centre, now))


def _open(feed_id: str, centre: Centre, now: datetime) -> Opened:
    feed = lock_feed(feed_id, centre)
    signed_size, signed_root = feed.rebuild_size, feed.rebuild_root
    if signed_size is None or signed_size <= feed.size:
        raise NothingMissing(feed_id)
    kept, offers = _kept(feed), list(_offers(feed, centre))
    missing = _stretches(_missing(feed, signed_size, {at for at, _ in offers}))
    before: dict[str, Json] = {
        "generation": feed.generation,
        "size": signed_size,
        "root": signed_root,
    }
    _begin(feed, centre)
    facts: dict[str, Json] = {
        "event": EVENT,
        "generation": feed.generation,
        "previous": before,
        "missing": [list(stretch) for stretch in missing],
    }
    state_in(feed, Stated(Kind.SYSTEM, centre.fingerprint, {"facts": facts}), centre, now)
    append(feed, kept)
    _take_orphans(feed, [wire for _, wire in offers], centre, now)
    end_waiting(feed, centre, now)
    end_alarms(CentreAlarm.ROOT_DIFFERS, feed=feed.id, now=now)
    return Opened(feed.generation, feed.size, missing)


def _kept(feed: Feed) -> list[NewLeaf]:
    """Give what the old generation still has, in its order."""
    rows = Position.objects.filter(feed_id=feed.id, generation=feed.generation)
    there = rows.filter(entry__header__isnull=False).order_by("position")
    return [NewLeaf(entry, bytes(leaf)) for entry, leaf in there.values_list("entry_id", "leaf")]


def _offers(feed: Feed, centre: Centre) -> Iterator[tuple[int, WireEntry]]:
    """Give what devices offered beyond the end, in order."""
    rows = Offer.objects.filter(feed=feed.id).exclude(device=NOBODY).order_by("position", "id")
    for position, entry_hash, sealed in rows.values_list("position", "hash", "parts"):
        packed = centre.parts.open(f"offer {entry_hash}".encode(), bytes(sealed))
        if packed is not None:
            yield position, msgspec.msgpack.decode(packed, type=WireEntry)


def _missing(feed: Feed, signed_size: int, offered: set[int]) -> list[int]:
    rows = Position.objects.filter(feed_id=feed.id, generation=feed.generation)
    there = set(rows.filter(entry__header__isnull=False).values_list("position", flat=True))
    return [at for at in range(1, signed_size + 1) if at not in there and at not in offered]


def _stretches(positions: list[int]) -> tuple[tuple[int, int], ...]:
    stretches = []
    for _, together in groupby(enumerate(positions), lambda pair: pair[1] - pair[0]):
        found = [position for _, position in together]
        stretches.append((found[0], found[-1]))
    return tuple(stretches)


def _begin(feed: Feed, centre: Centre) -> None:
    feed.generation += 1
    feed.size, feed.root, feed.frontier = 0, EMPTY_ROOT.hex(), b""
    feed.epoch = new_epoch(centre.random)
    feed.save(update_fields=["generation", "size", "root", "frontier", "epoch"])


def _take_orphans(feed: Feed, wires: list[WireEntry], centre: Centre, now: datetime) -> None:
    """Take what was offered of devices that will not send it again themselves.

    No root proves these; each must fit its chain as far as that is left. A device that may still
    send brings its own chain itself, whole.
    """
    active = Device.objects.filter(state=Device.DeviceState.ACTIVE)
    senders = {*centre_keys(centre), *active.values_list("fingerprint", flat=True)}
    checkers: dict[str, ChainChecker] = {}
    for wire in wires:
        entry = wire.entry
        if entry.header.device in senders or _is_stored(entry):
            continue
        device = device_of(entry.header.device, entry)
        if device.pk not in checkers:
            checkers[device.pk] = checker_of(device)
            checkers[device.pk].gaps = True
        checker = checkers[device.pk]
        before = dict(checker.book.signers)
        if checker.check(entry, erased=wire.erased) is None:
            remember(device, before, checker)
            arrival = given_back(entry, doubt_about(entry))
            Placing(new=[arrival], order=[entry]).place(feed, centre, now, also_shared=False)


def _is_stored(entry: Entry) -> bool:
    header = entry.header
    same_place = EntryRow.objects.filter(device=header.device, epoch=header.epoch, seq=header.seq)
    return same_place.exists() or EntryRow.objects.filter(pk=header.id).exists()
