"""What an officer signs whom the centre has revoked: taken and kept, and set aside for a person.

A chain that was signed on is not broken for it, and what he did before he was revoked may be good
work that had no line. So nothing is refused; it counts for nothing at the centre until somebody
has looked.

Basis: SRC-FORMAT, "People".
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sync.protocol.entry import Entry, Header, Kind
from sync.protocol.limits import LARGEST_INTEGER
from sync.protocol.messages import SHARED
from sync.protocol.people import Signer
from sync.protocol.statements import Confirmed, Verdict
from sync.server import models
from sync.server.models import Officer
from sync.server.verdicts import confirmations

SIGNED_AFTER = "signer_revoked"  # his laptop knew of the revocation when he signed
CAME_AFTER = "signer_revoked_late"  # it did not say so; it came after the revocation
REASONS = (SIGNED_AFTER, CAME_AFTER)


@dataclass(slots=True)
class Revocations:
    """The revoked among those who signed a batch: where the shared feed says so, by their key."""

    places: Mapping[str, int] = field(default_factory=dict)
    unknown: Collection[str] = ()  # keys that only their own chain introduced
    people: set[str] = field(default_factory=set)  # whom a revoked one spoke of

    def doubt(self, entry: Entry, signers: Mapping[str, Signer]) -> str:
        """Give the reason to set an entry of a device aside; empty for none.

        Whom a revoked officer introduces is no better than he is.

        Args:
            entry: fits its chain.
            signers: those of its chain, by key.
        """
        header = entry.header
        reason = self._reason(header, signers.get(header.signer))
        if reason and header.kind == Kind.OFFICER:
            self.people.add(header.subject)
        return reason

    def _reason(self, header: Header, signer: Signer | None) -> str:
        place = self.places.get(header.signer)
        if place is not None:
            return SIGNED_AFTER if _had_seen(header, place) else CAME_AFTER
        if signer is None or header.signer not in self.unknown:
            return ""
        return CAME_AFTER if signer.person in self.people else ""


def revocations_of(headers: Collection[Header], device: str) -> Revocations:
    """Look up the revoked among those who signed a batch of a device; one read when none is."""
    signers = {header.signer for header in headers} - {device}
    known = dict(Officer.objects.filter(key__in=signers).values_list("key", "state"))
    revoked = [key for key, state in known.items() if state == Officer.OfficerState.REVOKED]
    unknown = signers - known.keys()
    return Revocations(
        places=_places(revoked) if revoked else {},
        unknown=unknown,
        people=_set_aside(device) if unknown else set(),
    )


def _had_seen(header: Header, place: int) -> bool:
    return any(seen.feed == SHARED and seen.size >= place for seen in header.seen)


def _places(keys: Collection[str]) -> dict[str, int]:
    """Give where the shared feed revokes each key; beyond any log where it does not say so."""
    places = dict.fromkeys(keys, LARGEST_INTEGER + 1)
    for placed in confirmations():
        about = placed.confirmation
        is_about = about.what is Confirmed.OFFICER and about.action is Verdict.REVOKE
        if is_about and about.key in places:
            places[about.key] = min(places[about.key], placed.position)
    return places


def _set_aside(device: str) -> set[str]:
    """Give the people of whom a device's officer entries speak that were set aside for this."""
    rows = models.Entry.objects.filter(device=device, kind=Kind.OFFICER.value, reason__in=REASONS)
    return set(rows.values_list("subject", flat=True))
