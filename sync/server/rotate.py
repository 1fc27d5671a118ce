"""A new signing key for the centre, announced by an entry that the old one signs.

Laptops follow at their next round (`announcements`). Whoever has the old key could announce one
of his own: a key that is known to others is not mended by this, but by a new centre.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.announcement import CentreKeys
from sync.protocol.entry import Kind, fingerprint
from sync.protocol.ids import new_subject
from sync.protocol.messages import SHARED
from sync.protocol.request_signing import RequestRefused
from sync.server.centre import Centre
from sync.server.keys import SIGN_FILE
from sync.server.models import Feed
from sync.server.own_chain import append_centre_entry
from sync.server.private_files import replace_whole
from sync.server.refusal import OperationRefused
from sync.server.retired_keys import RetiredKey, retire_key


@dataclass(frozen=True, slots=True)
class Rotated:
    """Fingerprints of the key that signs no more, and of the one that signs from now on."""

    old: str
    new: str


def rotate_keys(centre: Centre, *, now: datetime) -> Rotated:
    """Announce a new signing key and put it in place; whoever serves must start anew.

    Args:
        centre: with the key that is to be replaced.
        now: aware.

    Raises:
        OperationRefused: `centre.rebuilding`; the old key stays. It may have signed for more
            than a log in rebuild holds, and how much counts under it is written down here.
    """
    if Feed.objects.exclude(rebuild_size=None).exists():
        raise OperationRefused("centre.rebuilding")
    key = Ed25519PrivateKey.from_private_bytes(centre.random(32))
    public = key.public_key().public_bytes_raw()
    facts = CentreKeys(public, centre.keys.seal_public).facts()
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
    retire_key(centre.keys.folder, RetiredKey(centre.keys.sign_public, _lengths()))
    replace_whole(centre.keys.folder / SIGN_FILE, key.private_bytes_raw())
    return Rotated(old=centre.fingerprint, new=fingerprint(public))


def _lengths() -> dict[str, tuple[int, int]]:
    feeds = Feed.objects.values_list("id", "generation", "size")
    return {feed: (generation, size) for feed, generation, size in feeds}
