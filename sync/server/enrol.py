"""Enrolment: a device shows a one-time code and states itself; from then on it is known.

Basis: SRC-FORMAT, "Requests" and "People".
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sync.protocol.canonical import Malformed
from sync.protocol.entry import BadSignature, Entry, Kind, PartMismatch, check_parts, open_part
from sync.protocol.entry import check_signature as check_entry_signature
from sync.protocol.messages import EnrolAnswer, EnrolRequest, Refusal
from sync.protocol.people import DeviceStatement, NotIntroduced, SignerBook
from sync.protocol.request_signing import RequestRefused
from sync.server.answers import about, check_version, feeds_of
from sync.server.centre import Centre, milliseconds
from sync.server.chain_state import newest_epoch
from sync.server.device_auth import check_state
from sync.server.models import Device, EnrolmentCode
from sync.server.retired_keys import centre_keys, earlier_keys
from sync.server.rows import in_transaction

LEASE = timedelta(days=60)
LEASE_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Stating:
    """A device as its own signed entry states it."""

    fingerprint: str
    statement: DeviceStatement

    @property
    def public_key(self) -> bytes:
        """The raw Ed25519 public key that signs its requests."""
        return bytes.fromhex(self.statement.sign_key)


def read_stating(request: EnrolRequest) -> Stating:
    """Read who wants to enrol; the entry must be signed by the key it states.

    Raises:
        RequestRefused: `body_malformed`, `signature_invalid`.
    """
    entry = Entry(request.entry.header, request.entry.signature, request.entry.parts)
    try:
        header = entry.header
        facts = open_part(entry.parts.get("facts", b""))
        if header.kind != Kind.DEVICE or check_parts(entry):
            raise Malformed("not_a_device")
        book = SignerBook()
        book.introduce_device(header, facts)
        check_entry_signature(entry, book.public_key(header))
    except (Malformed, PartMismatch) as error:
        raise RequestRefused(Refusal.BODY_MALFORMED) from error
    except (BadSignature, NotIntroduced) as error:
        raise RequestRefused(Refusal.SIGNATURE_INVALID) from error
    return Stating(header.device, DeviceStatement.from_facts(facts))


def enrol(request: EnrolRequest, centre: Centre, now: datetime) -> EnrolAnswer:
    """Make a device known to the centre. A try whose answer was lost gets the same answer again.

    Raises:
        RequestRefused: the code or the device is refused; nothing has changed then.
    """
    check_version(request.v)
    stating = read_stating(request)
    device = in_transaction(centre, lambda: _enrol(request, stating, centre, now))
    secret = centre.parts.open(lease_place(device), bytes(device.lease_secret))
    if secret is None:  # touched in the database, or the key of the parts is another one
        raise RequestRefused(Refusal.CENTRE_FAULT)
    return EnrolAnswer(
        **about(centre, feeds_of(device, centre), now),
        sign_key=centre.keys.sign_public,
        seal_key=centre.keys.seal_public,
        deployment=centre.deployment,
        post=device.post_id,
        lease_secret=secret,
        lease_until_ms=milliseconds(device.lease_until),
        earlier_keys=earlier_keys(centre),
    )


def lease_place(device: Device) -> bytes:
    """Say for what place a device's lease secret is sealed."""
    return f"lease {device.fingerprint}".encode()


def _enrol(request: EnrolRequest, stating: Stating, centre: Centre, now: datetime) -> Device:
    code = _usable_code(request.secret, stating, now)
    if stating.fingerprint in centre_keys(centre):  # laptops would take its entries for ours
        raise RequestRefused(Refusal.DEVICE_REVOKED)
    statement = stating.statement
    if statement.deployment != centre.deployment:
        raise RequestRefused(Refusal.DEPLOYMENT_DIFFERS)
    if statement.post != code.post_id:
        raise RequestRefused(Refusal.POST_DIFFERS)
    device = _known_device(stating, code) or Device(
        fingerprint=stating.fingerprint,
        post_id=code.post_id,
        sign_key=statement.sign_key,
        deployment=centre.deployment,
        epoch=newest_epoch(stating.fingerprint),  # after a restore its entries may be here already
        enrolled_at=now,
    )
    if not device.lease_secret:
        secret = centre.random(LEASE_SECRET_BYTES)
        device.lease_secret = centre.parts.seal(lease_place(device), secret)
    device.seal_key = statement.seal_key
    device.lease_until = now + LEASE
    device.save()
    code.used_at, code.device = code.used_at or now, device
    code.save(update_fields=["used_at", "device"])
    return device


def _usable_code(secret: bytes, stating: Stating, now: datetime) -> EnrolmentCode:
    hashed = hashlib.sha256(secret).hexdigest()
    code = EnrolmentCode.objects.select_for_update().filter(pk=hashed).first()
    if code is None:
        raise RequestRefused(Refusal.CODE_INVALID)
    if code.used_at is not None and code.device_id != stating.fingerprint:
        raise RequestRefused(Refusal.CODE_USED)
    if now >= code.expires_at:
        raise RequestRefused(Refusal.CODE_EXPIRED)
    return code


def _known_device(stating: Stating, code: EnrolmentCode) -> Device | None:
    device = Device.objects.filter(pk=stating.fingerprint).first()
    if device is None:
        return None
    check_state(device)
    if device.post_id != code.post_id:
        raise RequestRefused(Refusal.POST_DIFFERS)
    return device
