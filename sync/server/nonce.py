"""Nonces without a table: an HMAC of the ten minutes in which they were given.

One that is used twice is harmless: a push says the same thing twice, and an answer counts only
for the request it names.

Basis: SRC-FORMAT, "Requests".
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime

BUCKET_S = 600


@dataclass(frozen=True, slots=True)
class Nonces:
    """Gives nonces and knows its own, of this bucket of time and the one before."""

    key: bytes = field(repr=False)

    def issue(self, now: datetime) -> str:
        """Give the nonce of this moment."""
        return self._of(_bucket(now))

    def is_good(self, nonce: str, now: datetime) -> bool:
        """Say whether this was given in this bucket or the one before."""
        given, bucket = nonce.encode(errors="replace"), _bucket(now)
        this, before = self._of(bucket).encode(), self._of(bucket - 1).encode()
        return hmac.compare_digest(given, this) or hmac.compare_digest(given, before)

    def _of(self, bucket: int) -> str:
        return hmac.digest(self.key, b"posko/nonce/v1" + bucket.to_bytes(8, "big"), "sha256").hex()


def _bucket(now: datetime) -> int:
    return int(now.timestamp()) // BUCKET_S
