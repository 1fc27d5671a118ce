"""Two persons for what gives trust: one supervisor asks, another decides, the centre states it."""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from sync.server.confirm import confirm_officer, restore_device
from sync.server.current import the_centre
from sync.server.models import Device, Officer
from sync.server.people.base import CannotBeDone
from sync.server.people.models import Act, Approval, Decision
from sync.server.refusal import OperationRefused

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def ask(act: Act, target: str, *, by: "User", reason: str) -> Approval:
    """Put a request before the other supervisors.

    Raises:
        CannotBeDone: somebody asked for the same already.
    """
    try:
        with transaction.atomic():
            return Approval.objects.create(
                act=act.value,
                target=target,
                reason=reason,
                asked_by=by,
                asked_at=the_centre().clock(),
            )
    except IntegrityError:
        raise CannotBeDone("people.cannot.asked_already") from None


def decide(approval: Approval, decision: Decision, *, by: "User") -> None:
    """Decide a request and, when it is approved, carry it out.

    The request is closed first, so that no two carry it out; it opens again when the centre
    cannot do now what was asked.

    Raises:
        CannotBeDone: the same person asked, it was decided meanwhile, or it fits no more.
    """
    if approval.asked_by_id == by.pk:
        raise CannotBeDone("people.cannot.same_person")
    _close(approval, decision, by)
    if decision is Decision.APPROVED:
        try:
            _carry_out(Act(approval.act), approval.target)
        except OperationRefused as refused:
            _reopen(approval)
            raise CannotBeDone(refusal_key(refused)) from None


def refusal_key(refused: OperationRefused) -> str:
    """Give the key of the console's sentence for what an operation refuses."""
    known = {"centre.rebuilding": "people.cannot.rebuilding"}
    return known.get(refused.key, "people.cannot.changed")


def _carry_out(act: Act, target: str) -> None:
    here = the_centre()
    if act is Act.CONFIRM_OFFICER:
        confirm_officer(Officer.objects.get(pk=target), here, here.clock())
        return
    suspended = Device.objects.filter(pk=target, state=Device.DeviceState.SUSPENDED).first()
    if suspended is None:  # revoked meanwhile: that is for a new code, not for two clicks
        raise OperationRefused("device.already")
    restore_device(suspended, here, here.clock())


def _close(approval: Approval, decision: Decision, by: "User") -> None:
    asked = Approval.objects.filter(pk=approval.pk, state=Decision.ASKED.value)
    now = the_centre().clock()
    if not asked.update(state=decision.value, decided_by=by, decided_at=now):
        raise CannotBeDone("people.cannot.changed")


def _reopen(approval: Approval) -> None:
    closed = Approval.objects.filter(pk=approval.pk)
    closed.update(state=Decision.ASKED.value, decided_by=None, decided_at=None)
