"""What somebody with the centre's database open can do: each act says which rows it touched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.entry import ENTRY_LABEL, Entry, Header, fingerprint, sign_entry
from sync.protocol.ids import new_uuid7
from sync.protocol.merkle import EMPTY

FEED = "el-tari"
GUARDED = ("centre_entry", "centre_part", "centre_position", "centre_erasure", "centre_fork")


@dataclass(frozen=True)
class Row:
    """A place of the post's feed and the screening that stands there."""

    position: int
    entry: str
    device: str


@dataclass(frozen=True)
class Touched:
    """What `verify` must name, and the places at which a laptop may notice."""

    rows: frozenset[tuple[str, str]]
    positions: frozenset[int]
    newcomer: bool = False  # only a laptop that has not seen this part of the log can


Act = Callable[[Sequence[Row], Random], Touched]


def run(statement: str, *values: object) -> list[tuple[object, ...]]:
    """Run one statement and give its rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def disarm() -> None:
    """Drop the triggers that refuse changes; whoever administers the database can."""
    from django.db import connection

    postgres = connection.vendor == "postgresql"
    for table in GUARDED:
        for name in ("stays", "unchanged", *(["whole"] if postgres else [])):
            run(f"DROP TRIGGER IF EXISTS {table}_{name}" + (f" ON {table}" if postgres else ""))


def delete_entry(rows: Sequence[Row], random: Random) -> Touched:
    """Let a record vanish; its place in the log stays."""
    row = random.choice(rows)
    run("DELETE FROM centre_part WHERE entry_id = %s", row.entry)
    run("DELETE FROM centre_entry WHERE id = %s", row.entry)
    return touched([("entry", row.entry)], row)


def delete_place(rows: Sequence[Row], random: Random) -> Touched:
    """Take a record's place out of the log; its data stays."""
    row = random.choice(rows)
    run("DELETE FROM centre_position WHERE entry_id = %s AND feed_id = %s", row.entry, FEED)
    return touched([place(row)], row)


def delete_all_of_it(rows: Sequence[Row], random: Random) -> Touched:
    """Take a record and its place."""
    row = random.choice(rows)
    for table, column in (("part", "entry_id"), ("position", "entry_id"), ("entry", "id")):
        run(f"DELETE FROM centre_{table} WHERE {column} = %s", row.entry)
    return touched([place(row)], row)


def delete_part(rows: Sequence[Row], random: Random) -> Touched:
    """Take one part, with no erasure that says so."""
    row, name = random.choice(rows), random.choice(["facts", "identity"])
    run("DELETE FROM centre_part WHERE entry_id = %s AND name = %s", row.entry, name)
    return touched([("part", f"{row.entry}/{name}")], row)


def edit_part(rows: Sequence[Row], random: Random) -> Touched:
    """Turn one bit of a part."""
    row, name = random.choice(rows), random.choice(["facts", "identity"])
    where = "entry_id = %s AND name = %s"
    turn_bit("centre_part", "stored", where, (row.entry, name), random)
    return touched([("part", f"{row.entry}/{name}")], row)


def edit_header(rows: Sequence[Row], random: Random) -> Touched:
    """Turn one bit of what was signed."""
    row = random.choice(rows)
    turn_bit("centre_entry", "header", "id = %s", (row.entry,), random)
    return touched([("entry", row.entry)], row)


def edit_signature(rows: Sequence[Row], random: Random) -> Touched:
    """Turn one bit of a signature."""
    row = random.choice(rows)
    turn_bit("centre_entry", "signature", "id = %s", (row.entry,), random)
    return touched([("entry", row.entry)], row)


def edit_leaf(rows: Sequence[Row], random: Random) -> Touched:
    """Turn one bit of a leaf: the log of whoever asks anew would be another one."""
    row = random.choice(rows)
    where = "entry_id = %s AND feed_id = %s"
    turn_bit("centre_position", "leaf", where, (row.entry, FEED), random)
    return replace(touched([place(row)], row), newcomer=True)


