"""Quarantine: says what a person must look at in an entry whose chain and signature are good.

It is a flag, never a refusal: an entry of a newer version, or one we cannot read, still gets its
position and is never in the way of the next.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from sync.protocol.canonical import Malformed
from sync.protocol.entry import PART_NAMES, VERSION, Entry, Header, Kind, open_part
from sync.protocol.erasure import parts_named
from sync.server.models import PART_NAME_CHARACTERS

KINDS = frozenset(kind.value for kind in Kind)
KNOWN_PARTS = frozenset(PART_NAMES)


def doubt_about(entry: Entry) -> str:
    """Give the code of what is not understood here; empty when nothing is."""
    header = entry.header
    doubt = _header_doubt(header)
    if doubt:
        return doubt
    facts = entry.parts.get("facts")
    if facts is None:
        return "" if "facts" in header.parts else "facts_absent"
    try:
        found = open_part(facts)
        if header.kind == Kind.ERASURE:
            parts_named(found)
    except Malformed:
        return "facts_unreadable"
    return ""


def is_storable(header: Header) -> bool:
    """Say whether the tables of every database can hold what the header names things."""
    names = (header.kind, *header.parts)
    return all("\x00" not in name and 0 < len(name) <= PART_NAME_CHARACTERS for name in names)


def _header_doubt(header: Header) -> str:
    if header.v > VERSION or header.min_reader > VERSION:
        return "newer_version"
    if header.kind not in KINDS:
        return "kind_unknown"
    return "" if KNOWN_PARTS.issuperset(header.parts) else "part_unknown"
