"""What an erasure entry takes away, read from its facts.

Basis: SRC-FORMAT, "Erasure".
"""

from collections.abc import Iterator, Mapping

from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Kind

# without these nobody could prove any more who signs, what was erased, and what a log was
KEPT_FACTS = frozenset({Kind.DEVICE, Kind.OFFICER, Kind.ERASURE, Kind.HEADS, Kind.CONFIRMATION})


def parts_named(facts: JsonObject) -> Iterator[tuple[str, str]]:
    """Give entry id and name of each part that an erasure takes; what is no name is passed over."""
    items = facts.get("items")
    for item in items if isinstance(items, list | tuple) else ():
        if not isinstance(item, Mapping):
            continue
        entry, parts = item.get("entry"), item.get("parts")
        for part in parts if isinstance(parts, list | tuple) else ():
            if isinstance(entry, str) and isinstance(part, str):
                yield entry, part


def may_go(kind: str, part: str) -> bool:
    """Say whether a part of an entry of this kind can be erased at all."""
    return not (part == "facts" and kind in KEPT_FACTS)
