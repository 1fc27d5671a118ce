"""The checkpoint: how long a feed's log is and what its root is, signed by the centre.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.protocol.canonical import Json, Malformed, canonical_bytes, parse_object
from sync.protocol.entry import BadSignature, Deployment, fingerprint
from sync.protocol.ids import HASH_HEX, is_hex
from sync.protocol.messages import SignedCheckpoint, is_feed

CHECKPOINT_LABEL = b"posko/checkpoint/v1"
CHECKPOINT_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A feed's log at one moment. `root` is 64 hex, `at_ms` Unix milliseconds of the centre."""

    centre: str  # fingerprint of the key that signs
    deployment: str
    feed: str
    generation: int  # how often a person opened the log anew; 0 is the first
    size: int
    root: str
    at_ms: int

    def body(self) -> bytes:
        """Give the bytes that are signed and sent."""
        return canonical_bytes(
            {
                "centre": self.centre,
                "deployment": self.deployment,
                "feed": self.feed,
                "generation": self.generation,
                "size": self.size,
                "root": self.root,
                "at": self.at_ms,
            }
        )


def sign_checkpoint(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> SignedCheckpoint:
    """Sign a checkpoint with the centre's key."""
    body = checkpoint.body()
    return SignedCheckpoint(body, key.sign(CHECKPOINT_LABEL + body))


def read_checkpoint(signed: SignedCheckpoint, public_key: bytes) -> Checkpoint:
    """Verify and read a checkpoint; fields of a newer version are passed over.

    Args:
        signed: as it was received or kept.
        public_key: the centre's raw Ed25519 key.

    Raises:
        BadSignature: another centre's, or changed after signing.
        Malformed: signed, but not of the form.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signed.signature, CHECKPOINT_LABEL + signed.body)
    except (InvalidSignature, ValueError) as error:
        raise BadSignature("checkpoint") from error
    found = parse_object(signed.body, limit_bytes=CHECKPOINT_BYTES)
    checkpoint = _checkpoint_from(found)
    if checkpoint.centre != fingerprint(public_key):
        raise BadSignature("centre")
    return checkpoint


def read_checkpoint_by(signed: SignedCheckpoint, public_keys: Iterable[bytes]) -> Checkpoint:
    """Do the same where a centre signed with other keys before.

    Raises:
        BadSignature: by none of them.
        Malformed: signed, but not of the form.
    """
    for key in public_keys:
        try:
            return read_checkpoint(signed, key)
        except BadSignature:
            continue
    raise BadSignature("checkpoint")


def _checkpoint_from(found: dict[str, Json]) -> Checkpoint:
    try:
        checkpoint = Checkpoint(
            centre=cast("str", found["centre"]),
            deployment=cast("str", found["deployment"]),
            feed=cast("str", found["feed"]),
            generation=cast("int", found["generation"]),
            size=cast("int", found["size"]),
            root=cast("str", found["root"]),
            at_ms=cast("int", found["at"]),
        )
    except KeyError as error:
        raise Malformed("checkpoint_form") from error
    counts = (checkpoint.generation, checkpoint.size, checkpoint.at_ms)
    sound = all(type(count) is int and count >= 0 for count in counts)
    sound = sound and is_hex(checkpoint.centre, HASH_HEX) and is_hex(checkpoint.root, HASH_HEX)
    if not (sound and checkpoint.deployment in tuple(Deployment) and is_feed(checkpoint.feed)):
        raise Malformed("checkpoint_form")
    return checkpoint
