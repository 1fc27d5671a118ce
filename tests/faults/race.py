"""Writers whose commits are slow, and readers whose cursors advance meanwhile.

A reader asks for what stands after its cursor and moves the cursor to the last it got. An entry
that becomes visible below the cursor is never read.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from threading import Event

import psycopg

from sync.protocol.entry import Kind
from sync.protocol.messages import SHARED, PullRequest
from tests.faults.tally import Tally, Verdict
from tests.sync.server.people_at_posts import Laptop, push_of

WRITERS = 32
POSTS = ("el-tari", "tenau")
PAGE = 100
PAGE_BYTES = 64 * 1024
LARGEST_BATCH = 4
ONE_IN_SHARED = 6  # of so many entries, one stands in the shared feed too
OFTEN_S, SELDOM_S, SELDOM = 0.002, 0.02, 8  # a commit takes up to the first, one in eight longer
LOOK_AGAIN_S = 0.005
CONTROL = "CREATE TABLE race (position bigserial PRIMARY KEY, writer int, number int)"
NEVER = Event()

Page = Sequence[tuple[int, str]]  # position and id


@dataclass
class Reader:
    """Follows a feed page by page until nobody writes any more."""

    page_after: Callable[[int], Page]
    close: Callable[[], None]
    seen: list[str] = field(default_factory=list)
    cursor: int = 0

    def follow(self, finished: Event) -> None:
        """Read on until the writers finished, and then to the end."""
        try:
            while not finished.wait(LOOK_AGAIN_S):
                self._read_on()
            while self._read_on():
                pass
        finally:
            self.close()

    def _read_on(self) -> bool:
        page = self.page_after(self.cursor)
        self.seen += [entry for _, entry in page]
        self.cursor = page[-1][0] if page else self.cursor
        return bool(page)


def commit_slowly(random: Random, commits: list[None]) -> None:
    """Let as much time pass as a slow disk takes for a commit, and count it."""
    commits.append(None)
    longest = SELDOM_S if random.randrange(SELDOM) == 0 else OFTEN_S
    NEVER.wait(random.uniform(0, longest))


def race(writers: Sequence[Callable[[], None]], readers: Sequence[Reader]) -> None:
    """Let all write and read at once; raises what any of them raised."""
    finished = Event()
    with ThreadPoolExecutor(len(writers) + len(readers)) as threads:
        following = [threads.submit(reader.follow, finished) for reader in readers]
        try:
            _raise_first([threads.submit(write) for write in writers])
        finally:
            finished.set()
        _raise_first(following)


def _raise_first(futures: Sequence[Future[None]]) -> None:
    for future in futures:
        future.result()


def judge(tally: Tally, name: str, seen: Sequence[str], placed: Sequence[str]) -> None:
    """Count what a reader got of what is there in the end."""
    twice = [entry for entry, count in Counter(seen).items() if count > 1]
    skipped = set(placed) - set(seen)
    for verdict, entries in ((Verdict.TWICE, twice), (Verdict.LOST, skipped)):
        for entry in entries:
            tally.add(verdict, f"{name}: {entry}")
    if not twice and not skipped and list(seen) != list(placed):
        tally.add(Verdict.WRONG, f"{name}: another order")
    tally.verdicts[Verdict.WHOLE] += len(placed) - len(skipped)


def intake_race(centre: object, entries: int, seed: int, tally: Tally) -> None:
    """Push about so many entries through the real intake while readers follow all feeds."""
    laptops = [Laptop(centre, f"laptop {at}", POSTS[at % 2]).settle() for at in range(WRITERS)]
    commits: list[None] = []
    pushers = [
        _Pusher(laptop, entries // WRITERS, Random(f"{seed} race {at}"), commits)
        for at, laptop in enumerate(laptops)
    ]
    feeds = {laptop.post: laptop for laptop in laptops} | {SHARED: laptops[0]}
    rows = {feed: Reader(_rows_of(feed), _hang_up) for feed in feeds}
    pulls = {feed: Reader(_pulls_of(feed, laptop), _hang_up) for feed, laptop in feeds.items()}
    race([pusher.push for pusher in pushers], [*rows.values(), *pulls.values()])
    said = {entry for pusher in pushers for entry in pusher.said}
    tally.notes = {"entries": len(said), "slow commits": len(commits)}
    for feed in feeds:
        placed = [entry for _, entry in _rows(feed)]
        judge(tally, f"rows of {feed}", rows[feed].seen, placed)
        judge(tally, f"pages of {feed}", pulls[feed].seen, placed)
        said -= set(placed)
    for entry in said:
        tally.add(Verdict.LOST, f"{entry} was pushed and has no position")


@dataclass
class _Pusher:
    """One device that pushes small batches, one after the other."""

    laptop: Laptop
    count: int
    random: Random
    commits: list[None]
    said: list[str] = field(default_factory=list)  # ids

    def push(self) -> None:
        """Push so many entries; each must be answered for."""
        with _slow_commits(self.random, self.commits):
            while len(self.said) < self.count:
                self._push_batch()

    def _push_batch(self) -> None:
        from sync.server.intake import take  # only after Django is configured

        laptop = self.laptop
        size = self.random.randint(1, LARGEST_BATCH)
        batch = [_stated(laptop, self.random) for _ in range(size)]
        answer = take(laptop.row, push_of(*batch), laptop.centre, laptop.centre.clock())
        ids = [entry.header.id for entry in batch]
        assert [one.id for one in answer.results] == ids
        self.said += ids
        laptop.said.clear()  # a soak makes many


def _stated(laptop: Laptop, random: Random) -> object:
    also_shared = random.randrange(ONE_IN_SHARED) == 0
    return laptop.anything(Kind.WATCH) if also_shared else laptop.screening()


@contextmanager
def _slow_commits(random: Random, commits: list[None]) -> Iterator[None]:
    """Let this thread's transactions take their time between the last write and the commit."""
    from django.db import connections  # only after Django is configured

    connection = connections["default"]
    commit = connection.commit

    def slow() -> None:
        commit_slowly(random, commits)
        commit()

    connection.commit = slow
    try:
        yield
    finally:
        del connection.commit
        _hang_up()


