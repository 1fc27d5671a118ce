"""`verify` where a log is hurt badly: gaps, ends, rows that should not be, tables that lie."""

from datetime import UTC, datetime

import pytest

from sync.protocol.messages import FeedShown
from tests.sync.server.operations.conftest import on_sqlite
from tests.sync.server.operations.tampering import disarm, flipped, run, swap
from tests.sync.server.operations.test_verify import found, place, rewrite
from tests.sync.server.people_at_posts import NOW, TRAINING, Laptop

pytestmark = on_sqlite


@pytest.fixture
def centre(centre_db):
    from sync.server.centre import open_centre

    return open_centre(centre_db.data_dir, deployment=TRAINING)


@pytest.fixture
def one(centre) -> Laptop:
    laptop = Laptop(centre, "laptop satu").settle(28)
    disarm()
    return laptop


def shown(laptop: Laptop) -> FeedShown:
    from sync.server.log import checkpoint_of
    from sync.server.models import Feed

    feed = Feed.objects.get(pk="el-tari")
    return FeedShown("el-tari", 0, feed.size, checkpoint_of(laptop.centre, feed, NOW))


def test_after_two_lost_leaves_roots_are_checked_again_from_the_next_power_of_two(centre, one):
    for entry in one.said[4:6]:
        run("DELETE FROM centre_position WHERE entry_id = %s", entry.header.id)
    late = one.said[20]
    run(
        "UPDATE centre_position SET root = %s WHERE entry_id = %s AND feed_id = 'el-tari'",
        b"\x03" * 32,
        late.header.id,
    )

    assert found(centre) == {
        ("position", "el-tari#5"): ("missing", "unchecked"),
        ("position", "el-tari#6"): ("missing",),
        ("position", place(late)): ("root",),
    }


def test_in_a_stretch_that_cannot_be_rooted_each_row_still_has_its_own_hash(centre, one):
    for entry in one.said[16:18]:
        run("DELETE FROM centre_position WHERE entry_id = %s", entry.header.id)
    changed, moved = one.said[20], one.said[21:23]
    run(
        "UPDATE centre_entry SET signature = %s WHERE id = %s",
        flipped(changed.signature),
        changed.header.id,
    )
    places = [int(place(entry).partition("#")[2]) for entry in moved]
    where = "feed_id = 'el-tari' AND position = %s"
    swap("centre_position", "entry_id", where, places[:1], places[1:])

    named = found(centre)

    assert named["position", "el-tari#17"] == ("missing", "unchecked")
    assert named["entry", changed.header.id] == ("column", "header", "signature")
    assert {("position", f"el-tari#{at}") for at in places} <= set(named)


def test_the_last_rows_gone_are_each_named(centre, one):
    run("DELETE FROM centre_position WHERE feed_id = 'el-tari' AND position > 27")

    named = found(centre)

    assert {key for key, what in named.items() if "missing" in what} == {
        ("position", f"el-tari#{at}") for at in (28, 29, 30)
    }


@pytest.mark.parametrize(("column", "what"), [("root", ("claim", "root")), ("leaf", ("leaf",))])
def test_the_last_row_changed_is_named_for_what_was_changed(centre, one, column, what):
    run(
        f"UPDATE centre_position SET {column} = %s WHERE feed_id = 'el-tari' AND position = 30",
        b"\x04" * 32,
    )

    assert found(centre) == {("position", "el-tari#30"): what}


def test_an_altered_entry_whose_hash_and_leaf_were_made_to_fit_is_named(centre, one):
    """Of the log only the roots after it say so; they are not made anew here."""
    from sync.protocol.entry import Entry

    entry = one.said[9]
    bent = Entry(
        entry.header_bytes.replace(b'"kind":"screening"', b'"kind":"screenimg"'), bytes(64), {}
    )
    run(
        "UPDATE centre_entry SET header = %s, signature = %s, hash = %s, kind = 'screenimg'"
        " WHERE id = %s",
        *(bent.header_bytes, bent.signature, bent.hash, entry.header.id),
    )
    run("UPDATE centre_position SET leaf = %s WHERE entry_id = %s", bent.leaf, entry.header.id)

    named = found(centre)

    assert named["entry", entry.header.id] == ("signature",)
    assert named["position", place(entry)] == ("leaf", "unchecked")


def test_rows_beyond_the_feeds_size_are_extra(centre, one):
    run("UPDATE centre_feed SET size = 28 WHERE id = 'el-tari'")

    assert found(centre) == {
        ("feed", "el-tari"): ("feed_size",),
        ("position", "el-tari#29"): ("extra",),
        ("position", "el-tari#30"): ("extra",),
    }


@pytest.mark.parametrize("column", ["root", "frontier"])
def test_a_feed_that_says_another_root_than_its_rows_is_named(centre, one, column):
    run(f"UPDATE centre_feed SET {column} = %s WHERE id = 'el-tari'", "ab" * 32)

    assert found(centre)["feed", "el-tari"] == ("feed_root",)


def test_a_header_that_cannot_be_read_is_named_and_the_chain_goes_on(centre, one):
    run("UPDATE centre_entry SET header = %s WHERE id = %s", b"{}", one.said[9].header.id)

    assert found(centre) == {("entry", one.said[9].header.id): ("header", "unreadable")}


def test_a_part_of_no_entry_is_extra(centre, one):
    run(
        "INSERT INTO centre_part (entry_id, name, stored, sealed) VALUES (%s, 'notes', %s, 0)",
        "01900000-0000-7000-8000-000000000000",
        b"x",
    )

    assert found(centre) == {
        ("part", "01900000-0000-7000-8000-000000000000/notes"): ("extra",),
    }


