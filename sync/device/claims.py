"""Comparing what others were shown with what this device verified: each post is a witness."""

from sync.device.contact import Contact
from sync.device.ports import Alarm, AlarmCode, Claim


def compare_claims(contact: Contact) -> None:
    """Let each contradiction stand as an alarm, and end those that are gone."""
    contact.findings.proved_all(AlarmCode.SPLIT_VIEW)  # but for those found again
    for claim in contact.journal.contradictions():
        contact.findings.found(_alarm(contact, claim))


def _alarm(contact: Contact, claim: Claim) -> Alarm:
    signed = contact.journal.feed(claim.feed).checkpoint
    return Alarm(
        AlarmCode.SPLIT_VIEW,
        claim.feed,
        claim.size,
        detail={"claimed": claim.claimed, "held": claim.held, "entry": claim.source},
        evidence=() if signed is None else (signed.body, signed.signature),
    )
