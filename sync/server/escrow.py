"""Custodians: whom backups are sealed to. Their private halves are never on a server.

Basis: SRC-FORMAT, "Escrow".
"""

import base64
import binascii
import json
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from posko_app.domain.text import clean_line
from sync.server.private_files import replace_whole
from sync.server.refusal import OperationRefused

CUSTODIANS_FILE = "custodians.json"
FILE_LIMIT_BYTES = 64 * 1024
NAME_CHARACTERS = 200
PUBLIC_BYTES = 32


@dataclass(frozen=True, slots=True)
class Custodian:
    """Somebody outside the centre who can open its backups."""

    name: str
    public: bytes = field(repr=False)  # raw X25519


def name_custodians(keys_dir: Path, file: Path) -> tuple[Custodian, ...]:
    """Read who the custodians are and remember them in place of those named before.

    Raises:
        OperationRefused: the file cannot be read or says something else.
    """
    try:
        content = file.read_bytes()
    except OSError:
        raise OperationRefused("escrow.unreadable") from None
    custodians = read_custodians(content)
    replace_whole(keys_dir / CUSTODIANS_FILE, _written(custodians))
    return custodians


def named_custodians(keys_dir: Path) -> tuple[Custodian, ...]:
    """Give the custodians named before; none where nobody was."""
    path = keys_dir / CUSTODIANS_FILE
    return read_custodians(path.read_bytes()) if path.exists() else ()


def read_custodians(content: bytes) -> tuple[Custodian, ...]:
    """Read `[{"name", "public"}]`, where `public` is a base64 X25519 key.

    Raises:
        OperationRefused: `escrow.not_json`, `escrow.empty`; with `number` (from 1):
            `escrow.form`, `escrow.key`, `escrow.duplicate`.
    """
    try:
        small = len(content) <= FILE_LIMIT_BYTES
        found = json.loads(content.decode("utf-8-sig")) if small else None
    except (ValueError, RecursionError):
        raise OperationRefused("escrow.not_json") from None
    if not isinstance(found, list):
        raise OperationRefused("escrow.not_json")
    if not found:
        raise OperationRefused("escrow.empty")
    custodians: list[Custodian] = []
    for number, item in enumerate(found, start=1):
        new = _custodian(item, number)
        if any(new.public == o.public or new.name == o.name for o in custodians):
            raise OperationRefused("escrow.duplicate", number=number)
        custodians.append(new)
    return tuple(custodians)


def _custodian(item: object, number: int) -> Custodian:
    if not isinstance(item, dict) or set(item) != {"name", "public"}:
        raise OperationRefused("escrow.form", number=number)
    name, public = item["name"], item["public"]
    if not isinstance(name, str) or not isinstance(public, str):
        raise OperationRefused("escrow.form", number=number)
    name = clean_line(name)
    if not name or len(name) > NAME_CHARACTERS:
        raise OperationRefused("escrow.form", number=number)
    try:
        raw = base64.b64decode(public.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise OperationRefused("escrow.key", number=number) from None
    if not _is_public_key(raw):
        raise OperationRefused("escrow.key", number=number)
    return Custodian(name, raw)


def _is_public_key(raw: bytes) -> bool:
    """Say whether a secret may be sealed to these bytes; a point of low order is no key."""
    if len(raw) != PUBLIC_BYTES:
        return False
    try:
        probe = X25519PrivateKey.from_private_bytes(b"\x01" * PUBLIC_BYTES)
        probe.exchange(X25519PublicKey.from_public_bytes(raw))
    except ValueError:
        return False
    return True


def _written(custodians: tuple[Custodian, ...]) -> bytes:
    listed = [{"name": c.name, "public": base64.b64encode(c.public).decode()} for c in custodians]
    return json.dumps(listed, ensure_ascii=False, indent=1).encode() + b"\n"
