"""The few ways in which the console opens a sealed part: an officer's name, a quarantined entry."""

import json
from dataclasses import dataclass

from sync.protocol.canonical import Malformed
from sync.protocol.entry import SALT_BYTES, open_part
from sync.server.current import the_centre
from sync.server.models import Part
from sync.server.people.words import say

NAME_CHARACTERS = 120  # more of a name than any list can show


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part as a person reads it."""

    name: str
    text: str


def officer_name(entry_id: str) -> str:
    """Give the name that the officer's entry states; empty when it is erased or not readable."""
    stored = _stored(entry_id, "identity")
    try:
        name = open_part(stored).get("name") if stored else None
    except Malformed:
        return ""
    return name[:NAME_CHARACTERS] if isinstance(name, str) else ""


def part_names(entry_id: str) -> list[str]:
    """Name the parts that are still there."""
    return list(
        Part.objects.filter(entry_id=entry_id).order_by("name").values_list("name", flat=True)
    )


def shown_parts(entry_id: str) -> list[ShownPart]:
    """Give all parts of an entry for a person who has said why he must read them."""
    return [ShownPart(name, _readable(_stored(entry_id, name))) for name in part_names(entry_id)]


def _stored(entry_id: str, name: str) -> bytes | None:
    part = Part.objects.filter(entry_id=entry_id, name=name).first()
    if part is None:
        return None
    return the_centre().parts.open_part(entry_id, name, bytes(part.stored), part.sealed)


def _readable(stored: bytes | None) -> str:
    if stored is None:
        return say("people.contents.touched")
    try:
        return json.dumps(open_part(stored), ensure_ascii=False, indent=2)
    except Malformed:
        return say("people.contents.not_json", bytes=len(stored) - SALT_BYTES)
