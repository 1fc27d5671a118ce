"""The line's edge: bytes in, verified and decoded, to a plain function; its answer out, signed.

Every answer of `/sync/v1/…` is signed, a refusal too, whatever the HTTP status. What nobody
foresaw becomes `centre_fault` and is logged by its code: neither log nor answer repeats a request.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import TypeVar

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from sync.protocol.answer_signing import ANSWER_HEADER, sign_answer
from sync.protocol.canonical import Malformed
from sync.protocol.codec import decode, encode
from sync.protocol.limits import BODY_BYTES, ENTRY_BYTES, INFLATED_BYTES
from sync.protocol.messages import (
    Answer,
    ChallengeRequest,
    EnrolRequest,
    HeadsRequest,
    KeysRequest,
    LeavesRequest,
    OfferRequest,
    PullRequest,
    PushRequest,
    Refusal,
)
from sync.protocol.request_signing import (
    CONTENT_TYPE,
    REQUEST_ID_CHARACTERS,
    REQUEST_ID_HEADER,
    RequestRefused,
)
from sync.server import announcements, challenge, enrol, heads, intake, leaves, offers, pull
from sync.server.answers import refused
from sync.server.centre import Centre
from sync.server.current import the_centre
from sync.server.device_auth import SignedRequest, authenticate, verify_enrolment
from sync.server.keys import CA_FILE
from sync.server.models import Device

LOG = logging.getLogger(__name__)
STATUS: Mapping[str, HTTPStatus] = {
    Refusal.NONCE_EXPIRED: HTTPStatus.UNAUTHORIZED,
    Refusal.SIGNATURE_INVALID: HTTPStatus.UNAUTHORIZED,
    Refusal.DEVICE_UNKNOWN: HTTPStatus.UNAUTHORIZED,
    Refusal.BODY_MALFORMED: HTTPStatus.BAD_REQUEST,
    Refusal.VERSION_UNKNOWN: HTTPStatus.BAD_REQUEST,
    Refusal.FEED_UNKNOWN: HTTPStatus.NOT_FOUND,
    Refusal.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Refusal.REBUILDING: HTTPStatus.CONFLICT,
    Refusal.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
    Refusal.CENTRE_FAULT: HTTPStatus.INTERNAL_SERVER_ERROR,
}
TOO_LARGE = ("too_large", "bomb")  # what the codec calls it
RETRY_AFTER_S = "2"
T = TypeVar("T", bound=msgspec.Struct)

Asked = Callable[[Device, msgspec.Struct, Centre, datetime], Answer]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request an enrolled device may make: its message, and what answers it."""

    message: type[msgspec.Struct]
    answer: Asked


def _exchange(message: type[msgspec.Struct], answer: object) -> Exchange:
    return Exchange(message, answer)  # type: ignore[arg-type]  # each takes its own message


EXCHANGES: Mapping[str, Exchange] = {
    "heads": _exchange(HeadsRequest, heads.compare),
    "push": _exchange(PushRequest, intake.take),
    "pull": _exchange(PullRequest, pull.give),
    "leaves": _exchange(LeavesRequest, leaves.give),
    "challenge": _exchange(ChallengeRequest, challenge.prove),
    "offer": _exchange(OfferRequest, offers.take),
}
ENROL = "enrol"
ENROLMENT_BYTES = 2 * ENTRY_BYTES  # read before anybody is known: no more than it can need
KEYS = "keys"  # unsigned: what it asks for is public
KEYS_BYTES = 1024  # as above


