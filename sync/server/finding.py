"""What `verify` finds: one finding for each row that is not what was signed, however often seen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

ROWS_NAMED_ONE_BY_ONE = 1000


class Table(StrEnum):
    """Which table the row stands in."""

    ENTRY = "entry"
    PART = "part"
    POSITION = "position"
    ERASURE = "erasure"
    FEED = "feed"
    DEVICE = "device"
    OFFICER = "officer"
    SIGNER = "signer"  # whom the centre would let sign in a device's chain: `device/key`
    WITNESS = "witness"
    CHAIN = "chain"  # a place in a device's chain, where no row is left to name


class What(StrEnum):
    """What is wrong with a row."""

    MISSING = "missing"
    EXTRA = "extra"
    UNREADABLE = "unreadable"
    HEADER = "header"  # the bytes of header or signature are not those of the hash and the leaf
    LEAF = "leaf"  # the leaf, or which entry stands here, was changed
    ROOT = "root"
    COLUMN = "column"  # a column says something else than the signed header
    SIGNATURE = "signature"
    SIGNER = "signer"
    CHAIN = "chain"
    ORDER = "order"
    PART = "part"
    SEALED = "sealed"
    PART_MISSING = "part_missing"
    PART_EXTRA = "part_extra"
    ERASURE = "erasure"
    FEED_SIZE = "feed_size"
    FEED_ROOT = "feed_root"
    UNCHECKED = "unchecked"  # from here on roots cannot be computed: a leaf before is lost
    CLAIM = "claim"  # somebody signed another root at this size
    SHORTER = "shorter"  # somebody signed a larger size
    WITNESS = "witness"
    DEVICE_KEY = "device_key"
    DEVICE_STATE = "device_state"
    DEVICE_ABSENT = "device_absent"
    OFFICER_STATE = "officer_state"


@dataclass(frozen=True, slots=True)
class Finding:
    """A row and everything that is wrong with it, sorted.

    `row` is `feed#position` for a position, `entry id/name` for a part or an erasure,
    `device/epoch/seq` for a place in a chain, and the row's own key elsewhere.
    """

    table: Table
    row: str
    what: tuple[What, ...]


@dataclass(slots=True)
class Findings:
    """Collects what the checks see, row by row; only rows with a finding are held."""

    _by_row: dict[tuple[Table, str], set[What]] = field(default_factory=dict)

    def add(self, table: Table, row: str, what: What) -> None:
        """Note one thing that is wrong with a row."""
        self._by_row.setdefault((table, row), set()).add(what)

    def concerns(self, table: Table, row: str) -> bool:
        """Say whether something is wrong with a row."""
        return (table, row) in self._by_row

    def drop(self, found: Iterable[Finding]) -> None:
        """Take findings back: something signed explains them."""
        for one in found:
            self._by_row.pop((one.table, one.row), None)

    def __iter__(self) -> Iterator[Finding]:
        for (table, row), what in sorted(self._by_row.items()):
            yield Finding(table, row, tuple(sorted(what)))

    def __len__(self) -> int:
        return len(self._by_row)


def stretch(first: int, end: int) -> Iterator[str]:
    """Give the numbers from `first` up to `end` (not with it) as rows name them.

    One each, but what goes on beyond a thousand is one range: a number in a row may be a lie.
    """
    named = min(end, first + ROWS_NAMED_ONE_BY_ONE)
    yield from map(str, range(first, named))
    if named < end:
        yield f"{named}-{end - 1}"


def position_row(feed: str, generation: int, position: int | str) -> str:
    """Name a row of the log, or a range; the generation only where a person opened it anew."""
    return f"{feed}#{position}" if generation == 0 else f"{feed}@{generation}#{position}"
