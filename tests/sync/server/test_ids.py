"""An id is only a name: what has the id of a lost entry is not that entry, whoever sent it."""

import pytest

from sync.protocol.messages import OfferRequest, PlacedEntry
from tests.sync.server.operations.tampering import disarm, run
from tests.sync.server.people_at_posts import NOW, Laptop, wire
from tests.sync.server.snapshots import put_back, snapshot
from tests.sync.server.tables import ids_of, part_names, placed_ids, standing


def offered(laptop, entries, *, start):
    from sync.server.offers import take

    placed = [PlacedEntry(start + at, wire(entry)) for at, entry in enumerate(entries)]
    return take(laptop.row, OfferRequest("el-tari", placed), laptop.centre, NOW)


@pytest.fixture
def thief(laptop):
    """A laptop of another post; its next screening takes the id that it is told to take."""
    other = Laptop(laptop.centre, "laptop pencuri", post="tenau")
    other.settle()
    return other


def test_an_entry_of_another_post_with_the_id_of_one_that_comes_back_is_not_taken_for_it(
    laptop, thief
):
    laptop.push(*laptop.said)
    before = snapshot()
    laptop.screenings(4)
    newest = laptop.push(*laptop.said)
    put_back(before)
    stolen = laptop.said[4]
    assert thief.push(thief.screening(id=stolen.header.id)).stopped is None
    laptop.shows(laptop.shown(newest))

    answer = offered(laptop, laptop.said[2:], start=3)

    assert answer.size == 4
    assert "id_taken" in standing()
    assert placed_ids() == ids_of(laptop.said[:4])


def test_nobody_takes_the_id_of_an_entry_whose_row_is_gone(laptop, thief):
    laptop.screenings(3)
    laptop.push(*laptop.said)
    lost = laptop.said[3]
    disarm()
    run("DELETE FROM centre_entry WHERE id = %s", lost.header.id)
    run("DELETE FROM centre_part WHERE entry_id = %s", lost.header.id)

    stopped = thief.push(thief.screening(id=lost.header.id)).stopped
    offered(laptop, [lost], start=4)

    assert stopped.code == "id_taken"
    assert placed_ids() == ids_of(laptop.said)
    assert part_names(lost) == {"facts", "identity"}


def test_a_row_that_another_entry_took_is_not_called_back(laptop, thief):
    from sync.server.models import Part

    laptop.screenings(3)
    laptop.push(*laptop.said)
    lost = laptop.said[3]
    other = thief.screening()
    thief.push(other)
    disarm()
    for table, column in (("centre_part", "entry_id"), ("centre_entry", "id")):
        run(f"DELETE FROM {table} WHERE {column} = %s", lost.header.id)
        run(
            f"UPDATE {table} SET {column} = '{lost.header.id}' WHERE {column} = %s", other.header.id
        )
    run("DELETE FROM centre_part WHERE entry_id = %s", lost.header.id)

    offered(laptop, [lost], start=4)

    assert not Part.objects.filter(entry_id=lost.header.id).exists()
    assert standing() == ["id_taken"]
