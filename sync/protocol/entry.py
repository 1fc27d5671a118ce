"""The entry: header, one signature, and parts that may lawfully be erased.

The header's bytes are made once, stored and sent as they are, never re-made.

Basis: SRC-FORMAT, "Entry" and "Parts".
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.protocol.canonical import (
    Json,
    JsonObject,
    Malformed,
    canonical_bytes,
    check_text,
    is_canonical,
    parse_object,
)
from sync.protocol.ids import EPOCH_HEX, HASH_HEX, SUBJECT_HEX, is_hex
from sync.protocol.limits import ENTRY_BYTES, LARGEST_INTEGER

VERSION = 1
ENTRY_LABEL = b"posko/entry/v1"
SALT_BYTES = 16
SIGNATURE_BYTES = 64
RECEIPT_CHARACTERS = 10
PART_NAMES = ("contacts", "facts", "identity", "notes")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Kind(StrEnum):
    """What kinds of fact this version writes or knows; unknown kinds are kept all the same."""

    SCREENING = "screening"
    CORRECTION = "correction"
    TALLY = "tally"
    SHIFT = "shift"
    DAY = "day"
    LETTER = "letter"
    EXPORT = "export"
    ACCESS = "access"
    WATCH = "watch"
    REFERRAL = "referral"
    ERASURE = "erasure"
    OFFICER = "officer"
    DEVICE = "device"
    SYSTEM = "system"
    RULESET = "ruleset"
    LIST = "list"
    TAG = "tag"
    HEADS = "heads"
    CONFIRMATION = "confirmation"
    LINK = "link"


class Deployment(StrEnum):
    """Whether a store holds real people; fixed at init, never mixed."""

    TRAINING = "training"
    LIVE = "live"


class BadSignature(ValueError):
    """The signature does not belong to these bytes and this key."""


class PartMismatch(ValueError):
    """A part's bytes are not the ones the header was signed with."""


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """A checkpoint of a centre's feed that the device had verified before this entry."""

    feed: str
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Header:
    """What is hashed and signed for ever. Field forms: see the module's source."""

    id: str  # UUIDv7
    deployment: str
    kind: str
    subject: str  # 32 hex
    device: str  # fingerprint, 64 hex
    epoch: str  # 16 hex
    seq: int  # from 1, without gaps in (device, epoch)
    prev: str  # entry hash of seq - 1; 64 zeros for seq 1
    hlc: str  # 16 hex
    signer: str  # fingerprint, 64 hex
    based_on: tuple[str, ...] = ()  # sorted entry ids
    parts: Mapping[str, str] = field(default_factory=dict)  # name -> SHA-256 of salt and bytes
    seen: tuple[Seen, ...] = ()  # sorted by feed
    v: int = VERSION
    min_reader: int = VERSION

    def encode(self) -> bytes:
        """Give the header's canonical bytes.

        Raises:
            Malformed: a field has not the form the format demands.
        """
        _check_header(self)
        return canonical_bytes(_header_object(self))

    @classmethod
    def decode(cls, data: bytes) -> "Header":
        """Read header bytes; fields of a newer version are passed over, not lost: the bytes stay.

        Raises:
            Malformed: not canonical JSON of the format's form.
        """
        found = parse_object(data, limit_bytes=ENTRY_BYTES)
        if not is_canonical(data, found):
            raise Malformed("not_canonical")
        header = _header_from(found)
        _check_header(header)
        return header


@dataclass(frozen=True)
class Entry:
    """A stored or received entry. `parts` holds salt and bytes by name; erased ones are absent."""

    header_bytes: bytes
    signature: bytes
    parts: Mapping[str, bytes] = field(repr=False)

    @cached_property
    def header(self) -> Header:
        """The decoded header (raises Malformed)."""
        return Header.decode(self.header_bytes)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of header and signature, 64 hex: what the next entry's `prev` names."""
        return hashlib.sha256(self.header_bytes + self.signature).hexdigest()

    @property
    def leaf(self) -> bytes:
        """The RFC 6962 leaf: SHA-256 of 0x00, header and signature."""
        return hashlib.sha256(b"\x00" + self.header_bytes + self.signature).digest()

    @property
    def receipt(self) -> str:
        """The first 10 characters of the lower-case base32 entry hash, for the paper form."""
        return receipt_of(self.hash)

    @property
    def size_bytes(self) -> int:
        """Header, signature and all parts together."""
        return len(self.header_bytes) + len(self.signature) + sum(map(len, self.parts.values()))


def receipt_of(entry_hash: str) -> str:
    """Give the ten characters a person writes down for an entry hash (64 hex)."""
    encoded = base64.b32encode(bytes.fromhex(entry_hash)).decode("ascii").lower()
    return encoded[:RECEIPT_CHARACTERS]


def fingerprint(public_key: bytes) -> str:
    """Give SHA-256 of a raw 32-byte public key as 64 hex."""
    return hashlib.sha256(public_key).hexdigest()


