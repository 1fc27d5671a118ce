"""Challenges: the centre shows that it still has the data, not only the log of it.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Mapping
from datetime import datetime

from sync.protocol.canonical import Malformed
from sync.protocol.challenge import NONCE_BYTES, challenge_proof
from sync.protocol.limits import CHALLENGES
from sync.protocol.messages import ChallengeAnswer, ChallengeRequest, Refusal
from sync.protocol.request_signing import RequestRefused
from sync.server.answers import about, check_count, check_version, feeds_of
from sync.server.centre import Centre
from sync.server.lost_rows import note_gone
from sync.server.models import Device, Feed, Position
from sync.server.storing import Held, held

Place = tuple[str, int]


def prove(
    device: Device, request: ChallengeRequest, centre: Centre, now: datetime
) -> ChallengeAnswer:
    """Give a proof for each place, and an empty one where the data is not there.

    Raises:
        RequestRefused: `body_malformed`, `too_large`, `feed_unknown`.
    """
    check_version(request.v)
    if len(request.nonce) != NONCE_BYTES:
        raise RequestRefused(Refusal.BODY_MALFORMED)
    if len(request.places) > CHALLENGES:
        raise RequestRefused(Refusal.TOO_LARGE)
    feeds = {feed.id: feed for feed in feeds_of(device, centre)}
    entries = _entry_ids(request.places, feeds)
    found = held(centre, set(entries.values()))
    proofs = [
        _proof(request.nonce, place[1], found.get(entries.get(place, "")))
        for place in request.places
    ]
    gone = [
        place
        for place, proof in zip(request.places, proofs, strict=True)
        if not proof and 0 < place[1] <= feeds[place[0]].size
    ]
    note_gone(gone, centre, now)
    return ChallengeAnswer(**about(centre, list(feeds.values()), now), proofs=proofs)


def _entry_ids(places: list[Place], feeds: Mapping[str, Feed]) -> dict[Place, str]:
    """Find which entry the log has at each place."""
    if any(feed not in feeds for feed, _ in places):
        raise RequestRefused(Refusal.FEED_UNKNOWN)
    found: dict[Place, str] = {}
    for feed in feeds.values():
        positions = {check_count(position) for named, position in places if named == feed.id}
        rows = Position.objects.filter(
            feed_id=feed.id, generation=feed.generation, position__in=positions
        )
        for position, entry_id in rows.values_list("position", "entry_id"):
            found[feed.id, position] = entry_id
    return found


def _proof(nonce: bytes, position: int, found: Held | None) -> bytes:
    if found is None:
        return b""
    try:
        return challenge_proof(nonce, position, found.entry, found.erased) or b""
    except Malformed:  # the row was altered
        return b""
