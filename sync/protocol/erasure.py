"""What an erasure entry takes away, read from its facts: the same on laptops and at the centre.

Basis: SRC-FORMAT, "Erasure".
"""

from collections.abc import Mapping, Sequence

from sync.protocol.canonical import Json, JsonObject, Malformed
from sync.protocol.entry import UUID, Kind

# without these nobody could prove any more who signs, what was erased, and what a log was
KEPT_FACTS = frozenset({Kind.DEVICE, Kind.OFFICER, Kind.ERASURE, Kind.HEADS, Kind.CONFIRMATION})


def parts_named(facts: JsonObject) -> tuple[tuple[str, str], ...]:
    """Give entry id and name of each part that an erasure takes.

    Raises:
        Malformed: `erasure_form`; then it takes nothing at all.
    """
    named: list[tuple[str, str]] = []
    for item in _list(facts.get("items")):
        entry = item.get("entry") if isinstance(item, Mapping) else None
        if not (isinstance(item, Mapping) and isinstance(entry, str) and UUID.fullmatch(entry)):
            raise Malformed("erasure_form")
        for part in _list(item.get("parts")):
            if not isinstance(part, str) or not part:
                raise Malformed("erasure_form")
            named.append((entry, part))
    return tuple(named)


def may_go(kind: str, part: str) -> bool:
    """Say whether a part of an entry of this kind can be erased at all."""
    return not (part == "facts" and kind in KEPT_FACTS)


def _list(value: Json | None) -> Sequence[Json]:
    if not isinstance(value, list | tuple):
        raise Malformed("erasure_form")
    return value
