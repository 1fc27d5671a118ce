"""Entries kept but not understood: listed for all, opened by few and with a reason."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from sync.protocol.messages import State
from sync.server import models as centre
from sync.server.people import deeds
from sync.server.people.base import Deed, ReadOnly
from sync.server.people.cells import short_hash, shown_time, whole_hash
from sync.server.people.columns import chosen, plain
from sync.server.people.contents import part_names
from sync.server.people.roles import Right
from sync.server.people.words import has_sentence, say, say_later

KIND = plain("kind", "people.entry.kind")
SEQ = plain("seq", "people.entry.seq")


class QuarantinedAdmin(ReadOnly):
    """One row an entry; the reason says what this version of the centre did not know."""

    ordering = ("-received_at",)
    list_display = ("received", KIND, "why", "device_named", SEQ, "entry_id")
    list_filter = (chosen("reason", "people.entry.why", words="people.quarantine"),)
    search_fields = ("id", "device__startswith")
    row = ("why", KIND, "received", "entry_id", "device_whole", SEQ, "parts")
    deeds = (Deed("open_contents", Right.READ_CONTENTS, deeds.open_contents),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave out what is understood: this page is no way to read screenings."""
        return super().get_queryset(request).filter(state=State.QUARANTINED.value)

    @admin.display(description=say_later("people.entry.received"), ordering="received_at")
    def received(self, entry: centre.Entry) -> str:
        """Show when it came."""
        return shown_time(entry.received_at)

    @admin.display(description=say_later("people.entry.why"), ordering="reason")
    def why(self, entry: centre.Entry) -> str:
        """Show what was not known about it."""
        key = f"people.quarantine.{entry.reason}"
        return say(key) if has_sentence(key) else entry.reason

    @admin.display(description=say_later("people.entry.device"), ordering="device")
    def device_named(self, entry: centre.Entry) -> str:
        """Show who sent it."""
        return short_hash(entry.device)

    @admin.display(description=say_later("people.entry.device"))
    def device_whole(self, entry: centre.Entry) -> str:
        """Show who sent it, whole."""
        return whole_hash(entry.device)

    @admin.display(description=say_later("people.entry.id"), ordering="id")
    def entry_id(self, entry: centre.Entry) -> str:
        """Show its id."""
        return entry.id

    @admin.display(description=say_later("people.entry.parts"))
    def parts(self, entry: centre.Entry) -> str:
        """Name its parts; what is in them takes a reason to see."""
        return ", ".join(part_names(entry.id)) or "–"
