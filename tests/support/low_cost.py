"""A KDF policy so cheap that thousands of unlocks fit into a test; nothing we ship can make one."""

from posko_app.store.kdf import KdfCost, KdfPolicy


class LowCostPolicy(KdfPolicy):
    """Leaves out the guard that forbids a low floor: the one thing only test code does."""

    __slots__ = ()

    def __post_init__(self) -> None:
        pass


LOW = LowCostPolicy(
    cost=KdfCost(memory_kib=32, iterations=1, lanes=1),
    floor=KdfCost(memory_kib=32, iterations=1, lanes=1),
    ceiling=KdfCost(memory_kib=1024 * 1024, iterations=10, lanes=8),
)
