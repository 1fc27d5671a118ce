"""From a passphrase to a key: Argon2id, with a floor no file can lower and a ceiling it can't lift.

Basis: SRC-RFC9106 (parameters), SRC-NIST-800-63B (NFKC).
"""

import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from posko_app.errors import Defect, MachineError

KEY_BYTES = 32
SALT_BYTES = 16
KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one guess costs."""

    memory_kib: int
    iterations: int
    lanes: int

    def is_within(self, floor: "KdfCost", ceiling: "KdfCost") -> bool:
        """Say whether every parameter lies between those of the two others, both included."""
        return (
            floor.memory_kib <= self.memory_kib <= ceiling.memory_kib
            and floor.iterations <= self.iterations <= ceiling.iterations
            and floor.lanes <= self.lanes <= ceiling.lanes
        )


LOWEST_FLOOR = KdfCost(memory_kib=64 * KIB_PER_MIB, iterations=3, lanes=1)


@dataclass(frozen=True, slots=True)
class KdfPolicy:
    """The cost for new slots, and the bounds within which an existing slot is believed.

    A policy that would accept less than 64 MiB and three passes cannot be made: `vault.kdf_policy`.
    """

    cost: KdfCost
    floor: KdfCost
    ceiling: KdfCost

    def __post_init__(self) -> None:
        if not LOWEST_FLOOR.is_within(LOWEST_FLOOR, self.floor):
            raise Defect("vault.kdf_policy")

    def check(self, cost: KdfCost) -> None:
        """Refuse a cost read from a file before it is used.

        Raises:
            MachineError: `vault.kdf_refused`; cheap to guess, or meant to exhaust the machine.
        """
        if not cost.is_within(self.floor, self.ceiling):
            raise MachineError("vault.kdf_refused")


SHIPPED = KdfPolicy(
    cost=KdfCost(memory_kib=256 * KIB_PER_MIB, iterations=3, lanes=4),
    floor=LOWEST_FLOOR,
    ceiling=KdfCost(memory_kib=1024 * KIB_PER_MIB, iterations=10, lanes=8),
)


def derive(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    """Give the 32-byte key of a passphrase; however it was typed, its NFKC form counts.

    Args:
        passphrase: as typed.
        salt: 16 bytes of the slot.
        cost: already checked against a policy when it came from a file.

    Raises:
        MachineError: `vault.no_memory`.
    """
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    typed = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    try:
        return kdf.derive(typed)
    except MemoryError:
        raise MachineError("vault.no_memory") from None