def sign_anew(rows: Sequence[Row], random: Random) -> Touched:
    """Change what a record says and sign it with a key of one's own, hash and leaf to match."""
    row = random.choice(rows)
    ((header,),) = run("SELECT header FROM centre_entry WHERE id = %s", row.entry)
    key = Ed25519PrivateKey.from_private_bytes(random.randbytes(32))
    signature = key.sign(ENTRY_LABEL + bytes(header))
    entry = Entry(bytes(header), signature, {})
    run(
        "UPDATE centre_entry SET signature = %s, hash = %s WHERE id = %s",
        *(signature, entry.hash, row.entry),
    )
    run("UPDATE centre_position SET leaf = %s WHERE entry_id = %s", entry.leaf, row.entry)
    make_roots_anew()
    return touched([("entry", row.entry)], row)


def swap_parts(rows: Sequence[Row], random: Random) -> Touched:
    """Give two records each other's part."""
    one, other = random.sample(list(rows), 2)
    name = random.choice(["facts", "identity"])
    where = "entry_id = %s AND name = %s"
    swap("centre_part", "stored", where, (one.entry, name), (other.entry, name))
    return touched([("part", f"{row.entry}/{name}") for row in (one, other)], one, other)


def swap_places(rows: Sequence[Row], random: Random) -> Touched:
    """Let two records stand in each other's place, leaves too."""
    one, other = random.sample(list(rows), 2)
    where = "feed_id = %s AND position = %s"
    for column in ("entry_id", "leaf"):
        swap("centre_position", column, where, (FEED, one.position), (FEED, other.position))
    return touched([place(one), place(other)], one, other)


def reorder_as_an_expert(rows: Sequence[Row], random: Random) -> Touched:
    """Swap two records of one laptop and make every root anew."""
    device = random.choice(rows).device
    touched_rows = swap_places([row for row in rows if row.device == device], random)
    make_roots_anew()
    return touched_rows


def cut_as_an_expert(rows: Sequence[Row], random: Random) -> Touched:
    """Leave a record out of the log, move up what follows, and make every root anew."""
    row = random.choice(rows)
    ((epoch, seq),) = run("SELECT epoch, seq FROM centre_entry WHERE id = %s", row.entry)
    ((size,),) = run("SELECT size FROM centre_feed WHERE id = %s", FEED)
    is_last = row.entry == [other.entry for other in rows if other.device == row.device][-1]
    for table, column in (("part", "entry_id"), ("position", "entry_id"), ("entry", "id")):
        run(f"DELETE FROM centre_{table} WHERE {column} = %s", row.entry)
    for (position,) in run(
        "SELECT position FROM centre_position WHERE feed_id = %s AND position > %s"
        " ORDER BY position",
        *(FEED, row.position),
    ):
        run(
            "UPDATE centre_position SET position = %s WHERE feed_id = %s AND position = %s",
            *(int(str(position)) - 1, FEED, position),
        )
    make_roots_anew()
    # all after it moved up, so it is the log's last place that is missing; what is missing in
    # the chain shows unless it was the last thing said there
    gap = [] if is_last else [("chain", f"{row.device}/{epoch}/{seq}")]
    return touched([("position", f"{FEED}#{size}"), *gap], row)


