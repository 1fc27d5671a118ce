"""Parts at rest: what names people is sealed with a key that is not in the database.

`facts` lie in clear, for counts and dashboards; every other name, a future one too, is sealed
with AES-256-GCM. The entry's id and the part's name are bound in, so a part that was moved to
another entry does not open.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync.protocol.ids import RandomBytes

IN_CLEAR = frozenset({"facts"})
CLEAR, FIRST_KEY = 0, 1
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class PartsBox:
    """Seals and opens parts, and the few other secrets the database must hold."""

    cipher: AESGCM = field(repr=False)
    random: RandomBytes = field(repr=False)

    def seal_part(self, entry: str, name: str, stored: bytes) -> tuple[bytes, int]:
        """Give a part's bytes as the database holds them, and the number of the key."""
        if name in IN_CLEAR:
            return stored, CLEAR
        return self.seal((entry + name).encode(), stored), FIRST_KEY

    def open_part(self, entry: str, name: str, stored: bytes, sealed: int) -> bytes | None:
        """Give a part's bytes as they were sent; None when they were touched since."""
        if sealed == CLEAR:
            return stored
        return self.open((entry + name).encode(), stored)

    def seal(self, bound: bytes, content: bytes) -> bytes:
        """Seal bytes for the place that `bound` names."""
        nonce = self.random(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, content, bound)

    def open(self, bound: bytes, sealed: bytes) -> bytes | None:
        """Open bytes that were sealed for this place; None when they were not."""
        try:
            return self.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
        except (InvalidTag, ValueError):
            return None
