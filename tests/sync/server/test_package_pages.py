"""How a package is answered page by page, whoever answers one request."""

import zlib

import pytest

from sync.protocol.canonical import Malformed
from sync.protocol.codec import decode, encode
from sync.protocol.limits import INFLATED_BYTES, LEAVES_PAGE, PACKAGE_REQUESTS, PULL_PAGE_BYTES
from sync.protocol.merkle import HASH_BYTES
from sync.protocol.messages import (
    Leaves,
    LeavesAnswer,
    LeavesRequest,
    PackedRequest,
    PlacedEntry,
    PullAnswer,
    PullRequest,
    SignedCheckpoint,
    WireEntry,
)
from sync.protocol.package import PackageBroken
from sync.server.package_pages import answers_to, check_asked

pytestmark = pytest.mark.sync
WHOLE = WireEntry(b"kepala", b"tanda", {})
PAGE = 3  # entries that the feed below gives at once


class Feed:
    """A feed of so many entries, of which one may be lost."""

    def __init__(self, size: int, *, lost: int = 0) -> None:
        self.size, self.lost = size, lost
        self.asked: list[tuple[str, int]] = []
        self.pulls: list[PullRequest] = []

    def answer(self, name: str, body: bytes) -> tuple[int, bytes]:
        if name == "pull":
            return 200, encode(self._pull(decode(body, PullRequest)))
        if name == "leaves":
            return 200, encode(self._leaves(decode(body, LeavesRequest)))
        self.asked.append((name, 0))
        return 200, b"jawab"

    def _pull(self, request: PullRequest) -> PullAnswer:
        self.asked.append(("pull", request.after))
        self.pulls.append(request)
        end = min(request.after + PAGE, self.size)
        positions = range(request.after + 1, end + 1)
        if self.lost in positions:
            positions = range(request.after + 1, self.lost)
        last = positions[-1] if positions else request.after
        return PullAnswer(
            at_ms=0,
            nonce="",
            feed=request.feed,
            entries=[PlacedEntry(position, WHOLE) for position in positions],
            leaves=[],
            more=last < self.size,
        )

    def _leaves(self, request: LeavesRequest) -> LeavesAnswer:
        self.asked.append(("leaves", request.size))
        count = min(LEAVES_PAGE, self.size - request.size)
        return LeavesAnswer(
            at_ms=0,
            nonce="",
            leaves=Leaves(request.feed, request.size + 1, bytes(HASH_BYTES * count)),
            reached=SignedCheckpoint(b"", b""),
            consistency=[],
        )


def pull(after: int = 0) -> PackedRequest:
    return PackedRequest("pull", encode(PullRequest("el-tari", after, 1, {})))


def leaves(size: int = 0) -> PackedRequest:
    return PackedRequest("leaves", encode(LeavesRequest("el-tari", size)))


def test_every_page_of_a_feed_is_given():
    feed = Feed(8)

    given = answers_to([pull(2)], feed.answer)

    assert feed.asked == [("pull", 2), ("pull", 5)]
    assert [packed.name for packed in given] == ["pull", "pull"]


def test_pages_end_where_a_row_is_lost_and_the_last_one_says_so():
    feed = Feed(8, lost=5)

    given = answers_to([pull()], feed.answer)

    last = decode(given[-1].body, PullAnswer)
    assert feed.asked == [("pull", 0), ("pull", 3), ("pull", 4)]
    assert (last.entries, last.more) == ([], True)


@pytest.mark.parametrize(
    ("size", "asked"),
    [
        (0, [0]),
        (7, [0]),
        (LEAVES_PAGE, [0, LEAVES_PAGE]),
        (LEAVES_PAGE + 1, [0, LEAVES_PAGE]),
        (2 * LEAVES_PAGE + 1, [0, LEAVES_PAGE, 2 * LEAVES_PAGE]),
    ],
)
def test_every_page_of_leaves_is_given(size, asked):
    feed = Feed(size)

    answers_to([leaves()], feed.answer)

    assert feed.asked == [("leaves", at) for at in asked]


def test_full_package_begins_no_further_page_but_has_all_leaves():
    feed = Feed(100)

    answers_to([pull(), leaves(), pull(50), leaves()], feed.answer, limit_bytes=1)

    assert feed.asked == [("pull", 0), ("leaves", 0), ("pull", 50), ("leaves", 0)]


def test_refused_page_is_the_last_one():
    refused = [PackedRequest("pull", pull().body), PackedRequest("leaves", leaves().body)]

    given = answers_to(refused, lambda _name, _body: (403, b"tidak"))

    assert [(packed.name, packed.status) for packed in given] == [("pull", 403), ("leaves", 403)]


def test_other_requests_are_answered_once_and_unknown_ones_not():
    feed = Feed(0)
    asked = ["heads", "push", "challenge", "enrol", "offer", "erase"]

    given = answers_to([PackedRequest(name, b"isi") for name in asked], feed.answer)

    assert [(packed.name, packed.asked) for packed in given] == [
        ("heads", b""),
        ("push", b""),
        ("challenge", b"isi"),
    ]


@pytest.mark.parametrize("name", ["pull", "leaves"])
def test_request_that_cannot_be_read_is_refused(name):
    with pytest.raises(Malformed):
        answers_to([PackedRequest(name, b"<html>")], Feed(1).answer)


def test_pages_are_whole_ones_without_leaves_whatever_is_asked_for():
    feed = Feed(8)
    tiny = PackedRequest("pull", encode(PullRequest("el-tari", 0, 1, {"el-tari": 0})))

    answers_to([tiny], feed.answer)

    assert {(one.limit_bytes, len(one.sizes)) for one in feed.pulls} == {(PULL_PAGE_BYTES, 0)}


def test_leaves_end_before_the_answer_is_too_large_to_be_sealed():
    feed = Feed(10 * LEAVES_PAGE)
    page = len(feed.answer("leaves", leaves().body)[1])
    feed.asked.clear()

    answers_to([leaves()], feed.answer, leaves_limit_bytes=5 * page // 2)

    assert len(feed.asked) == 3


def test_what_a_laptop_may_have_to_ask_for_is_let_through():
    pushes = [PackedRequest("push", encode(PullRequest("", 0, 0, {})))] * 100
    others = [PackedRequest(name, pull().body) for name in ("heads", "challenge")]

    check_asked([*pushes, *others, pull(), leaves(), pull(), leaves()])


BOMB = zlib.compress(bytes(INFLATED_BYTES + 1))
FULL = zlib.compress(bytes(INFLATED_BYTES))


@pytest.mark.parametrize(
    "asked",
    [
        [pull()] * 3,
        [leaves()] * 3,
        [PackedRequest("heads", pull().body)] * 2,
        [PackedRequest("challenge", pull().body)] * 2,
        [PackedRequest("erase", b"")] * (PACKAGE_REQUESTS + 1),
        [PackedRequest("push", BOMB)],
        [PackedRequest("push", FULL)] * 17,
    ],
)
def test_more_than_a_laptop_has_to_ask_for_is_refused(asked):
    with pytest.raises(PackageBroken, match="asks_too_much"):
        check_asked(asked)
