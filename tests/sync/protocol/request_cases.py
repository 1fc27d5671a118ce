"""Requests of a device: the one that counts, and some sixty that do not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import (
    HTTPMessageSigner,
    MappingKeyResolver,
    algorithms,
)

from sync.protocol.limits import BODY_BYTES
from sync.protocol.messages import Refusal
from sync.protocol.request_signing import (
    CONTENT_TYPE,
    COVERED,
    LABEL,
    TAG,
    sign_request,
    verify_request,
)
from tests.sync.protocol.makers import fixed_key, print_of, public

DEVICE, OTHER = fixed_key("perangkat contoh"), fixed_key("perangkat lain")
CENTRE, OTHER_CENTRE = print_of(fixed_key("pusat contoh")), print_of(fixed_key("pusat lain"))
PATH, BODY, NONCE = "/sync/v1/push", b"isi contoh", "nonce-sekarang"
GOOD_NONCES = {NONCE, "nonce-sebelumnya"}


@dataclass
class Request:
    """A request on its way, to be bent."""

    headers: dict[str, str]
    path: str = PATH
    body: bytes = BODY
    content_type: str = CONTENT_TYPE

    def verified(self, *, key: Ed25519PrivateKey = DEVICE, centre: str = CENTRE) -> str:
        return verify_request(
            path=self.path,
            headers=self.headers,
            body=self.body,
            public_key=public(key),
            centre=centre,
            nonce_is_good=GOOD_NONCES.__contains__,
            content_type=self.content_type,
        )


def sound(**bent: object) -> Request:
    given = {
        "path": PATH,
        "body": BODY,
        "centre": CENTRE,
        "key": DEVICE,
        "nonce": NONCE,
        "request_id": "r-1",
    }
    return Request(sign_request(**(given | bent)))  # type: ignore[arg-type]


class Written:
    """A request that is signed with the library itself, as somebody else's client would."""

    def __init__(self, method: str, headers: Mapping[str, str]) -> None:
        self.method, self.url, self.headers = method, "https://pusat.posko" + PATH, dict(headers)


def otherwise(
    *,
    covered: tuple[str, ...] = COVERED,
    method: str = "POST",
    key: Ed25519PrivateKey = DEVICE,
    more: Mapping[str, str] | None = None,
    body: bytes | None = BODY,
    **parameters: object,
) -> Request:
    """A request whose signature is valid, but not the one that counts."""
    headers = {
        "content-type": CONTENT_TYPE,
        "posko-centre": CENTRE,
        "posko-request-id": "r-1",
        **(more or {}),
    }
    message = Written(method, headers)
    signer = HTTPMessageSigner(
        signature_algorithm=algorithms.ED25519,
        key_resolver=MappingKeyResolver(public_keys={}, private_keys={print_of(key): key}),
    )
    said: dict[str, object] = {
        "key_id": print_of(key),
        "nonce": NONCE,
        "label": LABEL,
        "tag": TAG,
        "covered_component_ids": covered,
        "body": body,
    }
    signer.sign(message, **(said | parameters))  # type: ignore[arg-type]
    return Request({name.lower(): value for name, value in message.headers.items()})


def with_header(name: str, value: str | None) -> Request:
    request = sound()
    request.headers.pop(name)
    if value is not None:
        request.headers[name] = value
    return request


def changed(name: str, old: str, new: str) -> Request:
    request = sound()
    assert old in request.headers[name]
    request.headers[name] = request.headers[name].replace(old, new)
    return request


def signed_for_another_digest() -> Request:
    """The digest that is signed belongs to another body."""
    request = sound(body=b"isi lain")
    request.body = BODY
    return request


def two_signatures() -> Request:
    request, second = sound(), otherwise(key=OTHER, label="second")
    for name in ("signature-input", "signature"):
        request.headers[name] += ", " + second.headers[name]
    return request


def two_of_the_same_device() -> Request:
    request, second = sound(), otherwise(label="second")
    for name in ("signature-input", "signature"):
        request.headers[name] += ", " + second.headers[name]
    return request


def moved_from_another_request(name: str, **other: object) -> Request:
    """A sound request with one header taken from another sound one."""
    request = sound()
    request.headers[name] = sound(**other).headers[name]
    return request


def at(path: str) -> Request:
    request = sound()
    request.path = path
    return request


def with_body(body: bytes) -> Request:
    request = sound()
    request.body = body
    return request


def as_type(content_type: str) -> Request:
    request = sound()
    request.content_type = content_type
    return request


def twice_named() -> Request:
    request = sound()
    request.headers["Posko-Centre"] = request.headers["posko-centre"]
    return request


