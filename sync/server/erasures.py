"""Erasure entries: exactly the parts they name go, in the transaction that stores the entry.

Basis: SRC-FORMAT, "Erasure".
"""

from collections.abc import Collection, Sequence

from sync.protocol.entry import Entry, open_part
from sync.protocol.erasure import KEPT_FACTS, parts_named
from sync.server import models
from sync.server.storing import erase


def apply_erasures(entries: Sequence[Entry]) -> None:
    """Remove what these erasure entries name, of entries of the same post and of none other.

    Args:
        entries: erasure entries that were just stored and are understood.
    """
    for entry in entries:
        if "facts" not in entry.parts:  # it came without them: there is nothing to act on
            continue
        items = parts_named(open_part(entry.parts["facts"]))
        named = {entry_id for entry_id, _ in items}
        rows = models.Entry.objects.filter(id__in=named).exclude(device__in=_colleagues(entry))
        foreign = set(rows.values_list("id", flat=True))
        kept = _with_kept_facts(named)
        erase(
            [(id_, part) for id_, part in items if id_ not in foreign and (id_, part) not in kept],
            entry.header.id,
        )


def _with_kept_facts(named: Collection[str]) -> set[tuple[str, str]]:
    """Give the facts among what is named that no erasure takes, here as on the laptops."""
    rows = models.Entry.objects.filter(id__in=named, kind__in=KEPT_FACTS)
    return {(entry_id, "facts") for entry_id in rows.values_list("id", flat=True)}


def _colleagues(entry: Entry) -> list[str]:
    """Give the devices of the post that the entry comes from."""
    own = models.Device.objects.filter(pk=entry.header.device).values("post_id")
    devices = models.Device.objects.filter(post_id__in=own)
    return [entry.header.device, *devices.values_list("fingerprint", flat=True)]