def seal_part(content: JsonObject, salt: bytes) -> bytes:
    """Give a part's stored bytes: 16 random bytes, then canonical JSON.

    Raises:
        Malformed: a value or a text that the format forbids; text is NFC from the first day on.
    """
    if len(salt) != SALT_BYTES:
        raise Malformed("salt_length")
    stored = salt + canonical_bytes(content)
    check_text(content)
    return stored


def open_part(stored: bytes) -> dict[str, Json]:
    """Read a part's content back (raises Malformed)."""
    return parse_object(stored[SALT_BYTES:], limit_bytes=ENTRY_BYTES)


def part_hash(stored: bytes) -> str:
    """Give the hash that the header names for a part's stored bytes."""
    return hashlib.sha256(stored).hexdigest()


def sign_entry(header: Header, parts: Mapping[str, bytes], key: Ed25519PrivateKey) -> Entry:
    """Freeze and sign a header that already names its parts' hashes.

    Raises:
        Malformed: the header's form is wrong, or the whole is over the entry limit.
        PartMismatch: the header names other parts than the ones given.
    """
    header_bytes = header.encode()
    entry = Entry(header_bytes, key.sign(ENTRY_LABEL + header_bytes), dict(parts))
    if {name: part_hash(stored) for name, stored in parts.items()} != dict(header.parts):
        raise PartMismatch("parts")
    if entry.size_bytes > ENTRY_BYTES:
        raise Malformed("entry_too_large")
    return entry


def check_signature(entry: Entry, public_key: bytes) -> None:
    """Verify the signature and that the key is the one the header names.

    Raises:
        BadSignature: any of it does not fit.
    """
    if fingerprint(public_key) != entry.header.signer or len(entry.signature) != SIGNATURE_BYTES:
        raise BadSignature("signer")
    try:
        signed = ENTRY_LABEL + entry.header_bytes
        Ed25519PublicKey.from_public_bytes(public_key).verify(entry.signature, signed)
    except InvalidSignature as error:
        raise BadSignature("signature") from error


def check_parts(entry: Entry) -> tuple[str, ...]:
    """Verify the parts that are present; give the names of those that are gone, sorted.

    Raises:
        PartMismatch: a part's bytes differ from the header's hash, or were never named.
    """
    named = entry.header.parts
    for name, stored in entry.parts.items():
        if named.get(name) != part_hash(stored):
            raise PartMismatch(name)
    return tuple(sorted(set(named) - set(entry.parts)))


def _header_object(header: Header) -> dict[str, Json]:
    return {
        "v": header.v,
        "min_reader": header.min_reader,
        "id": header.id,
        "deployment": header.deployment,
        "kind": header.kind,
        "subject": header.subject,
        "device": header.device,
        "epoch": header.epoch,
        "seq": header.seq,
        "prev": header.prev,
        "hlc": header.hlc,
        "signer": header.signer,
        "based_on": list(header.based_on),
        "parts": dict(header.parts),
        "seen": [{"feed": s.feed, "size": s.size, "root": s.root} for s in header.seen],
    }


def _header_from(found: Mapping[str, Json]) -> Header:
    try:
        seen = tuple(
            Seen(_text(s["feed"]), _count(s["size"]), _text(s["root"]))
            for s in cast("list[dict[str, Json]]", _list(found["seen"]))
        )
        parts = cast("dict[str, Json]", found["parts"])
        return Header(
            id=_text(found["id"]),
            deployment=_text(found["deployment"]),
            kind=_text(found["kind"]),
            subject=_text(found["subject"]),
            device=_text(found["device"]),
            epoch=_text(found["epoch"]),
            seq=_count(found["seq"]),
            prev=_text(found["prev"]),
            hlc=_text(found["hlc"]),
            signer=_text(found["signer"]),
            based_on=tuple(_text(i) for i in _list(found["based_on"])),
            parts={name: _text(value) for name, value in parts.items()},
            seen=seen,
            v=_count(found["v"]),
            min_reader=_count(found["min_reader"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise Malformed("header_form") from error


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise Malformed("header_form")
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise Malformed("header_form")
    return value


def _count(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed("header_form")
    return value


def _check_header(header: Header) -> None:
    forms = (
        UUID.fullmatch(header.id) is not None,
        header.deployment in tuple(Deployment),
        0 < len(header.kind) <= 32,
        is_hex(header.subject, SUBJECT_HEX) or is_hex(header.subject, HASH_HEX),
        is_hex(header.device, HASH_HEX),
        is_hex(header.epoch, EPOCH_HEX),
        1 <= header.seq <= LARGEST_INTEGER,
        is_hex(header.prev, HASH_HEX),
        is_hex(header.hlc, 16),
        is_hex(header.signer, HASH_HEX),
        list(header.based_on) == sorted(set(header.based_on)),
        all(UUID.fullmatch(i) for i in header.based_on),
        all(is_hex(h, HASH_HEX) for h in header.parts.values()),
        [s.feed for s in header.seen] == sorted({s.feed for s in header.seen}),
        all(is_hex(s.root, HASH_HEX) and s.size >= 0 for s in header.seen),
        header.v >= 1 and header.min_reader >= 1,
    )
    if not all(forms):
        raise Malformed("header_form")
