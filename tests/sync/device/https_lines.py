"""Lines to a TLS server of a test's own, and answers as the centre would sign them."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import trustme

from sync.device.ports import CentreLink
from sync.device.transport import PATIENT, HttpsLine, Patience
from sync.protocol.answer_signing import ANSWER_HEADER, sign_answer
from sync.protocol.codec import encode
from sync.protocol.messages import Answer, ChallengeAnswer
from sync.protocol.request_signing import CONTENT_TYPE, REQUEST_ID_HEADER
from tests.sync.device.tls_server import Client, Request, response, serving
from tests.sync.protocol.makers import fixed_key, public

CENTRE, DEVICE = fixed_key("pusat contoh"), fixed_key("laptop satu")
BODY = b"permintaan contoh"
SHORT = Patience(base_s=0.4, bytes_per_s=1e9)
NOW = datetime.now(UTC)


def line_to(url: str, ca: trustme.CA, *, patience: Patience = PATIENT) -> HttpsLine:
    link = CentreLink(
        url=url,
        ca_pem=ca.cert_pem.bytes().decode(),
        sign_key=public(CENTRE),
        seal_key=bytes(32),
        lease_secret=bytes(32),
        enrolled_at=NOW,
        lease_until=NOW,
    )
    return HttpsLine(link, DEVICE, random_bytes=os.urandom, patience=patience)


def signed(
    request: Request,
    answer: Answer,
    *,
    status: int = 200,
    lies: Mapping[str, object] = MappingProxyType({}),
) -> bytes:
    """Give an answer as the centre would send it, or bent."""
    body = encode(answer)
    bound = {
        "request_id": request.headers[REQUEST_ID_HEADER],
        "request_body": request.body,
        "status": status,
        "body": body,
    } | dict(lies)
    signature = sign_answer(CENTRE, **bound)
    headers = {"Content-Type": CONTENT_TYPE, ANSWER_HEADER: signature}
    return response(status, headers, body)


def proofs(nonce: str = "satu") -> ChallengeAnswer:
    return ChallengeAnswer(at_ms=1, nonce=nonce, proofs=[])


def honest(request: Request, client: Client) -> None:
    client.send(signed(request, proofs()))


def exchanged(script, context, ca, **options):
    with serving(script, context) as server, line_to(server.url, ca, **options) as line:
        return line.exchange("challenge", BODY)


def html(status: int, **headers: str) -> bytes:
    return response(status, {"Content-Type": "text/html", **headers}, b"<html>Masuk</html>")
