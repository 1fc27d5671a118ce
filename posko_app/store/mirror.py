"""The head mirror: where the chain stood after the last save, kept apart from the store.

A store that somebody put back to an earlier day is behind its mirror.

Basis: SRC-FORMAT, "Head mirror".
"""

from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from posko_app.store.connection import Connection
from posko_app.store.in_place import write_sector
from posko_app.system import make_private_directory
from sync.protocol.canonical import Malformed
from sync.protocol.entry import BadSignature, Entry
from sync.protocol.head import STATEMENT_BYTES, HeadStatement, read_head

HASH_AT = "SELECT hash FROM entries WHERE device = ? AND epoch = ? AND seq = ?"


class MirrorState(StrEnum):
    """How the mirror compares with the store; only the last two are faults."""

    SAME_OR_BEHIND = "same_or_behind"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    AHEAD = "ahead"
    DIFFERS = "differs"


FAULTS = frozenset({MirrorState.AHEAD, MirrorState.DIFFERS})


def mirror_path(heads: Path, store_id: str) -> Path:
    """Say where a store's mirror lies within the state directory's `heads`."""
    return heads / f"{store_id}.json"


def head_at(newest: Entry) -> HeadStatement:
    """Give the head of the chain that ends with an entry."""
    header = newest.header
    return HeadStatement(header.device, header.epoch, header.seq, newest.hash, header.deployment)


def write_mirror(path: Path, head: HeadStatement, key: Ed25519PrivateKey) -> None:
    """Overwrite the mirror, signed by the device, without waiting for the disk.

    Raises:
        OSError: the old mirror is still there, which is a mirror behind: fine.
    """
    write_sector(path, head.signed(key))


def prepare(path: Path) -> None:
    """Make the directory the mirror lies in (raises OSError)."""
    make_private_directory(path.parent)


def compare_mirror(connection: Connection, path: Path, *, public_key: bytes) -> MirrorState:
    """Compare the mirror with what the store holds."""
    try:
        with path.open("rb") as file:
            data = file.read(STATEMENT_BYTES + 1)
    except OSError:
        return MirrorState.MISSING
    try:
        head = read_head(data, public_key)
    except (Malformed, BadSignature):
        return MirrorState.UNREADABLE
    return _compared(connection, head)


def _compared(connection: Connection, head: HeadStatement) -> MirrorState:
    here = connection.execute(HASH_AT, (head.device, head.epoch, head.seq)).fetchone()
    if here is None:
        return MirrorState.AHEAD
    return MirrorState.SAME_OR_BEHIND if here == (head.hash,) else MirrorState.DIFFERS
