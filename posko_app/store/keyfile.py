"""The key file as a value: one slot per officer, seals for custodians, an HMAC per store key.

Nothing in it is secret by itself, and none of its bytes are shown by `repr`.

Basis: SRC-FORMAT, "Key file".
"""

import unicodedata
from dataclasses import dataclass, field

from posko_app.store.kdf import KdfCost
from sync.protocol.entry import Deployment
from sync.protocol.people import Role


@dataclass(frozen=True, slots=True)
class Sealed:
    """One generation of the store key, sealed to one person."""

    generation: int
    blob: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Slot:
    """One officer's way in. His name and role are shown before anybody has unlocked.

    The role here is what the unlock page shows; what he may do is decided by the journal.
    """

    person: str  # 32 hex: the subject of his officer entries
    name: str
    role: Role
    cost: KdfCost
    salt: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    box: bytes = field(repr=False)  # his two private keys under his passphrase
    sign_key: bytes = field(repr=False)  # raw public keys
    seal_key: bytes = field(repr=False)
    sealed: tuple[Sealed, ...]


@dataclass(frozen=True, slots=True)
class EscrowSeal:
    """The store key sealed to a custodian outside the post."""

    name: str
    public: bytes = field(repr=False)
    sealed: tuple[Sealed, ...]


@dataclass(frozen=True, slots=True)
class Mac:
    """The seal over the whole file, by one generation of the store key."""

    generation: int
    mac: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Everything that leads from a passphrase to the store key; `revision` grows at each write."""

    store_id: str  # 32 hex
    deployment: Deployment
    post: str
    revision: int
    slots: tuple[Slot, ...]
    escrow: tuple[EscrowSeal, ...]
    macs: tuple[Mac, ...]

    @property
    def generation(self) -> int:
        """The newest generation of the store key that this file leads to."""
        return max(mac.generation for mac in self.macs)

    def slot_of(self, person: str) -> Slot | None:
        """Give the slot of a person id (32 hex), or None when he has none here."""
        return next((slot for slot in self.slots if slot.person == person), None)

    def slot_named(self, name: str) -> Slot | None:
        """Give the slot of an officer's name, however it was typed, or None."""
        wanted = folded_name(name)
        return next((slot for slot in self.slots if folded_name(slot.name) == wanted), None)


def folded_name(name: str) -> str:
    """Give a name's form for comparison: without case, odd spaces or typing variants."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
