"""Which device asks, and whether it may: the signature of the request, then its state.

Basis: SRC-FORMAT, "Requests".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sync.protocol.messages import Refusal
from sync.protocol.request_signing import RequestRefused, key_id, verify_request
from sync.server.centre import Centre
from sync.server.models import Device, Feed

DeviceState = Device.DeviceState
REFUSALS = {
    DeviceState.REVOKED.value: Refusal.DEVICE_REVOKED,
    DeviceState.SUSPENDED.value: Refusal.DEVICE_SUSPENDED,
}


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request as it arrived."""

    path: str
    headers: Mapping[str, str]
    content_type: str
    body: bytes = field(repr=False)


def authenticate(request: SignedRequest, centre: Centre, now: datetime) -> Device:
    """Give the device that signed the request.

    Raises:
        RequestRefused: unknown, revoked or suspended, or the signature does not hold.
    """
    device = Device.objects.filter(pk=key_id(request.headers)).first()
    if device is None:
        raise RequestRefused(Refusal.DEVICE_UNKNOWN)
    verify_request(
        path=request.path,
        headers=request.headers,
        body=request.body,
        public_key=bytes.fromhex(device.sign_key),
        centre=centre.fingerprint,
        nonce_is_good=lambda nonce: centre.nonces.is_good(nonce, now),
        content_type=request.content_type,
    )
    check_state(device)
    return device


def verify_enrolment(
    request: SignedRequest, public_key: bytes, centre: Centre, now: datetime
) -> None:
    """Verify a request by the key that it states itself: nobody knows the device yet.

    It may come without a nonce, for there was no answer yet that could have brought one; the code
    in it is good once.

    Raises:
        RequestRefused: the signature does not hold.
    """
    verify_request(
        path=request.path,
        headers=request.headers,
        body=request.body,
        public_key=public_key,
        centre="",
        nonce_is_good=lambda nonce: nonce == "" or centre.nonces.is_good(nonce, now),
        content_type=request.content_type,
    )


def check_state(device: Device) -> None:
    """Refuse a device that a person or a fork has shut out.

    Raises:
        RequestRefused: `device_revoked`, `device_suspended`.
    """
    refusal = REFUSALS.get(device.state)
    if refusal is not None:
        raise RequestRefused(refusal)


def check_may_send(device: Device, feed: Feed) -> Device:
    """Give the device as it is under the lock of its post's feed.

    Raises:
        RequestRefused: its state changed meanwhile, or the feed takes no new position now.
    """
    device = Device.objects.get(pk=device.pk)
    check_state(device)
    check_takes_new(feed)
    return device


def check_takes_new(feed: Feed) -> None:
    """Refuse a new position in a feed whose log is not whole.

    Raises:
        RequestRefused: `rebuilding`.
    """
    if feed.rebuild_size is not None:
        raise RequestRefused(Refusal.REBUILDING)
