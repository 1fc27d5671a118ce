"""What people can do at the console, each with a reason that is written down."""

# ruff: noqa: ARG001 - all have one shape; what a deed does not need, the record of it does

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sync.protocol.enrolment import iso_week, lease_code
from sync.server import confirm
from sync.server import models as centre
from sync.server.current import the_centre
from sync.server.enrol import lease_place
from sync.server.people import approvals
from sync.server.people.base import CannotBeDone, signed_on
from sync.server.people.contents import shown_parts
from sync.server.people.models import Act, AlarmNote, Approval, Decision, Reading
from sync.server.refusal import OperationRefused

_LISTS = {Act.CONFIRM_OFFICER: "officer", Act.LIFT_DEVICE: "device"}


def revoke_device(request: HttpRequest, device: centre.Device, reason: str) -> str:
    """Shut a laptop out at once: taking trust needs no second person."""
    here = the_centre()
    try:
        confirm.revoke_device(device, here, here.clock())
    except OperationRefused as refused:
        if refused.key == "device.already":
            raise CannotBeDone("people.cannot.changed") from None
        return "people.done.suspended_for_now"
    return "people.done.revoke_device"


def ask_to_lift(request: HttpRequest, device: centre.Device, reason: str) -> str:
    """Ask another supervisor to let a suspended laptop in again."""
    _ask(request, Act.LIFT_DEVICE, device.pk, reason)
    return "people.done.asked"


def ask_to_confirm(request: HttpRequest, officer: centre.Officer, reason: str) -> str:
    """Ask another supervisor to confirm an officer."""
    _ask(request, Act.CONFIRM_OFFICER, officer.pk, reason)
    return "people.done.asked"


def revoke_officer(request: HttpRequest, officer: centre.Officer, reason: str) -> str:
    """Withdraw what the centre said of an officer, at once."""
    here = the_centre()
    try:
        confirm.revoke_officer(officer, here, here.clock())
    except OperationRefused as refused:
        raise CannotBeDone(approvals.refusal_key(refused)) from None
    return "people.done.revoke_officer"


def approve(request: HttpRequest, approval: Approval, reason: str) -> str:
    """Agree as the second person; the centre states it."""
    approvals.decide(approval, Decision.APPROVED, by=signed_on(request), centre=the_centre())
    return f"people.done.{approval.act}"


def decline(request: HttpRequest, approval: Approval, reason: str) -> str:
    """Refuse as the second person; it can be asked for again."""
    approvals.decide(approval, Decision.DECLINED, by=signed_on(request), centre=the_centre())
    return "people.done.declined"


def note_alarm(request: HttpRequest, alarm: centre.Alarm, reason: str) -> str:
    """Note what was found out or done; the alarm stands until its cause is gone."""
    AlarmNote.objects.create(
        alarm_id=alarm.pk, by=signed_on(request), at=the_centre().clock(), text=reason
    )
    return "people.done.note_alarm"


def settle_alarm(request: HttpRequest, alarm: centre.Alarm, reason: str) -> str:
    """End an alarm about something that is over, once a person has found out how it came."""
    note_alarm(request, alarm, reason)
    centre.Alarm.objects.filter(pk=alarm.pk, ended_at=None).update(ended_at=the_centre().clock())
    return "people.done.settle_alarm"


def open_contents(request: HttpRequest, entry: centre.Entry, reason: str) -> HttpResponse:
    """Show what stands in a quarantined entry, after writing down that somebody looked."""
    Reading.objects.create(
        entry_id=entry.pk, by=signed_on(request), at=the_centre().clock(), reason=reason
    )
    context = {
        "entry": entry,
        "parts": shown_parts(entry.pk),
        "back": reverse("admin:people_quarantined_change", args=[entry.pk]),
    }
    return _once(TemplateResponse(request, "people/contents.html", context))


def give_lease_code(request: HttpRequest, device: centre.Device, reason: str) -> HttpResponse:
    """Show the code that extends a laptop's lease by telephone, for this week."""
    here = the_centre()
    secret = here.parts.open(lease_place(device), bytes(device.lease_secret))
    if secret is None:
        raise CannotBeDone("people.cannot.lease_secret")
    week = iso_week(timezone.localdate(here.clock()))
    context = {
        "device": device,
        "code": lease_code(secret, device.pk, week),
        "back": reverse("admin:people_device_change", args=[device.pk]),
    }
    return _once(TemplateResponse(request, "people/lease_code.html", context))


def close_account(request: HttpRequest, user: User, reason: str) -> str:
    """Close an account; what it did stays in the records."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    return "people.done.close_account"


def is_open(approval: Approval) -> bool:
    """Say whether a request can still be decided."""
    return approvals.standing(approval, the_centre().clock()) is Decision.ASKED


def target_link(approval: Approval) -> SafeString:
    """Lead from a request to the officer or laptop that it is about."""
    try:
        name = _LISTS[Act(approval.act)]
        url = reverse(f"admin:people_{name}_change", args=[approval.target])
    except (ValueError, NoReverseMatch):
        return format_html("<code>{}</code>", approval.target[:8])
    return format_html('<a href="{}"><code>{}</code></a>', url, approval.target[:8])


def _ask(request: HttpRequest, act: Act, target: str, reason: str) -> None:
    approvals.ask(act, target, by=signed_on(request), reason=reason, centre=the_centre())


def _once(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
