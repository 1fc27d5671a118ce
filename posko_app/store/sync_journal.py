"""The store as a round of sync sees it: `JournalPort` over tasks of the store thread.

Every call waits for its tasks, so it runs on the thread of the round. All go behind what an
officer waits for, and long ones are cut into pieces of some milliseconds.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError
from datetime import datetime
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from posko_app.errors import Defect
from posko_app.store import (
    alarm_rows,
    claims,
    feed_rows,
    link_rows,
    settling,
    sync_history,
    sync_reading,
)
from posko_app.store.page_intake import PageIntake
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit
from sync.device.ports import (
    Acknowledged,
    Alarm,
    AlarmCode,
    CentreLink,
    Claim,
    FeedState,
    Grown,
    LoggedLeaf,
    Placed,
    RoundReport,
    StandingAlarm,
    Waiting,
)
from sync.protocol.entry import Entry
from sync.protocol.head import HeadStatement
from sync.protocol.messages import SHARED

T = TypeVar("T")

RANDOM_BYTES = 8


class StoreJournal:
    """One store's journal. Not for the window's thread, nor for two rounds at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._intake = PageIntake(self._read, self._write)

    @property
    def device(self) -> str:
        """This device's fingerprint."""
        return self._store.device.fingerprint

    @property
    def sign_key(self) -> Ed25519PrivateKey:
        """Signs requests and the head statement."""
        return self._store.device.sign

    @property
    def seal_key(self) -> X25519PrivateKey:
        """Opens packages that are sealed to this device."""
        return self._store.device.seal

    @property
    def post(self) -> str:
        """The post, which names the feed of its devices."""
        return self._store.device.post

    @property
    def deployment(self) -> str:
        """`training` or `live`."""
        return self._store.device.deployment.value

    def newest_device_entry(self) -> Entry:
        """Give seq 1 of the current epoch, which states this device."""
        device, epoch = self.device, self._store.device.epoch
        return self._read(lambda u: sync_reading.device_entry(u.connection, device, epoch)).entry

    def head(self) -> bytes:
        """Give the signed head statement of the chain as it stands now."""
        end = self._read(lambda u: u.shared.journal.end(u.connection))
        device = self._store.device
        head = HeadStatement(
            device.fingerprint, device.epoch, end.seq, end.hash, device.deployment.value
        )
        return head.signed(device.sign)

    def own_hash(self, epoch: str, seq: int) -> str | None:
        """Give the hash of an own entry; None when the store has none there."""
        return self._read(lambda u: sync_reading.own_hash(u.connection, self.device, epoch, seq))

    def acknowledged_seq(self, epoch: str) -> int:
        """Give the highest seq of an own epoch that was ever acknowledged; 0 for none."""
        return self._read(lambda u: sync_reading.settled_seq(u.connection, epoch))

    def own_epochs(self) -> Sequence[str]:
        """Give the epochs of this device's chain, the oldest first; the last one is current."""
        return self._read(lambda u: sync_reading.epochs_of(u.connection, self.device))

    def own_chain(self, epoch: str, *, after_seq: int, limit_bytes: int) -> Sequence[Waiting]:
        """Give own entries of an epoch after a seq, acknowledged or not, in chain order."""

        def next_after(last: Waiting | None) -> Sequence[Waiting]:
            seq = after_seq if last is None else last.entry.header.seq
            return self._read(
                lambda u: sync_reading.chain_after(u.connection, self.device, epoch, seq)
            )

        return _filled(next_after, lambda one: one.entry, limit_bytes)

    def link(self) -> CentreLink | None:
        """Give the centre; None before enrolment."""
        return self._read(lambda u: link_rows.read_link(u.connection))

    def set_link(self, link: CentreLink) -> None:
        """Remember the centre, or what the last contact changed about it."""

        def put(unit: WriteUnit) -> None:
            link_rows.put_link(unit.connection, link)
            unit.after_commit.append(lambda: unit.shared.look_again(unit.connection))

        self._write(put)

    def feed(self, feed: str) -> FeedState:
        """Give a feed's state; an empty one before the first contact."""
        return self._read(lambda u: feed_rows.read_feed(u.connection, feed))

    def waiting(self, *, limit_bytes: int, after: str | None = None) -> Sequence[Waiting]:
        """Give what waits, in chain order, about so many bytes and at least one entry."""

        def next_after(last: Waiting | None) -> Sequence[Waiting]:
            found = after if last is None else last.entry.header.id
            return self._read(lambda u: sync_reading.waiting_after(u.connection, found))

        return _filled(next_after, lambda one: one.entry, limit_bytes)

    def waiting_count(self) -> tuple[int, int]:
        """Count what waits and what needs a person."""
        return self._read(lambda u: (u.shared.tally.waiting, u.shared.tally.needs_person))

    def settle(
        self,
        grown: Sequence[Grown],
        acknowledged: Sequence[Acknowledged] = (),
        stopped: Mapping[str, str] | None = None,
    ) -> int:
        """Store verified growth, and take what it proves out of the outbox; all or nothing.

        Raises:
            ValueError: a feed moved meanwhile, a leaf is not the entry's, or the growth does not
                lead to a root that the centre of this device signed.
        """
        if not (grown or acknowledged or stopped):
            return 0
        if grown:
            self._require_proved(grown)
        ahead = {growth.state.feed: self._store_ahead(growth) for growth in grown}
        return self._write(lambda u: settling.settle(u, grown, acknowledged, stopped or {}, ahead))

    def store_page(self, state: FeedState, entries: Sequence[Placed]) -> int:
        """Store a page whose leaves are verified, fold it, and move the cursor with it.

        It goes in pieces, so that a save goes in between; each piece is whole or not there. A page
        with an entry that is refused leaves nothing behind.

        Raises:
            PageRefused: an entry does not fit its chain, its signature or its parts.
            ValueError: the page does not follow the cursor, or the feed moved meanwhile.
        """
        link = self._enrolled()
        return self._intake.store(state, entries, centre_keys=link.sign_keys)

    def leaf(self, feed: str, position: int) -> bytes | None:
        """Give a verified leaf hash."""

        def look(unit: ReadUnit) -> bytes | None:
            state = feed_rows.read_feed(unit.connection, feed)
            if position > state.size:
                return None
            place = feed_rows.Place(feed, state.generation, position)
            found = feed_rows.leaf_at(unit.connection, place)
            return None if found is None else found[0]

        return self._read(look)

    def challengeable(self, count: int) -> Sequence[tuple[str, Placed]]:
        """Choose stored entries with their feed at random, half of them not let through."""

        def choose(unit: ReadUnit) -> tuple[tuple[str, int, int], ...]:
            states = feed_rows.read_feeds(unit.connection)
            return sync_reading.choose_places(unit.connection, states, count, self._below)

        def placed(position: int, entry: int) -> Placed:
            return self._read(lambda u: sync_reading.placed_at(u.connection, position, entry))

        return [(feed, placed(at, entry)) for feed, at, entry in self._read(choose)]

    def holdings(self, feed: str, *, start: int, end: int, limit_bytes: int) -> Sequence[Placed]:
        """Give what the store holds of a stretch of a feed, for a centre in rebuild."""
        state = self.feed(feed)

        def next_after(last: Placed | None) -> Sequence[Placed]:
            first = start if last is None else last.position + 1
            return self._read(
                lambda u: sync_reading.held_between(u.connection, state, start=first, end=end)
            )

        return _filled(next_after, lambda one: one.entry, limit_bytes)

    def missing_parts(self) -> Sequence[tuple[int, str, str]]:
        """Give position, entry and part of what came without a part that no erasure here names."""
        return self._read(lambda u: sync_reading.missing_parts(u.connection, self.post))

    def contradictions(self) -> Sequence[Claim]:
        """Compare what heads entries and other devices' `seen` claim with our own roots."""
        found = self._read(lambda u: claims.compare(u.connection))
        if found.agreed:
            self._write(lambda u: claims.forget(u.connection, found.agreed))
        return found.contradictions

    def new_generation(self, state: FeedState) -> None:
        """Begin a feed anew after a person at the centre opened a new generation.

        Own entries that stood in the log that is over wait again.

        Raises:
            ValueError: the generation is not a later one, or its log is not empty.
        """
        self._write(lambda u: settling.begin_generation(u, state))

    def raise_alarm(self, alarm: Alarm, at: datetime) -> None:
        """Let an alarm stand until its cause is gone."""
        self._write(lambda u: alarm_rows.raise_alarm(u.connection, alarm, at))

    def end_alarms(self, code: AlarmCode, feed: str = "", position: int = 0) -> None:
        """Let exactly this alarm end because its cause is proved to be gone."""
        self._write(
            lambda u: alarm_rows.end_alarm(u.connection, code, feed, position, at=u.shared.clock())
        )

    def standing_alarms(self) -> Sequence[StandingAlarm]:
        """Give the alarms that have not ended, the oldest first."""
        return self._read(lambda u: alarm_rows.standing_alarms(u.connection))

    def note_round(self, report: RoundReport) -> None:
        """Keep a round in the history that a person reads."""
        self._write(lambda u: sync_history.note_round(u.connection, report))

    def _require_proved(self, grown: Sequence[Grown]) -> None:
        link = self._enrolled()
        for growth in grown:
            if growth.state.feed not in (self.post, SHARED):
                raise ValueError("feed_unknown")
            settling.require_proved(
                self.feed(growth.state.feed),
                growth,
                centre_key=link.sign_key,
                deployment=self.deployment,
            )

    def _store_ahead(self, growth: Grown) -> int:
        """Store all but the last leaves of a long growth piece by piece; give how many."""
        leaves, at_once = growth.leaves, settling.AHEAD_AT_ONCE
        ahead = (len(leaves) - 1) // at_once * at_once if leaves else 0
        old = self.feed(growth.state.feed)
        for at in range(0, ahead, at_once):
            self._write(_ahead(old, leaves[at : at + at_once]), lazily=True)
        return ahead

    def _enrolled(self) -> CentreLink:
        link = self.link()
        if link is None:
            raise ValueError("not_enrolled")
        return link

    def _below(self, limit: int) -> int:
        drawn = self._store.random_bytes(RANDOM_BYTES)
        return int.from_bytes(drawn, "big") % limit

    def _read(self, task: Callable[[ReadUnit], T]) -> T:
        try:
            return self._store.read(task, background=True).result()
        except CancelledError:
            raise Defect("store.closed") from None

    def _write(self, task: Callable[[WriteUnit], T], *, lazily: bool = False) -> T:
        try:
            return self._store.write(task, background=True, lazily=lazily).result()
        except CancelledError:
            raise Defect("store.closed") from None


def _ahead(old: FeedState, leaves: Sequence[LoggedLeaf]) -> Callable[[WriteUnit], None]:
    return lambda unit: settling.store_ahead(unit, old, leaves)


One = TypeVar("One")


def _filled(
    next_after: Callable[[One | None], Sequence[One]],
    entry_of: Callable[[One], Entry],
    limit_bytes: int,
) -> Sequence[One]:
    """Read some at a time until about so many bytes are together; at least one."""
    found: list[One] = []
    size = 0
    while batch := next_after(found[-1] if found else None):
        for one in batch:
            size += entry_of(one).size_bytes
            if found and size > limit_bytes:
                return found
            found.append(one)
        if size >= limit_bytes:
            break
    return found
