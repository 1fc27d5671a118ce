"""A position that nobody holds: a person begins the feed anew, and nothing else is lost."""

import pytest

from sync.device.ports import AlarmCode, Outcome
from sync.protocol.entry import Kind, open_part
from tests.sync.server.lines import enrolled
from tests.sync.server.people_at_posts import NOW
from tests.sync.server.snapshots import put_back, snapshot
from tests.sync.server.tables import ids_of
from tests.sync.server.test_reading import pulled
from tests.sync.server.test_rebuild import offered


def opened(centre, feed="el-tari"):
    from sync.server.generation import open_generation

    return open_generation(feed, centre, NOW)


@pytest.fixture
def with_a_gap(laptop):
    """Eight were acknowledged; the centre is back at two, got six and eight, and seven is gone."""
    laptop.push(*laptop.said)
    before = snapshot()
    laptop.screenings(6)
    newest = laptop.push(*laptop.said)
    put_back(before)
    laptop.shows(laptop.shown(newest))
    offered(laptop, laptop.said[2:6], start=3)
    offered(laptop, laptop.said[7:], start=8)
    return laptop


def test_the_first_entries_name_the_old_checkpoint_and_what_is_missing(with_a_gap):
    done = opened(with_a_gap.centre)

    entries = [placed.entry.entry for placed in pulled(with_a_gap).entries]
    assert [entry.header.kind for entry in entries[:2]] == [Kind.DEVICE, Kind.SYSTEM]
    facts = open_part(entries[1].parts["facts"])
    assert facts["event"] == "generation"
    assert (facts["previous"]["size"], facts["previous"]["generation"]) == (8, 0)
    assert facts["missing"] == [[7, 7]]
    assert done.missing == ((7, 7),)


def test_what_is_left_follows_in_its_order_and_the_device_sends_the_rest(with_a_gap):
    opened(with_a_gap.centre)

    with_a_gap.shows()
    answer = with_a_gap.push(*with_a_gap.said)

    assert answer.stopped is None
    entries = [placed.entry.entry.header.id for placed in pulled(with_a_gap).entries]
    assert entries[2:] == ids_of(with_a_gap.said)


def test_a_feed_that_is_whole_is_not_begun_anew(laptop):
    from sync.server.generation import NothingMissing

    laptop.push(*laptop.said)

    with pytest.raises(NothingMissing):
        opened(laptop.centre)


def test_what_a_lost_laptop_said_is_taken_from_its_sister(with_a_gap):
    from sync.server.models import Device

    Device.objects.update(state="revoked")

    done = opened(with_a_gap.centre)

    Device.objects.update(state="active")
    entries = [placed.entry.entry.header.id for placed in pulled(with_a_gap).entries]
    assert entries[2:] == ids_of([*with_a_gap.said[:6], with_a_gap.said[7]])
    assert done.size == 9


def test_devices_begin_the_feed_anew_and_lose_nothing(centre):
    one, two = enrolled(centre, "laptop satu", seed=1), enrolled(centre, "laptop dua", seed=2)
    for desk in (one, two, one):
        desk.journal.record(4)
        desk.sync()
    backup = snapshot()
    one.journal.record(3)
    one.sync()
    put_back(backup)
    two.sync()
    _show_only(centre, one)
    done = opened(centre)

    for _ in range(3):
        reports = [desk.sync() for desk in (one, two)]

    assert done.missing
    assert [report.waiting for report in reports] == [0, 0]
    assert {report.outcome for report in reports} <= {Outcome.DONE, Outcome.ALARM}
    # The fake forgets the roots of older generations, which others' `seen` still names.
    assert one.codes() | two.codes() <= {AlarmCode.NEW_GENERATION, AlarmCode.SPLIT_VIEW}
    assert len(_all_ids(one)) == len(set(_all_ids(one)))
    assert set(one.journal.kept.entries) <= set(_all_ids(one))


def _show_only(centre, desk):
    """Let the centre see what the laptop verified, before it can offer anything."""
    from sync.protocol.messages import FeedShown, HeadsRequest
    from sync.server.heads import compare
    from sync.server.models import Device

    journal = desk.journal
    states = [journal.feed(feed) for feed in ("el-tari", "shared")]
    shown = [FeedShown(s.feed, s.generation, s.size, s.checkpoint) for s in states]
    request = HeadsRequest(journal.head(), shown, 0, "uji", 0)
    compare(Device.objects.get(pk=journal.device), request, centre, centre.clock())


def _all_ids(desk):
    from sync.server.models import Feed, Position

    ids = []
    for feed in Feed.objects.filter(pk__in=["el-tari", "shared"]):
        rows = Position.objects.filter(feed=feed, generation=feed.generation)
        if feed.pk == "el-tari":
            ids += list(rows.values_list("entry_id", flat=True))
    shared = Position.objects.filter(feed_id="shared").values_list("entry_id", flat=True)
    return ids + [one for one in shared if one not in ids]
