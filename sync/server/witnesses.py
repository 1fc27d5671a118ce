"""Witnesses: a checkpoint that a device shows was signed by this centre and must still be true.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from datetime import datetime

from sync.protocol.checkpoint import Checkpoint
from sync.protocol.messages import SignedCheckpoint
from sync.server.alarms import CentreAlarm, Finding, end_alarms, raise_alarm
from sync.server.answers import feed_of
from sync.server.centre import Centre
from sync.server.log import root_at
from sync.server.models import Device, Feed, Witness
from sync.server.rebuild import aim_at
from sync.server.retired_keys import read_own


def note_shown(device: Device, signed: SignedCheckpoint, centre: Centre, now: datetime) -> None:
    """Keep the newest checkpoint a device showed, and compare it with the log as it is.

    One that this centre never signed proves nothing and is passed over.
    """
    shown = read_own(signed, centre)
    if shown is None or shown.deployment != centre.deployment:
        return
    feed = feed_of(device, shown.feed, centre)
    _keep(device, shown, signed, now)
    if shown.generation == feed.generation:
        _compare(device, feed, shown, centre, now)
    elif shown.generation > feed.generation:
        detail = {"generation": shown.generation, "size": shown.size}
        raise_alarm(Finding(CentreAlarm.GENERATION_AHEAD, feed.id, detail=detail), now)


def _keep(device: Device, shown: Checkpoint, signed: SignedCheckpoint, now: datetime) -> None:
    kept = Witness.objects.filter(feed=shown.feed, device=device.fingerprint).first()
    if kept is not None and (kept.generation, kept.size) > (shown.generation, shown.size):
        return
    Witness.objects.update_or_create(
        feed=shown.feed,
        device=device.fingerprint,
        defaults={
            "generation": shown.generation,
            "size": shown.size,
            "root": shown.root,
            "body": signed.body,
            "signature": signed.signature,
            "at": now,
        },
    )


def _compare(device: Device, feed: Feed, shown: Checkpoint, centre: Centre, now: datetime) -> None:
    if shown.size > feed.size:
        aim_at(feed.id, size=shown.size, root=shown.root, centre=centre, now=now)
        return
    if root_at(feed, shown.size) == shown.root:
        end_alarms(CentreAlarm.ROOT_DIFFERS, feed=feed.id, device=device.fingerprint, now=now)
        return
    differs = Finding(
        CentreAlarm.ROOT_DIFFERS,
        feed.id,
        shown.size,
        device.fingerprint,
        {"shown": shown.root, "held": root_at(feed, shown.size) or ""},
    )
    raise_alarm(differs, now)
