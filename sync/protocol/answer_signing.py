"""The centre's signature over an answer, bound to the request that it answers.

An old answer, another device's answer, a proxy's page or a cut body never counts as an answer.

Basis: SRC-FORMAT, "Requests".
"""

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.protocol.canonical import Json, canonical_bytes
from sync.protocol.entry import BadSignature

ANSWER_HEADER = "posko-answer"
ANSWER_LABEL = b"posko/answer/v1"


def sign_answer(
    key: Ed25519PrivateKey, *, request_id: str, request_body: bytes, status: int, body: bytes
) -> str:
    """Give the value of the header `posko-answer`: the signature in base64.

    Args:
        key: the centre's.
        request_id: as the request named itself.
        request_body: the request as it arrived.
        status: HTTP status of the answer.
        body: the answer as it is sent.
    """
    signed = _signed(request_id, request_body, status, body)
    return base64.b64encode(key.sign(signed)).decode("ascii")


def verify_answer(
    public_key: bytes,
    header: str,
    *,
    request_id: str,
    request_body: bytes,
    status: int,
    body: bytes,
) -> None:
    """Verify that the centre gave exactly this answer to exactly this request.

    Raises:
        BadSignature: it did not, or the header is no signature.
    """
    try:
        signature = base64.b64decode(header.encode("ascii"), validate=True)
        signed = _signed(request_id, request_body, status, body)
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, signed)
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise BadSignature("answer") from error


def _signed(request_id: str, request_body: bytes, status: int, body: bytes) -> bytes:
    bound: dict[str, Json] = {
        "request_id": request_id,
        "request": hashlib.sha256(request_body).hexdigest(),
        "status": status,
        "body": hashlib.sha256(body).hexdigest(),
    }
    return ANSWER_LABEL + canonical_bytes(bound)
