"""A centre with very many entries of another laptop, written past the product but whole as a log.

Entries repeat the bytes of real ones, except for what names each; leaves, roots and the feed's
frontier are those of these bytes. Chain and signatures of that laptop are nobody's to check again.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice

from sync.protocol.entry import Entry
from sync.protocol.merkle import EMPTY, Frontier, grow, leaf_hash
from tests.bench.centre_child import CentreChild

AT_ONCE = 10_000
RECEIVED_AT = "2026-11-01 01:00:00"
ENTRY = (
    "INSERT INTO centre_entry (id, header, signature, hash, kind, subject, device, epoch, seq,"
    " signer, received_at, state, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
PART = "INSERT INTO centre_part (entry_id, name, stored, sealed) VALUES (?, ?, ?, ?)"
POSITION = (
    "INSERT INTO centre_position (feed_id, generation, position, entry_id, leaf, root)"
    " VALUES (?, 0, ?, ?, ?, ?)"
)
FEED = (
    "INSERT INTO centre_feed (id, generation, size, frontier, root, epoch, rebuild_root,"
    " stated_size) VALUES (?, 0, ?, ?, ?, '00112233aabbccdd', '', 0)"
)
POST = "INSERT INTO centre_post (id, name, created_at) VALUES (?, '', ?)"
DEVICE = hashlib.sha256(b"laptop lain").hexdigest()
FIRST_AT_MS = 1_790_000_000_000
SEALING_BYTES = 28  # nonce and tag of a sealed part


def fill_centre(centre: CentreChild, post: str, samples: Sequence[Entry], count: int) -> None:
    """Write `count` entries into the feed of a post that nobody has used yet."""
    database = sqlite3.connect(centre.folder / "centre.sqlite3", isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -200000"):
        database.execute(f"PRAGMA {pragma}")
    frontier, made = EMPTY, _entries(samples, count)
    while batch := list(islice(made, AT_ONCE)):
        database.execute("BEGIN IMMEDIATE")
        frontier = _write(database, post, batch, frontier)
        database.execute("COMMIT")
    peaks, root = b"".join(frontier.peaks), frontier.root().hex()
    database.execute(POST, (post, RECEIVED_AT))
    database.execute(FEED, (post, frontier.size, peaks, root))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    database.close()


def _entries(samples: Sequence[Entry], count: int) -> Iterator[Entry]:
    """Give entries in chain order that differ in id, subject and seq."""
    pieces = [_around(sample) for sample in samples]
    for seq in range(1, count + 1):
        which = seq % len(samples)
        sample, (before, between, behind) = samples[which], pieces[which]
        header = b"".join((before, _id_of(seq).encode(), between, b"%032x" % seq, behind))
        yield Entry(header, sample.signature, sample.parts)


def _around(sample: Entry) -> tuple[bytes, bytes, bytes]:
    """Cut a header, made another device's, at its id and its subject."""
    header = sample.header
    of_another = sample.header_bytes.replace(header.device.encode(), DEVICE.encode())
    before, rest = of_another.split(header.id.encode(), 1)
    between, behind = rest.split(header.subject.encode(), 1)
    return before, between, behind


def _write(
    database: sqlite3.Connection, post: str, batch: Sequence[Entry], frontier: Frontier
) -> Frontier:
    first = frontier.size + 1
    leaves = [leaf_hash(entry.header_bytes, entry.signature) for entry in batch]
    frontier, roots = grow(frontier, leaves)
    places = zip(batch, leaves, roots, strict=True)
    entries, parts, positions = [], [], []
    for seq, (entry, leaf, root) in enumerate(places, start=first):
        id_ = _id_of(seq)
        entries.append((*_row(entry, id_, seq), RECEIVED_AT, "stored", ""))
        parts += [(id_, name, *_stored(name, stored)) for name, stored in entry.parts.items()]
        positions.append((post, seq, id_, leaf, root))
    database.executemany(ENTRY, entries)
    database.executemany(PART, parts)
    database.executemany(POSITION, positions)
    return frontier


def _id_of(seq: int) -> str:
    at_ms = f"{FIRST_AT_MS + seq:012x}"
    return f"{at_ms[:8]}-{at_ms[8:]}-7000-8000-{seq:012x}"


def _row(entry: Entry, id_: str, seq: int) -> tuple[object, ...]:
    return (
        *(id_, entry.header_bytes, entry.signature, entry.hash, "screening", f"{seq:032x}"),
        *(DEVICE, "00112233aabbccdd", seq, DEVICE),
    )


def _stored(name: str, stored: bytes) -> tuple[bytes, int]:
    return (stored, 0) if name == "facts" else (stored + bytes(SEALING_BYTES), 1)
