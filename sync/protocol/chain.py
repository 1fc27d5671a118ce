"""Checking one device's chain, entry by entry: order, hashes, signatures, signers, parts.

Basis: SRC-FORMAT, "Entry" and "People".
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from sync.protocol.canonical import Json, Malformed
from sync.protocol.entry import (
    BadSignature,
    Entry,
    Header,
    Kind,
    PartMismatch,
    check_parts,
    check_signature,
    open_part,
)
from sync.protocol.ids import NO_HASH
from sync.protocol.people import NotIntroduced, OfficerStatement, SignerBook


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first thing wrong with a chain: a code, the entry's id and where it stands."""

    code: str
    entry: str
    epoch: str
    seq: int


@dataclass(slots=True)
class ChainChecker:
    """Holds what the next entry of one device must fit: epoch, seq, hash and known signers.

    With `gaps` the chain is one that is seen in part, through the shared feed: its entries must
    still follow each other, and be what the next one names wherever two are neighbours.
    """

    device: str
    book: SignerBook = field(default_factory=SignerBook)
    epoch: str = ""
    seq: int = 0
    hash: str = NO_HASH
    gaps: bool = False

    def check(self, entry: Entry, *, erased: Collection[str] = ()) -> ChainFault | None:
        """Check the next entry and move on past it, or say what is wrong and stay.

        Args:
            entry: the next one in chain order; a new epoch may begin with seq 1.
            erased: names of this entry's parts that an erasure entry removed lawfully.
        """
        try:
            header = entry.header
        except Malformed:
            return ChainFault("header_malformed", "", self.epoch, self.seq + 1)
        code = self._order(header) or self._content(entry, erased)
        if code is not None:
            return ChainFault(code, header.id, header.epoch, header.seq)
        self.epoch, self.seq, self.hash = header.epoch, header.seq, entry.hash
        return None

    def _order(self, header: Header) -> str | None:
        if header.device != self.device:
            return "device_differs"
        if header.epoch != self.epoch:
            begins = header.seq == 1 and header.prev == NO_HASH and header.kind == Kind.DEVICE
            return None if begins else "chain_gap"
        if header.seq != self.seq + 1:
            return None if self.gaps and header.seq > self.seq else "chain_gap"
        return None if header.prev == self.hash else "prev_differs"

    def _content(self, entry: Entry, erased: Collection[str]) -> str | None:
        header = entry.header
        if header.kind != Kind.DEVICE and header.deployment != self.book.deployment:
            return "deployment_differs"
        try:
            missing = check_parts(entry)
            if set(missing) - set(erased):
                return "part_missing"
            self._introductions(entry)
        except PartMismatch:
            return "part_differs"
        except BadSignature:
            return "bad_signature"
        except NotIntroduced as refused:
            return refused.code
        except Malformed:
            return "facts_malformed"
        return None

    def _introductions(self, entry: Entry) -> None:
        """Verify the signature, letting an entry introduce its own key only where it may."""
        header, book = entry.header, self.book
        if header.kind == Kind.DEVICE:
            book.introduce_device(header, _facts(entry))
        elif header.kind == Kind.OFFICER:
            statement = OfficerStatement.from_facts(_facts(entry))
            if not book.signers:
                check_signature(entry, bytes.fromhex(statement.sign_key))
                book.introduce_first(header, statement)
                return
            check_signature(entry, book.public_key(header))
            book.introduce(header, statement)
            return
        check_signature(entry, book.public_key(header))


def _facts(entry: Entry) -> dict[str, Json]:
    stored = entry.parts.get("facts")
    if stored is None:
        raise Malformed("facts_absent")
    return open_part(stored)
