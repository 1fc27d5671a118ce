"""Following a centre to its new key: only what the key known here has announced is believed.

Basis: SRC-FORMAT, "Requests".
"""

from dataclasses import replace
from typing import Protocol, runtime_checkable

from sync.device.ports import CentreLink, JournalPort, Line, NoLine, NotOurs, Unproved
from sync.protocol.announcement import CentreKeys, announced_keys
from sync.protocol.canonical import Malformed
from sync.protocol.codec import decode, encode
from sync.protocol.entry import BadSignature, fingerprint
from sync.protocol.messages import KeysAnswer, KeysRequest


@runtime_checkable
class FollowingLine(Protocol):
    """A line that can ask for announcements and then trust the key they lead to."""

    def unproved(self, name: str, body: bytes) -> Unproved:
        """Send an unsigned request and give whatever is answered.

        Raises:
            NoLine, NotOurs: see `Line.exchange`.
        """

    def trust(self, link: CentreLink) -> None:
        """Take only the key of this link for the centre's from now on."""


def follow(journal: JournalPort, line: Line) -> CentreLink | None:
    """Ask once which key came after the one known here, and take it into the link.

    Returns:
        The link with the newest key, the earlier ones kept; None when nothing proves a new one,
        or the line leads to no such question.
    """
    link = journal.link()
    if link is None or not isinstance(line, FollowingLine):
        return None
    try:
        found = _announced(link, line, journal.deployment)
    except (NoLine, NotOurs, BadSignature, Malformed):
        return None
    newest = found[-1]
    passed = (*link.earlier_keys, link.sign_key, *(keys.sign_key for keys in found[:-1]))
    followed = replace(
        link, sign_key=newest.sign_key, seal_key=newest.seal_key, earlier_keys=passed
    )
    journal.set_link(followed)
    line.trust(followed)
    return followed


def _announced(link: CentreLink, line: FollowingLine, deployment: str) -> tuple[CentreKeys, ...]:
    """Give what leads from the key known here to the one that whoever answers signs with.

    That he signs with the last one keeps an old row, told again, from leading to a key that
    nobody has any more.
    """
    answered = line.unproved("keys", encode(KeysRequest(fingerprint(link.sign_key))))
    entries = [wire.entry for wire in decode(answered.body, KeysAnswer).entries]
    found = announced_keys(
        entries, known=link.sign_key, earlier=link.earlier_keys, deployment=deployment
    )
    answered.require_by(found[-1].sign_key)
    return found
