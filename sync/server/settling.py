"""Settling: offered entries become part of the log again once a signed root proves them.

Basis: SRC-FORMAT, "Feeds and log at the centre"; SRC-RFC6962.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, product

import msgspec

from sync.protocol.chain import ChainChecker
from sync.protocol.entry import Entry, Kind
from sync.protocol.merkle import grow, leaf_hash
from sync.protocol.messages import SHARED, WireEntry
from sync.protocol.people import Signer
from sync.server import models
from sync.server.alarms import CentreAlarm, Detail, Finding, raise_alarm
from sync.server.centre import Centre
from sync.server.chain_state import checker_of, device_of, remember
from sync.server.content import doubt_about
from sync.server.feed import frontier_of, lock_feed
from sync.server.lost_rows import note_id_taken
from sync.server.models import Feed, Offer, Witness
from sync.server.placing import ALSO_SHARED, Placing
from sync.server.rebuild import NOBODY, wanted
from sync.server.retired_keys import centre_keys
from sync.server.rows import in_transaction, insert_missing
from sync.server.storing import Arrival, given_back, stored_hashes

AT_ONCE = 1000  # entries in one transaction
OFFER_COLUMNS = ("feed", "position", "hash", "header", "signature", "parts", "device")
READINGS = 64  # of positions that devices told differently, tried one after the other


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a device offered for a position."""

    key: int
    leaf: bytes
    device: str

    @property
    def is_guess(self) -> bool:
        """Whether it is the centre's own: an entry it has, at a place nobody offered one for."""
        return self.device == NOBODY


def settle(feed_id: str, centre: Centre, now: datetime) -> bool:
    """Take the next proven stretch of offers into a feed; say whether there was one.

    To be called again, each time in a transaction of its own, until there is none.
    """
    feed = lock_feed(feed_id, centre)
    if feed.rebuild_size is None or feed.size >= feed.rebuild_size:
        return False
    offered = _offered(feed)
    proven = _proven(feed, offered, now)
    if not proven:
        return False
    return _take(feed, [candidate.key for candidate in proven[:AT_ONCE]], centre, now)


def guess_shared(centre: Centre, now: datetime) -> bool:
    """Try what posts' feeds gave back where the shared feed lacks it; say whether that helped.

    A device may have verified leaves of the shared feed before it pulled the entries. Then nobody
    holds them by position, and yet they are here: people and devices whose own feed is whole.
    """
    in_transaction(centre, lambda: _offer_stored(centre))
    helped = False
    while in_transaction(centre, lambda: settle(SHARED, centre, now)):
        helped = True
    return helped


def _offer_stored(centre: Centre) -> None:
    feed = lock_feed(SHARED, centre)
    gaps = [at for gap in wanted(feed) for at in range(gap.start, gap.end + 1)]
    if feed.rebuild_size is None or not gaps:
        return
    offered = Offer.objects.filter(feed=SHARED).values("hash")
    shared = models.Position.objects.filter(feed_id=SHARED, generation=feed.generation)
    entries = models.Entry.objects.filter(kind__in=ALSO_SHARED).exclude(hash__in=offered)
    unplaced = entries.exclude(pk__in=shared.values("entry_id")).order_by("received_at", "id")
    rows = []
    for position, row in zip(gaps, unplaced[: len(gaps)], strict=False):
        wire = WireEntry(bytes(row.header), bytes(row.signature), {})
        sealed = centre.parts.seal(f"offer {row.hash}".encode(), msgspec.msgpack.encode(wire))
        signed = (wire.header, wire.signature)
        rows.append((SHARED, position, row.hash, *signed, sealed, NOBODY))
    insert_missing(Offer, OFFER_COLUMNS, rows)


def _offered(feed: Feed) -> list[list[Candidate]]:
    """Give the candidates of each position from the next one on, as far as there is no gap."""
    rows = Offer.objects.filter(feed=feed.id, position__gt=feed.size).order_by("position", "id")
    offered: list[list[Candidate]] = []
    for key, position, header, signature, device in rows.values_list(
        "id", "position", "header", "signature", "device"
    ):
        at = position - feed.size
        if at > len(offered) + 1:
            break
        if at > len(offered):
            offered.append([])
        leaf = leaf_hash(bytes(header), bytes(signature))
        offered[-1].append(Candidate(key, leaf, device))
    return [sorted(candidates, key=lambda one: one.is_guess) for candidates in offered]


