"""Taking a package of a device, and sealing the answers that go back.

Each request is answered by the function that answers it on the line, without nonce or request id:
the package's signature and seal stand for them, and taking one twice changes nothing.

Basis: SRC-FORMAT, "Requests".
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from sync.protocol.canonical import Malformed
from sync.protocol.codec import decode, encode, pack, unpack
from sync.protocol.messages import (
    Answer,
    ChallengeRequest,
    HeadsRequest,
    LeavesRequest,
    PackageAnswer,
    PackageRequest,
    PullRequest,
    PushRequest,
    Refusal,
)
from sync.protocol.package import (
    PackageBroken,
    PackageHead,
    PackageKind,
    open_package,
    package_head,
    seal_package,
)
from sync.protocol.request_signing import RequestRefused
from sync.server import challenge, heads, intake, leaves, pull
from sync.server.answers import refused
from sync.server.centre import Centre, milliseconds
from sync.server.device_auth import check_state
from sync.server.models import Device
from sync.server.package_pages import ANSWERED, answers_to, check_asked
from sync.server.retired_keys import centre_keys

REFUSED = 403  # on the line each refusal has its own; here only its code is read

Asked = tuple[type[msgspec.Struct], Callable[..., Answer]]
ASKED: Mapping[str, Asked] = {
    "heads": (HeadsRequest, heads.compare),
    "push": (PushRequest, intake.take),
    "pull": (PullRequest, pull.give),
    "leaves": (LeavesRequest, leaves.give),
    "challenge": (ChallengeRequest, challenge.prove),
}


def answer_package(centre: Centre, package: bytes, now: datetime) -> bytes:
    """Take what a package holds and give the package that goes back.

    Raises:
        PackageBroken: it is not for this centre, was changed, or cannot be read; `asks_too_much`,
            and nothing of it was taken.
        RequestRefused: its device is unknown, revoked or suspended.
    """
    head = package_head(package)
    if head.deployment != centre.deployment:
        raise PackageBroken("other_deployment")
    device = Device.objects.filter(pk=head.sender).first()
    if device is None:
        raise RequestRefused(Refusal.DEVICE_UNKNOWN)
    payload = open_package(
        package,
        kind=PackageKind.PUSH,
        sender=bytes.fromhex(device.sign_key),
        recipient=head.recipient if head.recipient in centre_keys(centre) else centre.fingerprint,
        key=centre.keys.seal,
    )
    check_state(device)
    return _sealed(centre, device, _answered(centre, device, package, payload, now), now)


def _answered(
    centre: Centre, device: Device, package: bytes, payload: bytes, now: datetime
) -> PackageAnswer:
    def one(name: str, body: bytes) -> tuple[int, bytes]:
        return _answer(centre, device, name, body, now)

    try:
        requests = unpack(payload, PackageRequest).requests
        check_asked(requests)
        answers = answers_to(requests, one)
    except Malformed as error:
        raise PackageBroken("content") from error
    return PackageAnswer(hashlib.sha256(package).digest(), answers)


def _answer(
    centre: Centre, device: Device, name: str, body: bytes, now: datetime
) -> tuple[int, bytes]:
    message, answer = ASKED[name]
    try:
        request = decode(body, message)
        if isinstance(request, HeadsRequest):
            request = _as_of_now(request, device, now)
        elif isinstance(request, PushRequest):  # leaves are asked for by themselves
            request = msgspec.structs.replace(request, sizes={})
        return ANSWERED, encode(answer(device, request, centre, now))
    except RequestRefused as refusal:
        return REFUSED, encode(refused(centre, refusal.code, now))


def _as_of_now(request: HeadsRequest, device: Device, now: datetime) -> HeadsRequest:
    """Let the days a package travelled not be taken for an error of the laptop's clock."""
    at_ms = milliseconds(now) - (device.clock_offset_ms or 0)
    return msgspec.structs.replace(request, at_ms=at_ms)


def _sealed(centre: Centre, device: Device, answer: PackageAnswer, now: datetime) -> bytes:
    head = PackageHead(
        kind=PackageKind.ANSWER,
        sender=centre.fingerprint,
        recipient=device.fingerprint,
        deployment=centre.deployment,
        made_at_ms=milliseconds(now),
    )
    seal_to = bytes.fromhex(device.seal_key)
    return seal_package(pack(answer), head, key=centre.keys.sign, seal_to=seal_to)
