"""The head statement: where a device's chain stands, signed by the device.

It is kept beside the store's data directory and travels with each push, so a
store that was put back to an earlier day is found out.

Basis: SRC-FORMAT, "Head mirror".
"""

from dataclasses import dataclass
from typing import cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.protocol.canonical import Json, Malformed, canonical_bytes, parse_object
from sync.protocol.entry import BadSignature, fingerprint
from sync.protocol.ids import EPOCH_HEX, HASH_HEX, is_hex

HEAD_LABEL = b"posko/head/v1"
STATEMENT_BYTES = 4096


@dataclass(frozen=True, slots=True)
class HeadStatement:
    """The newest entry of a device's chain."""

    device: str
    epoch: str
    seq: int
    hash: str
    deployment: str

    def object(self) -> dict[str, Json]:
        """Give the statement as JSON."""
        return {
            "device": self.device,
            "epoch": self.epoch,
            "seq": self.seq,
            "hash": self.hash,
            "deployment": self.deployment,
        }

    def signed(self, key: Ed25519PrivateKey) -> bytes:
        """Give the bytes that go to disk or wire: the statement with the device's signature."""
        signature = key.sign(HEAD_LABEL + canonical_bytes(self.object())).hex()
        return canonical_bytes({"head": self.object(), "signature": signature})


def read_head(data: bytes, public_key: bytes) -> HeadStatement:
    """Read and verify signed head bytes.

    Raises:
        Malformed: the bytes are not a head statement.
        BadSignature: another device's, or changed after signing.
    """
    found = parse_object(data, limit_bytes=STATEMENT_BYTES)
    try:
        head = cast("dict[str, str]", found["head"])
        statement = HeadStatement(
            device=head["device"],
            epoch=head["epoch"],
            seq=int(head["seq"]),
            hash=head["hash"],
            deployment=head["deployment"],
        )
        signature = bytes.fromhex(cast("str", found["signature"]))
        sound = is_hex(statement.hash, HASH_HEX) and is_hex(statement.epoch, EPOCH_HEX)
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed("head_form") from error
    if not sound:
        raise Malformed("head_form")
    if statement.device != fingerprint(public_key):
        raise BadSignature("device")
    try:
        signed = HEAD_LABEL + canonical_bytes(cast("dict[str, Json]", head))
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, signed)
    except InvalidSignature as error:
        raise BadSignature("head") from error
    return statement
