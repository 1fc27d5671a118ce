"""Checks every device's chain again: bytes, columns, signatures, signers, order, and each part.

Basis: SRC-FORMAT, "Entry" and "People".
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sync.protocol.canonical import Malformed
from sync.protocol.chain import ChainChecker
from sync.protocol.entry import (
    BadSignature,
    Entry,
    Header,
    check_signature,
    fingerprint,
    part_hash,
)
from sync.protocol.ids import HASH_HEX, is_hex
from sync.protocol.people import Role, Signer, SignerBook
from sync.server import models
from sync.server.finding import Findings, Table, What, position_row, stretch
from sync.server.parts import PartsBox
from sync.server.storing import erasures_of

PAGE = 200
FACTS = "facts"


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """A row with its parts opened as far as they can be, and the parts erased lawfully."""

    row: models.Entry
    entry: Entry
    header: Header | None  # None: the bytes are no header
    erased: frozenset[str]


@dataclass(slots=True)
class ChainCheck:
    """Walks along one device's chain, epoch by epoch."""

    device: str
    checker: ChainChecker
    findings: Findings
    box: PartsBox
    hurt: bool = False  # an entry or a part of this chain is missing or not what it was
    places: dict[str, list[int]] = field(default_factory=dict)  # feed -> in the chain's order

    def run(self) -> tuple[int, int]:
        """Check all entries; give how many entries and parts there were."""
        entries = parts = 0
        for epoch in _epochs(self.device):
            self.places = {}
            for stored in self._stored(epoch):
                entries += 1
                parts += len(stored.entry.parts)
                self._entry(stored)
            self._order()
        return entries, parts

    def _stored(self, epoch: str) -> Iterator[StoredEntry]:
        kept = models.Entry.objects.filter(device=self.device, epoch=epoch)
        after = 0
        while page := list(kept.filter(seq__gt=after).order_by("seq")[:PAGE]):
            ids = [row.id for row in page]
            parts, erased = self._parts(ids), erasures_of(ids)
            self._note_places(ids)
            for row in page:
                entry = Entry(bytes(row.header), bytes(row.signature), parts[row.id])
                yield StoredEntry(row, entry, _header(entry), frozenset(erased.get(row.id, ())))
            after = page[-1].seq

    def _parts(self, ids: list[str]) -> Mapping[str, dict[str, bytes]]:
        found: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
        for part in models.Part.objects.filter(entry_id__in=ids):
            stored = bytes(part.stored)
            opened = self.box.open_part(part.entry_id, part.name, stored, part.sealed)
            if opened is None:
                self.findings.add(Table.PART, f"{part.entry_id}/{part.name}", What.SEALED)
            found[part.entry_id][part.name] = opened or b""
        return found

    def _entry(self, stored: StoredEntry) -> None:
        row, header = stored.row, stored.header
        if header is None:
            self.findings.add(Table.ENTRY, row.id, What.UNREADABLE)
            self.hurt = True
            self._go_on_after(row.epoch, row.seq)
            return
        self._columns(stored, header)
        self._part_rows(stored, header)
        self._chain(stored, header)

    def _columns(self, stored: StoredEntry, header: Header) -> None:
        row = stored.row
        said = (row.id, row.kind, row.subject, row.device, row.epoch, row.seq, row.signer)
        signed = (header.id, header.kind, header.subject, header.device, header.epoch)
        if said != (*signed, header.seq, header.signer) or row.hash != stored.entry.hash:
            self.findings.add(Table.ENTRY, row.id, What.COLUMN)

    def _part_rows(self, stored: StoredEntry, header: Header) -> None:
        row, present = stored.row, stored.entry.parts
        for name, expected in header.parts.items():
            named = f"{row.id}/{name}"
            if name in present:
                opened = not self.findings.concerns(Table.PART, named)
                if opened and part_hash(present[name]) != expected:
                    self.findings.add(Table.PART, named, What.PART)
            elif name not in stored.erased:
                self.findings.add(Table.PART, named, What.PART_MISSING)
        for name in set(present) - set(header.parts):
            self.findings.add(Table.PART, f"{row.id}/{name}", What.PART_EXTRA)

    def _chain(self, stored: StoredEntry, header: Header) -> None:
        self._gap(header)
        facts = {name: part for name, part in stored.entry.parts.items() if name == FACTS}
        facts = {name: p for name, p in facts.items() if part_hash(p) == header.parts.get(name)}
        bare = Entry(stored.entry.header_bytes, stored.entry.signature, facts)
        fault = self.checker.check(bare, erased=header.parts)
        if fault is None:
            return
        what = self._what(fault.code)
        self.hurt = self.hurt or what is not What.SIGNER
        if what is not None and not self._explained(stored, header, what):
            self.findings.add(Table.ENTRY, stored.row.id, what)
        self._go_on_after(header.epoch, header.seq, stored.entry.hash)

    def _gap(self, header: Header) -> None:
        """Name the places of the chain between the entry before and this one, and go on."""
        begun = header.epoch == self.checker.epoch
        first = self.checker.seq + 1 if begun else 1
        for seq in stretch(first, header.seq):
            row = f"{self.device}/{header.epoch}/{seq}"
            self.findings.add(Table.CHAIN, row, What.MISSING)
            self.hurt = True
        if header.seq > first:
            self._go_on_after(header.epoch, header.seq - 1, header.prev)

    def _what(self, code: str) -> What | None:
        if code == "bad_signature":
            return What.SIGNATURE
        if code in {"chain_gap", "prev_differs", "device_differs"}:
            return What.CHAIN
        if code in {"part_differs", "part_missing", "facts_malformed"}:
            return None  # the part's own row is named
        return What.SIGNER

    def _explained(self, stored: StoredEntry, header: Header, what: What) -> bool:
        """Say whether the finding of another row is all that is behind this one."""
        if what is What.CHAIN:
            before = models.Entry.objects.filter(
                device=self.device, epoch=header.epoch, seq=header.seq - 1
            )
            return any(self.findings.concerns(Table.ENTRY, row.id) for row in before)
        return what is What.SIGNER and self.hurt and _is_signed_as_recorded(stored.entry)

    def _go_on_after(self, epoch: str, seq: int, hash_: str | None = None) -> None:
        self.checker.epoch, self.checker.seq = epoch, seq
        if hash_ is not None:
            self.checker.hash = hash_

    def _note_places(self, ids: list[str]) -> None:
        turn = {id_: at for at, id_ in enumerate(ids)}
        # in a later generation what was sent again stands after what was left
        rows = models.Position.objects.filter(entry_id__in=ids, generation=0)
        named = rows.values_list("entry_id", "feed_id", "generation", "position")
        for _, feed, generation, position in sorted(named, key=lambda row: turn[row[0]]):
            self.places.setdefault(position_row(feed, generation, 0)[:-1], []).append(position)

    def _order(self) -> None:
        """Name the rows that stand elsewhere in the log than their turn in the chain."""
        for feed, places in self.places.items():
            for place, turn in zip(places, sorted(places), strict=True):
                if place != turn:
                    self.findings.add(Table.POSITION, f"{feed}{place}", What.ORDER)


