"""Where a device stands, and where the centre does: the first thing at every contact.

Basis: SRC-FORMAT, "Feeds and log at the centre" and "Head mirror".
"""

from collections.abc import Iterator
from datetime import datetime

from sync.protocol.canonical import Malformed
from sync.protocol.entry import BadSignature
from sync.protocol.head import HeadStatement, read_head
from sync.protocol.ids import HASH_HEX, is_hex
from sync.protocol.limits import LARGEST_INTEGER
from sync.protocol.messages import SHARED, ChainHead, HeadsAnswer, HeadsRequest, Refusal
from sync.protocol.request_signing import RequestRefused
from sync.server.answers import about, check_version, feeds_of
from sync.server.centre import Centre, milliseconds
from sync.server.chain_state import placed_entries
from sync.server.enrol import LEASE
from sync.server.forks import suspend_forked
from sync.server.heads_entry import state_growth
from sync.server.models import CODE_CHARACTERS, Device, Entry
from sync.server.rebuild import end_if_whole, wanted
from sync.server.rows import in_transaction
from sync.server.settling import guess_shared
from sync.server.witnesses import note_shown

FEEDS = 2  # its post's and the shared one
LARGEST_COUNT = 2**31 - 1


def compare(device: Device, request: HeadsRequest, centre: Centre, now: datetime) -> HeadsAnswer:
    """Note what a device shows, and say what the centre holds of it.

    Raises:
        RequestRefused: the head statement is not this device's, or it forks its chain; then the
            device is suspended.
    """
    check_version(request.v)
    head = _head_of(device, request, centre)
    if _is_fork(device, head):
        in_transaction(centre, lambda: _suspend(device, head, now))
        raise RequestRefused(Refusal.DEVICE_SUSPENDED)
    answer = in_transaction(centre, lambda: _compare(device, request, centre, now))
    if any(one.feed == SHARED for one in answer.wanted) and guess_shared(centre, now):
        answer = in_transaction(centre, lambda: _compare(device, request, centre, now))
    state_growth(centre, now)
    return answer


def chain_heads(device: Device) -> Iterator[ChainHead]:
    """Give the newest entry of every epoch of a device, one step in the index for each."""
    rows = placed_entries(device).order_by("-epoch", "-seq")
    newest = rows.values_list("epoch", "seq", "hash").first()
    while newest is not None:
        epoch, seq, entry_hash = newest
        yield ChainHead(device.fingerprint, epoch, seq, entry_hash)
        newest = rows.filter(epoch__lt=epoch).values_list("epoch", "seq", "hash").first()


def _head_of(device: Device, request: HeadsRequest, centre: Centre) -> HeadStatement:
    try:
        head = read_head(request.head, bytes.fromhex(device.sign_key))
    except Malformed as error:
        raise RequestRefused(Refusal.BODY_MALFORMED) from error
    except BadSignature as error:
        raise RequestRefused(Refusal.SIGNATURE_INVALID) from error
    if head.deployment != centre.deployment:
        raise RequestRefused(Refusal.DEPLOYMENT_DIFFERS)
    return head


def _is_fork(device: Device, head: HeadStatement) -> bool:
    """Say whether the device states another entry than ours as the newest of its chain."""
    if not (0 < head.seq <= LARGEST_INTEGER and is_hex(head.hash, HASH_HEX)):
        return False
    rows = Entry.objects.filter(device=device.fingerprint, epoch=head.epoch, seq=head.seq)
    held = rows.values_list("hash", flat=True).first()
    return held is not None and held != head.hash


def _suspend(device: Device, head: HeadStatement, now: datetime) -> None:
    suspend_forked(device, epoch=head.epoch, seq=head.seq, offered=head.hash, now=now)


def _compare(device: Device, request: HeadsRequest, centre: Centre, now: datetime) -> HeadsAnswer:
    device = _note_contact(device, request, now)
    for feed in feeds_of(device, centre):
        for shown in request.feeds[:FEEDS]:
            if shown.feed == feed.id and shown.checkpoint is not None:
                note_shown(device, shown.checkpoint, centre, now)
        end_if_whole(feed.id, centre, now)
    feeds = feeds_of(device, centre)
    return HeadsAnswer(
        **about(centre, feeds, now),
        heads=list(chain_heads(device)),
        lease_until_ms=milliseconds(device.lease_until),
        wanted=[stretch for feed in feeds for stretch in wanted(feed, device.fingerprint)],
        generations={feed.id: feed.generation for feed in feeds if feed.generation},
    )


def _note_contact(device: Device, request: HeadsRequest, now: datetime) -> Device:
    device = Device.objects.get(pk=device.pk)
    offset = milliseconds(now) - request.at_ms
    device.clock_offset_ms = max(-LARGEST_INTEGER, min(LARGEST_INTEGER, offset))
    device.program = "".join(filter(str.isprintable, request.program))[:CODE_CHARACTERS]
    device.waiting = max(0, min(LARGEST_COUNT, request.waiting))
    device.last_contact_at, device.lease_until = now, now + LEASE
    noted = ["clock_offset_ms", "program", "waiting", "last_contact_at", "lease_until"]
    device.save(update_fields=noted)
    return device
