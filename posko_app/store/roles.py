"""Who was a penyelia when something was stated: the table of officers only says who is one now."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from posko_app.store.connection import Connection
from posko_app.store.statements import StoredEntry, entries_introducing, last_position
from sync.protocol.canonical import Malformed
from sync.protocol.entry import Kind, open_part
from sync.protocol.people import NotIntroduced, OfficerStatement, Role, Signer, SignerBook

Penyelia = Mapping[str, Signer]  # by fingerprint; only keys that might sign then
NOBODY: Penyelia = {}


class Roles:
    """The penyelia at each place of the journal, from the entries that introduce people.

    An entry that introduces nobody lawfully counts for nothing; the check of the store names it.
    """

    def __init__(self, introducing: Iterable[StoredEntry]) -> None:
        """Take the entries that introduce devices and officers, in journal order."""
        self._books: dict[str, SignerBook] = {}
        self._positions: list[int] = []
        self._penyelia: list[Penyelia] = []
        for stored in introducing:
            try:
                self._introduce(stored)
            except (Malformed, NotIntroduced, KeyError):
                continue
            self._positions.append(stored.position)
            self._penyelia.append(self._now())

    def penyelia(self, position: int) -> Penyelia:
        """Give the penyelia whose keys were good for an entry at this position."""
        before = bisect_right(self._positions, position)
        return self._penyelia[before - 1] if before else NOBODY

    def _introduce(self, stored: StoredEntry) -> None:
        header, parts = stored.entry.header, stored.entry.parts
        book = self._books.setdefault(header.device, SignerBook())
        facts = open_part(parts["facts"])
        if header.kind == Kind.DEVICE:
            book.introduce_device(header, facts)
        elif book.signers:
            book.introduce(header, OfficerStatement.from_facts(facts))
        else:
            book.introduce_first(header, OfficerStatement.from_facts(facts))

    def _now(self) -> Penyelia:
        return {
            key: signer
            for book in self._books.values()
            for key, signer in book.signers.items()
            if signer.active and signer.role is Role.PENYELIA
        }


def roles_of(connection: Connection) -> Roles:
    """Read who was what, from the whole journal; people come and go a few times a year."""
    return Roles(entries_introducing(connection, until=last_position(connection)))
