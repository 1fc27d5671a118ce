"""The menu of the console, as every page shows it: only places that this reader may open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from sync.protocol.entry import Deployment
from sync.server.current import the_centre
from sync.server.people.roles import is_inside, may, role_of
from sync.server.people.words import say

# What needs a person stands in the header; what is only looked up, under "more".
FIRST = ("alarm", "device", "officer", "approval", "quarantined", "post", "enrolmentcode")
MORE = ("feed", "fork", "reading", "deed", "signin", "failedsignin", "account")


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu."""

    label: str
    url: str
    here: bool


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Give templates the menu, the reader's role and language; a context processor."""
    user = getattr(request, "user", None)
    # With a password that somebody else has seen, no place is open yet.
    inside = is_inside(request) and not hasattr(user, "first_password")
    role = role_of(user) if user is not None and inside else None
    more = _places(MORE, request) if inside else []
    return {
        "places": _places(FIRST, request) if inside else [],
        "more_places": more,
        "more_here": any(place.here for place in more),
        "role": say(f"people.role.{role}") if role else "",
        "training": the_centre().deployment == Deployment.TRAINING,
        "LANGUAGE_IN_USE": get_language(),
    }


def _places(names: tuple[str, ...], request: HttpRequest) -> list[Place]:
    seen = [name for name in names if may(request.user, f"view_{name}")]
    urls = {name: reverse(f"admin:people_{name}_changelist") for name in seen}
    return [
        Place(say(f"people.name.{name}"), url, here=request.path.startswith(url))
        for name, url in urls.items()
    ]
