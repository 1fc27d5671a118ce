"""Custodians outside the post: their public keys, and the store key sealed to each of them.

Any one of them can open the store when every officer is gone; their private keys are never on a
server or on a post's laptop.

Basis: SRC-FORMAT, "Escrow".
"""

import base64
import binascii
import json
from dataclasses import dataclass, field

from posko_app.domain.text import clean_line
from posko_app.errors import OperatorError
from posko_app.store.keyfile import EscrowSeal, Sealed, folded_name
from posko_app.store.seal import PUBLIC_BYTES, Purpose, is_public_key, seal
from posko_app.store.storekey import StoreKey

FILE_LIMIT_BYTES = 64 * 1024
NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Custodian:
    """Somebody outside the post to whom the store key is sealed."""

    name: str
    public: bytes = field(repr=False)  # raw X25519


def read_custodians(data: bytes) -> tuple[Custodian, ...]:
    """Read `[{"name", "public"}]`, where `public` is a base64 X25519 key.

    Raises:
        OperatorError: `vault.escrow_not_json`, `vault.escrow_empty`; with `number` (from 1):
            `vault.escrow_form`, `vault.escrow_key`, `vault.escrow_duplicate`.
    """
    try:
        found = json.loads(data.decode("utf-8-sig")) if len(data) <= FILE_LIMIT_BYTES else None
    except (ValueError, RecursionError):
        raise OperatorError("vault.escrow_not_json") from None
    if not isinstance(found, list):
        raise OperatorError("vault.escrow_not_json")
    if not found:
        raise OperatorError("vault.escrow_empty")
    custodians: list[Custodian] = []
    for number, item in enumerate(found, start=1):
        new = _custodian(item, number)
        if any(_is_same(new, other) for other in custodians):
            raise OperatorError("vault.escrow_duplicate", number=number)
        custodians.append(new)
    return tuple(custodians)


def seal_to(custodian: Custodian, store_key: StoreKey, *, store_id: str) -> EscrowSeal:
    """Seal the store key to a custodian."""
    blob = seal(
        store_key.secret,
        custodian.public,
        purpose=Purpose.ESCROW,
        store_id=store_id,
        generation=store_key.generation,
    )
    return EscrowSeal(custodian.name, custodian.public, (Sealed(store_key.generation, blob),))


def _custodian(item: object, number: int) -> Custodian:
    if not isinstance(item, dict) or set(item) != {"name", "public"}:
        raise OperatorError("vault.escrow_form", number=number)
    name, public = item["name"], item["public"]
    if not isinstance(name, str) or not isinstance(public, str):
        raise OperatorError("vault.escrow_form", number=number)
    name = clean_line(name)
    if not name or len(name) > NAME_CHARACTERS:
        raise OperatorError("vault.escrow_form", number=number)
    return Custodian(name, _public_key(public, number))


def _public_key(text: str, number: int) -> bytes:
    try:
        raw = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise OperatorError("vault.escrow_key", number=number) from None
    if len(raw) != PUBLIC_BYTES or not is_public_key(raw):
        raise OperatorError("vault.escrow_key", number=number)
    return raw


def _is_same(one: Custodian, other: Custodian) -> bool:
    return one.public == other.public or folded_name(one.name) == folded_name(other.name)
