"""Who was a penyelia when something was stated: the table of officers only says who is one now."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from posko_app.store.connection import Connection
from posko_app.store.statements import StoredEntry, entries_introducing, last_position
from sync.protocol.canonical import Malformed
from sync.protocol.entry import Entry, Kind, open_part
from sync.protocol.people import NotIntroduced, OfficerStatement, Role, Signer, SignerBook

Penyelia = Mapping[str, Signer]  # by fingerprint; only keys that might sign then
NOBODY: Penyelia = {}


class Roles:
    """The penyelia of one laptop at each place of the journal, from the entries of its chain.

    Whoever another laptop introduced has no say here. An entry that introduces nobody lawfully
    counts for nothing; the check of the store names it.
    """

    def __init__(self, introducing: Iterable[StoredEntry]) -> None:
        """Take the entries of one device that introduce it and its officers, in journal order."""
        self._book = SignerBook()
        self._positions: list[int] = []
        self._penyelia: list[Penyelia] = []
        for stored in introducing:
            try:
                introduce(self._book, stored.entry)
            except (Malformed, NotIntroduced, KeyError):
                continue
            self._positions.append(stored.position)
            self._penyelia.append(self._now())

    def penyelia(self, position: int) -> Penyelia:
        """Give the penyelia whose keys were good for an entry at this position."""
        before = bisect_right(self._positions, position)
        return self._penyelia[before - 1] if before else NOBODY

    def _now(self) -> Penyelia:
        return {
            key: signer
            for key, signer in self._book.signers.items()
            if signer.active and signer.role is Role.PENYELIA
        }


def introduce(book: SignerBook, entry: Entry) -> None:
    """Let a book learn what an entry states of a device or an officer, without its signature.

    Raises:
        Malformed, NotIntroduced, KeyError: it introduces nobody lawfully.
    """
    header, facts = entry.header, open_part(entry.parts["facts"])
    if header.kind == Kind.DEVICE:
        book.introduce_device(header, facts)
    elif book.signers:
        book.introduce(header, OfficerStatement.from_facts(facts))
    else:
        book.introduce_first(header, OfficerStatement.from_facts(facts))


def roles_of(connection: Connection, device: str) -> Roles:
    """Read who was what on a laptop; people come and go a few times a year."""
    until = last_position(connection)
    return Roles(entries_introducing(connection, until=until, device=device))
