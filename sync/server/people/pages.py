"""The pages that are no list: what waits, health, and the change of language."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sync.server.current import the_centre
from sync.server.people.approvals import LASTS
from sync.server.people.cells import Mark, ago, marked, short_hash, shown_time
from sync.server.people.health import Health, is_alive, read_health
from sync.server.people.models import Approval
from sync.server.people.roles import is_inside, may
from sync.server.people.words import say


@dataclass(frozen=True, slots=True)
class Card:
    """A count that may need a person, and the list it leads to."""

    count: int
    words: str
    url: str
    mark: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Health as lines of two tables."""

    feed_lines: list[dict[str, object]]
    machine_lines: list[tuple[str, str]]


def cards(health: Health, user: User | AnonymousUser) -> list[Card]:
    """Give the counts that this reader may follow, the gravest kinds first."""
    suspended = health.devices.get("suspended", 0)
    since = the_centre().clock() - LASTS
    asked = Approval.objects.filter(state="asked", asked_at__gt=since).count()
    found = (
        ("alarm", health.standing_alarms, Mark.BAD, "?ended=0"),
        ("device", suspended, Mark.BAD, "?state=suspended"),
        ("officer", health.officers_waiting, Mark.WARN, "?state=introduced"),
        ("approval", asked, Mark.WARN, "?state=asked"),
        ("quarantined", health.quarantined, Mark.WARN, ""),
        ("silent", health.silent_devices, Mark.WARN, "?silent=1"),
    )
    return [
        Card(count, say(f"people.card.{name}"), _list(name) + query, mark if count else Mark.CALM)
        for name, count, mark, query in found
        if may(user, f"view_{'device' if name == 'silent' else name}")
    ]


def figures(health: Health) -> Figures:
    """Put health into the reader's words."""
    escrow = health.escrowed_to
    kept = say("people.health.escrowed", n=escrow) if escrow else None
    waits = say("people.health.waiting_entries", n=health.waiting_entries, at=shown_time(health.at))
    return Figures(
        feed_lines=[
            {
                "feed": one.feed,
                "size": one.size,
                "root": short_hash(one.root) if one.root else "–",
                "state": marked(
                    Mark.WARN if one.rebuilding else Mark.CALM,
                    say(f"people.health.{'rebuilding' if one.rebuilding else 'whole'}"),
                ),
                "devices": one.devices or "–",
                "contact": ago(one.newest_contact_at) if one.devices else "–",
            }
            for one in health.feeds
        ],
        machine_lines=[
            (say("people.health.waiting"), waits),
            (say("people.health.database"), health.database),
            (say("people.health.keys"), kept or marked(Mark.WARN, say("people.health.no_escrow"))),
            (say("people.health.deployment"), say(f"people.health.{health.deployment}")),
            (say("people.health.versions"), _versions(health)),
            (say("people.health.centre"), health.centre),
        ],
    )


@never_cache
@require_safe
def health_page(request: HttpRequest) -> HttpResponse:
    """Say to anybody that the centre lives; say how it is to whoever has a role."""
    inside = is_inside(request)
    context: dict[str, object] = {"title": say("people.name.health")}
    try:
        is_alive()
        shown = figures(read_health()) if inside else None
        context |= {"figures": shown, "alive": say("people.health.alive")}
    except OperationalError:
        context |= {"figures": None, "alive": say("people.health.no_database")}
        return TemplateResponse(request, "people/health.html", context, status=503)
    return TemplateResponse(request, "people/health.html", context)


def _list(name: str) -> str:
    return reverse(f"admin:people_{'device' if name == 'silent' else name}_changelist")


def _versions(health: Health) -> str:
    return " · ".join(f"{name} {number}" for name, number in health.versions.items())