@csrf_exempt
def sync(request: HttpRequest, name: str) -> HttpResponse:
    """Answer a device; only POST, only the names above."""
    centre = the_centre()
    now = centre.clock()
    body = b""
    status, is_news = HTTPStatus.OK, False
    try:
        body = _body_of(request)
        answer = _answer(request, name, body, centre, now)
    except RequestRefused as refusal:
        status = STATUS.get(refusal.code, HTTPStatus.FORBIDDEN)
        is_news = refusal.code != Refusal.NONCE_EXPIRED
        answer = refused(centre, refusal.code, now)
    except OperationalError:
        LOG.warning("busy %s", name)
        status, answer = HTTPStatus.SERVICE_UNAVAILABLE, refused(centre, Refusal.BUSY, now)
    except Exception as error:  # noqa: BLE001 - the edge: a device always gets a signed answer
        LOG.error("centre_fault %s %s", name, type(error).__name__)  # noqa: TRY400 - no contents
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        answer = refused(centre, Refusal.CENTRE_FAULT, now)
    response = _signed(centre, request, body, status, answer)
    # Django logs each refusal; a stale nonce is daily life, and a fault was said by its code.
    response._has_been_logged = not is_news  # type: ignore[attr-defined]  # noqa: SLF001
    return response


@require_GET
def ca(_request: HttpRequest) -> HttpResponse:
    """Give the certificate of the centre's own authority; an enrolment code carries its hash."""
    path = the_centre().keys.folder / CA_FILE
    if not path.exists():
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    return HttpResponse(path.read_bytes(), content_type="application/x-pem-file")


def _answer(request: HttpRequest, name: str, body: bytes, centre: Centre, now: datetime) -> Answer:
    if request.method != "POST":
        raise RequestRefused(Refusal.BODY_MALFORMED)
    arrived = SignedRequest(request.path, dict(request.headers), request.content_type or "", body)
    if name == ENROL:
        enrolment = _decoded(body, EnrolRequest, limit_bytes=ENROLMENT_BYTES)
        verify_enrolment(arrived, enrol.read_stating(enrolment).public_key, centre, now)
        return enrol.enrol(enrolment, centre, now)
    if name == KEYS:
        asked = _decoded(body, KeysRequest, limit_bytes=KEYS_BYTES)
        return announcements.give(asked, centre, now)
    exchange = EXCHANGES.get(name)
    if exchange is None:
        raise RequestRefused(Refusal.VERSION_UNKNOWN)
    device = authenticate(arrived, centre, now)
    return exchange.answer(device, _decoded(body, exchange.message), centre, now)


def _body_of(request: HttpRequest) -> bytes:
    """Read the body, but never more than a body may be.

    Raises:
        RequestRefused: `too_large`; `body_malformed` when the line broke before it was whole.
    """
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if not stated.isdecimal():
        raise RequestRefused(Refusal.BODY_MALFORMED)
    if int(stated) > BODY_BYTES:
        raise RequestRefused(Refusal.TOO_LARGE)
    try:
        body = request.read(BODY_BYTES + 1)
    except (UnreadablePostError, RequestDataTooBig) as error:
        raise RequestRefused(Refusal.BODY_MALFORMED) from error
    if len(body) > BODY_BYTES:
        raise RequestRefused(Refusal.TOO_LARGE)
    return body


def _decoded(body: bytes, message: type[T], *, limit_bytes: int = INFLATED_BYTES) -> T:
    try:
        return decode(body, message, limit_bytes=limit_bytes)
    except Malformed as error:
        code = Refusal.TOO_LARGE if error.code in TOO_LARGE else Refusal.BODY_MALFORMED
        raise RequestRefused(code) from error


def _signed(
    centre: Centre, request: HttpRequest, body: bytes, status: HTTPStatus, answer: Answer
) -> HttpResponse:
    encoded = encode(answer)
    signature = sign_answer(
        centre.keys.sign,
        request_id=request.headers.get(REQUEST_ID_HEADER, "")[:REQUEST_ID_CHARACTERS],
        request_body=body,
        status=status.value,
        body=encoded,
    )
    response = HttpResponse(encoded, status=status.value, content_type=CONTENT_TYPE)
    response.headers[ANSWER_HEADER] = signature
    response.headers["Cache-Control"] = "no-store"
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_AFTER_S
    return response
