"""What the commands of `posko-centre` do about officers, devices and accounts."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.utils import timezone

from sync.protocol.canonical import Json
from sync.protocol.enrolment import iso_week, lease_code
from sync.server.cli_console import Console
from sync.server.opening import open_existing, readable_errors
from sync.server.refusal import FAILED, NOT_POSSIBLE, OK, SOME_REFUSED, OperationRefused

if TYPE_CHECKING:
    from sync.server.models import Officer

SHOWN = 8


def officers(asked: Namespace, console: Console) -> int:
    """List, confirm or revoke officers' keys; what cannot be done for one leaves the others."""
    centre = open_existing(asked.data_dir, training=asked.training)
    from sync.server import confirm  # start-up order: models, once Django is set up
    from sync.server.models import Officer

    if asked.action == "list":
        listed: list[Json] = [_officer_json(row) for row in Officer.objects.order_by("key")]
        console.give({"officers": listed})
        return OK
    act = {"confirm": confirm.confirm_officer, "revoke": confirm.revoke_officer}[asked.action]
    done: list[Json] = []
    for typed in asked.key:
        try:
            with readable_errors():
                officer = confirm.officer_of(typed)
                act(officer, centre, centre.clock())
            done.append(officer.key)
        except OperationRefused as refused:
            console.say(refused.key, **refused.params)
    refused_count = len(asked.key) - len(done)
    console.give({"done": done, "refused": refused_count})
    console.say("officer.done", done=len(done), refused=refused_count)
    return SOME_REFUSED if refused_count else OK


def devices(asked: Namespace, console: Console) -> int:
    """Confirm, revoke or take back a device."""
    centre = open_existing(asked.data_dir, training=asked.training)
    from sync.server import confirm  # start-up order: models, once Django is set up

    act, said = {
        "confirm": (confirm.confirm_device, "device.confirmed"),
        "revoke": (confirm.revoke_device, "device.revoked"),
        "restore": (confirm.restore_device, "device.restored"),
    }[asked.action]
    with readable_errors():
        device = confirm.device_of(asked.fingerprint)
        act(device, centre, centre.clock())
        device.refresh_from_db()
    console.give({"device": device.fingerprint, "state": device.state})
    console.say(said, device=device.fingerprint[:SHOWN])
    return OK


def give_lease_code(asked: Namespace, console: Console) -> int:
    """Give the code that a penyelia types to extend a device's lease, for this week."""
    centre = open_existing(asked.data_dir, training=asked.training)
    from sync.server.confirm import DeviceState, device_of  # start-up order: models
    from sync.server.enrol import lease_place

    with readable_errors():
        device = device_of(asked.device)
    if device.state == DeviceState.REVOKED:
        raise OperationRefused("lease.revoked")
    secret = centre.parts.open(lease_place(device), bytes(device.lease_secret))
    if secret is None:
        raise OperationRefused("lease.unreadable")
    week = iso_week(timezone.localdate(centre.clock()))
    code = lease_code(secret, device.fingerprint, week)
    console.give({"code": code, "device": device.fingerprint, "week": week})
    console.say("lease.code", device=device.fingerprint[:SHOWN], week=week, code=code)
    return OK


def accounts(asked: Namespace, console: Console) -> int:
    """Make an account of the console; its first password and second factor are shown once."""
    open_existing(asked.data_dir, training=asked.training)
    from sync.server import admin_account  # start-up order: models, once Django is set up

    try:
        with readable_errors():
            if asked.action == "create":
                account = admin_account.create_account(asked.name, asked.role)
            else:
                account = admin_account.renew_account(asked.name)
    except admin_account.AccountRefused as refused:
        console.say(f"admin.{refused.code}", name=asked.name)
        return FAILED if refused.code != "role_unknown" else NOT_POSSIBLE
    console.give(
        {
            "name": account.name,
            "role": account.role.value,
            "password": account.password,
            "otpauth_url": account.otpauth_url,
        }
    )
    console.say("admin.made", name=account.name, role=account.role.value)
    return OK


def _officer_json(row: "Officer") -> dict[str, Json]:
    return {
        "key": row.key,
        "person": row.person,
        "role": row.role,
        "device": row.device,
        "state": row.state,
        "confirmed_at": None if row.confirmed_at is None else row.confirmed_at.isoformat(),
    }


PEOPLE: Mapping[str, Callable[[Namespace, Console], int]] = {
    "officer": officers,
    "device": devices,
    "lease-code": give_lease_code,
    "admin": accounts,
}
