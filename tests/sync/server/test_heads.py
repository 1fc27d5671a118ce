"""Heads: what a device shows is compared, and what the centre holds is said."""

from datetime import timedelta

import pytest

from sync.protocol.checkpoint import Checkpoint, sign_checkpoint
from sync.protocol.entry import open_part
from sync.protocol.messages import ChainHead, FeedShown, HeadsRequest, Refusal, Wanted
from sync.protocol.request_signing import RequestRefused
from sync.protocol.statements import HeadsStatement
from tests.sync.protocol.makers import fixed_key
from tests.sync.server.operations.tampering import disarm, run
from tests.sync.server.people_at_posts import NOW, Laptop
from tests.sync.server.tables import standing

FORGED = fixed_key("bukan pusat")


def signed(centre, *, size, root, feed="el-tari", key=None, generation=0) -> FeedShown:
    stated = Checkpoint(centre.fingerprint, "training", feed, generation, size, root, 1)
    return FeedShown(feed, generation, size, sign_checkpoint(stated, key or centre.keys.sign))


def test_the_centre_says_how_far_it_holds_every_epoch(laptop):
    laptop.screenings(2)
    laptop.push(*laptop.said)
    first = laptop.said[-1]
    laptop.open_epoch("ffeeddccbbaa9988")
    laptop.push(laptop.said[-1])

    answer = laptop.shows()

    assert sorted(answer.heads, key=lambda head: head.seq) == [
        ChainHead(laptop.fingerprint, "ffeeddccbbaa9988", 1, laptop.said[-1].hash),
        ChainHead(laptop.fingerprint, first.header.epoch, 4, first.hash),
    ]


def test_a_contact_moves_the_lease_and_is_noted(laptop):
    laptop.shows(now=NOW + timedelta(days=3))

    row = laptop.row
    assert row.last_contact_at == NOW + timedelta(days=3)
    assert row.lease_until == NOW + timedelta(days=63)
    assert (row.clock_offset_ms, row.program, row.waiting) == (0, "0.1.0", 3)


@pytest.mark.parametrize("at_ms", [0, 2**62, -(2**62)])
def test_a_clock_that_is_far_off_is_noted_and_refuses_nothing(laptop, at_ms):
    from sync.server.heads import compare

    request = HeadsRequest(laptop.head(), [], at_ms, "\x00baru", 2**40)

    assert compare(laptop.row, request, laptop.centre, NOW).heads == []
    assert laptop.row.program == "baru"


def test_a_head_of_another_device_is_refused(laptop):
    from sync.server.heads import compare

    other = Laptop(laptop.centre, "laptop dua")
    request = HeadsRequest(other.head(), [], 0, "0.1.0", 0)

    with pytest.raises(RequestRefused, match=Refusal.SIGNATURE_INVALID):
        compare(laptop.row, request, laptop.centre, NOW)


def test_a_head_that_contradicts_the_chain_is_a_fork(laptop):
    laptop.screening()
    laptop.push(*laptop.said)
    laptop.maker.seq, laptop.maker.prev = 2, laptop.said[1].hash
    other = laptop.maker.screening(laptop.penyelia)

    with pytest.raises(RequestRefused, match=Refusal.DEVICE_SUSPENDED):
        laptop.shows(entry=other)
    assert laptop.row.state == "suspended"
    assert standing() == ["fork"]


def test_a_checkpoint_that_fits_is_kept_and_raises_nothing(laptop):
    from sync.server.models import Witness

    old = laptop.push(*laptop.said)
    laptop.screening()
    laptop.push(*laptop.said)

    laptop.shows(laptop.shown(old))

    assert standing() == []
    assert list(Witness.objects.values_list("feed", "size")) == [("el-tari", 2)]


def test_an_older_checkpoint_never_replaces_a_newer_one(laptop):
    from sync.server.models import Witness

    old = laptop.push(*laptop.said)
    laptop.screening()
    new = laptop.push(*laptop.said)
    laptop.shows(laptop.shown(new))

    laptop.shows(laptop.shown(old))

    assert list(Witness.objects.values_list("size", flat=True)) == [3]


def test_a_checkpoint_that_contradicts_the_log_is_an_alarm_until_it_fits(laptop):
    true = laptop.push(*laptop.said)

    laptop.shows(signed(laptop.centre, size=2, root="ab" * 32))
    assert standing() == ["root_differs"]

    laptop.shows(laptop.shown(true))
    assert standing() == []


@pytest.mark.parametrize("size", [2, 99])
def test_a_checkpoint_that_the_centre_never_signed_proves_nothing(laptop, size):
    laptop.push(*laptop.said)

    laptop.shows(signed(laptop.centre, size=size, root="ab" * 32, key=FORGED))

    assert standing() == []


def test_a_checkpoint_beyond_the_log_begins_a_rebuild(laptop):
    laptop.push(*laptop.said)

    answer = laptop.shows(signed(laptop.centre, size=9, root="ab" * 32))

    assert answer.wanted == [Wanted("el-tari", 3, 9)]
    assert standing() == ["rolled_back"]
    with pytest.raises(RequestRefused, match=Refusal.REBUILDING):
        laptop.push(laptop.screening())


def test_a_newer_generation_that_a_device_knows_is_an_alarm(laptop):
    laptop.push(*laptop.said)

    laptop.shows(signed(laptop.centre, size=1, root="ab" * 32, generation=1))

    assert standing() == ["generation_ahead"]


def test_a_checkpoint_of_another_post_is_not_looked_at(laptop):
    laptop.shows(signed(laptop.centre, size=9, root="ab" * 32, feed="tenau"))

    assert standing() == []


def test_the_growth_of_a_post_is_stated_at_most_once_a_minute(laptop):
    laptop.push(*laptop.said, now=NOW)
    laptop.push(laptop.screening(), now=NOW + timedelta(seconds=59))
    assert sizes_stated() == [2]

    laptop.push(laptop.screening(), now=NOW + timedelta(seconds=61))

    assert sizes_stated() == [2, 4]


def test_heads_are_stated_hourly_although_nothing_grew(laptop):
    laptop.push(*laptop.said, now=NOW)

    laptop.shows(now=NOW + timedelta(minutes=59))
    assert len(sizes_stated()) == 1
    laptop.shows(now=NOW + timedelta(minutes=61))

    assert sizes_stated() == [2, 2]


def test_a_heads_entry_says_the_root_that_was_signed(laptop):
    from sync.server.models import Feed

    laptop.push(*laptop.said, now=NOW)

    feed = Feed.objects.get(pk="el-tari")
    (head,) = statements()[0].heads
    assert (head.feed, head.size, head.root) == ("el-tari", 2, feed.root)


def test_a_row_at_the_end_that_was_deleted_shows_in_the_heads(laptop):
    laptop.screening()
    laptop.push(*laptop.said)
    disarm()
    run("DELETE FROM centre_entry WHERE id = %s", laptop.said[-1].header.id)

    assert [head.seq for head in laptop.shows().heads] == [2]


def statements():
    from sync.server.models import Part

    parts = Part.objects.filter(entry__kind="heads", name="facts").order_by("entry_id")
    return [HeadsStatement.from_facts(open_part(bytes(part.stored))) for part in parts]


def sizes_stated():
    return [sum(head.size for head in statement.heads) for statement in statements()]
