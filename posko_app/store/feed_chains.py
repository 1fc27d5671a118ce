"""The chains of other devices and of the centre, in the order in which one feed brings them.

In the post's feed each chain is whole, unless a person opened the log anew without what was lost.
In the shared one a device is seen in part: what says who signs there, and its watch entries. This
laptop's own chain is in the journal and is left out.

Basis: SRC-FORMAT, "Feeds and log at the centre" and "People".
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from posko_app.store.connection import Connection
from posko_app.store.officer_rows import INTRODUCED
from posko_app.store.roles import introduce
from posko_app.store.statements import StoredEntry, entry_at
from sync.device.ports import FeedState
from sync.protocol.canonical import Malformed
from sync.protocol.chain import ChainChecker
from sync.protocol.entry import Entry, Kind, fingerprint, open_part
from sync.protocol.messages import SHARED
from sync.protocol.people import Role, Signer, SignerBook

CENTRE_POST = "pusat"  # where a centre says that it stands
HEADS = "SELECT device, epoch, seq, hash FROM chains WHERE feed = ?"
PUT_HEAD = (
    "INSERT INTO chains (feed, device, epoch, seq, hash) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (feed, device) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq,"
    " hash = excluded.hash"
)
PEOPLE = (
    "SELECT e.position FROM entries e INDEXED BY entries_of_people"
    " JOIN feed_positions p ON p.entry = e.position"
    " WHERE e.kind IN ('device', 'officer') AND p.feed = ? AND p.generation = ?"
    " ORDER BY p.position"
)

Head = tuple[str, str, int, str]  # device, epoch, seq, hash


@dataclass(frozen=True, slots=True)
class Parties:
    """Whose chain is whose: this laptop, the centre, and who was introduced anywhere."""

    own: str
    deployment: str
    centre_keys: tuple[bytes, ...]  # the present one first
    elsewhere: dict[str, Signer] = field(default_factory=dict, repr=False)

    @property
    def centre(self) -> str:
        """The fingerprint of the centre's present key."""
        return fingerprint(self.centre_keys[0])

    @property
    def centres(self) -> frozenset[str]:
        """The fingerprints of every key the centre ever signed with."""
        return frozenset(map(fingerprint, self.centre_keys))


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the store keeps of a feed's chains."""

    heads: tuple[Head, ...]
    people: tuple[StoredEntry, ...] = field(repr=False)


class FeedChains:
    """What the next entry of each chain must fit. Checks signatures, so not on the store thread."""

    def __init__(self, feed: str, generation: int, parties: Parties) -> None:
        """Begin at the first position of a generation of a feed."""
        # a log that was opened anew lacks the positions that nobody held any more
        self._has_gaps = feed == SHARED or generation > 0
        self._parties = parties
        self._checkers: dict[str, ChainChecker] = {}

    def go_on(self, remembered: Remembered) -> None:
        """Take over where the chains stand, and whom they introduced, without checking it.

        Raises:
            Malformed, NotIntroduced, KeyError: not readable, so nothing later can be checked.
        """
        for stored in remembered.people:
            device = stored.entry.header.device
            if device != self._parties.own:
                book = self._checker(device).book
                introduce(book, stored.entry)
                _allow_centre_kinds(book, stored.entry)
        for device, epoch, seq, hash_ in remembered.heads:
            checker = self._checker(device)
            checker.epoch, checker.seq, checker.hash = epoch, seq, hash_

    def check(self, entry: Entry, *, erased: Collection[str]) -> str | None:
        """Check the next entry of the feed and move on past it, or say what is wrong with it."""
        try:
            header = entry.header
        except Malformed:
            return "header_malformed"
        if header.device == self._parties.own:
            return None
        if header.deployment != self._parties.deployment:
            return "deployment_differs"
        checker = self._checker(header.device)
        if header.kind == Kind.DEVICE:
            _allow_centre_kinds(checker.book, entry)
        fault = checker.check(entry, erased=erased)
        if fault is None and header.kind == Kind.OFFICER:
            self._parties.elsewhere.update(checker.book.signers)
        return None if fault is None else fault.code

    def signers(self, device: str) -> Mapping[str, Signer]:
        """Give everybody whom a chain introduced so far, also those who may not sign any more."""
        return dict(self._checker(device).book.signers)

    def heads(self) -> frozenset[Head]:
        """Give where each chain stands."""
        return frozenset((c.device, c.epoch, c.seq, c.hash) for c in self._checkers.values())

    def _checker(self, device: str) -> ChainChecker:
        found = self._checkers.get(device)
        if found is None:
            is_centre = device == self._parties.centre
            key, elsewhere = self._parties.centre_keys[0], self._parties.elsewhere
            book = SignerBook.of_centre(key) if is_centre else SignerBook(elsewhere=elsewhere)
            found = ChainChecker(device, book, gaps=self._has_gaps and not is_centre)
            self._checkers[device] = found
        return found


def _allow_centre_kinds(book: SignerBook, entry: Entry) -> None:
    """Let the chain of a key that the centre signed with before hold what only a centre states.

    It is kept as what it is and moves nothing: only keys that the link names confirm or compare.
    """
    facts = entry.parts.get("facts")
    try:
        post = None if facts is None else open_part(facts).get("post")
    except Malformed:
        return
    if entry.header.kind == Kind.DEVICE and post == CENTRE_POST:
        book.centre = True


def introduced_anywhere(connection: Connection) -> dict[str, Signer]:
    """Give everybody who was ever introduced by any chain known here, by fingerprint."""
    return {
        key: Signer(person, Role(role), sign_key)
        for key, person, role, sign_key in connection.execute(INTRODUCED).fetchall()
    }


def remembered(connection: Connection, state: FeedState) -> Remembered:
    """Read where the chains of a feed stand, as far as it was taken in."""
    found = connection.execute(PEOPLE, (state.feed, state.generation)).fetchall()
    people = tuple(entry_at(connection, position) for (position,) in found)
    return Remembered(stored_heads(connection, state.feed), people)


def stored_heads(connection: Connection, feed: str) -> tuple[Head, ...]:
    """Read where the chains of a feed stand."""
    return tuple(connection.execute(HEADS, (feed,)).fetchall())


def put_heads(connection: Connection, feed: str, heads: Iterable[Head]) -> None:
    """Remember where chains of a feed stand now."""
    connection.executemany(PUT_HEAD, [(feed, *head) for head in heads])
