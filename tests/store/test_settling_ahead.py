"""A log that grew by very much: leaves stored piece by piece count once the whole is there."""

from concurrent.futures import CancelledError

import pytest

from posko_app.store import settling
from posko_app.store.connection import IntegrityError
from sync.device.ports import Outcome
from tests.support.stores import raw

POST = "el-tari"
BEYOND = "INSERT INTO feed_positions VALUES ('el-tari', 0, ?, zeroblob(32), zeroblob(32), ?, NULL)"
KEPT = "SELECT count(*) FROM feed_positions WHERE feed = 'el-tari'"


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    monkeypatch.setattr(settling, "AHEAD_AT_ONCE", 3)


@pytest.fixture
def behind(two):
    """A laptop whose sister has sent much that it does not know yet."""
    first, second = two
    second.sync()
    for number in range(10):
        first.screen({"traveller.name": f"CONTOH NOMOR {number}"})
    first.sync()
    return second


def leave_beyond(laptop, count: int) -> int:
    """Let a try that was cut have left other leaves; give the size before."""
    size = laptop.journal.feed(POST).size
    for position in range(size + 1, size + 1 + count):
        raw(laptop.store, BEYOND.replace("?", str(position), 1).replace("?", "NULL"))
    return size


def sound(laptop) -> bool:
    return laptop.store.verify().result().ok


def test_a_long_growth_is_taken_in_whole(behind):
    report = behind.sync()

    state = behind.journal.feed(POST)
    assert report.outcome is Outcome.DONE
    assert state.cursor == state.size == raw(behind.store, KEPT)[0][0] > 10
    assert sound(behind)


@pytest.mark.parametrize("left", [1, 3, 5, 30])
def test_what_a_cut_try_left_is_nothing_and_in_nobodys_way(behind, left):
    size = leave_beyond(behind, left)
    before = sound(behind)
    leaf = behind.journal.leaf(POST, size + 1)
    report = behind.sync()

    assert (before, leaf) == (True, None)
    assert report.outcome is Outcome.DONE
    assert behind.journal.leaf(POST, size + 1) not in (None, bytes(32))
    assert sound(behind)


def test_a_growth_that_is_cut_begins_again(behind, monkeypatch):
    pieces = []
    store_ahead = settling.store_ahead

    def cut(unit, old, leaves):
        if pieces:
            raise CancelledError
        pieces.append(leaves)
        store_ahead(unit, old, leaves)

    size = behind.journal.feed(POST).size
    monkeypatch.setattr(settling, "store_ahead", cut)
    with pytest.raises(Exception, match="closed"):
        behind.sync()
    monkeypatch.setattr(settling, "store_ahead", store_ahead)

    assert behind.journal.feed(POST).size == size
    assert raw(behind.store, KEPT)[0][0] == size + 3
    assert behind.sync().outcome is Outcome.DONE
    assert sound(behind)


def test_a_leaf_beyond_the_size_is_no_receipt(behind):
    behind.screen({"traveller.name": "CONTOH SATU"})

    def task(unit):
        position = unit.last_position()
        unit.connection.execute(BEYOND, (99, position))
        unit.connection.execute("DELETE FROM outbox WHERE position = ?", (position,))

    with pytest.raises(IntegrityError, match="not_acknowledged"):
        behind.store.write(task).result()
