"""How one key of the centre names the next: entries that the key before signed, in a row.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sync.protocol.canonical import Json, Malformed
from sync.protocol.entry import (
    BadSignature,
    Entry,
    Kind,
    PartMismatch,
    check_parts,
    check_signature,
    fingerprint,
    open_part,
)
from sync.protocol.ids import is_hex
from sync.protocol.people import KEY_HEX

ANNOUNCEMENT = "centre_key"
ANNOUNCEMENTS = 100  # more than a centre ever makes


@dataclass(frozen=True, slots=True)
class CentreKeys:
    """What an announcement names: the raw public keys of a centre from then on."""

    sign_key: bytes
    seal_key: bytes

    def facts(self) -> dict[str, Json]:
        """Give the facts part of the `system` entry that the key before signs."""
        return {
            "what": ANNOUNCEMENT,
            "sign_key": self.sign_key.hex(),
            "seal_key": self.seal_key.hex(),
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Json]) -> "CentreKeys":
        """Read the facts of an announcement (raises Malformed)."""
        sign_key, seal_key = facts.get("sign_key"), facts.get("seal_key")
        told = is_hex(sign_key, KEY_HEX) and is_hex(seal_key, KEY_HEX)
        if facts.get("what") != ANNOUNCEMENT or not told:
            raise Malformed("announcement_form")
        return cls(bytes.fromhex(str(sign_key)), bytes.fromhex(str(seal_key)))


def announced_keys(
    entries: Sequence[Entry], *, known: bytes, earlier: Collection[bytes] = (), deployment: str
) -> tuple[CentreKeys, ...]:
    """Verify a row of announcements and give what each names; the last one is in force.

    Args:
        entries: from the one that `known` signed to the newest.
        known: the centre's key that is trusted already.
        earlier: keys that were replaced before it; none of them comes back.
        deployment: of the one who asks; training and live never meet.

    Raises:
        BadSignature: one is not by the key that was named before it.
        Malformed: one has another form, there is none or too many, or a key comes again.
    """
    if not 0 < len(entries) <= ANNOUNCEMENTS:
        raise Malformed("announcement_count")
    found: list[CentreKeys] = []
    seen = {known, *earlier}
    for entry in entries:
        named = _named_by(entry, found[-1].sign_key if found else known, deployment)
        if named.sign_key in seen:
            raise Malformed("announcement_again")
        seen.add(named.sign_key)
        found.append(named)
    return tuple(found)


def _named_by(entry: Entry, signer: bytes, deployment: str) -> CentreKeys:
    header, own = entry.header, fingerprint(signer)
    if (header.device, header.signer) != (own, own):
        raise BadSignature("announcement")
    if (header.kind, header.deployment) != (Kind.SYSTEM, deployment):
        raise Malformed("announcement_form")
    check_signature(entry, signer)
    try:
        check_parts(entry)
    except PartMismatch as error:
        raise BadSignature("announcement") from error
    facts = entry.parts.get("facts")
    if facts is None:
        raise Malformed("announcement_form")
    return CentreKeys.from_facts(open_part(facts))
