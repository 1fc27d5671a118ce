"""A fork: a second entry at a place of a chain that is taken. Both are kept, the device rests.

It happens when a laptop's disk was copied, or put back to an earlier day. Which branch is the
true one no program can tell; a person decides at the centre.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from sync.protocol.canonical import Malformed
from sync.protocol.entry import (
    BadSignature,
    Entry,
    Header,
    PartMismatch,
    check_parts,
    check_signature,
)
from sync.protocol.people import NotIntroduced, SignerBook
from sync.server import models
from sync.server.alarms import CentreAlarm, Finding, end_alarms, raise_alarm
from sync.server.centre import Centre
from sync.server.rows import insert_missing, stored_moment

DeviceState = models.Device.DeviceState
FORK_COLUMNS = ("device", "epoch", "seq", "hash", "header", "signature", "parts", "received_at")


def parts_fit(entry: Entry) -> bool:
    """Say whether the parts that came are the ones the header was signed with."""
    try:
        check_parts(entry)
    except PartMismatch:
        return False
    return True


def branch_fault(entry: Entry, book: SignerBook) -> str | None:
    """Say why an entry at a taken place is not even a second truth of this chain, or None.

    A signer who was removed meanwhile counts: the branch may have left before his removal.
    """
    if not parts_fit(entry):
        return "part_differs"
    try:
        check_signature(entry, _key_of(entry.header, book))
    except BadSignature:
        return "bad_signature"
    except NotIntroduced as refused:
        return refused.code
    return None


def _key_of(header: Header, book: SignerBook) -> bytes:
    signer = book.signers.get(header.signer)
    return book.public_key(header) if signer is None else bytes.fromhex(signer.sign_key)


def keep_branch(
    centre: Centre, device: models.Device, entries: Sequence[Entry], now: datetime
) -> None:
    """Keep a branch as it was sent, from the entry at the taken place on."""
    received = stored_moment(now)
    rows = []
    for entry in entries:
        try:
            header = entry.header
        except Malformed:
            break
        if header.device != device.fingerprint:
            break
        packed = msgspec.msgpack.encode(dict(entry.parts))
        sealed = centre.parts.seal(f"fork {entry.hash}".encode(), packed)
        place = (header.device, header.epoch, header.seq, entry.hash)
        rows.append((*place, entry.header_bytes, entry.signature, sealed, received))
    insert_missing(models.Fork, FORK_COLUMNS, rows)


def suspend_forked(
    device: models.Device, *, epoch: str, seq: int, offered: str, now: datetime
) -> None:
    """Suspend a device whose chain has two entries at one place, with an alarm."""
    models.Device.objects.filter(pk=device.pk, state=DeviceState.ACTIVE).update(
        state=DeviceState.SUSPENDED
    )
    finding = Finding(
        CentreAlarm.FORK,
        feed=device.post_id,
        device=device.fingerprint,
        detail={"epoch": epoch, "seq": seq, "offered": offered},
    )
    raise_alarm(finding, now)


def reinstate(device: models.Device, now: datetime) -> None:
    """Let a suspended device send again: a person has looked at both branches."""
    models.Device.objects.filter(pk=device.pk, state=DeviceState.SUSPENDED).update(
        state=DeviceState.ACTIVE
    )
    end_alarms(CentreAlarm.FORK, device=device.fingerprint, now=now)
