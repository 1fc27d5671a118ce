"""A secret sealed to a person's X25519 key by HPKE: for colleagues and custodians not present.

Basis: SRC-RFC9180; SRC-FORMAT, "Key file".
"""

from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from sync.protocol.canonical import canonical_bytes
from sync.protocol.entry import fingerprint

SEAL_LABEL = b"posko/seal/v1"
PUBLIC_BYTES = 32
OVERHEAD_BYTES = 48  # the sender's public key and the tag

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class Purpose(StrEnum):
    """What a sealed secret is for; one made for another purpose does not open."""

    SLOT = "slot"
    ESCROW = "escrow"


class SealBroken(ValueError):
    """The blob was not made for this key, purpose, store and generation, or was changed."""


def seal(
    secret: bytes, recipient: bytes, *, purpose: Purpose, store_id: str, generation: int
) -> bytes:
    """Seal a secret so that only the holder of the recipient's private key opens it.

    Args:
        secret: what to seal.
        recipient: raw X25519 public key, 32 bytes, already checked by `is_public_key`.
        purpose: bound into the seal, as are the two next.
        store_id: the store's 32 hex.
        generation: which store key it is, from 1.
    """
    info = _info(recipient, purpose, store_id, generation)
    return _SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(recipient), info=info)


def unseal(
    blob: bytes, private: X25519PrivateKey, *, purpose: Purpose, store_id: str, generation: int
) -> bytes:
    """Open what `seal` made (raises SealBroken)."""
    recipient = private.public_key().public_bytes_raw()
    try:
        return _SUITE.decrypt(blob, private, info=_info(recipient, purpose, store_id, generation))
    except (InvalidTag, ValueError):
        raise SealBroken("seal") from None


def is_public_key(raw: bytes) -> bool:
    """Say whether these bytes are an X25519 key that a secret may be sealed to.

    A point of low order is none: everybody knows what it agrees on.
    """
    if len(raw) != PUBLIC_BYTES:
        return False
    try:
        X25519PrivateKey.from_private_bytes(b"\x01" * PUBLIC_BYTES).exchange(
            X25519PublicKey.from_public_bytes(raw)
        )
    except ValueError:
        return False
    return True


def _info(recipient: bytes, purpose: Purpose, store_id: str, generation: int) -> bytes:
    bound = {
        "purpose": purpose.value,
        "store_id": store_id,
        "key_generation": generation,
        "recipient": fingerprint(recipient),
    }
    return SEAL_LABEL + canonical_bytes(bound)
