"""What somebody with the centre's database, and even with its keys, can do to a verified entry."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from sync.protocol.merkle import EMPTY, grow
from tests.sync.model.world import World


@dataclass(frozen=True)
class Target:
    """A place of a feed that at least one laptop verified and whose data it holds."""

    feed: str
    position: int
    entry: str  # id


Tampering = Callable[[World, Target, Random], None]


def delete_entry(world: World, target: Target, _random: Random) -> None:
    """Let the record vanish, its place in the log untouched."""
    world.centre.tamper("DELETE FROM centre_part WHERE entry_id = %s", target.entry)
    world.centre.tamper("DELETE FROM centre_entry WHERE id = %s", target.entry)


def delete_part(world: World, target: Target, _random: Random) -> None:
    """Take one part without an erasure entry."""
    sql = (
        "DELETE FROM centre_part WHERE entry_id = %s AND name ="
        " (SELECT min(name) FROM centre_part WHERE entry_id = %s)"
    )
    world.centre.tamper(sql, target.entry, target.entry)


def edit_part(world: World, target: Target, random: Random) -> None:
    """Change a byte of the coded answers."""
    ((stored,),) = world.centre.raw(
        "SELECT stored FROM centre_part WHERE entry_id = %s AND name = 'facts'", target.entry
    )
    changed = _flipped(bytes(stored), random)
    world.centre.tamper(
        "UPDATE centre_part SET stored = %s WHERE entry_id = %s AND name = 'facts'",
        changed,
        target.entry,
    )


def edit_header(world: World, target: Target, random: Random) -> None:
    """Change a byte of what was signed."""
    ((header,),) = world.centre.raw("SELECT header FROM centre_entry WHERE id = %s", target.entry)
    world.centre.tamper(
        "UPDATE centre_entry SET header = %s WHERE id = %s",
        _flipped(bytes(header), random),
        target.entry,
    )


def swap_parts(world: World, target: Target, _random: Random) -> None:
    """Give the entry another one's answers."""
    other = "SELECT stored FROM centre_part WHERE name = 'facts' AND entry_id <> %s LIMIT 1"
    world.centre.tamper(
        f"UPDATE centre_part SET stored = ({other}) WHERE entry_id = %s AND name = 'facts'",
        target.entry,
        target.entry,
    )


def rewrite_log(world: World, target: Target, _random: Random) -> None:
    """Leave the entry out of the log and make everything after it anew, keys in hand."""
    rows = world.centre.raw(
        "SELECT entry_id, leaf FROM centre_position WHERE feed_id = %s AND generation = 0"
        " AND position <> %s ORDER BY position",
        target.feed,
        target.position,
    )
    world.centre.tamper("DELETE FROM centre_position WHERE feed_id = %s", target.feed)
    frontier, roots = grow(EMPTY, [bytes(leaf) for _, leaf in rows])
    for at, ((entry, leaf), root) in enumerate(zip(rows, roots, strict=True), start=1):
        world.centre.raw(
            "INSERT INTO centre_position (feed_id, generation, position, entry_id, leaf, root)"
            " VALUES (%s, 0, %s, %s, %s, %s)",
            *(target.feed, at, entry, bytes(leaf), root),
        )
    world.centre.raw(
        "UPDATE centre_feed SET size = %s, frontier = %s, root = %s WHERE id = %s",
        *(frontier.size, b"".join(frontier.peaks), roots[-1].hex() if roots else "", target.feed),
    )
    world.centre.raw("DELETE FROM centre_part WHERE entry_id = %s", target.entry)
    world.centre.raw("DELETE FROM centre_entry WHERE id = %s", target.entry)


KINDS: dict[str, Tampering] = {
    found.__name__: found
    for found in (delete_entry, delete_part, edit_part, edit_header, swap_parts, rewrite_log)
}


def _flipped(stored: bytes, random: Random) -> bytes:
    at = random.randrange(len(stored))
    return stored[:at] + bytes([stored[at] ^ 1 << random.randrange(8)]) + stored[at + 1 :]
