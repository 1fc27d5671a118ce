"""Who may publish rulesets for a store, and the signature that a published ruleset carries.

Basis: SRC-FORMAT, "Signed ruleset".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.canonical import Json, Malformed, canonical_bytes
from sync.protocol.entry import fingerprint
from sync.protocol.ids import HASH_HEX, is_hex
from sync.protocol.people import COSIGN_LABEL, KEY_HEX, Cosignature, verifies

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
class PublisherTrust:
    """The facts of an `access` entry by which two penyelia trust a publisher's key (64 hex)."""

    publisher_key: str
    cosign: tuple[Cosignature, ...] = ()

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

    def facts(self) -> dict[str, Json]:
        """Give the whole facts part of the entry."""
        cosign = [{"signer": c.signer, "signature": c.signature} for c in self.cosign]
        return self.unsigned_facts() | {"cosign": cast("list[Json]", cosign)}

    def cosigned_by(self, key: Ed25519PrivateKey) -> "PublisherTrust":
        """Give the statement with one more co-signature."""
        signature = key.sign(COSIGN_LABEL + canonical_bytes(self.unsigned_facts())).hex()
        signer = fingerprint(key.public_key().public_bytes_raw())
        return replace(self, cosign=(*self.cosign, Cosignature(signer, signature)))

    def is_cosigned_by(self, public_key: bytes) -> bool:
        """Say whether a valid co-signature of this key is among those given."""
        wanted = fingerprint(public_key)
        signed = COSIGN_LABEL + canonical_bytes(self.unsigned_facts())
        given = (c.signature for c in self.cosign if c.signer == wanted)
        return any(verifies(public_key, signature, signed) for signature in given)

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
