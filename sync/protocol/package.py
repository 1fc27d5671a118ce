"""A package: what a round would say, in one file, sealed to its recipient and signed.

magic ‖ 4-byte length ‖ head (RFC 8785) ‖ 64-byte signature over label ‖ head ‖ HPKE ciphertext.
The head names the ciphertext's hash, so the signature covers every byte; the seal is bound to the
rest of the head, so a ciphertext cannot be moved below another one.

Basis: SRC-RFC9180; SRC-FORMAT, "Requests" and "Limits".
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from sync.protocol.canonical import Json, Malformed, canonical_bytes, parse_object
from sync.protocol.entry import SIGNATURE_BYTES, Deployment, fingerprint
from sync.protocol.ids import HASH_HEX, is_hex
from sync.protocol.limits import PACKAGE_BYTES

PACKAGE_MAGIC = b"posko-package-1\n"
PACKAGE_LABEL = b"posko/package/v1"
PACKAGE_VERSION = 1
LENGTH_BYTES = 4
HEAD_BYTES = 4096

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class PackageKind(StrEnum):
    """Which way a package goes."""

    PUSH = "push"  # from a device to its centre
    ANSWER = "answer"


class PackageBroken(ValueError):
    """The file is no package for this recipient from this sender; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class PackageHead:
    """What stands on the outside. `sender` and `recipient` are fingerprints of signing keys."""

    kind: str
    sender: str
    recipient: str
    deployment: str
    made_at_ms: int  # by the sender's clock; for people, nothing depends on it
    v: int = PACKAGE_VERSION

    def bound(self) -> dict[str, Json]:
        """Give the head without the ciphertext's hash: what the seal is bound to."""
        return {
            "v": self.v,
            "kind": self.kind,
            "from": self.sender,
            "to": self.recipient,
            "deployment": self.deployment,
            "made_at_ms": self.made_at_ms,
        }


@dataclass(frozen=True, slots=True)
class _Split:
    head: PackageHead
    head_bytes: bytes
    sha256: str
    signature: bytes
    sealed: bytes


def seal_package(
    payload: bytes, head: PackageHead, *, key: Ed25519PrivateKey, seal_to: bytes
) -> bytes:
    """Give the whole file.

    Args:
        payload: what only the recipient may read.
        head: what stands on the outside; its sender is this key's fingerprint.
        key: the sender's signing key.
        seal_to: the recipient's raw X25519 public key.

    Raises:
        ValueError: the key is not the sender's.
        PackageBroken: `too_large`.
    """
    if fingerprint(key.public_key().public_bytes_raw()) != head.sender:
        raise ValueError("sender")
    recipient = X25519PublicKey.from_public_bytes(seal_to)
    sealed = _SUITE.encrypt(payload, recipient, info=_info(head))
    whole = canonical_bytes(head.bound() | {"sha256": hashlib.sha256(sealed).hexdigest()})
    signature = key.sign(PACKAGE_LABEL + whole)
    length = len(whole).to_bytes(LENGTH_BYTES, "big")
    package = PACKAGE_MAGIC + length + whole + signature + sealed
    if len(package) > PACKAGE_BYTES:
        raise PackageBroken("too_large")
    return package


def package_head(package: bytes) -> PackageHead:
    """Read what stands on the outside; nothing is verified yet.

    Raises:
        PackageBroken: `too_large`, `not_a_package`, `head_form`, `version_unknown`.
    """
    return _split(package).head


def open_package(
    package: bytes, *, kind: PackageKind, sender: bytes, recipient: str, key: X25519PrivateKey
) -> bytes:
    """Verify and open a package.

    Args:
        package: the whole file.
        kind: the one expected.
        sender: raw Ed25519 public key of the one who must have signed.
        recipient: fingerprint of our own signing key.
        key: our X25519 private key.

    Raises:
        PackageBroken: as `package_head`, or `other_kind`, `other_recipient`, `other_sender`,
            `bad_signature`, `bytes_differ`, `not_opened`.
    """
    split = _split(package)
    head = split.head
    if head.kind != kind:
        raise PackageBroken("other_kind")
    if head.recipient != recipient:
        raise PackageBroken("other_recipient")
    if head.sender != fingerprint(sender):
        raise PackageBroken("other_sender")
    try:
        signed = PACKAGE_LABEL + split.head_bytes
        Ed25519PublicKey.from_public_bytes(sender).verify(split.signature, signed)
    except (InvalidSignature, ValueError) as error:
        raise PackageBroken("bad_signature") from error
    if hashlib.sha256(split.sealed).hexdigest() != split.sha256:
        raise PackageBroken("bytes_differ")
    try:
        return _SUITE.decrypt(split.sealed, key, info=_info(head))
    except (InvalidTag, ValueError) as error:
        raise PackageBroken("not_opened") from error


def _info(head: PackageHead) -> bytes:
    return PACKAGE_LABEL + canonical_bytes(head.bound())


def _split(package: bytes) -> _Split:
    if len(package) > PACKAGE_BYTES:
        raise PackageBroken("too_large")
    if not package.startswith(PACKAGE_MAGIC):
        raise PackageBroken("not_a_package")
    start = len(PACKAGE_MAGIC) + LENGTH_BYTES
    length = int.from_bytes(package[len(PACKAGE_MAGIC) : start], "big")
    end = start + length
    if length > HEAD_BYTES or len(package) < end + SIGNATURE_BYTES:
        raise PackageBroken("not_a_package")
    head_bytes = package[start:end]
    try:
        found = parse_object(head_bytes, limit_bytes=HEAD_BYTES)
        head, sha256 = _head_from(found)
    except (Malformed, KeyError) as error:
        raise PackageBroken("head_form") from error
    if head.v != PACKAGE_VERSION:
        raise PackageBroken("version_unknown")
    if canonical_bytes(head.bound() | {"sha256": sha256}) != head_bytes:
        raise PackageBroken("head_form")
    signature, sealed = package[end : end + SIGNATURE_BYTES], package[end + SIGNATURE_BYTES :]
    return _Split(head, head_bytes, sha256, signature, sealed)


def _head_from(found: dict[str, Json]) -> tuple[PackageHead, str]:
    head = PackageHead(
        kind=cast("str", found["kind"]),
        sender=cast("str", found["from"]),
        recipient=cast("str", found["to"]),
        deployment=cast("str", found["deployment"]),
        made_at_ms=cast("int", found["made_at_ms"]),
        v=cast("int", found["v"]),
    )
    sound = head.kind in tuple(PackageKind) and head.deployment in tuple(Deployment)
    sound = sound and is_hex(head.sender, HASH_HEX) and is_hex(head.recipient, HASH_HEX)
    sound = sound and type(head.made_at_ms) is int and type(head.v) is int
    if not (sound and is_hex(found["sha256"], HASH_HEX)):
        raise Malformed("head_form")
    return head, cast("str", found["sha256"])
