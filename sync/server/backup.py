"""Writes database and keys into one file that only a custodian can open.

The line `posko-centre-backup-1`, 4 bytes of length, an RFC 8785 head, a sealed stream of frames:
first the key files, then every table. The stream's key is sealed to each custodian by HPKE.

Basis: SRC-RFC9180; SRC-FORMAT, "Backup".
"""

import base64
import os
import secrets
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from sync.protocol.canonical import Json, canonical_bytes
from sync.protocol.entry import fingerprint
from sync.server.centre import Centre, milliseconds
from sync.server.escrow import Custodian, named_custodians
from sync.server.private_files import OWNER_ONLY, give_name
from sync.server.refusal import OperationRefused
from sync.server.sealed_stream import KEY_BYTES, SealedWriter, StreamDamaged, read_sealed
from sync.server.snapshot import snapshot
from sync.server.table_stream import TableState, read_tables, states_of

MAGIC = b"posko-centre-backup-1\n"
LENGTH_BYTES = 4
HEAD_LIMIT_BYTES = 1024 * 1024
FRAME_LIMIT_BYTES = 64 * 1024 * 1024
SEAL_LABEL = b"posko/seal/v1"
PURPOSE = "centre_backup"
FILE_KIND, TABLE_KIND = "file", "table"

SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class Written:
    """What a backup holds, counted while it was read back."""

    entries: int
    rows: int
    custodians: int


def write_backup(centre: Centre, out: Path, *, now: datetime) -> Written:
    """Write a backup as of this moment, read it back whole, and only then give it its name.

    Raises:
        OperationRefused: `backup.no_custodian`, `backup.exists`, `backup.not_whole`.
        OSError: the place takes no file.
    """
    custodians = named_custodians(centre.keys.folder)
    if not custodians:
        raise OperationRefused("backup.no_custodian")
    if out.exists():
        raise OperationRefused("backup.exists")
    key = secrets.token_bytes(KEY_BYTES)
    head = canonical_bytes(_head(centre, custodians, key, now))
    temporary = out.with_name(out.name + ".new")
    try:
        with open(temporary, "xb", opener=_private) as file:
            _write(file, head, key, centre.keys.folder)
        states = _read_back(temporary, key)
        give_name(temporary, out)  # one that is taken is never replaced
    except FileExistsError:
        raise OperationRefused("backup.exists") from None
    finally:
        temporary.unlink(missing_ok=True)
    rows = sum(state.rows for state in states.values())
    return Written(states["centre.Entry"].rows, rows, len(custodians))


def seal_info(centre: str, recipient: bytes) -> bytes:
    """Give what a sealed backup key is bound to.

    Args:
        centre: its fingerprint.
        recipient: the custodian's raw public key.
    """
    bound = {"purpose": PURPOSE, "centre": centre, "recipient": fingerprint(recipient)}
    return SEAL_LABEL + canonical_bytes(bound)


def read_frames(file: BinaryIO, key: bytes, *, bound: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Give kind, name and content of each frame of the stream that begins here.

    Raises:
        StreamDamaged: changed, cut off, or no such frames.
    """
    inflated = _inflated(read_sealed(file, key, bound=bound))
    for packed in _lengths_read(inflated):
        try:
            yield msgspec.msgpack.decode(packed, type=tuple[str, str, bytes])
        except msgspec.MsgspecError:
            raise StreamDamaged("frame") from None


def _head(
    centre: Centre, custodians: tuple[Custodian, ...], key: bytes, now: datetime
) -> dict[str, Json]:
    sealed = [
        {
            "name": custodian.name,
            "public": base64.b64encode(custodian.public).decode(),
            "sealed": base64.b64encode(_sealed_key(centre, custodian, key)).decode(),
        }
        for custodian in custodians
    ]
    return {
        "v": 1,
        "made_at": milliseconds(now),
        "centre": centre.fingerprint,
        "deployment": centre.deployment,
        "custodians": list[Json](sealed),
    }


def _sealed_key(centre: Centre, custodian: Custodian, key: bytes) -> bytes:
    recipient = X25519PublicKey.from_public_bytes(custodian.public)
    return SUITE.encrypt(key, recipient, info=seal_info(centre.fingerprint, custodian.public))


def _write(file: BinaryIO, head: bytes, key: bytes, keys_dir: Path) -> None:
    file.write(MAGIC + len(head).to_bytes(LENGTH_BYTES, "big") + head)
    writer, deflating = SealedWriter(file, key, head), zlib.compressobj(6)
    with snapshot():
        for frame in _frames(keys_dir):
            packed = msgspec.msgpack.encode(frame)
            length = len(packed).to_bytes(LENGTH_BYTES, "big")
            writer.write(deflating.compress(length + packed))
    writer.write(deflating.flush())
    writer.close()
    file.flush()
    os.fsync(file.fileno())


def _frames(keys_dir: Path) -> Iterator[tuple[str, str, bytes]]:
    for path in sorted(keys_dir.iterdir()):
        if path.is_file() and path.suffix != ".new":
            yield FILE_KIND, path.name, path.read_bytes()
    for frame in read_tables():
        yield TABLE_KIND, "", frame


def _read_back(path: Path, key: bytes) -> dict[str, TableState]:
    try:
        with path.open("rb") as file:
            head = read_head(file)
            frames = read_frames(file, key, bound=head)
            return states_of(content for kind, _, content in frames if kind == TABLE_KIND)
    except StreamDamaged:
        raise OperationRefused("backup.not_whole") from None


def read_head(file: BinaryIO) -> bytes:
    """Read the head's bytes; the stream begins after them (raises StreamDamaged)."""
    if file.read(len(MAGIC)) != MAGIC:
        raise StreamDamaged("magic")
    length = int.from_bytes(file.read(LENGTH_BYTES), "big")
    head = file.read(min(length, HEAD_LIMIT_BYTES))
    if len(head) != length:
        raise StreamDamaged("head")
    return head


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    inflating = zlib.decompressobj()
    try:
        for chunk in chunks:
            waiting = chunk
            while waiting:
                yield inflating.decompress(waiting, 1024 * 1024)
                waiting = inflating.unconsumed_tail
        yield inflating.flush()
    except zlib.error:
        raise StreamDamaged("deflate") from None
    if not inflating.eof:
        raise StreamDamaged("cut")


def _lengths_read(pieces: Iterable[bytes]) -> Iterator[bytes]:
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while len(buffer) >= LENGTH_BYTES:
            length = int.from_bytes(buffer[:LENGTH_BYTES], "big")
            if length > FRAME_LIMIT_BYTES:
                raise StreamDamaged("length")
            if len(buffer) < LENGTH_BYTES + length:
                break
            yield bytes(buffer[LENGTH_BYTES : LENGTH_BYTES + length])
            del buffer[: LENGTH_BYTES + length]
    if buffer:
        raise StreamDamaged("cut")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_BINARY", 0), OWNER_ONLY)
