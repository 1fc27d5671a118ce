"""What all lists of the console share: read-only, default deny, and deeds with a reason."""

# ruff: noqa: ARG002 - Django asks for each right with the row and the request

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import path, reverse

from sync.protocol.ids import HASH_HEX
from sync.server.current import the_centre
from sync.server.people.cells import whole_hash
from sync.server.people.columns import Column
from sync.server.people.roles import may
from sync.server.people.words import has_sentence, say, say_later
from sync.server.rows import in_transaction

REASON_CHARACTERS = 1000
READING = ("GET", "HEAD")


class CannotBeDone(Exception):
    """A deed that does not fit the state any more; `key` names the sentence for the person."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person can do to one object, after a page that says what it does.

    `do` gets the request, the object and the reason, and gives the key of the sentence that
    says what was done, or a whole answer.
    """

    name: str  # in the address, and in the keys of its sentences
    right: str
    do: Callable[[HttpRequest, Any, str], str | HttpResponse]
    fits: Callable[[Any], bool] = lambda _: True
    grave: bool = False  # takes something from somebody at once

    def words(self) -> dict[str, str]:
        """Give the sentences of its page."""
        key = f"people.deed.{self.name}"
        return {part: say(f"{key}.{part}") for part in ("title", "what", "reason", "button")}


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list and a page for each row, nothing to write but deeds."""

    actions = None
    list_per_page = 50
    deeds: Sequence[Deed] = ()
    row: Sequence[Column] = ()  # what a row's page shows, from above
    change_form_template = "people/row.html"
    change_list_template = "people/list.html"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_help_text = say_later("people.list.search")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ANN401
        """Show the row's columns, from above."""
        return self.row

    def get_urls(self) -> list[Any]:
        """Offer the list, the rows and the deeds; Django's other pages are not opened."""
        kept = {f"people_{self.opts.model_name}_{name}" for name in ("changelist", "change", "add")}
        if type(self).has_add_permission is ReadOnly.has_add_permission:
            kept.discard(f"people_{self.opts.model_name}_add")
        usual = [url for url in super().get_urls() if getattr(url, "name", None) in kept]
        return [*(self._deed_url(deed) for deed in self.deeds), *usual]

    def _deed_url(self, deed: Deed) -> Any:  # noqa: ANN401 - a URL pattern
        name = f"people_{self.opts.model_name}_{deed.name}"
        view = self.admin_site.admin_view(partial(self.deed_view, deed=deed))
        return path(f"<path:object_id>/{deed.name}/", view, name=name)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # noqa: ANN401
        """Show the list under a sentence that says what it is for."""
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        name = self.opts.model_name
        add = f"people.add.{name}.title"
        extra = {
            "lead": say(f"people.lead.{name}"),
            "nothing": say(f"people.empty.{'filtered' if request.GET else name}"),
            "add_label": say(add) if has_sentence(add) else "",
        }
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Go by the table of roles."""
        return may(request.user, f"view_{self.opts.model_name}")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Go by the table of roles."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nothing is changed by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nothing is deleted."""
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a row with the deeds that fit it and that this role may do."""
        row = self.get_object(request, unquote(object_id))
        deeds = [] if row is None else self._open_deeds(request, row)
        extra = {
            "deeds": deeds,
            "row_title": "" if row is None else self.row_title(row),
            "list_url": reverse(f"admin:people_{self.opts.model_name}_changelist"),
            **self.more(request, row),
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, extra)

    def row_title(self, row: Any) -> str:  # noqa: ANN401
        """Give what the row's page is called; never a name of a person."""
        return str(row)

    def more(self, request: HttpRequest, row: Any) -> dict[str, Any]:  # noqa: ANN401
        """Give what else the row's page shows."""
        return {}

    def _open_deeds(self, request: HttpRequest, row: models.Model) -> list[dict[str, object]]:
        return [
            {**deed.words(), "grave": deed.grave, "url": self._deed_address(deed, row)}
            for deed in self.deeds
            if may(request.user, deed.right) and deed.fits(row)
        ]

    def _deed_address(self, deed: Deed, row: models.Model) -> str:
        return reverse(f"admin:people_{self.opts.model_name}_{deed.name}", args=[row.pk])

    def deed_view(self, request: HttpRequest, object_id: str, deed: Deed) -> HttpResponse:
        """Say what the deed does and ask for the reason; do it when the form comes back."""
        if not (self.has_view_permission(request) and may(request.user, deed.right)):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        reason = request.POST.get("reason", "").strip()[:REASON_CHARACTERS]
        if request.method == "POST" and reason:
            return self._do(request, row, deed, reason)
        return self._ask(request, row, deed, missing=request.method == "POST")

    def _do(self, request: HttpRequest, row: Any, deed: Deed, reason: str) -> HttpResponse:  # noqa: ANN401
        back = HttpResponseRedirect(
            reverse(f"admin:people_{self.opts.model_name}_change", args=[row.pk])
        )

        def work() -> str | HttpResponse:
            if not deed.fits(row):
                raise CannotBeDone("people.cannot.changed")
            done = deed.do(request, row, reason)
            note_deed(request, row, deed.name, reason)
            return done

        try:
            done = in_transaction(the_centre(), work)  # nothing is done without its record
        except CannotBeDone as cannot:
            messages.error(request, say(cannot.key))
            return back
        if isinstance(done, HttpResponse):
            return done
        messages.success(request, say(done))
        return back

    def _ask(self, request: HttpRequest, row: Any, deed: Deed, *, missing: bool) -> HttpResponse:  # noqa: ANN401
        context = {
            **self.admin_site.each_context(request),
            **deed.words(),
            "deed_title": deed.words()["title"],
            "grave": deed.grave,
            "fits": deed.fits(row),
            "missing": missing,
            "row": row,
            "whole": whole_hash(str(row.pk)) if len(str(row.pk)) == HASH_HEX else "",
            "opts": self.opts,
            "back": reverse(f"admin:people_{self.opts.model_name}_change", args=[row.pk]),
        }
        return TemplateResponse(request, "people/deed.html", context)


def signed_on(request: HttpRequest) -> User:
    """Give the account behind a request that a role has let in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def note_deed(request: HttpRequest, row: models.Model, name: str, reason: str) -> None:
    """Write down who did what to what, and why; the console shows it to those who may look."""
    kind = ContentType.objects.get_for_model(row, for_concrete_model=False)
    LogEntry.objects.create(
        user_id=signed_on(request).pk,
        content_type=kind,
        object_id=str(row.pk),
        object_repr=str(row.pk)[:200],
        action_flag=CHANGE,
        change_message=f"{name}: {reason}",
    )
