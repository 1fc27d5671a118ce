"""What a distributed engine asks for: a transaction it refuses is done once more, from its start.

Such an engine cannot be had here. PostgreSQL stands in for it twice: under SERIALIZABLE, and with
a trigger that refuses every third row as that engine would.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from sync.protocol.merkle import root_of
from tests.sync.server.operations.tampering import run
from tests.sync.server.people_at_posts import Laptop

pytestmark = pytest.mark.parametrize("centre_db", ["postgresql"], indirect=True)

LAPTOPS, BATCHES, EACH = 3, 4, 3
REFUSING = """
CREATE SEQUENCE refusals;
CREATE FUNCTION refuse_some() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF nextval('refusals') %% 3 = 0 THEN
    RAISE EXCEPTION 'restart transaction' USING ERRCODE = '{code}';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_some BEFORE INSERT ON centre_position
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_some();
"""


def refuse_every_third_statement(code: str) -> None:
    run(REFUSING.format(code=code))


def refusals() -> int:
    """Say how many statements were refused; a sequence does not go back with a transaction."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value / 3 FROM refusals")
        return int(cursor.fetchone()[0])


def is_whole(feed_id: str, size: int) -> bool:
    from sync.server.models import Feed, Position

    rows = Position.objects.filter(feed_id=feed_id).order_by("position")
    leaves = [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]
    positions = list(rows.values_list("position", flat=True))
    feed = Feed.objects.get(pk=feed_id)
    return positions == list(range(1, size + 1)) and feed.root == root_of(leaves).hex()


def test_a_push_that_the_engine_refuses_is_taken_from_its_start(centre):
    laptop = Laptop(centre, "laptop satu").settle()
    refuse_every_third_statement("40001")

    for _ in range(6):
        laptop.screenings(2)
        answer = laptop.push(*laptop.said[-2:])
        assert answer.stopped is None

    assert refusals() > 1
    assert is_whole("el-tari", 14)


def test_another_trouble_is_not_tried_again_and_nothing_of_the_push_is_stored(centre):
    """The control: what the engine does not ask to repeat must come through."""
    from django.db import DataError

    from sync.server.models import Entry

    laptop = Laptop(centre, "laptop satu").settle()
    before = Entry.objects.count()
    refuse_every_third_statement("22000")

    laptop.screenings(3)
    for entry in laptop.said[-3:-1]:
        laptop.push(entry)

    with pytest.raises(DataError):
        laptop.push(laptop.said[-1])

    assert refusals() == 1
    assert Entry.objects.count() == before + 2
    assert is_whole("el-tari", 4)


def test_writers_at_once_under_serializable_lose_nothing(centre):
    from django.db import connection, connections

    laptops = [Laptop(centre, f"laptop {at}").settle() for at in range(LAPTOPS)]
    name = connection.settings_dict["NAME"]
    run(f"ALTER DATABASE \"{name}\" SET default_transaction_isolation = 'serializable'")
    connections.close_all()

    def push(laptop: Laptop) -> list[bool]:
        taken = []
        try:
            for _ in range(BATCHES):
                laptop.screenings(EACH)
                taken.append(laptop.push(*laptop.said[-EACH:]).stopped is None)
        finally:
            connections.close_all()
        return taken

    with ThreadPoolExecutor(LAPTOPS) as threads:
        futures = [threads.submit(push, laptop) for laptop in laptops]
        taken = [future.result() for future in futures]

    assert taken == [[True] * BATCHES] * LAPTOPS
    assert is_whole("el-tari", LAPTOPS * (2 + BATCHES * EACH))
