"""The challenge: one hash that only somebody who still has an entry's bytes can give.

The log proves hashes; this proves data.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

import hashlib
from collections.abc import Mapping

from sync.protocol.entry import Entry

CHALLENGE_LABEL = b"posko/challenge/v1"
NONCE_BYTES = 32


def challenge_proof(
    nonce: bytes, position: int, entry: Entry, erased: Mapping[str, str]
) -> bytes | None:
    """Give the proof for an entry at a position; None when a part is gone without an erasure.

    Args:
        nonce: 32 random bytes of the asking side.
        position: in the feed asked about.
        entry: with the parts that are left.
        erased: part name -> id of the erasure entry that took it.
    """
    proof = hashlib.sha256(CHALLENGE_LABEL + nonce + position.to_bytes(8, "big"))
    proof.update(length_prefixed(entry.header_bytes) + length_prefixed(entry.signature))
    for name in sorted(entry.header.parts, key=str.encode):
        proof.update(length_prefixed(name.encode()))
        if name in entry.parts:
            proof.update(b"\x01" + length_prefixed(entry.parts[name]))
        elif name in erased:
            proof.update(b"\x00" + length_prefixed(erased[name].encode()))
        else:
            return None
    return proof.digest()


def length_prefixed(content: bytes) -> bytes:
    """Give `lp(x)`: the length in 4 bytes, big-endian, then the bytes."""
    return len(content).to_bytes(4, "big") + content