def test_a_witness_that_was_touched_is_named(centre, one):
    one.shows(shown(one))
    run("UPDATE centre_witness SET size = 3")

    assert found(centre) == {("witness", f"el-tari/{one.fingerprint}"): ("column",)}

    run("UPDATE centre_witness SET signature = %s", bytes(64))

    assert found(centre) == {("witness", f"el-tari/{one.fingerprint}"): ("witness",)}


def test_a_witness_of_a_feed_that_is_gone_says_so(centre, one):
    one.shows(shown(one))
    run("DELETE FROM centre_position WHERE feed_id = 'el-tari'")
    run("UPDATE centre_device SET post_id = post_id")
    run("PRAGMA foreign_keys = OFF")
    run("DELETE FROM centre_feed WHERE id = 'el-tari'")

    assert found(centre)["feed", "el-tari"] == ("missing",)


def test_a_device_or_an_officer_without_a_row_is_named(centre, one):
    from sync.server.models import Officer

    key = Officer.objects.get().key
    run("DELETE FROM centre_officer")
    run("DELETE FROM centre_witness")
    run("PRAGMA foreign_keys = OFF")
    run("DELETE FROM centre_device")

    assert found(centre) == {
        ("device", one.fingerprint): ("device_absent",),
        ("officer", key): ("missing",),
    }


def test_a_log_made_anew_contradicts_what_laptops_saw(centre, one):
    one.shows(shown(one))
    rewrite(centre, [9, 10])

    named = found(centre)

    assert named["position", "el-tari#30"] == ("claim",)
    assert named["position", "el-tari#9"] == named["position", "el-tari#10"] == ("order",)


def test_in_a_rebuild_the_size_once_signed_is_no_finding(centre, one):
    from sync.server.models import Feed

    one.shows(shown(one))
    run("UPDATE centre_feed SET rebuild_size = 30, rebuild_since = %s", datetime.now(UTC))
    run("DELETE FROM centre_position WHERE feed_id = 'el-tari' AND position = 30")
    run("DELETE FROM centre_part WHERE entry_id = %s", one.said[-1].header.id)
    run("DELETE FROM centre_entry WHERE id = %s", one.said[-1].header.id)
    from sync.protocol.merkle import EMPTY, grow

    frontier, roots = grow(EMPTY, [entry.leaf for entry in one.said[:29]])
    Feed.objects.filter(pk="el-tari").update(
        size=29, root=roots[-1].hex(), frontier=b"".join(frontier.peaks)
    )

    assert found(centre) == {}


GARBAGE = [
    "UPDATE centre_officer SET sign_key = 'zz', role = 'raja'",
    "UPDATE centre_device SET sign_key = 'not hex', seal_key = '', deployment = ''",
    "UPDATE centre_chainsigner SET sign_key = 'zz', role = ''",
    "UPDATE centre_feed SET size = 1000000000000000 WHERE id = 'el-tari'",
    "UPDATE centre_feed SET frontier = x'00', root = 'zz'",
    "UPDATE centre_feed SET generation = 7",
    "UPDATE centre_position SET generation = 3 WHERE position > 20",
    "UPDATE centre_position SET leaf = x'', root = x'01' WHERE position < 4",
    "UPDATE centre_position SET position = 0 WHERE position = 9",
    "UPDATE centre_position SET position = 9000000000000000 WHERE position = 30",
    "UPDATE centre_position SET entry_id = 'nobody'",
    "UPDATE centre_entry SET seq = 9000000000000000 WHERE seq = 30",
    "UPDATE centre_entry SET header = x'ff00', signature = x'' WHERE seq = 3",
    "UPDATE centre_entry SET device = 'nobody', epoch = '', hash = '', signer = '' WHERE seq = 4",
    "UPDATE centre_part SET stored = x'' WHERE name = 'facts'",
    "UPDATE centre_part SET sealed = 1, name = 'x' WHERE name = 'facts'",
    "UPDATE centre_part SET entry_id = 'nobody' || entry_id",
    "INSERT INTO centre_erasure (entry_id, part, by_entry) VALUES ('nobody', 'facts', 'nobody')",
    "DELETE FROM centre_entry",
    "DELETE FROM centre_position",
    "DELETE FROM centre_part",
]


@pytest.mark.parametrize("statement", GARBAGE)
def test_whatever_stands_in_a_table_verify_says_so_and_ends(centre, one, statement):
    one.shows(shown(one))
    run(statement)

    named = found(centre)

    assert named
    assert len(named) < 1500


def test_a_feed_whose_row_is_gone_is_missing(centre, one):
    run("PRAGMA foreign_keys = OFF")
    run("DELETE FROM centre_feed WHERE id = 'el-tari'")

    assert found(centre)["feed", "el-tari"] == ("missing",)


def test_a_header_with_a_number_that_lies_is_named_as_a_range(centre, one):
    """Whoever writes it has no key; the walk must not follow the number row by row."""
    entry = one.said[-1]
    lie = entry.header_bytes.replace(b'"seq":30', b'"seq":9000000000000000')
    run(
        "UPDATE centre_entry SET header = %s, seq = 9000000000000000 WHERE id = %s",
        *(lie, entry.header.id),
    )

    named = found(centre)

    assert ("entry", entry.header.id) in named
    assert ("chain", f"{one.fingerprint}/{entry.header.epoch}/1030-8999999999999999") in named
