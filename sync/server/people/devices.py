"""Laptops at the console: who has not synced, whose clock is off, whom to shut out or let in."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from sync.server import models as centre
from sync.server.people import deeds
from sync.server.people.base import Deed, ReadOnly
from sync.server.people.cells import (
    Mark,
    ago,
    clock_difference,
    marked,
    short_hash,
    shown_time,
    whole_hash,
)
from sync.server.people.columns import chosen, plain
from sync.server.people.roles import Right
from sync.server.people.words import say, say_later

SILENT_AFTER = timedelta(hours=24)
CLOCK_OFF_MS = 5 * 60 * 1000
POST = plain("post", "people.device.post")
_STATE_MARKS = {"active": Mark.CALM, "suspended": Mark.WARN, "revoked": Mark.BAD}


def silent() -> Q:
    """Say which devices have not synced for a day; those shut out are not waited for."""
    before = timezone.now() - SILENT_AFTER
    late = Q(last_contact_at=None) | Q(last_contact_at__lt=before)
    return late & ~Q(state=centre.Device.DeviceState.REVOKED)


class SilentFilter(admin.SimpleListFilter):
    """Only those that have not synced for a day."""

    title = say_later("people.device.contact")
    parameter_name = "silent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ANN401, ARG002
        """Offer the one question that matters."""
        return [("1", say("people.device.silent"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        """Keep the silent ones when asked."""
        return queryset.filter(silent()) if self.value() == "1" else queryset


class DeviceAdmin(ReadOnly):
    """One row a laptop."""

    list_display = ("named", POST, "standing", "contact", "waiting", "clock", "version", "lease")
    ordering = ("post", "enrolled_at")
    list_filter = (
        SilentFilter,
        chosen("state", "people.device.state", words="people.device"),
        chosen("post_id", "people.device.post"),
    )
    list_select_related = ("post",)
    search_fields = ("fingerprint__startswith",)
    row = (
        *("standing", POST, "whole", "contact_at", "contact", "waiting", "clock", "version"),
        *("lease", "enrolled"),
    )
    deeds = (
        Deed(
            "revoke_device",
            Right.REVOKE_DEVICE,
            deeds.revoke_device,
            fits=lambda device: device.state != "revoked",
            grave=True,
        ),
        Deed(
            "lift_device",
            Right.LIFT_DEVICE,
            deeds.ask_to_lift,
            fits=lambda device: device.state == "suspended",
        ),
        Deed(
            "lease_code",
            Right.LEASE_CODE,
            deeds.give_lease_code,
            fits=lambda device: device.state == "active",
        ),
    )

    @admin.display(description=say_later("people.device.fingerprint"), ordering="fingerprint")
    def named(self, device: centre.Device) -> SafeString:
        """Show how the device is called on both sides."""
        return short_hash(device.fingerprint)

    @admin.display(description=say_later("people.device.whole"))
    def whole(self, device: centre.Device) -> SafeString:
        """Show the fingerprint whole."""
        return whole_hash(device.fingerprint)

    @admin.display(description=say_later("people.device.state"), ordering="state")
    def standing(self, device: centre.Device) -> SafeString:
        """Show whether its requests are answered."""
        return marked(_STATE_MARKS[device.state], say(f"people.device.{device.state}"))

    @admin.display(description=say_later("people.device.contact"), ordering="last_contact_at")
    def contact(self, device: centre.Device) -> str:
        """Show how long ago it last spoke to us."""
        text = ago(device.last_contact_at)
        late = device.last_contact_at is None or (
            timezone.now() - device.last_contact_at > SILENT_AFTER
        )
        return marked(Mark.WARN, text) if late and device.state != "revoked" else text

    @admin.display(description=say_later("people.device.contact_at"))
    def contact_at(self, device: centre.Device) -> str:
        """Show when it last spoke to us."""
        return shown_time(device.last_contact_at)

    @admin.display(description=say_later("people.device.waiting"), ordering="waiting")
    def waiting(self, device: centre.Device) -> int:
        """Show what it had not sent yet at its last contact."""
        return device.waiting

    @admin.display(description=say_later("people.device.clock"), ordering="clock_offset_ms")
    def clock(self, device: centre.Device) -> str:
        """Show how far its clock is off."""
        text = clock_difference(device.clock_offset_ms)
        return marked(Mark.WARN, text) if abs(device.clock_offset_ms or 0) > CLOCK_OFF_MS else text

    @admin.display(description=say_later("people.device.version"), ordering="program")
    def version(self, device: centre.Device) -> str:
        """Show the version of its program."""
        return device.program or "–"

    @admin.display(description=say_later("people.device.lease"), ordering="lease_until")
    def lease(self, device: centre.Device) -> str:
        """Show until when it shows older records without a contact."""
        text = shown_time(device.lease_until)
        return marked(Mark.WARN, text) if device.lease_until < timezone.now() else text

    @admin.display(description=say_later("people.device.enrolled"))
    def enrolled(self, device: centre.Device) -> str:
        """Show when it joined."""
        return shown_time(device.enrolled_at)
