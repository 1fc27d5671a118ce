"""Re-hashes every leaf of a feed's log from its entry and computes every root anew.

Where a leaf is not the one the root was computed from, the true one is looked for among the rows
that lost their place or stand elsewhere, so that what comes after can still be checked and each
row is named for itself, not for what happened before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from sync.protocol.merkle import EMPTY, Frontier, leaf_hash
from sync.server.finding import Findings, Table, What, position_row, stretch
from sync.server.models import Entry, Feed, Position

PAGE = 500
SEARCHES = 500  # after so many wrong rows each is only compared with its own hash
ELSEWHERE = 5000  # rows after the wrong one that are tried in its place


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row of the log with the leaf of the entry that stands there; None: no such entry."""

    position: int
    entry: str
    leaf: bytes
    root: bytes
    computed: bytes | None

    @property
    def is_sound(self) -> bool:
        """Whether the stored leaf is the entry's."""
        return self.leaf == self.computed


@dataclass(slots=True)
class LogCheck:
    """Walks along one generation of a feed; holds the frontier, or None while it is lost."""

    feed: Feed
    generation: int
    findings: Findings
    frontier: Frontier | None = EMPTY
    last: int = 0
    displaced: list[bytes] = field(default_factory=list)  # leaves found where they do not belong
    searches: int = 0
    orphans: list[bytes] | None = None  # leaves of entries in no feed, once they were looked up
    doubted: LogRow | None = None  # its root alone did not fit; the next row says which is wrong

    def run(self) -> int:
        """Check all rows and what the feed says of itself; give how many there were."""
        count = 0
        for row in self._rows():
            count += 1
            self._gap_before(row)
            self._row(row)
        self._tail()
        return count

    @property
    def _size(self) -> int | None:
        """How many rows there must be; an older generation may have lost some."""
        return self.feed.size if self.generation == self.feed.generation else None

    def _rows(self, after: int = -1) -> Iterator[LogRow]:
        kept = Position.objects.filter(feed_id=self.feed.id, generation=self.generation)
        while page := list(kept.filter(position__gt=after).order_by("position")[:PAGE]):
            leaves = _leaves([row.entry_id for row in page])
            for row in page:
                leaf, root = bytes(row.leaf), bytes(row.root)
                computed = leaves.get(row.entry_id)
                yield LogRow(row.position, row.entry_id, leaf, root, computed)
            after = page[-1].position

    def _gap_before(self, row: LogRow) -> None:
        first, end = self.last + 1, row.position
        if self._size is not None:
            end = min(end, self._size + 1)
        for position in stretch(first, end):
            self._report(position, What.MISSING)
        if end - first == 1:
            self._bridge(row)
        elif end > first:
            self._settle()
            self._lose(first)

    def _bridge(self, row: LogRow) -> None:
        """Find the leaf of the one missing row: with it, the next row's root fits."""
        self._settle()
        if self.frontier is None:
            return
        for leaf in self._candidates(row.position - 1):
            grown = self.frontier.append(leaf)
            if grown.append(row.leaf).root() == row.root:
                self.frontier = grown
                return
        self._lose(row.position - 1)

    def _row(self, row: LogRow) -> None:
        self.last = max(row.position, 0)
        beyond = self._size is not None and row.position > self._size
        if beyond or row.position < 1 or self.generation > self.feed.generation:
            self._report(row.position, What.EXTRA)
            return
        if row.computed is None:
            self.findings.add(Table.ENTRY, row.entry, What.MISSING)
        if self.frontier is None and row.position.bit_count() == 1:
            self.frontier = Frontier(row.position, (row.root,))  # one peak, which is the root
            self._unsound(row)
            return
        if self.frontier is None:
            self._unsound(row)
            return
        self._grow(row, self.frontier)

    def _grow(self, row: LogRow, frontier: Frontier) -> None:
        grown = frontier.append(row.leaf)
        if grown.root() == row.root:
            if self.doubted is not None:  # the leaf before was right, its root column was not
                self._report(self.doubted.position, What.ROOT)
                self.doubted = None
            self.frontier = grown
            if row.computed is not None and not row.is_sound:
                self._not_this_entry(row)
            return
        self._settle()
        if self.frontier is None:
            self._unsound(row)
            return
        self._mend(row, self.frontier)

    def _mend(self, row: LogRow, frontier: Frontier) -> None:
        """Find which of leaf and root is wrong."""
        if row.computed is not None and frontier.append(row.computed).root() == row.root:
            self._report(row.position, What.LEAF)
            self.frontier = frontier.append(row.computed)
            return
        for leaf in self._candidates(row.position):
            if frontier.append(leaf).root() == row.root:
                self._report(row.position, What.LEAF)
                self.displaced.append(row.leaf)
                self.frontier = frontier.append(leaf)
                return
        self._unsound(row)
        self.doubted = row
        self.frontier = frontier.append(row.leaf)

    def _settle(self) -> None:
        """A row in doubt, and the next one does not fit either: its leaf was the wrong one."""
        if self.doubted is None:
            return
        self._report(self.doubted.position, What.LEAF)
        self.displaced.append(self.doubted.leaf)
        self._lose(self.doubted.position)
        self.doubted = None

    def _unsound(self, row: LogRow) -> None:
        if row.computed is not None and not row.is_sound:
            self._not_this_entry(row)

    def _not_this_entry(self, row: LogRow) -> None:
        """The leaf is not the entry's: another entry was put here, or this one was altered."""
        if Position.objects.filter(leaf=row.computed).exists():  # it is whole, and has its place
            self._report(row.position, What.LEAF)
        else:
            self.findings.add(Table.ENTRY, row.entry, What.HEADER)

    def _candidates(self, position: int) -> Iterator[bytes]:
        """Give leaves that may be the lost one: displaced, without a place, or further on."""
        self.searches += 1
        if self.searches > SEARCHES:
            return
        if self.orphans is None:
            ids = list(without_place().values_list("id", flat=True)[:PAGE])
            self.orphans = list(_leaves(ids).values())
        yield from (*self.displaced, *self.orphans)
        following = Position.objects.filter(feed_id=self.feed.id, generation=self.generation)
        following = following.filter(position__gt=position).order_by("position")
        for leaf in following.values_list("leaf", flat=True)[:ELSEWHERE]:
            yield bytes(leaf)

    def _lose(self, position: int) -> None:
        if self.frontier is not None:
            self._report(position, What.UNCHECKED)
        self.frontier = None

    def _tail(self) -> None:
        """Compare what the feed says of itself with its last row."""
        size = self._size
        if size is None:
            return
        for position in stretch(self.last + 1, size + 1):
            self._report(position, What.MISSING)
        if self.last < size:
            self._settle()
            self._lose(self.last + 1)
        elif self.last > size:
            self.findings.add(Table.FEED, str(self.feed.id), What.FEED_SIZE)
        elif self.frontier is not None and size:
            self._feed_row(self.frontier)

    def _feed_row(self, frontier: Frontier) -> None:
        fits = frontier.root().hex() == self.feed.root
        if self.doubted is not None:  # the last row of all
            self._report(self.doubted.position, What.ROOT if fits else What.LEAF)
            if not fits:
                return
        if not fits or b"".join(frontier.peaks) != bytes(self.feed.frontier):
            self.findings.add(Table.FEED, str(self.feed.id), What.FEED_ROOT)

    def _report(self, position: int | str, what: What) -> None:
        row = position_row(str(self.feed.id), self.generation, position)
        self.findings.add(Table.POSITION, row, what)


def _leaves(entries: Sequence[str]) -> Mapping[str, bytes]:
    rows = Entry.objects.filter(id__in=entries).values_list("id", "header", "signature")
    return {id_: leaf_hash(bytes(header), bytes(signature)) for id_, header, signature in rows}


def without_place() -> QuerySet[Entry]:
    """Give the entries that stand in no feed."""
    return Entry.objects.filter(~Exists(Position.objects.filter(entry_id=OuterRef("pk"))))
