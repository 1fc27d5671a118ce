"""Compares the log with what was signed about it: heads, `seen` of entries, witnesses.

Whoever rewrites the whole log consistently still cannot change what devices signed about it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sync.protocol.canonical import Malformed
from sync.protocol.entry import Header, Kind, open_part
from sync.protocol.messages import SignedCheckpoint
from sync.protocol.statements import HeadsStatement
from sync.server.centre import Centre
from sync.server.finding import Findings, Table, What, position_row, stretch
from sync.server.models import Entry, Feed, Part, Position, Witness
from sync.server.retired_keys import read_own

PAGE = 500


@dataclass(frozen=True, slots=True)
class Claim:
    """A root that a feed had at a size, as somebody signed it; generation None: not said."""

    feed: str
    generation: int | None
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """Looks claims up; the log's own rows have been checked before."""

    findings: Findings
    feeds: Mapping[str, Feed]
    left: Mapping[str, int]  # feed -> size signed for a generation that a person gave up
    longest: dict[str, int] = field(default_factory=dict)  # feed -> size signed beyond its log

    def compare(self, claims: Iterable[Claim]) -> None:
        """Name each position whose root is not the one that was signed."""
        wanted: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            if claim.size:
                wanted[claim.feed].append(claim)
        for feed, of_feed in wanted.items():
            sizes = {claim.size for claim in of_feed}
            rows = Position.objects.filter(feed_id=feed, position__in=sizes)
            roots: defaultdict[int, dict[int, str]] = defaultdict(dict)
            for generation, position, root in rows.values_list("generation", "position", "root"):
                roots[position][generation] = bytes(root).hex()
            for claim in of_feed:
                self._one(claim, roots[claim.size])

    def _one(self, claim: Claim, roots: Mapping[int, str]) -> None:
        feed = self.feeds.get(claim.feed)
        if feed is None:
            self.findings.add(Table.FEED, claim.feed, What.MISSING)
            return
        if claim.generation is None and claim.size <= self.left.get(claim.feed, 0):
            roots = roots if min(roots, default=feed.generation) < feed.generation else {}
        elif claim.generation is not None:
            roots = {g: root for g, root in roots.items() if g == claim.generation}
        newest = claim.generation == feed.generation or (
            claim.generation is None and claim.size > self.left.get(claim.feed, 0)
        )
        if not roots and newest and claim.size > max(feed.size, feed.rebuild_size or 0):
            self.longest[claim.feed] = max(claim.size, self.longest.get(claim.feed, 0))
        elif roots and claim.root not in roots.values():
            row = position_row(claim.feed, max(roots), claim.size)
            self.findings.add(Table.POSITION, row, What.CLAIM)

    def name_lost(self) -> None:
        """Name each row that was signed for and lies beyond the log as it is."""
        for feed_id, size in self.longest.items():
            feed = self.feeds[feed_id]
            self.findings.add(Table.FEED, feed_id, What.SHORTER)
            for position in stretch(feed.size + 1, size + 1):
                row = position_row(feed_id, feed.generation, position)
                self.findings.add(Table.POSITION, row, What.MISSING)


def check_claims(findings: Findings, *, centre: Centre, left: Mapping[str, int]) -> None:
    """Compare everything that was signed about any feed with its rows.

    Args:
        findings: what is found goes there.
        centre: whose checkpoints devices showed.
        left: feed -> size that was signed for a generation that a person gave up.
    """
    check = ClaimCheck(findings, {feed.id: feed for feed in Feed.objects.all()}, left)
    for claims in _said_in_entries(findings):
        check.compare(claims)
    check.compare(_shown_by_devices(findings, centre))
    check.name_lost()


def _said_in_entries(findings: Findings) -> Iterator[list[Claim]]:
    """Give, page by page, what entries say that are themselves what was signed."""
    after = ""
    columns = ("id", "kind", "header")
    while page := list(
        Entry.objects.filter(id__gt=after).order_by("id").values_list(*columns)[:PAGE]
    ):
        sound = [row for row in page if not findings.concerns(Table.ENTRY, row[0])]
        heads = [id_ for id_, kind, _ in sound if kind == Kind.HEADS]
        yield [
            *(claim for _, _, header in sound for claim in _seen(bytes(header))),
            *_heads([id_ for id_ in heads if not findings.concerns(Table.PART, f"{id_}/facts")]),
        ]
        after = page[-1][0]


def _seen(header: bytes) -> list[Claim]:
    try:
        seen = Header.decode(header).seen
    except Malformed:  # named by the check of the chains
        return []
    return [Claim(one.feed, None, one.size, one.root) for one in seen]


def _heads(entries: list[str]) -> Iterator[Claim]:
    parts = Part.objects.filter(entry_id__in=entries, name="facts")
    for stored in parts.values_list("stored", flat=True):
        try:
            statement = HeadsStatement.from_facts(open_part(bytes(stored)))
        except Malformed:
            continue
        for head in statement.heads:
            yield Claim(head.feed, head.generation, head.size, head.root)


def _shown_by_devices(findings: Findings, centre: Centre) -> list[Claim]:
    claims = []
    for row in Witness.objects.all():
        name = f"{row.feed}/{row.device}"
        claim = _shown(row, centre)
        if claim is None:
            findings.add(Table.WITNESS, name, What.WITNESS)
            continue
        if (row.feed, row.generation, row.size, row.root) != (
            *(claim.feed, claim.generation, claim.size, claim.root),
        ):
            findings.add(Table.WITNESS, name, What.COLUMN)
        claims.append(claim)
    return claims


def _shown(row: Witness, centre: Centre) -> Claim | None:
    found = read_own(SignedCheckpoint(bytes(row.body), bytes(row.signature)), centre)
    if found is None:
        return None
    return Claim(found.feed, found.generation, found.size, found.root)
