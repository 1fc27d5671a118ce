"""Giving a centre that is being rebuilt the entries that this device holds of a feed."""

from collections.abc import Sequence

from sync.device.batch import BatchSize
from sync.device.contact import Contact
from sync.device.ports import NoLine, Placed
from sync.protocol.messages import OfferAnswer, OfferRequest, PlacedEntry, Wanted, WireEntry


def offer(contact: Contact, wanted: Sequence[Wanted]) -> None:
    """Offer the stretches that the centre wants, as far as this store holds them.

    Raises:
        NoLine, NotOurs, CentreRefused: see `Talk.ask`.
    """
    for stretch in wanted:
        if stretch.feed in contact.log.feeds:
            _offer_stretch(contact, stretch)


def _offer_stretch(contact: Contact, stretch: Wanted) -> None:
    size = BatchSize()
    start = stretch.start
    end = min(stretch.end, contact.journal.feed(stretch.feed).size)
    while start <= end and not contact.stop():
        held = contact.journal.holdings(
            stretch.feed, start=start, end=end, limit_bytes=size.limit_bytes
        )
        if not held:
            return
        try:
            request = OfferRequest(stretch.feed, [_on_the_wire(placed) for placed in held])
            answer = contact.talk.ask("offer", request, OfferAnswer)
        except NoLine as broken:
            if not size.broke(broken.reason):
                raise
            continue
        size.carried()
        start = held[-1].position + 1
        if not any(still.feed == stretch.feed for still in answer.wanted):
            return


def _on_the_wire(placed: Placed) -> PlacedEntry:
    entry = placed.entry
    wire = WireEntry(entry.header_bytes, entry.signature, dict(entry.parts), dict(placed.erased))
    return PlacedEntry(placed.position, wire)