def check_chains(
    findings: Findings, *, centre_keys: Mapping[str, bytes], box: PartsBox
) -> tuple[int, int]:
    """Check the chains of all devices and of the centre itself.

    Args:
        findings: what is found goes there.
        centre_keys: fingerprint -> raw public key of every key this centre ever signed with.
        box: opens sealed parts.

    Returns:
        How many entries and parts there were.
    """
    entries = parts = 0
    elsewhere = _introduced_everywhere()
    devices = models.Entry.objects.order_by("device").values_list("device", flat=True).distinct()
    for device in list(devices):
        key = centre_keys.get(device)
        book = SignerBook(elsewhere=elsewhere) if key is None else SignerBook.of_centre(key)
        check = ChainCheck(device, ChainChecker(device, book), findings, box)
        counted = check.run()
        entries, parts = entries + counted[0], parts + counted[1]
        if key is None and not check.hurt:
            _compare_signers(device, book.signers, findings)
    return entries, parts


def _introduced_everywhere() -> Mapping[str, Signer]:
    """Give the keys that other chains introduced; each must be the one of its own fingerprint."""
    return {
        row.key: Signer(row.person, Role(row.role), row.sign_key)
        for row in models.Officer.objects.all()
        if is_key_of(row.sign_key, row.key) and row.role in tuple(Role)
    }


def is_key_of(public_key: str, key: str) -> bool:
    """Say whether a column holds a public key (hex) with this fingerprint."""
    return is_hex(public_key, HASH_HEX) and fingerprint(bytes.fromhex(public_key)) == key


def _compare_signers(device: str, signers: Mapping[str, Signer], findings: Findings) -> None:
    """Compare whom the centre would let sign in a chain with whom the chain introduced."""
    stated = {
        key: (signer.person, signer.role.value, signer.sign_key, signer.active)
        for key, signer in signers.items()
    }
    recorded = {
        row.key: (row.person, row.role, row.sign_key, row.active)
        for row in models.ChainSigner.objects.filter(device=device)
    }
    for key in stated.keys() | recorded.keys():
        if stated.get(key) != recorded.get(key):
            findings.add(Table.SIGNER, f"{device}/{key}", What.OFFICER_STATE)


def _epochs(device: str) -> list[str]:
    """Give a device's epochs as they were opened: in the order in which their first entries came.

    One whose first entry is gone comes last.
    """
    kept = models.Entry.objects.filter(device=device)
    opened = kept.filter(seq=1).order_by("received_at", "id").values_list("epoch", flat=True)
    every = kept.order_by("epoch").values_list("epoch", flat=True).distinct()
    return list(dict.fromkeys([*opened, *every]))


def _is_signed_as_recorded(entry: Entry) -> bool:
    """Say whether the signer stands in a table, with a key of this fingerprint that fits."""
    signer = entry.header.signer
    recorded = {
        *models.Device.objects.filter(fingerprint=signer).values_list("sign_key", flat=True),
        *models.ChainSigner.objects.filter(key=signer).values_list("sign_key", flat=True),
    }
    return any(is_key_of(key, signer) and _fits(entry, bytes.fromhex(key)) for key in recorded)


def _fits(entry: Entry, public_key: bytes) -> bool:
    try:
        check_signature(entry, public_key)
    except BadSignature:
        return False
    return True


def _header(entry: Entry) -> Header | None:
    try:
        return entry.header
    except Malformed:
        return None
