"""`verify` names every row that was touched, and nothing else, on both databases."""

import pytest

from tests.sync.server.operations.tampering import disarm, flipped, run, swap
from tests.sync.server.people_at_posts import NOW, TRAINING, Laptop


@pytest.fixture
def centre(centre_db):
    from sync.server.centre import open_centre

    return open_centre(centre_db.data_dir, deployment=TRAINING)


@pytest.fixture
def one(centre) -> Laptop:
    return Laptop(centre, "laptop satu").settle(8)


@pytest.fixture
def two(centre, one) -> Laptop:
    return Laptop(centre, "laptop dua").settle(8)


def found(centre) -> dict[tuple[str, str], tuple[str, ...]]:
    from sync.server.verify import verify

    return {
        (finding.table.value, finding.row): tuple(what.value for what in finding.what)
        for finding in verify(centre).findings
    }


def place(entry) -> str:
    from sync.server.models import Position

    row = Position.objects.get(entry_id=entry.header.id, feed_id="el-tari")
    return f"el-tari#{row.position}"


def number(entry) -> int:
    return int(place(entry).partition("#")[2])


def test_an_untouched_database_gives_no_finding(centre, one, two):
    from sync.server.verify import verify

    verified = verify(centre)

    assert verified.findings == ()
    assert (verified.feeds, verified.entries) == (2, 22)
    assert verified.parts == 40
    assert verified.positions == 26


def test_a_changed_header_is_the_entrys_and_leaves_its_neighbours_alone(centre, one, two):
    disarm()
    entry = one.said[4]
    run(
        "UPDATE centre_entry SET header = %s WHERE id = %s",
        entry.header_bytes.replace(b'"kind":"screening"', b'"kind":"screenimg"'),
        entry.header.id,
    )

    assert found(centre) == {("entry", entry.header.id): ("column", "header", "signature")}


def test_a_changed_signature_is_the_entrys(centre, one):
    disarm()
    entry = one.said[4]
    run(
        "UPDATE centre_entry SET signature = %s WHERE id = %s",
        flipped(entry.signature),
        entry.header.id,
    )

    assert found(centre) == {("entry", entry.header.id): ("column", "header", "signature")}


@pytest.mark.parametrize(
    ("column", "value"),
    [("kind", "tally"), ("subject", "ab" * 16), ("hash", "cd" * 32), ("signer", "ef" * 32)],
)
def test_a_column_that_repeats_the_header_is_compared_with_it(centre, one, column, value):
    disarm()
    run(f"UPDATE centre_entry SET {column} = %s WHERE id = %s", value, one.said[4].header.id)

    assert found(centre) == {("entry", one.said[4].header.id): ("column",)}


def test_a_deleted_entry_is_named_and_so_is_its_place_in_the_chain(centre, one, two):
    disarm()
    entry = one.said[4]
    run("DELETE FROM centre_entry WHERE id = %s", entry.header.id)

    assert found(centre) == {
        ("entry", entry.header.id): ("missing",),
        ("chain", f"{one.fingerprint}/{entry.header.epoch}/5"): ("missing",),
    }


def test_a_deleted_position_is_named_and_all_after_it_are_still_checked(centre, one, two):
    disarm()
    gone, altered = one.said[4], two.said[5]
    run("DELETE FROM centre_position WHERE entry_id = %s", gone.header.id)
    run(
        "UPDATE centre_position SET root = %s WHERE entry_id = %s AND feed_id = 'el-tari'",
        b"\x01" * 32,
        altered.header.id,
    )

    assert found(centre) == {
        ("position", "el-tari#5"): ("missing",),
        ("position", place(altered)): ("root",),
    }


def test_the_last_position_deleted_is_named(centre, one):
    disarm()
    run("DELETE FROM centre_position WHERE entry_id = %s", one.said[-1].header.id)

    assert ("position", "el-tari#10") in found(centre)


def test_entry_and_position_deleted_together_are_named(centre, one, two):
    disarm()
    entry = one.said[4]
    run("DELETE FROM centre_position WHERE entry_id = %s", entry.header.id)
    run("DELETE FROM centre_part WHERE entry_id = %s", entry.header.id)
    run("DELETE FROM centre_entry WHERE id = %s", entry.header.id)

    assert found(centre) == {
        ("position", "el-tari#5"): ("missing", "unchecked"),
        ("chain", f"{one.fingerprint}/{entry.header.epoch}/5"): ("missing",),
    }


