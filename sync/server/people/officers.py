"""Officers at the console: those who wait for the centre come first; names only for some roles."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpRequest
from django.utils.safestring import SafeString

from sync.server import models as centre
from sync.server.people import deeds
from sync.server.people.base import Deed, ReadOnly
from sync.server.people.cells import Mark, marked, short_hash, shown_time, whole_hash
from sync.server.people.columns import chosen, plain
from sync.server.people.contents import officer_name
from sync.server.people.roles import Right, may
from sync.server.people.words import say, say_later

_STATE_MARKS = {
    "introduced": Mark.WARN,
    "confirmed": Mark.CALM,
    "removed": Mark.WAIT,
    "revoked": Mark.BAD,
}
PERSON = plain("person", "people.officer.person")
_WAITING_FIRST = Case(When(state="introduced", then=Value(0)), default=Value(1))


class OfficerAdmin(ReadOnly):
    """One row a key; one person may have keys on several laptops."""

    list_filter = (
        chosen("state", "people.officer.state", words="people.officer"),
        chosen("at_post", "people.officer.post"),
    )
    search_fields = ("key__startswith", "person__startswith", "device__startswith")
    deeds = (
        Deed(
            "confirm_officer",
            Right.CONFIRM_OFFICER,
            deeds.ask_to_confirm,
            fits=lambda officer: officer.state == "introduced",
        ),
        Deed(
            "revoke_officer",
            Right.REVOKE_OFFICER,
            deeds.revoke_officer,
            fits=lambda officer: officer.state in {"introduced", "confirmed"},
            grave=True,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Join the post and the day of the introduction, which stand in other tables."""
        post = centre.Device.objects.filter(pk=OuterRef("device")).values("post_id")
        stated = centre.Entry.objects.filter(pk=OuterRef("entry")).values("received_at")
        rows: QuerySet[Any] = super().get_queryset(request)
        rows = rows.annotate(at_post=Subquery(post[:1]), stated_at=Subquery(stated[:1]))
        return rows.order_by(_WAITING_FIRST, "-stated_at")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Show the column of names only to a role that may read them."""
        rest = ("key_named", "post", "duty", "standing", "introduced", "confirmed")
        return ("named", *rest) if may(request.user, Right.READ_NAMES) else rest

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ANN401, ARG002
        """Show the name only to a role that may read it."""
        rest = ("standing", "post", "duty", "key_whole", PERSON, "introduced", "confirmed")
        return ("named", *rest) if may(request.user, Right.READ_NAMES) else rest

    @admin.display(description=say_later("people.officer.name"))
    def named(self, officer: Any) -> str:  # noqa: ANN401 - annotated rows
        """Show the name that the post stated."""
        return officer_name(officer.entry) or say("people.officer.no_name")

    @admin.display(description=say_later("people.officer.key"), ordering="key")
    def key_named(self, officer: Any) -> SafeString:  # noqa: ANN401
        """Show the start of the key's fingerprint."""
        return short_hash(officer.key)

    @admin.display(description=say_later("people.officer.key_whole"))
    def key_whole(self, officer: Any) -> SafeString:  # noqa: ANN401
        """Show the fingerprint whole, to be compared by telephone."""
        return whole_hash(officer.key)

    @admin.display(description=say_later("people.officer.post"), ordering="at_post")
    def post(self, officer: Any) -> str:  # noqa: ANN401
        """Show where he was introduced."""
        return officer.at_post or "–"

    @admin.display(description=say_later("people.officer.duty"), ordering="role")
    def duty(self, officer: Any) -> str:  # noqa: ANN401
        """Show what he may do at the post."""
        return officer.role or "–"

    @admin.display(description=say_later("people.officer.state"), ordering="state")
    def standing(self, officer: Any) -> SafeString:  # noqa: ANN401
        """Show whether the centre knows him."""
        return marked(_STATE_MARKS[officer.state], say(f"people.officer.{officer.state}"))

    @admin.display(description=say_later("people.officer.introduced_at"), ordering="stated_at")
    def introduced(self, officer: Any) -> str:  # noqa: ANN401
        """Show when the centre received his introduction."""
        return shown_time(officer.stated_at)

    @admin.display(description=say_later("people.officer.confirmed_at"), ordering="confirmed_at")
    def confirmed(self, officer: Any) -> str:  # noqa: ANN401
        """Show when the centre confirmed him."""
        return shown_time(officer.confirmed_at)
