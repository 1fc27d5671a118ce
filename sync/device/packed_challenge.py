"""The challenge of a package: asked when it is written, judged when the answer comes back.

The device keeps nothing in between. Its nonce is random and carries a mark that only this device's
key makes, over the places asked and the lease as it was: an answer to an older package proves
nothing now. What cannot be judged is passed over; the next round on a line asks without such gaps.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence

from sync.device.contact import Contact
from sync.device.ports import Alarm, AlarmCode, CentreLink, JournalPort, Placed
from sync.device.talk import ANSWERED
from sync.protocol.canonical import Json, Malformed, canonical_bytes
from sync.protocol.challenge import NONCE_BYTES, challenge_proof
from sync.protocol.checkpoint import read_checkpoint
from sync.protocol.codec import decode
from sync.protocol.entry import BadSignature
from sync.protocol.ids import RandomBytes
from sync.protocol.limits import CHALLENGES
from sync.protocol.messages import ChallengeAnswer, ChallengeRequest, PackedAnswer

MARK_LABEL = b"posko/package-challenge/v1"
HALF = NONCE_BYTES // 2
CODES = (AlarmCode.DATA_MISSING, AlarmCode.DATA_DIFFERS)


def ask_in_package(
    journal: JournalPort, link: CentreLink, random_bytes: RandomBytes
) -> ChallengeRequest | None:
    """Choose places and make the nonce; None while the store holds nothing verified."""
    chosen = journal.challengeable(CHALLENGES)
    places = [(feed, placed.position) for feed, placed in chosen]
    if not places:
        return None
    fresh = random_bytes(HALF)
    return ChallengeRequest(fresh + _mark(journal, link, fresh, places), places)


def judge_in_package(contact: Contact, link: CentreLink, answers: Sequence[PackedAnswer]) -> None:
    """Let it stand as an alarm where the centre could not prove what it must have.

    Args:
        contact: the round, after its pulls.
        link: as it was before this answer was read.
        answers: all of the package.
    """
    for packed in answers:
        if packed.name == "challenge" and packed.status == ANSWERED:
            try:
                _judge(contact, link, packed)
            except (Malformed, BadSignature):
                continue


def _judge(contact: Contact, link: CentreLink, packed: PackedAnswer) -> None:
    request = decode(packed.asked, ChallengeRequest)
    answer = decode(packed.body, ChallengeAnswer)
    mark = _mark(contact.journal, link, request.nonce[:HALF], request.places)
    if not hmac.compare_digest(mark, request.nonce[HALF:]):
        return
    known = _known_until(contact, link, answer)
    proofs = [*answer.proofs, *[b""] * len(request.places)]
    for (feed, position), proof in zip(request.places, proofs, strict=False):
        if known.get(feed, False):
            for placed in contact.journal.holdings(
                feed, start=position, end=position, limit_bytes=1
            ):
                _judge_place(contact, feed, placed, request.nonce, proof)


def _known_until(contact: Contact, link: CentreLink, answer: ChallengeAnswer) -> Mapping[str, bool]:
    """Say of which feeds everything is here that the centre had when it made its proofs.

    So an erasure that it had taken in by then is known here too.
    """
    read = [read_checkpoint(signed, link.sign_key) for signed in answer.checkpoints]
    return {one.feed: contact.journal.feed(one.feed).cursor >= one.size for one in read}


def _judge_place(contact: Contact, feed: str, placed: Placed, nonce: bytes, proof: bytes) -> None:
    expected = challenge_proof(nonce, placed.position, placed.entry, placed.erased)
    if proof == expected:
        for code in CODES:
            contact.findings.proved(code, feed, placed.position)
        return
    if expected is None or placed.erased:
        return  # erased here since, perhaps: the centre could not know
    signed = contact.journal.feed(feed).checkpoint
    contact.findings.found(
        Alarm(
            AlarmCode.DATA_DIFFERS if proof else AlarmCode.DATA_MISSING,
            feed,
            placed.position,
            {"entry": placed.entry.header.id},
            () if signed is None else (signed.body, signed.signature),
        )
    )


def _mark(
    journal: JournalPort, link: CentreLink, fresh: bytes, places: Sequence[tuple[str, int]]
) -> bytes:
    listed: list[Json] = [[feed, position] for feed, position in places]
    bound: dict[str, Json] = {
        "fresh": fresh.hex(),
        "places": listed,
        "lease_until_ms": round(link.lease_until.timestamp() * 1000),
    }
    made = journal.sign_key.sign(MARK_LABEL + canonical_bytes(bound))
    return hashlib.sha256(made).digest()[:HALF]