def test_a_changed_leaf_and_a_changed_root_are_the_positions(centre, one, two):
    disarm()
    for column, entry in (("leaf", one.said[3]), ("root", one.said[6])):
        run(
            f"UPDATE centre_position SET {column} = %s WHERE entry_id = %s AND feed_id = 'el-tari'",
            b"\x02" * 32,
            entry.header.id,
        )

    assert found(centre) == {
        ("position", place(one.said[3])): ("leaf",),
        ("position", place(one.said[6])): ("root",),
    }


@pytest.mark.parametrize("columns", [("entry_id",), ("entry_id", "leaf")])
def test_two_entries_that_changed_places_are_both_named(centre, one, two, columns):
    disarm()
    places = [number(one.said[4]), number(two.said[6])]
    for column in columns:
        where = "feed_id = 'el-tari' AND position = %s"
        swap("centre_position", column, where, places[:1], places[1:])

    named = found(centre)

    assert {("position", f"el-tari#{at}") for at in places} <= set(named)
    assert {table for table, _ in named} == {"position"}


def test_reordering_with_all_roots_made_anew_is_still_named(centre, one, two):
    disarm()
    rewrite(centre, [5, 4])

    named = found(centre)

    assert {("position", "el-tari#4"), ("position", "el-tari#5")} <= set(named)
    assert all("order" in named["position", f"el-tari#{at}"] for at in (4, 5))


def rewrite(centre, turned: list[int]) -> None:
    """Exchange two places and make every leaf, root and the feed anew, as an expert would."""
    from sync.protocol.merkle import EMPTY
    from sync.server.models import Position

    swap(
        "centre_position",
        "entry_id",
        "feed_id = 'el-tari' AND position = %s",
        turned[:1],
        turned[1:],
    )
    swap("centre_position", "leaf", "feed_id = 'el-tari' AND position = %s", turned[:1], turned[1:])
    frontier = EMPTY
    for row in Position.objects.filter(feed_id="el-tari").order_by("position"):
        frontier = frontier.append(bytes(row.leaf))
        run(
            "UPDATE centre_position SET root = %s WHERE feed_id = 'el-tari' AND position = %s",
            frontier.root(),
            row.position,
        )
    run(
        "UPDATE centre_feed SET root = %s, frontier = %s WHERE id = 'el-tari'",
        frontier.root().hex(),
        b"".join(frontier.peaks),
    )


def test_what_the_heads_entry_said_outlives_a_log_made_anew(centre, one, two):
    from datetime import timedelta

    from sync.server.heads_entry import state_growth

    state_growth(centre, NOW + timedelta(minutes=2))
    disarm()
    rewrite(centre, [10, 11])  # of two laptops: no chain says in which order they came

    assert found(centre) == {
        ("position", "el-tari#10"): ("claim",),
        ("position", "el-tari#20"): ("claim",),
    }


def test_a_swapped_and_a_changed_part_are_named(centre, one):
    disarm()
    first, second = one.said[3].header.id, one.said[4].header.id
    where = "entry_id = %s AND name = 'identity'"
    swap("centre_part", "stored", where, [first], [second])
    where = "entry_id = %s AND name = 'facts'"
    swap("centre_part", "stored", where, [one.said[5].header.id], [one.said[6].header.id])

    assert found(centre) == {
        ("part", f"{first}/identity"): ("sealed",),
        ("part", f"{second}/identity"): ("sealed",),
        ("part", f"{one.said[5].header.id}/facts"): ("part",),
        ("part", f"{one.said[6].header.id}/facts"): ("part",),
    }


def test_a_part_without_an_erasure_is_missing_and_a_foreign_one_is_extra(centre, one):
    disarm()
    entry = one.said[4].header.id
    run("DELETE FROM centre_part WHERE entry_id = %s AND name = 'identity'", entry)
    run(
        "INSERT INTO centre_part (entry_id, name, stored, sealed) VALUES (%s, 'notes', %s, 0)",
        entry,
        b"x" * 40,
    )

    assert found(centre) == {
        ("part", f"{entry}/identity"): ("part_missing",),
        ("part", f"{entry}/notes"): ("part_extra",),
    }