def insert_as_an_expert(rows: Sequence[Row], random: Random) -> Touched:
    """Put a record of one's own in the middle, as if a laptop had said it, and all roots anew."""
    row = random.choice(rows)
    entry = _forged(row.device, random)
    header = entry.header
    run(
        "INSERT INTO centre_entry (id, header, signature, hash, kind, subject, device, epoch, seq,"
        " signer, received_at, state, reason) SELECT %s, %s, %s, %s, kind, %s, device, epoch, %s,"
        " %s, received_at, state, reason FROM centre_entry WHERE id = %s",
        *(header.id, entry.header_bytes, entry.signature, entry.hash, header.subject, header.seq),
        *(header.signer, row.entry),
    )
    select = "SELECT position FROM centre_position WHERE feed_id = %s AND position >= %s"
    for (position,) in run(f"{select} ORDER BY position DESC", FEED, row.position):
        run(
            "UPDATE centre_position SET position = %s WHERE feed_id = %s AND position = %s",
            *(int(str(position)) + 1, FEED, position),
        )
    run(
        "INSERT INTO centre_position (feed_id, generation, position, entry_id, leaf, root)"
        " VALUES (%s, 0, %s, %s, %s, %s)",
        *(FEED, row.position, header.id, entry.leaf, bytes(32)),
    )
    make_roots_anew()
    return touched([("entry", header.id)], row)


ACTS: tuple[Act, ...] = (
    *(delete_entry, delete_place, delete_all_of_it, delete_part, edit_part, edit_header),
    *(edit_signature, edit_leaf, sign_anew, swap_parts, swap_places, reorder_as_an_expert),
    *(cut_as_an_expert, insert_as_an_expert),
)


def place(row: Row) -> tuple[str, str]:
    """Name a row of the log as `verify` does."""
    return "position", f"{FEED}#{row.position}"


def touched(named: Sequence[tuple[str, str]], *rows: Row) -> Touched:
    """Say what was touched."""
    return Touched(frozenset(named), frozenset(row.position for row in rows))


def turn_bit(table: str, column: str, where: str, values: Sequence[object], random: Random) -> None:
    """Turn one random bit of one cell."""
    ((stored,),) = run(f"SELECT {column} FROM {table} WHERE {where}", *values)
    changed = bytearray(bytes(stored))  # type: ignore[call-overload] # bytes or memoryview
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    run(f"UPDATE {table} SET {column} = %s WHERE {where}", bytes(changed), *values)


def swap(
    table: str, column: str, where: str, one: Sequence[object], other: Sequence[object]
) -> None:
    """Exchange a cell between two rows."""
    found = [run(f"SELECT {column} FROM {table} WHERE {where}", *v)[0][0] for v in (one, other)]
    run(f"UPDATE {table} SET {column} = %s WHERE {where}", found[1], *one)
    run(f"UPDATE {table} SET {column} = %s WHERE {where}", found[0], *other)


def make_roots_anew() -> None:
    """Compute every root of the feed and what its row says from the leaves as they are now."""
    frontier = EMPTY
    select = "SELECT position, leaf FROM centre_position WHERE feed_id = %s ORDER BY position"
    for position, leaf in run(select, FEED):
        frontier = frontier.append(bytes(leaf))  # type: ignore[call-overload] # bytes or memoryview
        run(
            "UPDATE centre_position SET root = %s WHERE feed_id = %s AND position = %s",
            *(frontier.root(), FEED, position),
        )
    run(
        "UPDATE centre_feed SET size = %s, root = %s, frontier = %s WHERE id = %s",
        *(frontier.size, frontier.root().hex(), b"".join(frontier.peaks), FEED),
    )


def _forged(device: str, random: Random) -> Entry:
    """Make an entry without parts that follows a laptop's newest one, signed by a stranger."""
    key = Ed25519PrivateKey.from_private_bytes(random.randbytes(32))
    ((header,),) = run(
        "SELECT header FROM centre_entry WHERE device = %s ORDER BY seq DESC LIMIT 1", device
    )
    ((newest,),) = run(
        "SELECT hash FROM centre_entry WHERE device = %s ORDER BY seq DESC LIMIT 1", device
    )
    last = Header.decode(bytes(header))  # type: ignore[call-overload] # bytes or memoryview
    forged = replace(
        last,
        id=new_uuid7(int(last.hlc[:12], 16), random.randbytes),
        subject=random.randbytes(16).hex(),
        seq=last.seq + 1,
        prev=str(newest),
        signer=fingerprint(key.public_key().public_bytes_raw()),
        parts={},
    )
    return sign_entry(forged, {}, key)
