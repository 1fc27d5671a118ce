"""The centre's own entries: one chain for each feed, signed by its key."""

from datetime import timedelta

import pytest

from sync.protocol.chain import ChainChecker
from sync.protocol.entry import Kind
from sync.protocol.ids import new_subject
from sync.protocol.messages import SHARED, Refusal
from sync.protocol.people import SignerBook
from sync.protocol.request_signing import RequestRefused
from tests.sync.server.people_at_posts import NOW
from tests.sync.server.test_reading import pulled


def stated(centre, feed=SHARED, *, now=NOW, text="contoh"):
    from sync.server.own_chain import append_centre_entry

    subject = new_subject(centre.random)
    parts = {"facts": {"text": text}}
    return append_centre_entry(feed, Kind.LIST, subject, parts, centre=centre, now=now)


def own_entries(laptop, feed):
    entries = [placed.entry.entry for placed in pulled(laptop, feed=feed).entries]
    return [entry for entry in entries if entry.header.device == laptop.centre.fingerprint]


@pytest.mark.parametrize("feed", [SHARED, "el-tari"])
def test_a_chain_begins_with_the_centre_stating_itself_and_holds(laptop, feed):
    centre = laptop.centre
    made = [stated(centre, feed), stated(centre, feed, now=NOW - timedelta(days=1))]

    found = own_entries(laptop, feed)

    assert found[1:] == made
    checker = ChainChecker(centre.fingerprint, SignerBook.of_centre(centre.keys.sign_public))
    assert [checker.check(entry) for entry in found] == [None] * 3
    assert found[0].header.kind == Kind.DEVICE


def test_each_feed_has_a_chain_of_its_own(laptop):
    stated(laptop.centre, SHARED)
    stated(laptop.centre, "el-tari")

    shared, post = own_entries(laptop, SHARED), own_entries(laptop, "el-tari")

    assert [entry.header.seq for entry in (*shared, *post)] == [1, 2, 1, 2]
    assert shared[0].header.epoch != post[0].header.epoch


def test_a_clock_turned_back_never_turns_the_stamps_back(laptop):
    first = stated(laptop.centre)
    second = stated(laptop.centre, now=NOW - timedelta(days=400))

    assert first.header.hlc < second.header.hlc


def test_nothing_is_stated_in_a_feed_that_is_being_rebuilt(laptop):
    from sync.server.models import Feed

    stated(laptop.centre)
    Feed.objects.filter(pk=SHARED).update(rebuild_size=9, rebuild_root="ab" * 32)

    with pytest.raises(RequestRefused, match=Refusal.REBUILDING):
        stated(laptop.centre)