def _proven(
    feed: Feed, offered: Sequence[Sequence[Candidate]], now: datetime
) -> Sequence[Candidate]:
    """Give the longest stretch whose root is one that this centre signed."""
    signed = _signed_roots(feed)
    reachable = [size for size in signed if size <= feed.size + len(offered)]
    if not reachable:
        return ()
    first = min(reachable)
    for reading in _readings(offered):
        _, roots = grow(frontier_of(feed), [candidate.leaf for candidate in reading])
        matching = [size for size in reachable if roots[size - feed.size - 1].hex() == signed[size]]
        if matching:
            return reading[: max(matching) - feed.size]
    if any(candidates[0].is_guess for candidates in offered[: first - feed.size]):
        return ()
    detail: Detail = {"size": feed.size, "signed": signed[first]}
    raise_alarm(Finding(CentreAlarm.REBUILD_DIFFERS, feed.id, first, detail=detail), now)
    return ()


def _readings(offered: Sequence[Sequence[Candidate]]) -> Iterator[Sequence[Candidate]]:
    """Believe each device in turn where it says something; then mix, as far as that can go.

    One that holds the whole stretch thus brings it back, whatever the others say.
    """
    for device in sorted({one.device for candidates in offered for one in candidates}):
        yield [
            next((one for one in candidates if one.device == device), candidates[0])
            for candidates in offered
        ]
    yield from islice(product(*offered), READINGS)


def _signed_roots(feed: Feed) -> Mapping[int, str]:
    """Give the roots that devices can prove against us, by size."""
    shown = Witness.objects.filter(
        feed=feed.id, generation=feed.generation, size__gt=feed.size
    ).values_list("size", "root")
    target = {} if feed.rebuild_size is None else {feed.rebuild_size: feed.rebuild_root}
    return dict(shown) | target


def _take(feed: Feed, keys: Sequence[int], centre: Centre, now: datetime) -> bool:
    """Take offers up to one whose id another entry has meanwhile; say whether any was taken."""
    arrivals = []
    rows = Offer.objects.filter(pk__in=keys).order_by("position")
    for entry_hash, sealed in rows.values_list("hash", "parts"):
        packed = centre.parts.open(f"offer {entry_hash}".encode(), bytes(sealed))
        wire = msgspec.msgpack.decode(packed or b"\xc0", type=WireEntry)
        arrivals.append(given_back(wire.entry, doubt_about(wire.entry)))
    placing = _placing(feed, arrivals, now)
    if not placing.order:
        return False
    if feed.id != SHARED:
        _follow_chains([arrival.entry for arrival in arrivals], centre)
    placing.place(feed, centre, now, also_shared=False)
    _take_over_epoch(feed, placing, centre)
    Offer.objects.filter(feed=feed.id, position__lte=feed.size).delete()
    return True


def _placing(feed: Feed, arrivals: Sequence[Arrival], now: datetime) -> Placing:
    there = stored_hashes([arrival.entry.header.id for arrival in arrivals])
    placing = Placing()
    for arrival in arrivals:
        entry = arrival.entry
        held = there.get(entry.header.id)
        if held not in (None, entry.hash):
            note_id_taken(feed.id, feed.size + len(placing.order) + 1, entry, now)
            break
        if held is None:
            placing.new.append(arrival)
        placing.order.append(entry)
    return placing


def _follow_chains(entries: Sequence[Entry], centre: Centre) -> None:
    """Learn what the entries say about who may sign; the log has proven them already."""
    checkers: dict[str, tuple[models.Device, ChainChecker, Mapping[str, Signer]]] = {}
    own = centre_keys(centre)
    for entry in entries:
        device_id = entry.header.device
        if device_id in own:
            continue
        if device_id not in checkers:
            device = device_of(device_id, entry)
            checker = checker_of(device)
            checkers[device_id] = device, checker, dict(checker.book.signers)
        checkers[device_id][1].check(entry, erased=entry.header.parts)
    for device, checker, before in checkers.values():
        remember(device, before, checker)


def _take_over_epoch(feed: Feed, placing: Placing, centre: Centre) -> None:
    """Go on with the centre's own chain that came back, instead of beginning another."""
    for entry in placing.order:
        header = entry.header
        if header.device == centre.fingerprint and header.kind == Kind.DEVICE:
            feed.epoch = header.epoch
            feed.save(update_fields=["epoch"])
