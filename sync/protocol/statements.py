"""What the centre states in entries of its own: how far each feed is, and whom it confirms.

Basis: SRC-FORMAT, "Feeds and log at the centre" and "People".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from sync.protocol.canonical import Json, Malformed
from sync.protocol.entry import UUID
from sync.protocol.ids import HASH_HEX, SUBJECT_HEX, is_hex
from sync.protocol.messages import is_feed


@dataclass(frozen=True, slots=True, order=True)
class FeedHead:
    """A feed's log at the time of a `heads` entry; `root` is 64 hex."""

    feed: str
    generation: int
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class HeadsStatement:
    """The facts of a `heads` entry: one line for each post's feed, sorted by feed."""

    heads: tuple[FeedHead, ...]

    def facts(self) -> dict[str, Json]:
        """Give the facts part of the entry."""
        return {
            "heads": [
                {"feed": h.feed, "generation": h.generation, "root": h.root, "size": h.size}
                for h in sorted(self.heads)
            ]
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Json]) -> "HeadsStatement":
        """Read the facts part of a `heads` entry.

        Raises:
            Malformed: a line is missing something, has another form, or a feed stands twice.
        """
        try:
            lines = cast("Sequence[Mapping[str, Json]]", facts["heads"])
            heads = tuple(
                FeedHead(
                    feed=cast("str", line["feed"]),
                    generation=cast("int", line["generation"]),
                    size=cast("int", line["size"]),
                    root=cast("str", line["root"]),
                )
                for line in lines
            )
        except (KeyError, TypeError) as error:
            raise Malformed("heads_form") from error
        if not all(map(_is_head, heads)) or len({h.feed for h in heads}) != len(heads):
            raise Malformed("heads_form")
        return cls(heads)


class Verdict(StrEnum):
    """What the centre says of somebody whom a post introduced."""

    CONFIRM = "confirm"
    REVOKE = "revoke"


class Confirmed(StrEnum):
    """Of whom it says it."""

    OFFICER = "officer"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The facts of a `confirmation` entry: the centre knows this person or device, or no longer."""

    action: Verdict
    what: Confirmed
    key: str  # fingerprint of the signing key it is about
    entry: str  # id of the officer or device entry that introduced it
    person: str = ""  # 32 hex; empty for a device

    def facts(self) -> dict[str, Json]:
        """Give the facts part of the entry."""
        return {
            "action": self.action.value,
            "what": self.what.value,
            "person": self.person,
            "key": self.key,
            "entry": self.entry,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Json]) -> "Confirmation":
        """Read the facts part of a `confirmation` entry (raises Malformed)."""
        try:
            found = cls(
                action=Verdict(cast("str", facts["action"])),
                what=Confirmed(cast("str", facts["what"])),
                person=cast("str", facts["person"]),
                key=cast("str", facts["key"]),
                entry=cast("str", facts["entry"]),
            )
            sound = is_hex(found.key, HASH_HEX) and UUID.fullmatch(found.entry) is not None
        except (KeyError, TypeError, ValueError) as error:
            raise Malformed("confirmation_form") from error
        of_person = is_hex(found.person, SUBJECT_HEX)
        named = of_person if found.what is Confirmed.OFFICER else found.person == ""
        if not (sound and named):
            raise Malformed("confirmation_form")
        return found


def _is_head(head: FeedHead) -> bool:
    counts = type(head.generation) is int and type(head.size) is int
    counts = counts and head.generation >= 0 and head.size >= 0
    return counts and is_feed(head.feed) and is_hex(head.root, HASH_HEX)
