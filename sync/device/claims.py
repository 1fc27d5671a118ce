"""Comparing what others were shown with what this device verified: each post is a witness."""

from sync.device.contact import Contact
from sync.device.ports import Alarm, AlarmCode, Claim


def compare_claims(contact: Contact) -> None:
    """Let each contradiction stand as an alarm, and end those that are gone."""
    claims = contact.journal.contradictions()
    places = {(claim.feed, claim.size) for claim in claims}
    for standing in contact.findings.standing(AlarmCode.SPLIT_VIEW):
        alarm = standing.alarm
        if (alarm.feed, alarm.position) not in places:
            contact.findings.proved(alarm.code, alarm.feed, alarm.position)
    for claim in claims:
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
