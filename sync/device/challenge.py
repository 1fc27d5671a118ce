"""Asking the centre to prove that it still has the data, not only the hashes.

A proof that fails is not yet an alarm: somebody may have erased a part lawfully a moment ago, here
or at the next desk. So the device sends and pulls what is new and asks again about these places
with a fresh nonce; what still fails stands as an alarm until a later proof of the place succeeds.

The shared feed holds entries of other posts, whose erasures do not travel here. There the centre
may name an erasure; it is asked to prove the rest of the entry with that.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sync.device.contact import Contact
from sync.device.ports import Alarm, AlarmCode, Placed
from sync.protocol.challenge import NONCE_BYTES, challenge_proof
from sync.protocol.entry import Entry, Kind
from sync.protocol.limits import CHALLENGES
from sync.protocol.messages import (
    SHARED,
    ChallengeAnswer,
    ChallengeRequest,
    PullAnswer,
    PullRequest,
)

CODES = (AlarmCode.DATA_MISSING, AlarmCode.DATA_DIFFERS)
TRIES = 3
Place = tuple[str, Placed]


@dataclass(frozen=True, slots=True)
class _Failed:
    place: Place
    code: AlarmCode


def challenge(contact: Contact, exchange_news: Callable[[], None]) -> None:
    """Challenge places at random, and again those that failed before.

    Args:
        contact: the round.
        exchange_news: sends and takes in what came up meanwhile.

    Raises:
        NoLine, NotOurs, CentreRefused: see `Talk.ask`.
    """
    places = _places(contact)
    failed: list[_Failed] = []
    for _ in range(TRIES):
        if not places or contact.stop():
            return
        failed = _ask(contact, places)
        if not failed:
            return
        exchange_news()
        places = [place for one in failed for place in _as_held_now(contact, one.place)]
    explained = _explained(contact, failed)
    for one in failed:
        feed, placed = one.place
        if (feed, placed.position) not in explained:
            contact.findings.found(_alarm(contact, feed, placed, one.code))


def _explained(contact: Contact, failed: Sequence[_Failed]) -> set[tuple[str, int]]:
    """Find the places of the shared feed that other posts erased parts of, and prove the rest."""
    left = [
        (SHARED, found)
        for one in failed
        if one.place[0] == SHARED
        for found in _as_the_centre_has_it(contact, one.place[1])
    ]
    if not left or contact.stop():
        return set()
    still = {one.place[1].position for one in _ask(contact, left)}
    return {(feed, placed.position) for feed, placed in left if placed.position not in still}


def _as_the_centre_has_it(contact: Contact, placed: Placed) -> list[Placed]:
    """Give our copy of an entry without the parts that the centre calls erased."""
    request = PullRequest(SHARED, placed.position - 1, 1, contact.log.sizes())
    answer = contact.talk.ask("pull", request, PullAnswer)
    entry = placed.entry
    for found in answer.entries:
        wire = found.entry
        if "facts" in wire.erased and entry.header.kind != Kind.WATCH:
            continue  # of the kinds in this feed no erasure takes these
        if found.position == placed.position and wire.erased and wire.entry.leaf == entry.leaf:
            parts = {n: stored for n, stored in entry.parts.items() if n not in wire.erased}
            left = Entry(entry.header_bytes, entry.signature, parts)
            return [Placed(placed.position, left, dict(wire.erased))]
    return []


def _places(contact: Contact) -> list[Place]:
    """Choose what to ask: up to half for places under alarm, the rest at random."""
    under_alarm = {
        (standing.alarm.feed, standing.alarm.position)
        for code in CODES
        for standing in contact.findings.standing(code)
    }
    again = [
        (feed, placed)
        for feed, position in sorted(under_alarm)[: CHALLENGES // 2]
        for placed in _held(contact, feed, position)
    ]
    chosen = contact.journal.challengeable(CHALLENGES)
    others = [(f, p) for f, p in chosen if (f, p.position) not in under_alarm]
    # a log that does not prove itself is an alarm already; its data says nothing more
    sound = [place for place in again + others if not contact.log.is_frozen(place[0])]
    return sound[:CHALLENGES]


def _ask(contact: Contact, places: Sequence[Place]) -> list[_Failed]:
    """Send a challenge; give the places whose proof is missing or another one."""
    nonce = contact.random_bytes(NONCE_BYTES)
    request = ChallengeRequest(nonce, [(feed, placed.position) for feed, placed in places])
    answer = contact.talk.ask("challenge", request, ChallengeAnswer)
    contact.log.place(answer)
    proofs = [*answer.proofs, *[b""] * len(places)]
    failed = []
    for (feed, placed), proof in zip(places, proofs, strict=False):
        expected = challenge_proof(nonce, placed.position, placed.entry, placed.erased)
        if proof == expected:
            _prove(contact, feed, placed.position)
            continue
        if expected is None or (placed.erased and not contact.sent_all):
            continue  # the centre cannot know yet what was erased here
        code = AlarmCode.DATA_DIFFERS if proof else AlarmCode.DATA_MISSING
        failed.append(_Failed((feed, placed), code))
    return failed


def _prove(contact: Contact, feed: str, position: int) -> None:
    for code in CODES:
        contact.findings.proved(code, feed, position)


def _as_held_now(contact: Contact, place: Place) -> list[Place]:
    """Read a place again: a pulled erasure may have taken a part of it."""
    feed, placed = place
    return [(feed, found) for found in _held(contact, feed, placed.position)]


def _held(contact: Contact, feed: str, position: int) -> Sequence[Placed]:
    return contact.journal.holdings(feed, start=position, end=position, limit_bytes=1)


def _alarm(contact: Contact, feed: str, placed: Placed, code: AlarmCode) -> Alarm:
    """State which entry the centre cannot prove, with the checkpoint that says it should."""
    signed = contact.journal.feed(feed).checkpoint
    evidence = () if signed is None else (signed.body, signed.signature)
    return Alarm(code, feed, placed.position, {"entry": placed.entry.header.id}, evidence)
