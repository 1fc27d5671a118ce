"""The store key and what is derived from it: the database's raw key and the key file's seal."""

import hashlib
import hmac
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.protocol.ids import RandomBytes

STORE_KEY_BYTES = 32
DATABASE_KEY_BYTES = 48  # 32 of key, 16 of salt


@dataclass(frozen=True, slots=True)
class StoreKey:
    """One generation of the random key that everything in the store hangs on."""

    secret: bytes = field(repr=False)
    generation: int = 1

    def database_hex(self) -> str:
        """Give the database's raw key and salt as 96 hexadecimal digits."""
        return self._derived(b"db", DATABASE_KEY_BYTES).hex()

    def mac(self, data: bytes) -> bytes:
        """Give the HMAC-SHA-256 that shows a key file was made by somebody who held this key."""
        return hmac.digest(self._derived(b"keyfile-mac", STORE_KEY_BYTES), data, hashlib.sha256)

    def _derived(self, label: bytes, length: int) -> bytes:
        return HKDF(algorithm=SHA256(), length=length, salt=None, info=label).derive(self.secret)


def new_store_key(random_bytes: RandomBytes) -> StoreKey:
    """Make the first generation of a new store's key."""
    return StoreKey(random_bytes(STORE_KEY_BYTES))
