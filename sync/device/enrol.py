"""Enrolment: a code typed by a person brings a device to its centre.

The code carries the first half of the CA's hash, so the CA may come over a line that nobody
vouches for; after that only a server with this CA's certificate is spoken to. The answer names
the centre's key and is signed with it.

Basis: SRC-FORMAT, "Requests".
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from sync.device.authority import CA_BYTES, fetch_ca
from sync.device.errors import CentreRefused, EnrolmentFailed
from sync.device.https_wire import ANSWERED, PATIENT, HttpsWire, Patience
from sync.device.ports import CentreLink, JournalPort, NotOurs
from sync.device.talk import check_numbers, moment
from sync.protocol.announcement import ANNOUNCEMENTS
from sync.protocol.answer_signing import ANSWER_HEADER, verify_answer
from sync.protocol.canonical import Malformed
from sync.protocol.codec import decode, encode
from sync.protocol.enrolment import EnrolmentCode, read_code
from sync.protocol.entry import BadSignature
from sync.protocol.ids import RandomBytes
from sync.protocol.messages import (
    PATH_PREFIX,
    EnrolAnswer,
    EnrolRequest,
    Refusal,
    Refused,
    WireEntry,
)
from sync.protocol.request_signing import sign_request

PATH = PATH_PREFIX + "enrol"


@dataclass(frozen=True, slots=True)
class Enrolling:
    """What an enrolment needs beside the code: clocks and chance, and how long to wait."""

    clock: Callable[[], datetime]  # aware UTC
    random_bytes: RandomBytes
    monotonic: Callable[[], float] = field(default=time.monotonic)
    patience: Patience = PATIENT


def enrol(
    journal: JournalPort, url: str, code: str, *, ca_pem: bytes | None, means: Enrolling
) -> CentreLink:
    """Let the centre at this address take the device in, and remember it.

    The same code works again for the same device when an answer was lost on the way.

    Args:
        journal: the store, whose newest `device` entry introduces it.
        url: `https://…`, as typed or scanned.
        code: 42 characters, as typed or scanned.
        ca_pem: the centre's CA if it came as a file; else it is fetched and compared.
        means: clocks and chance.

    Raises:
        EnrolmentFailed: the code, the CA or the centre do not fit this device.
        NoLine, NotOurs: see `Line.exchange`.
    """
    read = _read(code)
    address = _address(url)
    ca = _matching_ca(read, fetch_ca(address) if ca_pem is None else ca_pem)
    asking = _Asking(journal, encode(EnrolRequest(read.secret, _introduction(journal))), means)
    answer, received_at = asking.answer(address, ca)
    _check_fits(journal, answer)
    link = CentreLink(
        url=address,
        ca_pem=ca,
        sign_key=answer.sign_key,
        seal_key=answer.seal_key,
        lease_secret=answer.lease_secret,
        enrolled_at=received_at,
        lease_until=moment(answer.lease_until_ms),
        last_contact_at=received_at,
        clock_offset_ms=answer.at_ms - int(received_at.timestamp() * 1000),
        earlier_keys=tuple(answer.earlier_keys),
    )
    journal.set_link(link)
    return link


@dataclass(frozen=True, slots=True)
class _Asking:
    """One request to be taken in; sent twice where the centre wants a nonce."""

    journal: JournalPort
    request: bytes
    means: Enrolling

    def answer(self, address: str, ca: str) -> tuple[EnrolAnswer, datetime]:
        """Give the proved answer and when it came."""
        means = self.means
        wire = HttpsWire(address, ca, monotonic=means.monotonic, patience=means.patience)
        try:
            return self._answer(wire, nonce="")
        except _NonceWanted as wanted:
            return self._answer(wire, nonce=wanted.nonce)
        finally:
            wire.close()

    def _answer(self, wire: HttpsWire, *, nonce: str) -> tuple[EnrolAnswer, datetime]:
        request_id = self.means.random_bytes(16).hex()
        headers = sign_request(
            path=PATH,
            body=self.request,
            centre="",
            key=self.journal.sign_key,
            nonce=nonce,
            request_id=request_id,
        )
        status, answered, body = wire.post(PATH, self.request, headers)
        if status != ANSWERED:
            raise _refusal(body, first=not nonce)
        answer = _decoded(body)
        try:
            verify_answer(
                answer.sign_key,
                answered.get(ANSWER_HEADER, ""),
                request_id=request_id,
                request_body=self.request,
                status=status,
                body=body,
            )
        except BadSignature as error:
            raise NotOurs("answer_forged") from error
        return answer, self.means.clock()


class _NonceWanted(ValueError):
    """The centre wants the request again, with this nonce."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce = nonce


def _refusal(body: bytes, *, first: bool) -> Exception:
    """Read why; the pinned TLS vouches for it, for no key of the centre is known yet."""
    try:
        refused = decode(body, Refused)
    except Malformed:
        return EnrolmentFailed("answer_malformed")
    if first and refused.code == Refusal.NONCE_EXPIRED:
        return _NonceWanted(refused.nonce)
    return EnrolmentFailed(refused.code)


def _decoded(body: bytes) -> EnrolAnswer:
    try:
        answer = decode(body, EnrolAnswer)
        check_numbers(answer)
        moment(answer.lease_until_ms)
        if len(answer.earlier_keys) > ANNOUNCEMENTS:
            raise Malformed("earlier_keys")
        for key in (answer.sign_key, *answer.earlier_keys):
            Ed25519PublicKey.from_public_bytes(key)
        X25519PublicKey.from_public_bytes(answer.seal_key)
    except (Malformed, CentreRefused, ValueError) as error:
        raise EnrolmentFailed("answer_malformed") from error
    return answer


def _read(code: str) -> EnrolmentCode:
    try:
        return read_code(code)
    except Malformed as error:
        raise EnrolmentFailed("code_form") from error


def _address(url: str) -> str:
    """Give an address of the form `https://host[:port][/path]`, or refuse it."""
    try:
        parts = urlsplit(url.strip())
        sound = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise EnrolmentFailed("address") from error
    if not sound or parts.query or parts.fragment or parts.username is not None:
        raise EnrolmentFailed("address")
    return url.strip().rstrip("/")


def _matching_ca(code: EnrolmentCode, pem: bytes) -> str:
    """Give the CA as PEM text, nothing around it, once it is the one that the code names."""
    if len(pem) > CA_BYTES:
        raise EnrolmentFailed("ca_form")
    try:
        certificate = x509.load_pem_x509_certificate(pem)
    except ValueError as error:
        raise EnrolmentFailed("ca_form") from error
    if not code.is_of(certificate.public_bytes(Encoding.DER)):
        raise EnrolmentFailed("ca_differs")
    return certificate.public_bytes(Encoding.PEM).decode("ascii")


def _introduction(journal: JournalPort) -> WireEntry:
    entry = journal.newest_device_entry()
    return WireEntry(entry.header_bytes, entry.signature, dict(entry.parts))


def _check_fits(journal: JournalPort, answer: EnrolAnswer) -> None:
    """Refuse a centre of the other deployment, of another post, or beside the one there is."""
    if answer.deployment != journal.deployment:
        raise EnrolmentFailed("deployment_differs")
    if answer.post != journal.post:
        raise EnrolmentFailed("post_differs")
    link = journal.link()
    if link is not None and link.sign_key != answer.sign_key:
        raise EnrolmentFailed("enrolled_elsewhere")
