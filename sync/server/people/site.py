"""The console's site: second factor and a role before anything, our words, our order of places."""

from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse

from sync.server.people.login import SignInForm
from sync.server.people.roles import may, role_of
from sync.server.people.words import say, say_later

# The order of the menu: what needs a person first, what is only looked up last.
PLACES = (
    *("alarm", "device", "officer", "approval", "quarantined", "post", "enrolmentcode"),
    *("feed", "fork", "reading", "deed", "signin", "failedsignin", "account"),
)
FIRST_PLACES = 7  # these stand in the header, the rest under "more"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu."""

    name: str
    label: str
    url: str
    here: bool


class Console(AdminSite):
    """Lets in whoever has one role and has shown his second factor; nobody else, ever."""

    site_header = site_title = say_later("people.console.title")
    index_title = say_later("people.console.index")
    login_form = SignInForm
    login_template = "people/login.html"
    index_template = "people/index.html"
    password_change_template = "people/password.html"  # noqa: S105 - a template's name
    enable_nav_sidebar = False
    site_url = None
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """Say whether this request comes from somebody who may be here at all."""
        user = request.user
        return bool(user.is_authenticated and user.is_verified() and role_of(user))

    def get_urls(self) -> list:  # type: ignore[type-arg]
        """Leave out what the console has no use for: fewer doors, fewer answers to think of."""
        unused = {"autocomplete", "jsi18n", "view_on_site", "app_list"}
        return [url for url in super().get_urls() if getattr(url, "name", None) not in unused]


console = Console()


def places(request: HttpRequest) -> dict[str, object]:
    """Give templates the menu and the role of whoever reads; a context processor."""
    user = getattr(request, "user", None)
    if user is None or not console.has_permission(request):
        return {"places": (), "more_places": (), "role": ""}
    seen = [_place(name, request.path) for name in PLACES if may(user, f"view_{name}")]
    role = role_of(user)
    return {
        "places": seen[:FIRST_PLACES],
        "more_places": seen[FIRST_PLACES:],
        "role": say(f"people.role.{role}") if role else "",
    }


def _place(name: str, path: str) -> Place:
    url = reverse(f"admin:people_{name}_changelist")
    return Place(name, say(f"people.name.{name}"), url, here=path.startswith(url))
