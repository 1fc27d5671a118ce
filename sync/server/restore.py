"""Puts a backup back into an empty data directory and an empty database; never over anything.

Afterwards every feed waits for its devices: they may hold entries that were sent after the backup
was made, and those keep the positions that were signed for them.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from sync.protocol.canonical import Malformed, parse_object
from sync.server.backup import (
    FILE_KIND,
    HEAD_LIMIT_BYTES,
    SUITE,
    TABLE_KIND,
    read_frames,
    read_head,
    seal_info,
)
from sync.server.keys import keys_folder
from sync.server.private_files import make_private_directory, write_once
from sync.server.refusal import OperationRefused
from sync.server.sealed_stream import StreamDamaged

KEY_FILE_BYTES = 16 * 1024
KEY_BYTES = 32
VERSION = 1


@dataclass(frozen=True, slots=True)
class OpenBackup:
    """A backup whose key a custodian gave, read through once and found whole."""

    path: Path
    key: bytes = field(repr=False)
    deployment: str

    def frames(self) -> Iterator[tuple[str, str, bytes]]:
        """Give the frames from the start."""
        with self.path.open("rb") as file:
            head = read_head(file)
            yield from read_frames(file, self.key, bound=head)

    def tables(self) -> Iterator[bytes]:
        """Give the frames of rows."""
        return (content for kind, _, content in self.frames() if kind == TABLE_KIND)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back."""

    entries: int
    rows: int


def open_backup(path: Path, custodian_key: Path) -> OpenBackup:
    """Open a backup with a custodian's private key and make sure that it is whole.

    Raises:
        OperationRefused: `restore.…`, by what is wrong with file or key.
    """
    private = read_private_key(custodian_key)
    try:
        with path.open("rb") as file:
            head = read_head(file)
    except OSError:
        raise OperationRefused("restore.unreadable") from None
    except StreamDamaged:
        raise OperationRefused("restore.not_backup") from None
    key, deployment = _key_of(head, private)
    backup = OpenBackup(path, key, deployment)
    try:
        for _ in backup.frames():
            pass
    except StreamDamaged:
        raise OperationRefused("restore.damaged") from None
    return backup


def restore_keys(backup: OpenBackup, data_dir: Path) -> None:
    """Put the key files back, before anything makes new ones.

    Raises:
        OperationRefused: `restore.not_empty`.
    """
    folder = keys_folder(data_dir)
    for place in (data_dir, folder):
        if place.exists() and any(path != folder for path in place.iterdir()):
            raise OperationRefused("restore.not_empty")
    make_private_directory(data_dir)
    make_private_directory(folder)
    for kind, name, content in backup.frames():
        if kind == FILE_KIND:
            write_once(folder / Path(name).name, content)


def remove_restored(data_dir: Path) -> None:
    """Remove what a restore that failed has put into the empty directory."""
    from django.db import connections  # start-up order: the command sets Django up

    connections.close_all()
    for folder in (keys_folder(data_dir), data_dir):
        for path in folder.iterdir():
            if path.is_file():
                path.unlink()


def restore_rows(backup: OpenBackup, *, now: datetime) -> Restored:
    """Put all rows back and let every feed wait for its devices; Django is set up and migrated.

    Codes made before the backup count no more: they may have been used since.

    Raises:
        OperationRefused: `restore.not_empty`, `restore.newer`.
    """
    from django.db import transaction
    from django.db.models import F

    from sync.server.models import EnrolmentCode, Entry, Feed
    from sync.server.table_stream import StreamMalformed, is_empty, load_tables

    if not is_empty():
        raise OperationRefused("restore.not_empty")
    try:
        with transaction.atomic():
            rows = load_tables(backup.tables())
            Feed.objects.update(rebuild_size=F("size"), rebuild_root=F("root"), rebuild_since=now)
            EnrolmentCode.objects.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    except StreamMalformed:
        raise OperationRefused("restore.newer") from None
    return Restored(Entry.objects.count(), rows)


def read_private_key(path: Path) -> X25519PrivateKey:
    """Read a custodian's X25519 key: PEM, or 32 bytes as they are or in base64.

    Raises:
        OperationRefused: `restore.key_unreadable`, `restore.key_form`.
    """
    try:
        content = path.read_bytes()[:KEY_FILE_BYTES]
    except OSError:
        raise OperationRefused("restore.key_unreadable") from None
    for read in (_pem, _raw, _base64):
        key = read(content)
        if key is not None:
            return key
    raise OperationRefused("restore.key_form")


def _key_of(head: bytes, private: X25519PrivateKey) -> tuple[bytes, str]:
    """Find the backup's key among those sealed, and what the centre is for."""
    public = private.public_key().public_bytes_raw()
    try:
        said = parse_object(head, limit_bytes=HEAD_LIMIT_BYTES)
        if said["v"] != VERSION:
            raise OperationRefused("restore.newer")
        centre, deployment = str(said["centre"]), str(said["deployment"])
        for custodian in json.loads(head)["custodians"]:
            if base64.b64decode(custodian["public"]) == public:
                blob = base64.b64decode(custodian["sealed"])
                return SUITE.decrypt(blob, private, info=seal_info(centre, public)), deployment
    except (Malformed, KeyError, TypeError, ValueError, InvalidTag):
        raise OperationRefused("restore.damaged") from None
    raise OperationRefused("restore.not_for_key")


def _pem(content: bytes) -> X25519PrivateKey | None:
    if b"-----BEGIN" not in content:
        return None
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError):
        return None
    return key if isinstance(key, X25519PrivateKey) else None


def _raw(content: bytes) -> X25519PrivateKey | None:
    return X25519PrivateKey.from_private_bytes(content) if len(content) == KEY_BYTES else None


def _base64(content: bytes) -> X25519PrivateKey | None:
    try:
        return _raw(base64.b64decode(content.strip(), validate=True))
    except (binascii.Error, ValueError):
        return None
