"""Roots of a log's stretches of 1024 leaves, kept while a centre runs, so that no proof reads all.

A stretch that is full never changes. What is kept is believed only while the log still has the
root it had when the stretches were read; else it is read anew. Only a root that the stretches
give is kept, so a log that has lost a row is read leaf by leaf as before.

Basis: SRC-RFC6962, section 2.1.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sync.protocol.merkle import EMPTY_ROOT, root_of

CHUNK = 1024  # leaves; a power of two
AT_ONCE = 16  # stretches read in one query

ReadLeaves = Callable[[int, int], Sequence[bytes]]  # first and last position, both included
RootAt = Callable[[int], str | None]  # root (64 hex) that the log had at a size


@dataclass(frozen=True, slots=True)
class Chunks:
    """The roots of a log's first full stretches, in order."""

    roots: tuple[bytes, ...] = ()

    @property
    def size(self) -> int:
        """How many leaves they cover."""
        return CHUNK * len(self.roots)

    @property
    def root(self) -> str:
        """The log's root at that size, 64 hex."""
        return root_of(self.roots).hex() if self.roots else EMPTY_ROOT.hex()

    def grown(self, size: int, leaves: ReadLeaves) -> "Chunks":
        """Give them with the stretches that are full at a size of the log."""
        return Chunks((*self.roots, *self._further(size // CHUNK, leaves)))

    def _further(self, count: int, leaves: ReadLeaves) -> Iterator[bytes]:
        for first in range(len(self.roots), count, AT_ONCE):
            end = min(first + AT_ONCE, count)
            found = leaves(CHUNK * first + 1, CHUNK * end)
            for start in range(0, len(found), CHUNK):
                yield root_of(found[start : start + CHUNK])

    def subtree(self, start: int, end: int, leaves: ReadLeaves) -> bytes:
        """Give the root of a stretch of leaves that a proof names: positions start + 1 to end."""
        if end - start < CHUNK:
            return root_of(leaves(start + 1, end))
        first = start // CHUNK
        full = max(first, min(end // CHUNK, len(self.roots)))
        roots = [*self.roots[first:full]]
        if CHUNK * full < end:
            roots.append(root_of(leaves(CHUNK * full + 1, end)))
        return root_of(roots)


@dataclass(slots=True)
class ChunkShelf:
    """What one centre keeps of its logs; threads may use it at once, each puts back the whole."""

    kept: dict[tuple[str, int], Chunks] = field(default_factory=dict)  # by feed and generation

    def chunks_of(
        self, log: tuple[str, int], size: int, *, leaves: ReadLeaves, root_at: RootAt
    ) -> Chunks:
        """Give the stretches of a log, reading those that are not kept yet.

        Args:
            log: feed and generation.
            size: of the log.
            leaves: reads some of it.
            root_at: says what root it had.
        """
        kept = self.kept.get(log, Chunks())
        if kept.size > size or root_at(kept.size) != kept.root:
            kept = Chunks()
        grown = kept.grown(size, leaves)
        if root_at(grown.size) != grown.root:  # a row is gone, or was changed
            return Chunks()
        self.kept[log] = grown
        return grown
