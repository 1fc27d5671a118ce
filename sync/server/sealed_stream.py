"""A long stream sealed in chunks: no chunk can be changed, moved, dropped or cut off unnoticed.

AES-256-GCM, one key a stream. The nonce counts the chunks and says which is the last, so the
stream is whole or it is damaged. Each chunk is bound to what stands in clear before the stream.

Basis: SRC-FORMAT, "Backup".
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
KEY_BYTES = 32
LENGTH_BYTES = 4


class StreamDamaged(ValueError):
    """The stream is not the one that was sealed, or not all of it."""


@dataclass(slots=True)
class SealedWriter:
    """Seals what is written; nothing is whole before `close`."""

    file: BinaryIO
    key: bytes = field(repr=False)
    bound: bytes  # stands in clear before the stream
    _waiting: bytearray = field(default_factory=bytearray, repr=False)
    _number: int = 0

    def write(self, content: bytes) -> None:
        """Add bytes to the stream."""
        self._waiting += content
        while len(self._waiting) > CHUNK_BYTES:  # the last chunk is never written before its time
            self._chunk(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]

    def close(self) -> None:
        """Write the last chunk, which says that it is the last; the file stays open."""
        self._chunk(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _chunk(self, content: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        sealed = AESGCM(self.key).encrypt(nonce, content, _binding(self.bound))
        self.file.write(len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed)
        self._number += 1


def read_sealed(file: BinaryIO, key: bytes, *, bound: bytes) -> Iterator[bytes]:
    """Give the stream's bytes, chunk by chunk; what came before damage was as it was sealed.

    Raises:
        StreamDamaged: a chunk was changed, moved or dropped, or the end is missing.
    """
    cipher, binding, number = AESGCM(key), _binding(bound), 0
    sealed = _next_chunk(file)
    while sealed is not None:
        following = _next_chunk(file)
        try:
            yield cipher.decrypt(_nonce(number, last=following is None), sealed, binding)
        except InvalidTag:
            raise StreamDamaged("chunk") from None
        sealed, number = following, number + 1
    if number == 0:
        raise StreamDamaged("empty")


def _next_chunk(file: BinaryIO) -> bytes | None:
    start = file.read(LENGTH_BYTES)
    if not start:
        return None
    length = int.from_bytes(start, "big")
    if len(start) != LENGTH_BYTES or not TAG_BYTES <= length <= CHUNK_BYTES + TAG_BYTES:
        raise StreamDamaged("length")
    sealed = file.read(length)
    if len(sealed) != length:
        raise StreamDamaged("cut")
    return sealed


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _binding(bound: bytes) -> bytes:
    return hashlib.sha256(bound).digest()