def test_an_erasure_that_no_entry_states_hides_nothing(centre, one):
    entry = one.said[4].header.id
    run(
        "INSERT INTO centre_erasure (entry_id, part, by_entry) VALUES (%s, 'identity', %s)",
        entry,
        one.said[5].header.id,
    )
    run("DELETE FROM centre_part WHERE entry_id = %s AND name = 'identity'", entry)

    assert found(centre) == {("erasure", f"{entry}/identity"): ("erasure",)}


def test_an_introduction_that_was_touched_does_not_accuse_all_who_were_introduced(centre, one):
    disarm()
    officer = one.said[1].header.id
    run("DELETE FROM centre_part WHERE entry_id = %s AND name = 'facts'", officer)

    named = found(centre)

    assert named.pop(("part", f"{officer}/facts")) == ("part_missing",)
    assert {table for table, _ in named} <= {"officer"}


def test_a_stranger_cannot_speak_in_a_chain(centre, one):
    from tests.sync.protocol.makers import fixed_key

    entry = one.maker.screening(fixed_key("orang luar"))
    smuggle(centre, entry)

    assert found(centre)["entry", entry.header.id] == ("signer",)


def smuggle(centre, entry) -> None:
    """Put an entry into the log as the centre itself would."""
    from sync.server.feed import NewLeaf, append, lock_feed
    from sync.server.rows import in_transaction
    from sync.server.storing import Arrival, store

    def work() -> None:
        feed = lock_feed("el-tari", centre)
        store(centre, [Arrival(entry, {})], NOW)
        append(feed, [NewLeaf(entry.header.id, entry.leaf)])

    in_transaction(centre, work)


def test_an_entry_outside_the_log_is_extra(centre, one):
    from sync.server.storing import Arrival, store

    entry = one.maker.screening(one.penyelia)
    store(centre, [Arrival(entry, {})], NOW)

    assert found(centre) == {("entry", entry.header.id): ("extra",)}


def test_a_log_cut_short_is_shorter_than_what_devices_saw(centre, one):
    from sync.protocol.messages import FeedShown
    from sync.server.log import checkpoint_of
    from sync.server.models import Feed, Position

    feed = Feed.objects.get(pk="el-tari")
    shown = FeedShown("el-tari", 0, feed.size, checkpoint_of(centre, feed, NOW))
    one.shows(shown)
    disarm()
    before = Position.objects.get(feed_id="el-tari", position=9)
    run("DELETE FROM centre_position WHERE feed_id = 'el-tari' AND position = 10")
    run("DELETE FROM centre_part WHERE entry_id = %s", one.said[-1].header.id)
    run("DELETE FROM centre_entry WHERE id = %s", one.said[-1].header.id)
    from sync.protocol.merkle import EMPTY, grow

    frontier, _ = grow(EMPTY, [entry.leaf for entry in one.said[:9]])
    run(
        "UPDATE centre_feed SET size = 9, root = %s, frontier = %s WHERE id = 'el-tari'",
        bytes(before.root).hex(),
        b"".join(frontier.peaks),
    )

    assert found(centre) == {
        ("feed", "el-tari"): ("shorter",),
        ("position", "el-tari#10"): ("missing",),
    }


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE centre_device SET state = 'revoked'", "device_state"),
        ("UPDATE centre_device SET sign_key = '%s'" % ("ab" * 32), "device_key"),
        ("UPDATE centre_device SET seal_key = '%s'" % ("cd" * 32), "device_key"),
    ],
)
def test_a_devices_row_says_what_entries_say(centre, one, statement, row):
    run(statement)

    assert found(centre) == {("device", one.fingerprint): (row,)}


def test_an_officer_is_confirmed_only_by_an_entry(centre, one):
    from sync.server.models import Officer

    run("UPDATE centre_officer SET state = 'confirmed'")

    assert found(centre) == {("officer", Officer.objects.get().key): ("officer_state",)}


def test_without_its_hashing_verify_finds_nothing(centre, one, two):
    """The control: what a check does not compute anew, nobody sees."""
    from sync.server.verify import claims, tables, verify

    disarm()
    run("UPDATE centre_position SET leaf = %s WHERE position = 4", b"\x02" * 32)
    where = "entry_id = %s AND name = 'facts'"
    swap("centre_part", "stored", where, [one.said[5].header.id], [one.said[6].header.id])

    assert verify(centre, checks=(claims, tables)).findings == ()
    assert len(verify(centre).findings) == 4
