"""Requests signed by the device (RFC 9421), and the centre's check of exactly that.

A nonce of the centre makes a request fresh, never a clock: a laptop may be years wrong. What is
covered is fixed; a signature over less, more, or the same in another order is none.

Basis: SRC-RFC9421; SRC-FORMAT, "Requests".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

import http_sf
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    MappingKeyResolver,
    VerifyResult,
    algorithms,
)

from sync.protocol.entry import fingerprint
from sync.protocol.ids import HASH_HEX, is_hex
from sync.protocol.limits import BODY_BYTES
from sync.protocol.messages import Refusal

CONTENT_TYPE = "application/vnd.posko.sync"
CENTRE_HEADER = "posko-centre"
REQUEST_ID_HEADER = "posko-request-id"
CONTENT_TYPE_HEADER = "content-type"
SIGNATURE_INPUT_HEADER = "signature-input"
TAG = "posko-sync"
LABEL = "posko"
METHOD = "POST"
NO_CENTRE = "none"  # what the header says before enrolment
REQUEST_ID_CHARACTERS = 64
COVERED = (
    "@method",
    "@path",
    CONTENT_TYPE_HEADER,
    "content-digest",
    CENTRE_HEADER,
    REQUEST_ID_HEADER,
)
PARAMETERS = frozenset({"created", "keyid", "alg", "nonce", "tag"})

_Dictionary = Mapping[str, tuple[object, Mapping[str, object]]]  # label -> member, parameters
_ANY_HOST = "https://pusat.posko"  # the path is signed, not the address it was reached at
_NO_TIME = datetime.fromtimestamp(0, UTC)  # the laptop's clock says nothing here


class RequestRefused(ValueError):
    """The request is not what a device of this centre signed; `code` goes into the answer."""

    def __init__(self, code: Refusal) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Message:
    """A request as the library looks at it."""

    url: str
    headers: dict[str, str]
    method: str = METHOD


class _NoClock(HTTPMessageVerifier):
    """Lets no clock decide: freshness is the nonce's."""

    def validate_created_and_expires(
        self,
        sig_input: object,
        max_age: timedelta | None = None,
    ) -> None:
        """Pass every time."""


def sign_request(
    *, path: str, body: bytes, centre: str, key: Ed25519PrivateKey, nonce: str, request_id: str
) -> dict[str, str]:
    """Give the headers of a signed POST.

    Args:
        path: such as `/sync/v1/push`.
        body: as it is sent.
        centre: the centre's fingerprint; empty before enrolment.
        key: the device's.
        nonce: the last one the centre gave; empty for none yet.
        request_id: new for each try; the answer is bound to it.
    """
    own = fingerprint(key.public_key().public_bytes_raw())
    message = _Message(
        _ANY_HOST + path,
        {
            CONTENT_TYPE_HEADER: CONTENT_TYPE,
            CENTRE_HEADER: centre or NO_CENTRE,
            REQUEST_ID_HEADER: request_id,
        },
    )
    signer = HTTPMessageSigner(
        signature_algorithm=algorithms.ED25519,
        key_resolver=MappingKeyResolver(public_keys={}, private_keys={own: key}),
    )
    signer.sign(
        message,
        key_id=own,
        created=_NO_TIME,
        nonce=nonce,
        label=LABEL,
        tag=TAG,
        covered_component_ids=COVERED,
        body=body,
    )
    return {name.lower(): value for name, value in message.headers.items()}


def key_id(headers: Mapping[str, str]) -> str:
    """Give the fingerprint of the key that the request says it is signed with.

    Raises:
        RequestRefused: no signature, or more than one, or it names no fingerprint.
    """
    try:
        given = _lowered(headers)[SIGNATURE_INPUT_HEADER].encode()
        found = cast("_Dictionary", http_sf.parse(given, tltype="dictionary"))
        ((_, parameters),) = found.values()
        named = parameters["keyid"]
    except (KeyError, ValueError, TypeError) as error:
        raise RequestRefused(Refusal.SIGNATURE_INVALID) from error
    if not is_hex(named, HASH_HEX):
        raise RequestRefused(Refusal.SIGNATURE_INVALID)
    return str(named)


def verify_request(  # noqa: PLR0913 - a request has so many sides, each named
    *,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    public_key: bytes,
    centre: str,
    nonce_is_good: Callable[[str], bool],
    content_type: str,
) -> str:
    """Verify that this device signed this request for this centre, and lately; give its id.

    Args:
        path: as it arrived, without a query.
        headers: all of them; case does not matter.
        body: as it arrived.
        public_key: of the device that `key_id` names.
        centre: this centre's fingerprint; empty for an enrolment.
        nonce_is_good: asked only once everything else is.
        content_type: as it arrived, with its parameters.

    Raises:
        RequestRefused: `too_large`, `body_malformed` (another content type),
            `signature_invalid`, `centre_differs`, `nonce_expired`.
    """
    if len(body) > BODY_BYTES:
        raise RequestRefused(Refusal.TOO_LARGE)
    if content_type != CONTENT_TYPE:
        raise RequestRefused(Refusal.BODY_MALFORMED)
    lowered = _lowered(headers) | {CONTENT_TYPE_HEADER: content_type}
    named = key_id(lowered)
    if "?" in path or "#" in path or named != fingerprint(public_key):
        raise RequestRefused(Refusal.SIGNATURE_INVALID)
    nonce = _signed_nonce(_Message(_ANY_HOST + path, lowered), named, public_key, body)
    if lowered[CENTRE_HEADER] != (centre or NO_CENTRE):
        raise RequestRefused(Refusal.CENTRE_DIFFERS)
    if not nonce_is_good(nonce):
        raise RequestRefused(Refusal.NONCE_EXPIRED)
    return lowered[REQUEST_ID_HEADER]


def _signed_nonce(message: _Message, named: str, public_key: bytes, body: bytes) -> str:
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        verifier = _NoClock(
            signature_algorithm=algorithms.ED25519,
            key_resolver=MappingKeyResolver(public_keys={named: key}, private_keys={}),
        )
        (result,) = verifier.verify(
            message,
            max_age=None,
            expect_tag=TAG,
            require_components=COVERED,
            body=body,
        )
    except (HTTPMessageSignaturesException, ValueError) as error:
        raise RequestRefused(Refusal.SIGNATURE_INVALID) from error
    named_itself = 0 < len(message.headers[REQUEST_ID_HEADER]) <= REQUEST_ID_CHARACTERS
    if not (named_itself and _covers_exactly(result)):
        raise RequestRefused(Refusal.SIGNATURE_INVALID)
    return str(result.nonce)


def _covers_exactly(result: VerifyResult) -> bool:
    wanted = [f'"{name}"' for name in (*COVERED, "@signature-params")]
    return list(result.covered_components) == wanted and set(result.parameters) == PARAMETERS


def _lowered(headers: Mapping[str, str]) -> dict[str, str]:
    """Give the headers by lower-case name.

    Raises:
        RequestRefused: a header stands twice under names that differ only in case.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    if len(lowered) != len(headers):
        raise RequestRefused(Refusal.SIGNATURE_INVALID)
    return lowered
