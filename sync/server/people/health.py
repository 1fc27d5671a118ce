"""How the centre is: sizes, contacts, alarms, versions; counts and codes, nothing of any person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import django
from django.db import connection
from django.db.models import Count, Max, Q

from sync.protocol.messages import WIRE_VERSION, State
from sync.server import __version__
from sync.server import models as centre
from sync.server.current import the_centre
from sync.server.people.devices import silent
from sync.server.people.here import custodians


@dataclass(frozen=True, slots=True)
class FeedFigures:
    """One log and who feeds it; `newest_contact_at` is None before the first."""

    feed: str
    generation: int
    size: int
    root: str
    rebuilding: bool
    devices: int
    newest_contact_at: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """The centre at one moment."""

    at: datetime
    centre: str  # fingerprint
    deployment: str
    feeds: tuple[FeedFigures, ...]
    devices: Mapping[str, int]  # by state
    silent_devices: int  # those in use that have not synced for a day
    waiting_entries: int  # what devices had not sent yet at their last contact
    standing_alarms: int
    quarantined: int
    officers_waiting: int
    database: str
    escrowed_to: int | None  # custodians of the centre's keys; None: nobody could restore them
    versions: Mapping[str, str]


def read_health() -> Health:
    """Count what there is (raises OperationalError when the database does not answer)."""
    here = the_centre()
    devices = centre.Device.objects
    return Health(
        at=here.clock(),
        centre=here.fingerprint,
        deployment=here.deployment,
        feeds=_feeds(),
        devices=dict(devices.values_list("state").annotate(n=Count("pk")).order_by("state")),
        silent_devices=devices.filter(silent()).count(),
        waiting_entries=sum(devices.exclude(state="revoked").values_list("waiting", flat=True)),
        standing_alarms=centre.Alarm.objects.filter(ended_at=None).count(),
        quarantined=centre.Entry.objects.filter(state=State.QUARANTINED.value).count(),
        officers_waiting=centre.Officer.objects.filter(state="introduced").count(),
        database=database_name(),
        escrowed_to=custodians(),
        versions=versions(),
    )


def is_alive() -> bool:
    """Say whether the database answers; what anybody may know (raises OperationalError)."""
    return centre.Post.objects.count() >= 0


def database_name() -> str:
    """Name the database and its version."""
    if connection.vendor == "sqlite":
        return f"SQLite {'.'.join(map(str, connection.get_database_version()))}"
    return f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}"


def versions() -> dict[str, str]:
    """Name the versions that somebody who helps from afar asks for first."""
    return {"posko": __version__, "django": django.get_version(), "wire": str(WIRE_VERSION)}


def _feeds() -> tuple[FeedFigures, ...]:
    in_use = ~Q(state="revoked")
    rows = centre.Device.objects.values("post_id").annotate(
        n=Count("pk", filter=in_use), newest=Max("last_contact_at")
    )
    by_post = {row["post_id"]: (row["n"], row["newest"]) for row in rows}
    return tuple(
        FeedFigures(
            feed=feed.id,
            generation=feed.generation,
            size=feed.size,
            root=feed.root,
            rebuilding=feed.rebuild_size is not None or feed.rebuild_since is not None,
            devices=by_post.get(feed.id, (0, None))[0],
            newest_contact_at=by_post.get(feed.id, (0, None))[1],
        )
        for feed in centre.Feed.objects.order_by("id")
    )
