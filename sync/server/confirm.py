"""What the centre says of officers and devices: a row changes together with the entry that says so.

Basis: SRC-FORMAT, "People".
"""

from collections.abc import Callable
from datetime import datetime

from sync.protocol.entry import Kind
from sync.protocol.ids import new_subject
from sync.protocol.messages import SHARED
from sync.protocol.request_signing import RequestRefused
from sync.protocol.statements import Confirmation, Confirmed, Verdict
from sync.server.centre import Centre
from sync.server.device_auth import check_takes_new
from sync.server.feed import lock_feed
from sync.server.forks import reinstate
from sync.server.models import Device, Entry, Officer
from sync.server.own_chain import Stated, state_in
from sync.server.refusal import OperationRefused
from sync.server.rows import in_transaction

SHORTEST_KEY = 8
DeviceState, OfficerState = Device.DeviceState, Officer.OfficerState
GONE = (OfficerState.REMOVED, OfficerState.REVOKED)


def officer_of(typed: str) -> Officer:
    """Find an officer's key by how its fingerprint begins.

    Raises:
        OperationRefused: `officer.unknown`, `officer.ambiguous`.
    """
    found = list(Officer.objects.filter(key__startswith=typed.lower())[:2])
    if len(typed) < SHORTEST_KEY or not found:
        raise OperationRefused("officer.unknown", key=typed)
    if len(found) > 1:
        raise OperationRefused("officer.ambiguous", key=typed)
    return found[0]


def device_of(typed: str) -> Device:
    """Find a device by how its fingerprint begins.

    Raises:
        OperationRefused: `device.unknown`, `device.ambiguous`.
    """
    found = list(Device.objects.filter(fingerprint__startswith=typed.lower())[:2])
    if len(typed) < SHORTEST_KEY or not found:
        raise OperationRefused("device.unknown", key=typed)
    if len(found) > 1:
        raise OperationRefused("device.ambiguous", key=typed)
    return found[0]


def confirm_officer(officer: Officer, centre: Centre, now: datetime) -> None:
    """State that the centre knows an officer whom a post introduced.

    Raises:
        OperationRefused: `officer.removed`, `officer.already`, `centre.rebuilding`.
    """
    if officer.state in GONE:
        raise OperationRefused("officer.removed", key=officer.key[:SHORTEST_KEY])

    def change() -> int:
        waiting = Officer.objects.filter(pk=officer.pk, state=OfficerState.INTRODUCED)
        return waiting.update(state=OfficerState.CONFIRMED, confirmed_at=now)

    _state_officer(officer, Verdict.CONFIRM, change, centre, now)


def revoke_officer(officer: Officer, centre: Centre, now: datetime) -> None:
    """State that the centre does not know an officer any more.

    Raises:
        OperationRefused: `officer.already`, `centre.rebuilding`.
    """

    def change() -> int:
        known = Officer.objects.filter(pk=officer.pk).exclude(state=OfficerState.REVOKED)
        return known.update(state=OfficerState.REVOKED)

    _state_officer(officer, Verdict.REVOKE, change, centre, now)


def revoke_device(device: Device, centre: Centre, now: datetime) -> None:
    """Refuse a device's requests from now on, and state it.

    Raises:
        OperationRefused: `device.already`; `device.no_entry` or `centre.rebuilding`: it is
            suspended meanwhile, and its requests are refused all the same.
    """

    def change() -> int:
        known = Device.objects.filter(pk=device.pk).exclude(state=DeviceState.REVOKED)
        return known.update(state=DeviceState.REVOKED)

    try:
        _state_device(device, Verdict.REVOKE, change, centre, now)
    except OperationRefused as refused:
        if refused.key != "device.already":
            kept = Device.objects.filter(pk=device.pk, state=DeviceState.ACTIVE)
            kept.update(state=DeviceState.SUSPENDED)
        raise


def restore_device(device: Device, centre: Centre, now: datetime) -> None:
    """Answer a device again that was suspended by a fork, or revoked.

    A revocation stands in the log, so taking it back is stated there too.

    Raises:
        OperationRefused: `device.already`, `device.no_entry`, `centre.rebuilding`.
    """
    if device.state == DeviceState.SUSPENDED:
        in_transaction(centre, lambda: reinstate(device, now))
        return

    def change() -> int:
        revoked = Device.objects.filter(pk=device.pk, state=DeviceState.REVOKED)
        return revoked.update(state=DeviceState.ACTIVE)

    _state_device(device, Verdict.CONFIRM, change, centre, now)


def confirm_device(device: Device, centre: Centre, now: datetime) -> None:
    """State that the centre knows a device.

    Raises:
        OperationRefused: `device.already`, `device.no_entry`, `centre.rebuilding`.
    """

    def change() -> int:
        return int(Device.objects.filter(pk=device.pk, state=DeviceState.ACTIVE).exists())

    _state_device(device, Verdict.CONFIRM, change, centre, now)


def _state_officer(
    officer: Officer, verdict: Verdict, change: Callable[[], int], centre: Centre, now: datetime
) -> None:
    stated = Confirmation(verdict, Confirmed.OFFICER, officer.key, officer.entry, officer.person)
    refused = OperationRefused("officer.already", key=officer.key[:SHORTEST_KEY])
    _state(stated, change, refused, centre, now)


def _state_device(
    device: Device, verdict: Verdict, change: Callable[[], int], centre: Centre, now: datetime
) -> None:
    shown = device.fingerprint[:SHORTEST_KEY]
    own = Entry.objects.filter(device=device.fingerprint, kind=Kind.DEVICE.value)
    entry = own.order_by("-received_at").values_list("id", flat=True).first()
    if entry is None:
        raise OperationRefused("device.no_entry", device=shown)
    stated = Confirmation(verdict, Confirmed.DEVICE, device.fingerprint, entry)
    _state(stated, change, OperationRefused("device.already", device=shown), centre, now)


def _state(
    stated: Confirmation,
    change: Callable[[], int],
    otherwise: OperationRefused,
    centre: Centre,
    now: datetime,
) -> None:
    def work() -> None:
        feed = lock_feed(SHARED, centre)
        check_takes_new(feed)
        if not change():
            raise otherwise
        subject = new_subject(centre.random)
        entry = Stated(Kind.CONFIRMATION, subject, {"facts": stated.facts()})
        state_in(feed, entry, centre, now)

    try:
        in_transaction(centre, work)
    except RequestRefused:
        raise OperationRefused("centre.rebuilding") from None
