"""Invented laptops that write real entries: a device, its first officer, screenings, erasures."""

import hashlib
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Entry, Kind, Seen
from sync.protocol.ids import NO_HASH, RandomBytes
from sync.protocol.people import DeviceStatement, Role
from tests.sync.protocol.makers import ChainMaker, fixed_key, print_of, public


def seeded_bytes(name: str) -> RandomBytes:
    state = {"n": 0}

    def give(count: int) -> bytes:
        state["n"] += 1
        return hashlib.shake_256(f"{name} {state['n']}".encode()).digest(count)

    return give


class DeskWriter(ChainMaker):
    """One laptop's chain; its officer introduces himself first."""

    def __init__(self, name: str, *, post: str = "el-tari", deployment: str = "training") -> None:
        super().__init__(name)
        self.random = seeded_bytes(name)
        self.post, self.deployment = post, deployment
        self.officer_key = fixed_key(f"petugas {name}")
        self.seal_key = X25519PrivateKey.from_private_bytes(
            hashlib.sha256(f"segel {name}".encode()).digest()
        )
        self.epoch = self.random(8).hex()
        self.seen: tuple[Seen, ...] = ()

    def entry(self, kind, signer, parts: Mapping[str, JsonObject], **bent: object) -> Entry:
        placed = {"epoch": self.epoch, "seen": self.seen, "deployment": self.deployment}
        return super().entry(kind, signer, parts, **(placed | bent))

    def opening(self, **bent: object) -> Entry:
        sealed_to = self.seal_key.public_key().public_bytes_raw().hex()
        stated = DeviceStatement(public(self.device).hex(), sealed_to, self.post, self.deployment)
        subject = {"subject": print_of(self.device)}
        return self.entry(Kind.DEVICE, self.device, {"facts": stated.facts()}, **(subject | bent))

    def first_two(self) -> list[Entry]:
        return [self.opening(), self.added(self.officer_key, self.officer_key, Role.PENYELIA)]

    def screened(self, purpose: str = "wisata", **bent: object) -> Entry:
        parts = {"facts": {"purpose": purpose}, "identity": {"traveller": {"name": "CONTOH SATU"}}}
        return self.entry(Kind.SCREENING, self.officer_key, parts, **bent)

    def erasure(self, entry: str, parts: Sequence[str]) -> Entry:
        items: list[JsonObject] = [{"entry": entry, "parts": sorted(parts)}]
        facts: JsonObject = {"ground": "expired", "items": items}
        return self.entry(Kind.ERASURE, self.device, {"facts": facts})

    def new_epoch(self) -> None:
        self.epoch = self.random(8).hex()
        self.seq, self.prev = 0, NO_HASH
