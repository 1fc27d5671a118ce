"""How much goes into one exchange: little at first, more while the line carries it."""

from dataclasses import dataclass

from sync.protocol.limits import BATCH_BYTES, FIRST_BATCH_BYTES

SMALLEST_BYTES = 4 * 1024
TRIES = 4  # of one batch within a round; the next round has its own
WORTH_ANOTHER = frozenset({"timeout", "reset", "cut", "too_large"})  # less may get through


@dataclass(slots=True)
class BatchSize:
    """Starts at 64 KiB, doubles to 1 MiB on success, halves when the line breaks."""

    limit_bytes: int = FIRST_BATCH_BYTES
    failed: int = 0

    def carried(self) -> None:
        """Dare more, after an exchange that got through."""
        self.limit_bytes = min(BATCH_BYTES, 2 * self.limit_bytes)
        self.failed = 0

    def broke(self, reason: str) -> bool:
        """Dare less; say whether another try is worth it."""
        self.limit_bytes = max(SMALLEST_BYTES, self.limit_bytes // 2)
        self.failed += 1
        return reason in WORTH_ANOTHER and self.failed < TRIES
