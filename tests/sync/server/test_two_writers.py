"""Several devices at once: positions without gap or double, a reader never overtaken."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from sync.protocol.merkle import root_of
from tests.sync.server.people_at_posts import Laptop, push_of
from tests.sync.server.tables import placed_ids

LAPTOPS, BATCHES, EACH = 4, 5, 4


@pytest.fixture
def laptops(centre):
    return [
        Laptop(centre, f"laptop {at}", post="el-tari" if at % 2 else "tenau").settle()
        for at in range(LAPTOPS)
    ]


def run(work, laptops):
    from django.db import connections

    def closing(laptop):
        try:
            return work(laptop)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(laptops)) as threads:
        return [future.result() for future in [threads.submit(closing, one) for one in laptops]]


def test_writers_at_once_get_positions_without_gap_or_double(laptops):
    from sync.server.intake import take
    from sync.server.models import Feed, Position

    def push(laptop):
        answers = []
        for _ in range(BATCHES):
            request = push_of(*laptop.screenings(EACH))
            answers.append(take(laptop.row, request, laptop.centre, laptop.centre.clock()))
        return answers

    run(push, laptops)

    for post in ("el-tari", "tenau"):
        feed = Feed.objects.get(pk=post)
        rows = Position.objects.filter(feed=feed).order_by("position")
        assert list(rows.values_list("position", flat=True)) == list(range(1, feed.size + 1))
        assert feed.size == LAPTOPS // 2 * (2 + BATCHES * EACH)
        leaves = [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]
        assert feed.root == root_of(leaves).hex()


def test_the_same_push_at_once_is_stored_once(laptops):
    from sync.server.intake import take

    laptop = laptops[0]
    request = push_of(*laptop.screenings(EACH))

    def push(_):
        return take(laptop.row, request, laptop.centre, laptop.centre.clock()).results

    first, *others = run(push, [laptop] * LAPTOPS)

    assert others == [first] * (LAPTOPS - 1)
    assert len(placed_ids("tenau")) == LAPTOPS // 2 * 2 + EACH
