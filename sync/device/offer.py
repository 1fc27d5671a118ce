"""Giving a centre that lacks something the entries that this device holds of a feed.

A centre that asks for what it had proved to hold has lost it. After a restore the log itself says
so; in a log that is whole this device lets it stand until a challenge proves the place again, for
the one who took the row can also take the centre's own alarm.
"""

from collections.abc import Sequence

from sync.device.batch import BatchSize
from sync.device.contact import Contact
from sync.device.ports import Alarm, AlarmCode, NoLine, Placed
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
        if not contact.log.is_frozen(stretch.feed):
            contact.findings.found(_asked_for(stretch.feed, held[0]))
        start = held[-1].position + 1
        if not any(still.feed == stretch.feed for still in answer.wanted):
            return


def _asked_for(feed: str, placed: Placed) -> Alarm:
    """State that the centre asked for an entry that its whole log says it has."""
    detail: dict[str, str | int] = {"entry": placed.entry.header.id}
    return Alarm(AlarmCode.DATA_MISSING, feed, placed.position, detail)


def _on_the_wire(placed: Placed) -> PlacedEntry:
    entry = placed.entry
    wire = WireEntry(entry.header_bytes, entry.signature, dict(entry.parts), dict(placed.erased))
    return PlacedEntry(placed.position, wire)
