"""One officer's slot: his two private keys in a box under his passphrase.

Basis: SRC-FORMAT, "Key file".
"""

from dataclasses import dataclass, field, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from posko_app.errors import MachineError, OperatorError
from posko_app.store.kdf import SALT_BYTES, KdfCost, KdfPolicy, derive
from posko_app.store.keyfile import Sealed, Slot
from posko_app.store.keyfile_codec import NONCE_BYTES, kdf_object
from posko_app.store.seal import Purpose, SealBroken, seal, unseal
from posko_app.store.storekey import StoreKey
from sync.protocol.canonical import Json, canonical_bytes
from sync.protocol.entry import fingerprint
from sync.protocol.ids import RandomBytes, new_subject
from sync.protocol.people import Role

BOX_LABEL = b"posko/slot/v1"
PRIVATE_BYTES = 32


@dataclass(frozen=True, slots=True)
class OfficerKeys:
    """An officer who has unlocked: who he is and what he signs with; never written anywhere."""

    person: str
    name: str
    role: Role
    sign: Ed25519PrivateKey = field(repr=False)
    seal: X25519PrivateKey = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the raw public signing key, 64 hex: the `signer` of his entries."""
        return fingerprint(self.sign_key)

    @property
    def sign_key(self) -> bytes:
        """The raw public signing key."""
        return self.sign.public_key().public_bytes_raw()

    @property
    def seal_key(self) -> bytes:
        """The raw public sealing key."""
        return self.seal.public_key().public_bytes_raw()


@dataclass(frozen=True, slots=True)
class Lock:
    """What an officer's box is closed with, and the store it belongs to."""

    store_id: str
    passphrase: str = field(repr=False)
    policy: KdfPolicy


def new_officer(name: str, role: Role, random_bytes: RandomBytes) -> OfficerKeys:
    """Make a person id and both key pairs for somebody new."""
    return OfficerKeys(
        person=new_subject(random_bytes),
        name=name,
        role=role,
        sign=Ed25519PrivateKey.from_private_bytes(random_bytes(PRIVATE_BYTES)),
        seal=X25519PrivateKey.from_private_bytes(random_bytes(PRIVATE_BYTES)),
    )


def make_slot(
    officer: OfficerKeys, lock: Lock, *, store_key: StoreKey, random_bytes: RandomBytes
) -> Slot:
    """Give an officer a slot: the box under his passphrase, the store key sealed to him."""
    blob = seal(
        store_key.secret,
        officer.seal_key,
        purpose=Purpose.SLOT,
        store_id=lock.store_id,
        generation=store_key.generation,
    )
    empty = Slot(
        person=officer.person,
        name=officer.name,
        role=officer.role,
        cost=lock.policy.cost,
        salt=b"",
        nonce=b"",
        box=b"",
        sign_key=officer.sign_key,
        seal_key=officer.seal_key,
        sealed=(Sealed(store_key.generation, blob),),
    )
    return close_box(empty, officer, lock, random_bytes=random_bytes)


def close_box(slot: Slot, officer: OfficerKeys, lock: Lock, *, random_bytes: RandomBytes) -> Slot:
    """Give the slot with its box made anew: other salt, today's cost, this passphrase."""
    cost, salt, nonce = lock.policy.cost, random_bytes(SALT_BYTES), random_bytes(NONCE_BYTES)
    private = officer.sign.private_bytes_raw() + officer.seal.private_bytes_raw()
    key = AESGCM(derive(lock.passphrase, salt, cost))
    box = key.encrypt(nonce, private, _bound(lock.store_id, slot.person, cost, salt))
    return replace(slot, cost=cost, salt=salt, nonce=nonce, box=box)


def open_box(slot: Slot, lock: Lock) -> OfficerKeys:
    """Open an officer's box.

    Raises:
        OperatorError: `vault.wrong_passphrase`.
        MachineError: `vault.kdf_refused`, `vault.no_memory`.
    """
    lock.policy.check(slot.cost)
    key = AESGCM(derive(lock.passphrase, slot.salt, slot.cost))
    bound = _bound(lock.store_id, slot.person, slot.cost, slot.salt)
    try:
        private = key.decrypt(slot.nonce, slot.box, bound)
    except InvalidTag:
        raise OperatorError("vault.wrong_passphrase") from None
    return OfficerKeys(
        person=slot.person,
        name=slot.name,
        role=slot.role,
        sign=Ed25519PrivateKey.from_private_bytes(private[:PRIVATE_BYTES]),
        seal=X25519PrivateKey.from_private_bytes(private[PRIVATE_BYTES:]),
    )


def open_store_key(slot: Slot, officer: OfficerKeys, *, store_id: str, generation: int) -> StoreKey:
    """Open the store key that was sealed to this officer.

    Raises:
        MachineError: `vault.key_file_changed`; it is absent or was made for something else.
    """
    blob = next((s.blob for s in slot.sealed if s.generation == generation), b"")
    try:
        secret = unseal(
            blob, officer.seal, purpose=Purpose.SLOT, store_id=store_id, generation=generation
        )
    except SealBroken:
        raise MachineError("vault.key_file_changed") from None
    return StoreKey(secret, generation)


def _bound(store_id: str, person: str, cost: KdfCost, salt: bytes) -> bytes:
    kdf = kdf_object(cost, salt)
    bound: dict[str, Json] = {"store_id": store_id, "person": person, "kdf": kdf}
    return BOX_LABEL + canonical_bytes(bound)