def _rows_of(feed: str) -> Callable[[int], Page]:
    """Read positions as anybody would who asks a table for what is new."""
    return lambda after: _rows(feed, after, PAGE)


def _rows(feed: str, after: int = 0, limit: int | None = None) -> Page:
    from sync.server.models import Position  # only after Django is configured

    rows = Position.objects.filter(feed_id=feed, position__gt=after).order_by("position")
    return list(rows.values_list("position", "entry_id")[:limit])


def _pulls_of(feed: str, laptop: Laptop) -> Callable[[int], Page]:
    """Read pages as a device gets them."""
    from sync.server.pull import give  # only after Django is configured

    def page_after(after: int) -> Page:
        request = PullRequest(feed, after, PAGE_BYTES, {})
        answer = give(laptop.row, request, laptop.centre, laptop.centre.clock())
        return [(placed.position, placed.entry.entry.header.id) for placed in answer.entries]

    return page_after


def _hang_up() -> None:
    from django.db import connections  # only after Django is configured

    connections.close_all()


def sequence_race(address: str, entries: int, seed: int, tally: Tally) -> None:
    """The control: positions from a sequence, taken before the commit."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(CONTROL)
        reading = psycopg.connect(address, autocommit=True)

        def page_after(after: int) -> Page:
            found = reading.execute(
                "SELECT position, writer || '/' || number FROM race WHERE position > %s"
                " ORDER BY position LIMIT %s",
                (after, PAGE),
            )
            return found.fetchall()

        reader = Reader(page_after, reading.close)
        commits: list[None] = []
        share = entries // WRITERS
        writers = [
            _inserter(address, at, share, Random(f"{seed} race {at}"), commits)
            for at in range(WRITERS)
        ]
        race(writers, [reader])
        placed = connection.execute(
            "SELECT writer || '/' || number FROM race ORDER BY position"
        ).fetchall()
    tally.notes = {"entries": len(placed), "slow commits": len(commits)}
    judge(tally, "a sequence", reader.seen, [entry for (entry,) in placed])


def _inserter(
    address: str, writer: int, count: int, random: Random, commits: list[None]
) -> Callable[[], None]:
    def insert() -> None:
        with psycopg.connect(address) as connection:
            for number in range(count):
                connection.execute(
                    "INSERT INTO race (writer, number) VALUES (%s, %s)", (writer, number)
                )
                commit_slowly(random, commits)
                connection.commit()

    return insert