SIGNATURE, BODY_BAD = Refusal.SIGNATURE_INVALID, Refusal.BODY_MALFORMED
SHA512 = "sha-512=:" + "A" * 86 + "==:"
MORE = (*COVERED, "x-forwarded-for")
NEGATIVE: dict[str, tuple[Callable[[], Request], Refusal]] = {
    # the body
    "no digest": (lambda: with_header("content-digest", None), SIGNATURE),
    "no digest, none covered": (
        lambda: otherwise(covered=tuple(c for c in COVERED if c != "content-digest"), body=None),
        SIGNATURE,
    ),
    "digest of another body": (signed_for_another_digest, SIGNATURE),
    "digest swapped after signing": (
        lambda: moved_from_another_request("content-digest", body=b"isi lain"),
        SIGNATURE,
    ),
    "digest by an unknown algorithm": (
        lambda: with_header("content-digest", "md5=:AAAAAAAAAAAAAAAAAAAAAA==:"),
        SIGNATURE,
    ),
    "a second digest that is wrong": (
        lambda: changed("content-digest", "sha-256=", SHA512 + ", sha-256="),
        SIGNATURE,
    ),
    "body cut": (lambda: with_body(BODY[:-1]), SIGNATURE),
    "body longer": (lambda: with_body(BODY + b"\x00"), SIGNATURE),
    "body empty": (lambda: with_body(b""), SIGNATURE),
    "body too large": (lambda: with_body(bytes(BODY_BYTES + 1)), Refusal.TOO_LARGE),
    # what is asked
    "other path": (lambda: at("/sync/v1/pull"), SIGNATURE),
    "path with a query": (lambda: at(PATH + "?feed=tenau"), SIGNATURE),
    "path with a fragment": (lambda: at(PATH + "#x"), SIGNATURE),
    "path with a slash more": (lambda: at(PATH + "/"), SIGNATURE),
    "path that is no path": (lambda: at("/sync/v1/pu sh"), SIGNATURE),
    "other method": (lambda: otherwise(method="PUT"), SIGNATURE),
    "other content type": (lambda: as_type("text/html"), BODY_BAD),
    "no content type": (lambda: as_type(""), BODY_BAD),
    "content type with a parameter": (lambda: as_type(CONTENT_TYPE + "; charset=x"), BODY_BAD),
    "other centre": (lambda: sound(centre=OTHER_CENTRE), Refusal.CENTRE_DIFFERS),
    "signed before enrolment": (lambda: sound(centre=""), Refusal.CENTRE_DIFFERS),
    "centre swapped after signing": (
        lambda: moved_from_another_request("posko-centre", centre=OTHER_CENTRE),
        SIGNATURE,
    ),
    "no centre": (lambda: with_header("posko-centre", None), SIGNATURE),
    "a header under two names": (twice_named, SIGNATURE),
    "request id swapped after signing": (
        lambda: moved_from_another_request("posko-request-id", request_id="r-2"),
        SIGNATURE,
    ),
    "no request id": (lambda: with_header("posko-request-id", None), SIGNATURE),
    "empty request id": (lambda: sound(request_id=""), SIGNATURE),
    "endless request id": (lambda: sound(request_id="r" * 65), SIGNATURE),
    # what is covered
    "fewer components": (lambda: otherwise(covered=("@method", "@path")), SIGNATURE),
    "more components": (lambda: otherwise(covered=MORE, more={"x-forwarded-for": "a"}), SIGNATURE),
    "components in another order": (lambda: otherwise(covered=COVERED[::-1]), SIGNATURE),
    "a component twice": (
        lambda: changed("signature-input", '"@path"', '"@path" "@path"'),
        SIGNATURE,
    ),
    "a component in another form": (
        lambda: otherwise(covered=(*COVERED[:3], '"content-digest";sf', *COVERED[4:])),
        SIGNATURE,
    ),
    "a component taken out": (lambda: changed("signature-input", ' "@path"', ""), SIGNATURE),
    # how it is signed
    "no signature": (lambda: with_header("signature", None), SIGNATURE),
    "no signature input": (lambda: with_header("signature-input", None), SIGNATURE),
    "signature input that is none": (lambda: with_header("signature-input", "x=1"), SIGNATURE),
    "signature input with a list": (lambda: with_header("signature-input", "x=?1"), SIGNATURE),
    "signature input not ASCII": (lambda: with_header("signature-input", "é"), SIGNATURE),
    "signature that is none": (lambda: with_header("signature", "posko=:AAAA:"), SIGNATURE),
    "signature of another request": (
        lambda: moved_from_another_request("signature", request_id="r-2"),
        SIGNATURE,
    ),
    "signature under another label": (lambda: changed("signature", "posko=", "x="), SIGNATURE),
    "two signatures": (two_signatures, SIGNATURE),
    "two signatures of one device": (two_of_the_same_device, SIGNATURE),
    "wrong key": (lambda: sound(key=OTHER), SIGNATURE),
    "wrong key in this device's name": (
        lambda: changed_key_id(sound(key=OTHER), print_of(DEVICE)),
        SIGNATURE,
    ),
    "key id that is no fingerprint": (lambda: changed_key_id(sound(), "admin"), SIGNATURE),
    "no key id": (
        lambda: changed("signature-input", f';keyid="{print_of(DEVICE)}"', ""),
        SIGNATURE,
    ),
    "wrong tag": (lambda: otherwise(tag="posko-lain"), SIGNATURE),
    "no tag": (lambda: otherwise(tag=None), SIGNATURE),
    "an end of validity": (
        lambda: otherwise(expires=datetime(2100, 1, 1, tzinfo=UTC)),
        SIGNATURE,
    ),
    "no algorithm": (lambda: otherwise(include_alg=False), SIGNATURE),
    "another algorithm": (lambda: changed("signature-input", "ed25519", "hmac-sha256"), SIGNATURE),
    "a parameter nobody knows": (
        lambda: changed("signature-input", ";created", ";x=1;created"),
        SIGNATURE,
    ),
    # how fresh it is
    "expired nonce": (lambda: sound(nonce="nonce-kemarin"), Refusal.NONCE_EXPIRED),
    "no nonce yet": (lambda: sound(nonce=""), Refusal.NONCE_EXPIRED),
    "nonce left out": (lambda: otherwise(nonce=None), SIGNATURE),
    "nonce swapped after signing": (
        lambda: changed("signature-input", NONCE, "nonce-sebelumnya"),
        SIGNATURE,
    ),
}


def changed_key_id(request: Request, key: str) -> Request:
    given = request.headers["signature-input"]
    start = given.index('keyid="') + len('keyid="')
    request.headers["signature-input"] = given[:start] + key + given[given.index('"', start) :]
    return request
