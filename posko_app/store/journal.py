"""Writing to the journal: one signed entry, inside the store's write transaction.

`WriteUnit.append` calls this, then folds the projection and queues the entry
in the outbox, all before the one commit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from posko_app.store.connection import Connection
from sync.protocol.canonical import JsonObject
from sync.protocol.entry import (
    SALT_BYTES,
    Deployment,
    Entry,
    Header,
    Kind,
    Seen,
    fingerprint,
    part_hash,
    seal_part,
    sign_entry,
)
from sync.protocol.ids import NO_HASH, Hlc, RandomBytes, new_uuid7

Clock = Callable[[], datetime]  # aware UTC

LAST_OF_CHAIN = (
    "SELECT seq, hash, hlc FROM entries WHERE device = ? AND epoch = ? ORDER BY seq DESC LIMIT 1"
)
INSERT_ENTRY = (
    "INSERT INTO entries (id, kind, subject, device, epoch, seq, signer, hlc, recorded_at,"
    " hash, header, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_PART = "INSERT INTO parts (entry, name, stored) VALUES (?, ?, ?)"


class Signer(Protocol):
    """Whoever states an entry: an officer whose turn it is, or the device."""

    @property
    def sign(self) -> Ed25519PrivateKey:
        """The private signing key, held in memory only."""


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """This laptop: its keys, the epoch it writes in, and where it stands."""

    sign: Ed25519PrivateKey = field(repr=False)
    seal: X25519PrivateKey = field(repr=False)
    epoch: str
    post: str
    deployment: Deployment

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the raw public signing key, 64 hex."""
        return fingerprint(self.sign.public_key().public_bytes_raw())


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A fact to be stated. `parts` holds JSON by part name; empty parts are left out."""

    kind: Kind
    subject: str
    parts: Mapping[str, JsonObject] = field(repr=False)
    signer: Signer = field(repr=False)
    based_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """Where this device's chain stands: `seq` 0 and 64 zeros before its first entry."""

    seq: int
    hash: str
    hlc: Hlc


class Journal:
    """Appends this device's entries. Runs on the store thread only."""

    def __init__(self, device: DeviceIdentity, *, clock: Clock, random_bytes: RandomBytes) -> None:
        self.device = device
        self._fingerprint = device.fingerprint
        self._clock = clock
        self._random_bytes = random_bytes
        self.seen: tuple[Seen, ...] = ()  # of the centre's logs, as far as they are verified

    def end(self, connection: Connection) -> ChainEnd:
        """Read where the chain stands in the current epoch."""
        row = connection.execute(LAST_OF_CHAIN, (self._fingerprint, self.device.epoch)).fetchone()
        if row is None:
            return ChainEnd(0, NO_HASH, Hlc(0, 0))
        return ChainEnd(row[0], row[1], Hlc.parse(row[2]))

    def append(self, connection: Connection, new: NewEntry) -> Entry:
        """Sign and insert one entry; the caller's transaction makes it true.

        Raises:
            Malformed: a part holds what the format forbids, or the whole is over 64 KiB.
        """
        now = self._clock()
        entry = self._signed(self.end(connection), new, now)
        header = entry.header
        row = (
            header.id,
            header.kind,
            header.subject,
            header.device,
            header.epoch,
            header.seq,
            header.signer,
            header.hlc,
            now.isoformat(timespec="milliseconds"),
            entry.hash,
            entry.header_bytes,
            entry.signature,
        )
        connection.execute(INSERT_ENTRY, row)
        stored = [(header.id, name, part) for name, part in sorted(entry.parts.items())]
        connection.executemany(INSERT_PART, stored)
        return entry

    def _signed(self, end: ChainEnd, new: NewEntry, now: datetime) -> Entry:
        now_ms = int(now.timestamp() * 1000)
        parts = {
            name: seal_part(content, self._random_bytes(SALT_BYTES))
            for name, content in new.parts.items()
            if content
        }
        header = Header(
            id=new_uuid7(now_ms, self._random_bytes),
            deployment=self.device.deployment.value,
            kind=new.kind.value,
            subject=new.subject,
            device=self._fingerprint,
            epoch=self.device.epoch,
            seq=end.seq + 1,
            prev=end.hash,
            hlc=str(end.hlc.tick(now_ms)),
            signer=fingerprint(new.signer.sign.public_key().public_bytes_raw()),
            based_on=tuple(sorted(new.based_on)),
            parts={name: part_hash(stored) for name, stored in parts.items()},
            seen=self.seen,
        )
        return sign_entry(header, parts, new.signer.sign)
