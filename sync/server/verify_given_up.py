"""Passes over what a person gave up by opening a new generation: the log itself says so.

Only as much is passed over as the centre's own signed entry names; one row more is a finding.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sync.protocol.canonical import Malformed
from sync.protocol.entry import Kind, open_part
from sync.server.finding import Finding, Findings, Table, What, position_row
from sync.server.models import Device, Entry, Feed, Part, Position

LOST = frozenset({What.MISSING, What.UNCHECKED})


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What one entry says: a generation of a feed that was left, and the positions lost there."""

    feed: str
    generation: int
    size: int  # that had been signed
    positions: frozenset[int]


def given_up(centre_keys: Collection[str]) -> tuple[GivenUp, ...]:
    """Read every such entry of this centre.

    Args:
        centre_keys: fingerprints of the keys it ever signed with.
    """
    said = Entry.objects.filter(kind=Kind.SYSTEM, device__in=list(centre_keys)).order_by("id")
    return tuple(found for entry in said for found in _read(entry))


def pass_over(findings: Findings, stated: Collection[GivenUp]) -> None:
    """Take back the findings that are what was given up, and nothing besides."""
    if not stated:
        return
    places = {(one.feed, one.generation, at) for one in stated for at in one.positions}
    rows = {position_row(*place) for place in places}
    room = Counter[str]()
    for one in stated:
        room[one.feed] += len(one.positions)
    chains = Counter(_feed_of(found) for found in findings if found.table is Table.CHAIN)

    def is_given_up(found: Finding) -> bool:
        if found.table is Table.POSITION:
            return found.row in rows and set(found.what) <= LOST
        if found.table is Table.ENTRY:
            return found.what == (What.MISSING,) and _stood_only_at(found.row, places)
        if found.table is Table.CHAIN:
            feed = _feed_of(found)
            return chains[feed] <= (room[feed] if feed else sum(room.values()))
        return False

    findings.drop([found for found in findings if is_given_up(found)])


def left_sizes(stated: Collection[GivenUp]) -> Mapping[str, int]:
    """Give, by feed, the largest size that was signed for a generation that was left."""
    sizes: dict[str, int] = {}
    for one in stated:
        sizes[one.feed] = max(one.size, sizes.get(one.feed, 0))
    return sizes


def _read(entry: Entry) -> Iterator[GivenUp]:
    feed = Position.objects.filter(entry_id=entry.id).values_list("feed_id", flat=True).first()
    part = Part.objects.filter(entry_id=entry.id, name="facts").first()
    if feed is None or part is None:
        return
    try:
        facts = open_part(bytes(part.stored))
        if facts.get("event") != "generation":
            return
        previous, missing = facts["previous"], facts["missing"]
        stretches = [(int(first), int(last)) for first, last in missing]  # type: ignore[union-attr,misc,arg-type] # another form raises
        yield GivenUp(
            feed,
            int(previous["generation"]),  # type: ignore[index,call-overload,arg-type] # as above
            int(previous["size"]),  # type: ignore[index,call-overload,arg-type] # as above
            frozenset(at for first, last in stretches for at in range(first, last + 1)),
        )
    except (Malformed, KeyError, TypeError, ValueError):
        return


def _feed_of(found: Finding) -> str:
    """Give the post's feed of a chain; empty for the centre's own, which has one in each feed."""
    device = found.row.partition("/")[0]
    return Device.objects.filter(pk=device).values_list("post_id", flat=True).first() or ""


def _stood_only_at(entry: str, places: Collection[tuple[str, int, int]]) -> bool:
    stood = Position.objects.filter(entry_id=entry)
    current = dict(Feed.objects.values_list("id", "generation"))
    return all(
        (feed, generation, position) in places or generation < current.get(feed, 0)
        for feed, generation, position in stood.values_list("feed_id", "generation", "position")
    )
