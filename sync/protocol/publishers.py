"""Who may publish rulesets for a store, and the signature that a published ruleset carries.

Basis: SRC-FORMAT, "Signed ruleset".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.canonical import Json, Malformed
from sync.protocol.entry import fingerprint
from sync.protocol.ids import HASH_HEX, is_hex
from sync.protocol.people import KEY_HEX, Cosignature, Cosigned, verifies

RULESET_LABEL = b"posko/ruleset/v1"
TRUST_PUBLISHER = "trust_publisher"
RULESET_INSTALLED = "ruleset_installed"


def sign_ruleset(ruleset: str, key: Ed25519PrivateKey) -> bytes:
    """Give a publisher's signature over a ruleset's hash (64 hex).

    Raises:
        Malformed: that is no hash.
    """
    return key.sign(_signed(ruleset))


def is_signed_ruleset(ruleset: str, *, signature: bytes, publisher: bytes) -> bool:
    """Say whether this publisher (raw public key) signed the ruleset with this hash.

    Raises:
        Malformed: that is no hash.
    """
    return len(publisher) == KEY_HEX // 2 and verifies(publisher, signature.hex(), _signed(ruleset))


def _signed(ruleset: str) -> bytes:
    if not is_hex(ruleset, HASH_HEX):
        raise Malformed("ruleset_hash")
    return RULESET_LABEL + bytes.fromhex(ruleset)


@dataclass(frozen=True, slots=True)
class PublisherTrust(Cosigned):
    """The facts of an `access` entry by which two penyelia trust a publisher's key (64 hex)."""

    publisher_key: str

    @property
    def fingerprint(self) -> str:
        """What two people compare by eye before they confirm it, 64 hex."""
        return fingerprint(bytes.fromhex(self.publisher_key))

    def unsigned_facts(self) -> dict[str, Json]:
        """Give the facts that the second person signs: everything but his signature."""
        return {
            "action": TRUST_PUBLISHER,
            "publisher_key": self.publisher_key,
            "fingerprint": self.fingerprint,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Json]) -> "PublisherTrust":
        """Read the facts part of such an entry.

        Raises:
            Malformed: a field is missing, has another form, or names another key's fingerprint.
        """
        try:
            cosign = cast("Sequence[Mapping[str, str]]", facts["cosign"])
            trust = cls(
                publisher_key=cast("str", facts["publisher_key"]),
                cosign=tuple(Cosignature(c["signer"], c["signature"]) for c in cosign),
            )
            sound = is_hex(trust.publisher_key, KEY_HEX)
            sound = sound and trust.fingerprint == facts["fingerprint"]
            sound = sound and facts["action"] == TRUST_PUBLISHER
        except (KeyError, TypeError) as error:
            raise Malformed("publisher_form") from error
        if not sound:
            raise Malformed("publisher_form")
        return trust
