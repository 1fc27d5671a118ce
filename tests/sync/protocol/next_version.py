"""What a client of the next version would send: all of it must come back as it was sent."""

import json
from dataclasses import replace
from enum import StrEnum

from sync.protocol.entry import Entry
from sync.protocol.people import Role
from tests.sync.protocol.makers import ChainMaker, fixed_key

OFFICER = fixed_key("petugas contoh")


class Newer(StrEnum):
    """A kind of the version after this one."""

    HOLOGRAM = "hologram"


def from_the_next_version(chain: ChainMaker) -> list[Entry]:
    """A chain with a kind, a part and header fields that this version does not know."""
    opening = [chain.opening(), chain.added(OFFICER, OFFICER, Role.PENYELIA)]
    hologram = chain.entry(
        Newer.HOLOGRAM, OFFICER, {"facts": {"x": 1}, "hologram": {"y": "z"}}, v=2
    )
    by_device = chain.entry(Newer.HOLOGRAM, chain.device, {"facts": {}}, v=2, min_reader=2)
    last = with_unknown_header_field(chain.screening(OFFICER))
    return [*opening, hologram, by_device, last]


def with_unknown_header_field(entry: Entry) -> Entry:
    """The same entry as a newer client would have signed it."""
    header = json.loads(entry.header_bytes) | {"weather": {"rain": ["ya", "tidak"]}}
    header_bytes = json.dumps(
        header, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()
    return replace(
        entry, header_bytes=header_bytes, signature=OFFICER.sign(b"posko/entry/v1" + header_bytes)
    )
