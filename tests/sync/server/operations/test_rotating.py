"""A new signing key is announced by the old one; what the old one signed stays true."""

from datetime import UTC, datetime

import pytest

from sync.protocol.messages import FeedShown
from tests.sync.server.people_at_posts import Laptop


@pytest.fixture
def centre(commands):
    from sync.server.centre import open_centre

    commands("enrol-code", "--post", "el-tari", before=("--training",))
    return open_centre(commands.data_dir)


@pytest.fixture
def laptop(centre) -> Laptop:
    laptop = Laptop(centre, "laptop satu").settle(3, now=datetime.now(UTC))
    from sync.server.log import checkpoint_of
    from sync.server.models import Feed

    now, feed = datetime.now(UTC), Feed.objects.get(pk="el-tari")
    laptop.shows(FeedShown("el-tari", 0, feed.size, checkpoint_of(centre, feed, now)), now=now)
    return laptop


def test_the_old_key_announces_the_new_one_and_verify_agrees(commands, centre, laptop):
    from sync.server.centre import open_centre
    from sync.server.heads_entry import state_growth
    from sync.server.models import Entry

    ended = commands("rotate-keys")
    renewed = open_centre(commands.data_dir)
    again = commands("rotate-keys")
    state_growth(open_centre(commands.data_dir), datetime.now(UTC).replace(year=2027))

    assert ended.code == again.code == 0
    assert ended.lines == [{"old": centre.fingerprint, "new": renewed.fingerprint}]
    said = Entry.objects.filter(kind="system").order_by("received_at", "id")
    assert [entry.signer for entry in said] == [centre.fingerprint, renewed.fingerprint]
    verified = commands("verify")
    assert verified.code == 0, verified.out


def test_a_feed_that_waits_for_a_lost_laptop_is_ended_by_a_person(commands, centre, laptop):
    from django.db.models import F

    from sync.server.models import Feed

    assert commands("rebuild-end", "--feed", "el-tari").code == 2
    now = datetime.now(UTC)
    Feed.objects.update(rebuild_size=F("size"), rebuild_root=F("root"), rebuild_since=now)

    ended = commands("rebuild-end", "--feed", "el-tari")

    assert (ended.code, ended.lines) == (0, [{"feed": "el-tari", "size": 5}])
    laptop.screenings(1)
    assert laptop.push(laptop.said[-1], now=now).stopped is None


def test_a_feed_that_is_not_whole_is_not_ended(commands, centre, laptop):
    from sync.server.models import Feed

    now = datetime.now(UTC)
    Feed.objects.update(rebuild_size=9, rebuild_root="ab" * 32, rebuild_since=now)

    ended = commands("rebuild-end", "--feed", "el-tari")

    assert ended.code == 2
    assert "5 dari 9" in ended.words
