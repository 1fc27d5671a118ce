"""The key file as bytes: exactly RFC 8785, a newline, and 64 hex of the first part's SHA-256.

Everything binary stands in lower-case hexadecimal, so one value has one byte string.

Basis: SRC-FORMAT, "Key file".
"""

import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from posko_app.errors import MachineError, OperatorError
from posko_app.store.kdf import SALT_BYTES, KdfCost
from posko_app.store.keyfile import EscrowSeal, KeyFile, Mac, Sealed, Slot
from posko_app.store.seal import OVERHEAD_BYTES, PUBLIC_BYTES
from posko_app.store.storekey import STORE_KEY_BYTES
from sync.protocol.canonical import Json, JsonObject, Malformed, canonical_bytes, parse_object
from sync.protocol.entry import Deployment
from sync.protocol.ids import SUBJECT_HEX, is_hex
from sync.protocol.people import Role

VERSION = 1
FILE_LIMIT_BYTES = 1024 * 1024
HASH_LINE_CHARACTERS = 64
NONCE_BYTES = 12
BOX_BYTES = 2 * 32 + 16  # two private keys and the tag
BLOB_BYTES = STORE_KEY_BYTES + OVERHEAD_BYTES
MAC_BYTES = 32

Choice = TypeVar("Choice", bound=StrEnum)


def encode(key_file: KeyFile) -> bytes:
    """Give the file's bytes."""
    macs: list[Json] = [{"generation": m.generation, "mac": m.mac.hex()} for m in key_file.macs]
    body = canonical_bytes({**_without_macs(key_file), "macs": macs})
    return body + b"\n" + hashlib.sha256(body).hexdigest().encode()


def decode(data: bytes) -> KeyFile:
    """Read the file's bytes; they are exactly what `encode` makes, or they are damage.

    Raises:
        MachineError: `vault.key_file_damaged`.
        OperatorError: `vault.key_file_newer`; whole, but written by a newer version.
    """
    body, hash_line = data[: -HASH_LINE_CHARACTERS - 1], data[-HASH_LINE_CHARACTERS:]
    if hash_line != hashlib.sha256(body).hexdigest().encode():
        raise MachineError("vault.key_file_damaged")
    try:
        found = parse_object(body, limit_bytes=FILE_LIMIT_BYTES)
        if _integer(found, "v") > VERSION:
            raise OperatorError("vault.key_file_newer")
        key_file = _key_file(found)
    except Malformed:
        raise MachineError("vault.key_file_damaged") from None
    if encode(key_file) != data or not key_file.macs or not key_file.slots:
        raise MachineError("vault.key_file_damaged")
    return key_file


def maced_bytes(key_file: KeyFile) -> bytes:
    """Give the bytes that each generation's HMAC covers: all but the HMACs."""
    return canonical_bytes(_without_macs(key_file))


def _without_macs(key_file: KeyFile) -> dict[str, Json]:
    return {
        "v": VERSION,
        "store_id": key_file.store_id,
        "deployment": key_file.deployment.value,
        "post": key_file.post,
        "revision": key_file.revision,
        "slots": [_slot_object(slot) for slot in key_file.slots],
        "escrow": [
            {"name": e.name, "public": e.public.hex(), "sealed": _sealed_objects(e.sealed)}
            for e in key_file.escrow
        ],
    }


def _slot_object(slot: Slot) -> JsonObject:
    return {
        "person": slot.person,
        "name": slot.name,
        "role": slot.role.value,
        "kdf": kdf_object(slot.cost, slot.salt),
        "nonce": slot.nonce.hex(),
        "box": slot.box.hex(),
        "sign_key": slot.sign_key.hex(),
        "seal_key": slot.seal_key.hex(),
        "sealed": _sealed_objects(slot.sealed),
    }


def kdf_object(cost: KdfCost, salt: bytes) -> JsonObject:
    """Give the KDF part of a slot: what the box is also bound to."""
    return {
        "memory_kib": cost.memory_kib,
        "iterations": cost.iterations,
        "lanes": cost.lanes,
        "salt": salt.hex(),
    }


def _sealed_objects(sealed: Sequence[Sealed]) -> list[Json]:
    return [{"generation": s.generation, "blob": s.blob.hex()} for s in sealed]


def _key_file(found: JsonObject) -> KeyFile:
    return KeyFile(
        store_id=_identity(found, "store_id"),
        deployment=_choice(Deployment, found, "deployment"),
        post=_text(found, "post"),
        revision=_integer(found, "revision"),
        slots=tuple(_slot(item) for item in _objects(found, "slots")),
        escrow=tuple(
            EscrowSeal(_text(item, "name"), _bytes(item, "public", PUBLIC_BYTES), _sealed(item))
            for item in _objects(found, "escrow")
        ),
        macs=tuple(
            Mac(_integer(item, "generation"), _bytes(item, "mac", MAC_BYTES))
            for item in _objects(found, "macs")
        ),
    )


def _slot(found: JsonObject) -> Slot:
    kdf = found.get("kdf")
    if not isinstance(kdf, Mapping):
        raise Malformed("kdf")
    return Slot(
        person=_identity(found, "person"),
        name=_text(found, "name"),
        role=_choice(Role, found, "role"),
        cost=KdfCost(
            _integer(kdf, "memory_kib"), _integer(kdf, "iterations"), _integer(kdf, "lanes")
        ),
        salt=_bytes(kdf, "salt", SALT_BYTES),
        nonce=_bytes(found, "nonce", NONCE_BYTES),
        box=_bytes(found, "box", BOX_BYTES),
        sign_key=_bytes(found, "sign_key", PUBLIC_BYTES),
        seal_key=_bytes(found, "seal_key", PUBLIC_BYTES),
        sealed=_sealed(found),
    )


def _sealed(found: JsonObject) -> tuple[Sealed, ...]:
    return tuple(
        Sealed(_integer(item, "generation"), _bytes(item, "blob", BLOB_BYTES))
        for item in _objects(found, "sealed")
    )


def _objects(found: JsonObject, name: str) -> list[JsonObject]:
    items = found.get(name)
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise Malformed(name)
    return items


def _text(found: JsonObject, name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str):
        raise Malformed(name)
    return value


def _integer(found: JsonObject, name: str) -> int:
    value = found.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Malformed(name)
    return value


def _bytes(found: JsonObject, name: str, length: int) -> bytes:
    value = _text(found, name)
    if not is_hex(value, 2 * length):
        raise Malformed(name)
    return bytes.fromhex(value)


def _identity(found: JsonObject, name: str) -> str:
    value = _text(found, name)
    if not is_hex(value, SUBJECT_HEX):
        raise Malformed(name)
    return value


def _choice(kind: type[Choice], found: JsonObject, name: str) -> Choice:
    try:
        return kind(_text(found, name))
    except ValueError:
        raise Malformed(name) from None
