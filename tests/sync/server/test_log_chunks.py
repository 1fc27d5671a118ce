"""Proofs of a long log: as they must be, and read from little of it."""

import hashlib
from contextlib import contextmanager

import pytest

from sync.protocol.merkle import EMPTY as NOTHING
from sync.protocol.merkle import consistency_proof, grow, verify_consistency
from sync.server.log_chunks import CHUNK, Chunks, ChunkShelf
from tests.sync.server.operations.tampering import disarm, run

LEAVES = [hashlib.sha256(str(at).encode()).digest() for at in range(3 * CHUNK + 300)]
_, ROOTS = grow(NOTHING, LEAVES)
SIZES = (1, 2, 500, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5, 3 * CHUNK)
NEW = (2 * CHUNK - 7, 2 * CHUNK, 3 * CHUNK, 3 * CHUNK + 1, len(LEAVES))


class Log:
    """Leaves that count how many of them were read."""

    def __init__(self, leaves=LEAVES) -> None:
        self.leaves, self.read = list(leaves), 0

    def between(self, start: int, end: int) -> list[bytes]:
        self.read += end - start + 1
        return self.leaves[start - 1 : end]

    def root_at(self, size: int) -> str | None:
        return (ROOTS[size - 1] if size else NOTHING.root()).hex()

    def chunks(self, shelf: ChunkShelf, size: int) -> Chunks:
        return shelf.chunks_of(("el-tari", 0), size, leaves=self.between, root_at=self.root_at)


@pytest.mark.parametrize("size", NEW)
@pytest.mark.parametrize("kept", [0, CHUNK, 2 * CHUNK])
def test_proofs_from_kept_stretches_are_those_from_all_leaves(size, kept):
    from sync.protocol.merkle import consistency_stretches

    log, shelf = Log(), ChunkShelf()
    log.chunks(shelf, min(kept, size))
    chunks = log.chunks(shelf, size)

    for old in (one for one in SIZES if one < size):
        given = [chunks.subtree(*one, log.between) for one in consistency_stretches(old, size)]
        assert given == consistency_proof(LEAVES[:size], old)


def test_what_is_kept_is_not_read_again():
    log, shelf = Log(), ChunkShelf()
    log.chunks(shelf, len(LEAVES))
    first, log.read = log.read, 0

    log.chunks(shelf, len(LEAVES))

    assert (first, log.read) == (3 * CHUNK, 0)


def test_a_log_that_does_not_give_its_root_is_kept_nowhere():
    log, shelf = Log(), ChunkShelf()
    log.leaves[7] = bytes(32)

    chunks = log.chunks(shelf, len(LEAVES))

    assert (chunks, shelf.kept) == (Chunks(), {})


@pytest.mark.parametrize("size", [len(LEAVES), CHUNK - 1])
def test_another_log_under_the_same_name_is_read_anew(size):
    shelf = ChunkShelf()
    Log().chunks(shelf, len(LEAVES))
    other = Log([bytes(32), *LEAVES[1:]])
    _, roots = grow(NOTHING, other.leaves)
    other.root_at = lambda at: (roots[at - 1] if at else NOTHING.root()).hex()

    chunks = other.chunks(shelf, size)

    assert chunks == Chunks().grown(size, other.between)


def test_what_was_lost_shows_in_the_proof_as_before():
    log = Log()
    log.leaves[2 * CHUNK + 9] = bytes(32)

    chunks = log.chunks(ChunkShelf(), len(LEAVES))

    assert chunks.subtree(2 * CHUNK, 3 * CHUNK, log.between) != Chunks().subtree(
        2 * CHUNK, 3 * CHUNK, Log().between
    )


@pytest.fixture
def long_log(laptop):
    """A feed whose positions are there; who asks for leaves needs no entries."""
    from sync.server.feed import NewLeaf, append, lock_feed
    from sync.server.rows import in_transaction

    laptop.push(*laptop.said)

    def fill() -> None:
        feed = lock_feed("el-tari", laptop.centre)
        append(feed, [NewLeaf(f"{at:036}", leaf) for at, leaf in enumerate(LEAVES)])

    in_transaction(laptop.centre, fill)
    return laptop


@contextmanager
def reading():
    """Count the leaves that queries ask for."""
    from django.db import connection

    counted = []

    def count(execute, sql, params, many, context):
        if "SELECT position, leaf" in sql:
            counted.append(params[3] - params[2] + 1)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield counted


def given(laptop, size):
    from sync.protocol.messages import LeavesRequest
    from sync.server.leaves import give
    from tests.sync.server.people_at_posts import NOW

    return give(laptop.row, LeavesRequest("el-tari", size), laptop.centre, NOW)


def is_proved(laptop, size) -> bool:
    from sync.server.log import root_at
    from sync.server.models import Feed

    feed = Feed.objects.get(pk="el-tari")
    roots = [bytes.fromhex(root_at(feed, one)) for one in (size, feed.size)]
    return verify_consistency(size, roots[0], feed.size, roots[1], given(laptop, size).consistency)


def test_a_page_proves_itself_without_the_whole_log_being_read(long_log):
    assert is_proved(long_log, 1000)

    with reading() as counted:
        answer = given(long_log, 3 * CHUNK)
    asked = sum(counted) - len(answer.leaves.hashes) // 32

    assert asked < 2 * CHUNK
    assert all(is_proved(long_log, size) for size in (1, 999, CHUNK, 2050, 3 * CHUNK))


def test_a_page_after_a_lost_row_does_not_prove_itself(long_log):
    disarm()
    run("DELETE FROM centre_position WHERE feed_id = 'el-tari' AND position = %s", 1500)

    assert not is_proved(long_log, 1000)
