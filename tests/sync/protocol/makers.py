"""Invented devices, officers and chains for the protocol tests: fixed keys, fixed clock."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Entry, Header, Kind, fingerprint, part_hash, seal_part, sign_entry
from sync.protocol.ids import NO_HASH, Hlc, RandomBytes, new_uuid7
from sync.protocol.people import Action, DeviceStatement, OfficerStatement, Role

START_MS = 1_795_000_000_000
EPOCH = "00112233aabbccdd"


def fixed_key(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def print_of(key: Ed25519PrivateKey) -> str:
    return fingerprint(public(key))


def counted_bytes() -> RandomBytes:
    state = {"n": 0}

    def give(count: int) -> bytes:
        state["n"] += 1
        return hashlib.shake_256(f"seed {state['n']}".encode()).digest(count)

    return give


class ChainMaker:
    """Makes one device's entries in order; any header field can be bent for a test."""

    def __init__(self, device: str = "perangkat contoh") -> None:
        self.device = fixed_key(device)
        self.random = counted_bytes()
        self.seq, self.prev = 0, NO_HASH

    def entry(
        self,
        kind: StrEnum,
        signer: Ed25519PrivateKey,
        parts: Mapping[str, JsonObject],
        **bent: object,
    ) -> Entry:
        self.seq += 1
        stored = {name: seal_part(content, self.random(16)) for name, content in parts.items()}
        fields: dict[str, object] = {
            "id": new_uuid7(START_MS + self.seq, self.random),
            "deployment": "training",
            "kind": kind.value,
            "subject": self.random(16).hex(),
            "device": print_of(self.device),
            "epoch": EPOCH,
            "seq": self.seq,
            "prev": self.prev,
            "hlc": str(Hlc(START_MS + self.seq, 0)),
            "signer": print_of(signer),
            "parts": {name: part_hash(part) for name, part in stored.items()},
        }
        made = sign_entry(Header(**(fields | bent)), stored, signer)  # type: ignore[arg-type]
        self.prev = made.hash
        return made

    def opening(self, **bent: object) -> Entry:
        statement = DeviceStatement(public(self.device).hex(), "ab" * 32, "el-tari", "training")
        facts = statement.facts()
        subject = {"subject": print_of(self.device)}
        return self.entry(Kind.DEVICE, self.device, {"facts": facts}, **(subject | bent))

    def statement(
        self, newcomer: Ed25519PrivateKey, *, role: Role, action: Action = Action.ADD
    ) -> OfficerStatement:
        person = hashlib.sha256(public(newcomer)).hexdigest()[:32]
        return OfficerStatement(action, person, role, public(newcomer).hex(), "cd" * 32)

    def officer(
        self, adder: Ed25519PrivateKey, statement: OfficerStatement, **bent: object
    ) -> Entry:
        subject = {"subject": statement.person}
        parts = {"facts": statement.facts(), "identity": {"name": "CONTOH PETUGAS"}}
        return self.entry(Kind.OFFICER, adder, parts, **(subject | bent))

    def added(
        self, adder: Ed25519PrivateKey, newcomer: Ed25519PrivateKey, role: Role = Role.PETUGAS
    ) -> Entry:
        return self.officer(adder, self.statement(newcomer, role=role).cosigned_by(newcomer))

    def screening(self, signer: Ed25519PrivateKey, **bent: object) -> Entry:
        parts = {"facts": {"purpose": "wisata"}, "identity": {"traveller": {"name": "CONTOH SATU"}}}
        return self.entry(Kind.SCREENING, signer, parts, **bent)
