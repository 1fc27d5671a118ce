"""Which keys of this centre came after one that a device knows: the entries that say so.

Public, so asked without a signature: a device that knows an old key only could verify no nonce.

Basis: SRC-FORMAT, "Requests".
"""

from datetime import datetime

from sync.protocol.announcement import ANNOUNCEMENT, CentreKeys
from sync.protocol.canonical import Malformed
from sync.protocol.entry import Kind, fingerprint, open_part
from sync.protocol.messages import KeysAnswer, KeysRequest, WireEntry
from sync.server.answers import about, check_version
from sync.server.centre import Centre
from sync.server.models import Entry, Part
from sync.server.retired_keys import centre_keys


def give(request: KeysRequest, centre: Centre, now: datetime) -> KeysAnswer:
    """Give the announcements that lead from the known key to the present one; none if none do."""
    check_version(request.v)
    said = _announced(centre)
    at, found = centre.fingerprint, list[WireEntry]()
    while at != request.known and at in said:
        signer, wire = said.pop(at)
        found.insert(0, wire)
        at = signer
    if at != request.known:
        found = []
    return KeysAnswer(**about(centre, (), now), entries=found)


def _announced(centre: Centre) -> dict[str, tuple[str, WireEntry]]:
    """Give, by the key that is named, who names it and the entry."""
    rows = Entry.objects.filter(kind=Kind.SYSTEM, device__in=list(centre_keys(centre)))
    found: dict[str, tuple[str, WireEntry]] = {}
    for entry_id, device, header, signature in rows.order_by("id").values_list(
        "id", "device", "header", "signature"
    ):
        facts = Part.objects.filter(entry_id=entry_id, name="facts").first()
        if facts is None or header is None:
            continue
        stored = bytes(facts.stored)
        try:
            told = open_part(stored)
            if told.get("what") != ANNOUNCEMENT:
                continue
            named = CentreKeys.from_facts(told)
        except Malformed:
            continue
        wire = WireEntry(bytes(header), bytes(signature), {"facts": stored})
        found[fingerprint(named.sign_key)] = (device, wire)
    return found
