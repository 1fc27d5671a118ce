"""A push is taken whole, in order, once; the same answer at every try."""

import pytest

from sync.protocol.merkle import root_of
from tests.sync.server.people_at_posts import TRAINING, Laptop, results_of


@pytest.fixture
def centre(centre_db):
    from sync.server.centre import open_centre

    return open_centre(centre_db.data_dir, deployment=TRAINING)


@pytest.fixture
def laptop(centre):
    laptop = Laptop(centre, "laptop satu")
    laptop.enrol()
    laptop.first_officer()
    return laptop


def test_each_entry_gets_the_next_position_and_the_leaves_give_the_signed_root(laptop):
    from sync.protocol.checkpoint import read_checkpoint

    laptop.screenings(3)

    answer = laptop.push(*laptop.said, **{"el-tari": 0})

    assert results_of(answer) == [(entry.header.id, at + 1) for at, entry in enumerate(laptop.said)]
    leaves = answer.leaves[0].hashes
    assert leaves == b"".join(entry.leaf for entry in laptop.said)
    checkpoint = read_checkpoint(answer.checkpoints[0], laptop.centre.keys.sign_public)
    assert (checkpoint.size, checkpoint.feed) == (5, "el-tari")
    assert checkpoint.root == root_of(entry.leaf for entry in laptop.said).hex()


def test_a_lost_answer_is_given_again(laptop):
    laptop.screenings(2)
    first = laptop.push(*laptop.said)

    again = laptop.push(*laptop.said)

    assert again.results == first.results
    assert again.stopped is None
