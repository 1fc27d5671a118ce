"""Re-hashes all the centre holds and names every row that is not what was signed.

Reads page by page from one unchanging view, so it runs beside a centre that serves, and its
memory does not grow with the log.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sync.server.centre import Centre
from sync.server.finding import Finding, Findings, Table, What
from sync.server.models import Feed, Position
from sync.server.retired_keys import centre_keys
from sync.server.snapshot import snapshot
from sync.server.verify_chains import check_chains
from sync.server.verify_claims import check_claims
from sync.server.verify_given_up import given_up, left_sizes, pass_over
from sync.server.verify_log import LogCheck
from sync.server.verify_tables import check_tables


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what was found; feeds in rebuild are still shorter than signed."""

    feeds: int
    positions: int
    entries: int
    parts: int
    rebuilding: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Counted:
    """How much the checks have looked at so far."""

    positions: int = 0
    entries: int = 0
    parts: int = 0


Check = Callable[[Centre, Findings, Counted], None]


def logs(_centre: Centre, findings: Findings, counted: Counted) -> None:
    """Re-hash every leaf and every root."""
    for feed in Feed.objects.order_by("id"):
        older = Position.objects.filter(feed_id=feed.id).values_list("generation", flat=True)
        for generation in sorted({feed.generation, *older.distinct()}):
            counted.positions += LogCheck(feed, generation, findings).run()
    known = Feed.objects.values("id")
    for lost in (
        Position.objects.exclude(feed_id__in=known).values_list("feed_id", flat=True).distinct()
    ):
        findings.add(Table.FEED, lost, What.MISSING)


def chains(centre: Centre, findings: Findings, counted: Counted) -> None:
    """Re-hash every part, and check every signature and chain."""
    keys = centre_keys(centre)
    counted.entries, counted.parts = check_chains(findings, centre_keys=keys, box=centre.parts)


def claims(centre: Centre, findings: Findings, _counted: Counted) -> None:
    """Compare the log with everything that was signed about it."""
    check_claims(findings, centre=centre, left=left_sizes(given_up(centre_keys(centre))))


def tables(_centre: Centre, findings: Findings, _counted: Counted) -> None:
    """Compare what repeats an entry with the entry."""
    check_tables(findings)


def explained(centre: Centre, findings: Findings, _counted: Counted) -> None:
    """Take back what a person gave up, as the log itself says."""
    pass_over(findings, given_up(centre_keys(centre)))


# In this order: the later ones pass over what the earlier ones have named.
EVERYTHING: Sequence[Check] = (logs, chains, claims, tables, explained)


def verify(centre: Centre, checks: Sequence[Check] = EVERYTHING) -> Verified:
    """Check the whole database; changes nothing."""
    findings, counted = Findings(), Counted()
    with snapshot():
        feeds: Mapping[str, bool] = {
            feed.id: feed.rebuild_size is not None for feed in Feed.objects.order_by("id")
        }
        for check in checks:
            check(centre, findings, counted)
    return Verified(
        feeds=len(feeds),
        positions=counted.positions,
        entries=counted.entries,
        parts=counted.parts,
        rebuilding=tuple(feed for feed, rebuilding in feeds.items() if rebuilding),
        findings=tuple(findings),
    )
