"""The console's site: second factor and a role before anything, our words, our order of places."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse_lazy

from sync.server.people.health import read_health
from sync.server.people.login import OwnPasswordForm, SignInForm
from sync.server.people.pages import cards, figures
from sync.server.people.roles import is_inside
from sync.server.people.words import say_later

_UNUSED = {"autocomplete", "view_on_site", "app_list"}


class Console(AdminSite):
    """Lets in whoever has one role and has shown his second factor; nobody else, ever."""

    site_header = site_title = say_later("people.console.title")
    index_title = say_later("people.console.index")
    login_form = SignInForm
    login_template = "people/login.html"
    index_template = "people/index.html"
    password_change_done_template = "people/password_done.html"  # noqa: S105 - a template
    enable_nav_sidebar = False
    final_catch_all_view = False
    site_url = None
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """Say whether this request comes from somebody who may be here at all."""
        return is_inside(request)

    def get_urls(self) -> list[Any]:
        """Leave out what the console has no use for: fewer doors, fewer answers to think of."""
        return [url for url in super().get_urls() if getattr(url, "name", None) not in _UNUSED]

    def get_app_list(self, request: HttpRequest, app_label: Any = None) -> list[Any]:  # noqa: ANN401, ARG002
        """Give none: the menu is our own."""
        return []

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:  # noqa: ANN401
        """Show what waits for this reader, and how the centre is."""
        health = read_health()
        shown = {"cards": cards(health, request.user), "figures": figures(health)}
        return super().index(request, {**shown, **(extra_context or {})})

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:  # noqa: ANN401
        """Let the account's owner choose a password that nobody else has seen."""
        view = PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            success_url=reverse_lazy("admin:password_change_done"),
            template_name="people/password.html",
            extra_context=self.each_context(request),
        )
        return view(request, **(extra_context or {}))


console = Console()
