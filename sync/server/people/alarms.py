"""Alarms at the console: what happened, what to do, and what people noted; none is clicked away."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from sync.server import models as centre
from sync.server.alarms import CentreAlarm
from sync.server.people import deeds
from sync.server.people.base import Deed, ReadOnly
from sync.server.people.cells import Mark, marked, short_hash, shown_time, whole_hash
from sync.server.people.columns import plain
from sync.server.people.roles import Right
from sync.server.people.words import has_sentence, say, say_later

FOR_PEOPLE = frozenset({CentreAlarm.PUT_BACK.value})  # no machine can say that it was looked into
CODE = plain("code", "people.alarm_row.code")


def alarm_words(code: str) -> tuple[str, str, str]:
    """Give title, what happened and what to do; a code from a newer version has general ones."""
    known = code if has_sentence(f"people.alarm.{code}.title") else "unknown"
    title, what, do = (say(f"people.alarm.{known}.{part}") for part in ("title", "what", "do"))
    return title, what, do


class StandingFilter(admin.SimpleListFilter):
    """Standing ones first; ended ones when asked for."""

    title = say_later("people.alarm_row.state")
    parameter_name = "ended"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ANN401, ARG002
        """Offer both."""
        return [("0", say("people.alarm_row.standing")), ("1", say("people.alarm_row.ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        """Keep what was asked for."""
        wanted = self.value()
        return queryset if wanted is None else queryset.filter(ended_at__isnull=wanted == "0")


class AlarmAdmin(ReadOnly):
    """One row a finding."""

    list_display = ("standing", "title", "where", "device_named", "first", "last")
    list_display_links = ("title",)
    list_filter = (StandingFilter,)
    row = ("standing", CODE, "where", "device_whole", "first", "last", "ended", "proof")
    deeds = (
        Deed("note_alarm", Right.NOTE_ALARM, deeds.note_alarm),
        Deed(
            "settle_alarm",
            Right.SETTLE_ALARM,
            deeds.settle_alarm,
            fits=lambda alarm: alarm.ended_at is None and alarm.code in FOR_PEOPLE,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Let standing alarms come first on both databases: NULL sorts differently there."""
        rows = super().get_queryset(request)
        return rows.order_by(F("ended_at").desc(nulls_first=True), "-last_at")

    def more(self, request: HttpRequest, row: Any) -> dict[str, Any]:  # noqa: ANN401, ARG002
        """Put what happened and what to do above the figures, and the notes below."""
        if row is None:
            return {}
        title, what, do = alarm_words(row.code)
        notes = [
            {"by": str(note.by), "at": shown_time(note.at), "text": note.text}
            for note in row.notes.select_related("by")
        ]
        return {"alarm_title": title, "alarm_what": what, "alarm_do": do, "notes": notes}

    @admin.display(description=say_later("people.alarm_row.state"), ordering="ended_at")
    def standing(self, alarm: centre.Alarm) -> SafeString:
        """Show whether its cause is still there."""
        if alarm.ended_at is None:
            return marked(Mark.BAD, say("people.alarm_row.standing"))
        return marked(Mark.CALM, say("people.alarm_row.ended"))

    @admin.display(description=say_later("people.alarm_row.title"), ordering="code")
    def title(self, alarm: centre.Alarm) -> str:
        """Show what happened in a few words."""
        return alarm_words(alarm.code)[0]

    @admin.display(description=say_later("people.alarm_row.where"))
    def where(self, alarm: centre.Alarm) -> str:
        """Show the feed, and the position when there is one."""
        if not alarm.feed:
            return "–"
        return f"{alarm.feed} · {alarm.position}" if alarm.position else alarm.feed

    @admin.display(description=say_later("people.alarm_row.device"), ordering="device")
    def device_named(self, alarm: centre.Alarm) -> str:
        """Show the device concerned."""
        return short_hash(alarm.device) if alarm.device else "–"

    @admin.display(description=say_later("people.alarm_row.device"))
    def device_whole(self, alarm: centre.Alarm) -> str:
        """Show the device concerned with its whole fingerprint."""
        return whole_hash(alarm.device)

    @admin.display(description=say_later("people.alarm_row.first"), ordering="first_at")
    def first(self, alarm: centre.Alarm) -> str:
        """Show when it was first seen."""
        return shown_time(alarm.first_at)

    @admin.display(description=say_later("people.alarm_row.last"), ordering="last_at")
    def last(self, alarm: centre.Alarm) -> str:
        """Show when it was last seen."""
        return shown_time(alarm.last_at)

    @admin.display(description=say_later("people.alarm_row.ended_at"))
    def ended(self, alarm: centre.Alarm) -> str:
        """Show when its cause was proved to be gone."""
        return shown_time(alarm.ended_at)

    @admin.display(description=say_later("people.alarm_row.proof"))
    def proof(self, alarm: centre.Alarm) -> str:
        """Show the hashes and counts that go with it."""
        return " · ".join(f"{name}: {alarm.detail[name]}" for name in sorted(alarm.detail)) or "–"
