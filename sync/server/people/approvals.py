"""Two persons for what gives trust: one supervisor asks, another decides, the centre states it.

A request that nobody decided within a week lapses.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from sync.server.centre import Centre
from sync.server.confirm import confirm_officer, restore_device
from sync.server.models import Device, Officer
from sync.server.people.base import CannotBeDone
from sync.server.people.models import Act, Approval, Decision
from sync.server.refusal import OperationRefused
from sync.server.rows import in_transaction

if TYPE_CHECKING:
    from django.contrib.auth.models import User


LASTS = timedelta(days=7)  # what was checked when it was asked for may not be true for longer


def ask(act: Act, target: str, *, by: "User", reason: str, centre: Centre) -> Approval:
    """Put a request before the other supervisors.

    Raises:
        CannotBeDone: somebody asked for the same already.
    """
    now = centre.clock()
    lapsed = Approval.objects.filter(state=Decision.ASKED.value, asked_at__lte=now - LASTS)
    lapsed.update(state=Decision.LAPSED.value)
    try:
        with transaction.atomic():
            return Approval.objects.create(
                act=act.value, target=target, reason=reason, asked_by=by, asked_at=now
            )
    except IntegrityError:
        raise CannotBeDone("people.cannot.asked_already") from None


def standing(approval: Approval, now: datetime) -> Decision:
    """Say where a request stands; one that nobody decided in time has lapsed."""
    decision = Decision(approval.state)
    is_late = decision is Decision.ASKED and now >= lapses_at(approval)
    return Decision.LAPSED if is_late else decision


def lapses_at(approval: Approval) -> datetime:
    """Give the moment from which a request can be approved no more."""
    return approval.asked_at + LASTS


def decide(approval: Approval, decision: Decision, *, by: "User", centre: Centre) -> None:
    """Decide a request and, when it is approved, carry it out: both or neither.

    Raises:
        CannotBeDone: the same person asked, it was decided meanwhile or lapsed, or it fits no
            more; it is as open then as it was before.
    """
    if approval.asked_by_id == by.pk:
        raise CannotBeDone("people.cannot.same_person")

    def work() -> None:
        _close(approval, decision, by, centre.clock())
        if decision is Decision.APPROVED:
            _carry_out(Act(approval.act), approval.target, centre)

    try:
        in_transaction(centre, work)
    except OperationRefused as refused:
        raise CannotBeDone(refusal_key(refused)) from None


def refusal_key(refused: OperationRefused) -> str:
    """Give the key of the console's sentence for what an operation refuses."""
    known = {"centre.rebuilding": "people.cannot.rebuilding"}
    return known.get(refused.key, "people.cannot.changed")


def _carry_out(act: Act, target: str, centre: Centre) -> None:
    now = centre.clock()
    if act is Act.CONFIRM_OFFICER:
        confirm_officer(Officer.objects.get(pk=target), centre, now)
        return
    suspended = Device.objects.filter(pk=target, state=Device.DeviceState.SUSPENDED).first()
    if suspended is None:  # revoked meanwhile: that is for a new code, not for two clicks
        raise OperationRefused("device.already")
    restore_device(suspended, centre, now)


def _close(approval: Approval, decision: Decision, by: "User", now: datetime) -> None:
    if standing(approval, now) is Decision.LAPSED:
        raise CannotBeDone("people.cannot.lapsed")
    asked = Approval.objects.filter(pk=approval.pk, state=Decision.ASKED.value)
    if not asked.update(state=decision.value, decided_by=by, decided_at=now):
        raise CannotBeDone("people.cannot.changed")
