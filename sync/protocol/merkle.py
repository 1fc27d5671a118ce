"""The append-only log of a feed: roots, growth by one leaf, and proofs that nothing was rewritten.

A leaf is the hash of an entry's header and signature; positions count from 1.

Basis: SRC-RFC6962, section 2.1; SRC-FORMAT, "Feeds and log at the centre".
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(header: bytes, signature: bytes) -> bytes:
    """Give an entry's leaf. The signature is in it, so it cannot be stripped or replaced."""
    return hashlib.sha256(b"\x00" + header + signature).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash of two subtrees side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """What is needed of a log to let it grow: its size and the roots of its full subtrees.

    One peak for each bit set in the size, the largest subtree first.
    """

    size: int
    peaks: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError("frontier")

    def append(self, leaf: bytes) -> "Frontier":
        """Give the frontier with one leaf more."""
        peaks, size = list(self.peaks), self.size
        while size & 1:
            leaf = node_hash(peaks.pop(), leaf)
            size >>= 1
        return Frontier(self.size + 1, (*peaks, leaf))

    def root(self) -> bytes:
        """Give the root at this size."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


EMPTY = Frontier(0, ())


def grow(frontier: Frontier, leaves: Iterable[bytes]) -> tuple[Frontier, tuple[bytes, ...]]:
    """Give the frontier after these leaves, and the root after each of them."""
    roots: list[bytes] = []
    for leaf in leaves:
        frontier = frontier.append(leaf)
        roots.append(frontier.root())
    return frontier, tuple(roots)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Give the root of a whole log."""
    level = list(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)  # an odd last one goes up as it is
        level = [node_hash(*pair) for pair in pairs] + level[len(level) & ~1 :]
    return level[0] if level else EMPTY_ROOT


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Prove that the log of these leaves began with its first `old_size` ones.

    Nothing needs proving, so the proof is empty, from 0 or from the log's own size.

    Raises:
        ValueError: the log is shorter than that.
    """
    stretches = consistency_stretches(old_size, len(leaves))
    return [root_of(leaves[start:end]) for start, end in stretches]


def consistency_stretches(old_size: int, new_size: int) -> list[tuple[int, int]]:
    """Give the stretches of leaves whose roots are the proof: from the first count to the second.

    Each begins at a multiple of the smallest power of two that is not below its length.

    Raises:
        ValueError: the log is shorter than that.
    """
    if not 0 <= old_size <= new_size:
        raise ValueError("old_size")
    start, end, left = 0, new_size, old_size
    stretches: list[tuple[int, int]] = []
    whole = True  # the old log is a full subtree of the stretch, whose root the other side knows
    while 0 < left < end - start:
        split = 1 << (end - start - 1).bit_length() - 1
        if left <= split:
            stretches.append((start + split, end))
            end = start + split
        else:
            stretches.append((start, start + split))
            start, left, whole = start + split, left - split, False
    if not whole:
        stretches.append((start, end))
    return stretches[::-1]


def verify_consistency(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the proof shows that the new log begins with the old one."""
    if old_size == new_size:
        return old_root == new_root and not proof
    if old_size == 0:
        return old_root == EMPTY_ROOT and not proof
    if not 0 < old_size < new_size or any(len(given) != HASH_BYTES for given in proof):
        return False
    path = [old_root, *proof] if old_size.bit_count() == 1 else list(proof)
    return bool(path) and _roots_along(path, old_size - 1, new_size - 1) == (old_root, new_root)


def _roots_along(path: Sequence[bytes], old: int, new: int) -> tuple[bytes, bytes] | None:
    """Walk from the last old leaf upwards; give both roots, or None where the path does not fit.

    Basis: SRC-RFC9162, section 2.1.4.2.
    """
    while old & 1:
        old, new = old >> 1, new >> 1
    old_root = new_root = path[0]
    for given in path[1:]:
        if new == 0:
            return None
        if old & 1 or old == new:
            old_root, new_root = node_hash(given, old_root), node_hash(given, new_root)
            while old and not old & 1:
                old, new = old >> 1, new >> 1
        else:
            new_root = node_hash(new_root, given)
        old, new = old >> 1, new >> 1
    return (old_root, new_root) if new == 0 else None
