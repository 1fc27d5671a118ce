"""A new signing key for the centre, announced by an entry that the old one signs.

Laptops are bound to the key they were enrolled with and do not follow an announcement yet, so
this is for a centre without laptops, or for one whose key is known to others: then being cut off
is what is wanted, and each laptop is enrolled anew.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.entry import Kind, fingerprint
from sync.protocol.ids import new_subject
from sync.protocol.messages import SHARED
from sync.protocol.request_signing import RequestRefused
from sync.server.centre import Centre
from sync.server.keys import SIGN_FILE
from sync.server.models import Device
from sync.server.own_chain import append_centre_entry
from sync.server.private_files import replace_whole
from sync.server.refusal import NOT_POSSIBLE, OperationRefused
from sync.server.retired_keys import retire_key

ANNOUNCEMENT = "centre_key"
DeviceState = Device.DeviceState


@dataclass(frozen=True, slots=True)
class Rotated:
    """Fingerprints of the key that signs no more, and of the one that signs from now on."""

    old: str
    new: str


def rotate_keys(centre: Centre, *, now: datetime, cut_off: bool) -> Rotated:
    """Announce a new signing key and put it in place; whoever serves must start anew.

    Args:
        centre: with the key that is to be replaced.
        now: aware.
        cut_off: do it although laptops are enrolled.

    Raises:
        OperationRefused: `rotate.devices`, `centre.rebuilding`; the old key stays.
    """
    enrolled = Device.objects.exclude(state=DeviceState.REVOKED).count()
    if enrolled and not cut_off:
        raise OperationRefused("rotate.devices", NOT_POSSIBLE, count=enrolled)
    key = Ed25519PrivateKey.from_private_bytes(centre.random(32))
    public = key.public_key().public_bytes_raw()
    facts = {
        "what": ANNOUNCEMENT,
        "sign_key": public.hex(),
        "seal_key": centre.keys.seal_public.hex(),
    }
    try:
        append_centre_entry(
            SHARED,
            Kind.SYSTEM,
            new_subject(centre.random),
            {"facts": facts},
            centre=centre,
            now=now,
        )
    except RequestRefused:
        raise OperationRefused("centre.rebuilding") from None
    retire_key(centre.keys.folder, centre.keys.sign_public)
    replace_whole(centre.keys.folder / SIGN_FILE, key.private_bytes_raw())
    return Rotated(old=centre.fingerprint, new=fingerprint(public))
