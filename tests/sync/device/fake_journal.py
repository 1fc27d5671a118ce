"""A device's store in memory, as a round sees it; passes the contract of `JournalContract`."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.device.ports import (
    Acknowledged,
    Alarm,
    AlarmCode,
    CentreLink,
    Claim,
    FeedState,
    Grown,
    LoggedLeaf,
    PageRefused,
    Placed,
    RoundReport,
    StandingAlarm,
    Waiting,
)
from sync.protocol.chain import ChainChecker
from sync.protocol.entry import Entry, Kind, fingerprint, open_part
from sync.protocol.head import HeadStatement
from sync.protocol.messages import SHARED
from sync.protocol.people import Signer, SignerBook
from sync.protocol.statements import HeadsStatement
from tests.sync.device.writers import DeskWriter
from tests.sync.protocol.makers import print_of

PartNames = dict[str, str]  # part -> id of the erasure entry


@dataclass
class _Kept:
    """What changes in one transaction, so that a refused one can be undone as a whole."""

    states: dict[str, FeedState] = field(default_factory=dict)
    leaves: dict[str, list[LoggedLeaf]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    erased: dict[str, PartNames] = field(default_factory=dict)
    places: dict[tuple[str, int], str] = field(default_factory=dict)
    checkers: dict[tuple[str, str], ChainChecker] = field(default_factory=dict)
    acknowledged: dict[str, Acknowledged] = field(default_factory=dict)
    stopped: dict[str, str] = field(default_factory=dict)

    def copied(self) -> "_Kept":
        return _Kept(
            dict(self.states),
            {feed: list(leaves) for feed, leaves in self.leaves.items()},
            dict(self.entries),
            {entry: dict(gone) for entry, gone in self.erased.items()},
            dict(self.places),
            {key: _copied(checker) for key, checker in self.checkers.items()},
            dict(self.acknowledged),
            dict(self.stopped),
        )


class FakeJournal:
    def __init__(self, name: str = "laptop satu", *, post: str = "el-tari", seed: int = 1) -> None:
        self.writer = DeskWriter(name, post=post)
        self.kept = _Kept()
        self.own: list[str] = []
        self.alarms: dict[tuple[AlarmCode, str, int], StandingAlarm] = {}
        self.past_alarms: list[Alarm] = []
        self.reports: list[RoundReport] = []
        self.before_choosing: Callable[[], None] = lambda: None  # what a desk does meanwhile
        self._link: CentreLink | None = None
        self._random = random.Random(seed)
        self._elsewhere: dict[str, Signer] = {}  # introduced in the shared feed
        self.write(self.writer.first_two())

    # what a desk does

    def write(self, entries: Sequence[Entry]) -> list[Entry]:
        for entry in entries:
            self.own.append(entry.header.id)
            self.kept.entries[entry.header.id] = entry
            self._apply(entry)
        return list(entries)

    def record(self, count: int = 1) -> list[Entry]:
        return self.write([self.writer.screened() for _ in range(count)])

    def erase(self, entry: str, *parts: str) -> Entry:
        return self.write([self.writer.erasure(entry, parts)])[0]

    def acknowledged_ids(self) -> set[str]:
        return set(self.kept.acknowledged)

    # JournalPort

    @property
    def device(self) -> str:
        return print_of(self.writer.device)

    @property
    def sign_key(self) -> Ed25519PrivateKey:
        return self.writer.device

    @property
    def seal_key(self) -> X25519PrivateKey:
        return self.writer.seal_key

    @property
    def post(self) -> str:
        return self.writer.post

    @property
    def deployment(self) -> str:
        return self.writer.deployment

    def newest_device_entry(self) -> Entry:
        own = [self.kept.entries[i] for i in self.own]
        return [e for e in own if e.header.kind == Kind.DEVICE][-1]

    def head(self) -> bytes:
        last = self.kept.entries[self.own[-1]]
        header = last.header
        statement = HeadStatement(self.device, header.epoch, header.seq, last.hash, self.deployment)
        return statement.signed(self.sign_key)

    def own_hash(self, epoch: str, seq: int) -> str | None:
        found = [e.hash for e in self._chain(epoch) if e.header.seq == seq]
        return found[0] if found else None

    def acknowledged_seq(self, epoch: str) -> int:
        arrived = [e for e in self._chain(epoch) if e.header.id in self.kept.acknowledged]
        return max((e.header.seq for e in arrived), default=0)

    def own_epochs(self) -> Sequence[str]:
        return list(dict.fromkeys(self.kept.entries[i].header.epoch for i in self.own))

    def own_chain(self, epoch: str, *, after_seq: int, limit_bytes: int) -> Sequence[Waiting]:
        later = [e.header.id for e in self._chain(epoch) if e.header.seq > after_seq]
        return self._limited(later, limit_bytes)

    def link(self) -> CentreLink | None:
        return self._link

    def set_link(self, link: CentreLink) -> None:
        self._link = link

    def feed(self, feed: str) -> FeedState:
        return self.kept.states.get(feed, FeedState(feed))

    def waiting(self, *, limit_bytes: int, after: str | None = None) -> Sequence[Waiting]:
        start = 0 if after is None else self.own.index(after) + 1
        ids = [i for i in self.own[start:] if self._waits(i)]
        return self._limited(ids, limit_bytes)

    def waiting_count(self) -> tuple[int, int]:
        return sum(map(self._waits, self.own)), len(self.kept.stopped)

    def settle(
        self,
        grown: Sequence[Grown],
        acknowledged: Sequence[Acknowledged] = (),
        stopped: Mapping[str, str] | None = None,
    ) -> int:
        before = self.kept.copied()
        try:
            return self._settle(grown, acknowledged, stopped or {})
        except ValueError:
            self.kept = before
            raise

    def store_page(self, state: FeedState, entries: Sequence[Placed]) -> int:
        positions = [placed.position for placed in entries]
        if positions != list(range(self.feed(state.feed).cursor + 1, state.cursor + 1)):
            raise ValueError("page_gap")
        before = self.kept.copied()
        try:
            new = sum(self._store(state.feed, placed) for placed in entries)
        except (PageRefused, ValueError):
            self.kept = before
            raise
        self.kept.states[state.feed] = state
        return new

    def leaf(self, feed: str, position: int) -> bytes | None:
        found = self._logged(feed, position)
        return None if found is None else found.leaf

    def challengeable(self, count: int) -> Sequence[tuple[str, Placed]]:
        self.before_choosing()
        places = sorted(self.kept.places)
        chosen = self._random.sample(places, min(count, len(places)))
        return [(feed, self._placed(feed, position)) for feed, position in chosen]

    def holdings(self, feed: str, *, start: int, end: int, limit_bytes: int) -> Sequence[Placed]:
        found: list[Placed] = []
        for position in range(start, end + 1):
            if (feed, position) in self.kept.places:
                placed = self._placed(feed, position)
                size = sum(p.entry.size_bytes for p in [*found, placed])
                if found and size > limit_bytes:
                    break
                found.append(placed)
        return found

    def missing_parts(self) -> Sequence[tuple[int, str, str]]:
        if self.feed(self.post).cursor < self.feed(self.post).size:
            return []
        return [
            (position, entry_id, part)
            for (feed, position), entry_id in sorted(self.kept.places.items())
            for part, by in self.kept.erased.get(entry_id, {}).items()
            if feed == self.post and (entry_id, part) not in self._named_by(by)
        ]

    def contradictions(self) -> Sequence[Claim]:
        claims = [claim for entry in self._foreign() for claim in self._claims_of(entry)]
        return [claim for claim in claims if claim.claimed != claim.held]

    def new_generation(self, state: FeedState) -> None:
        self.kept.states[state.feed] = state
        self.kept.leaves[state.feed] = []
        for place in [p for p in self.kept.places if p[0] == state.feed]:
            del self.kept.places[place]
        for key in [k for k in self.kept.checkers if k[0] == state.feed]:
            del self.kept.checkers[key]
        if state.feed == self.post:
            self.kept.acknowledged.clear()

    def raise_alarm(self, alarm: Alarm, at: datetime) -> None:
        key = (alarm.code, alarm.feed, alarm.position)
        before = self.alarms.get(key)
        first, seen = (at, 0) if before is None else (before.first_at, before.seen)
        self.alarms[key] = StandingAlarm(alarm, first, at, seen + 1)

    def end_alarms(self, code: AlarmCode, feed: str = "", position: int = 0) -> None:
        ended = self.alarms.pop((code, feed, position), None)
        if ended is not None:
            self.past_alarms.append(ended.alarm)

    def standing_alarms(self) -> Sequence[StandingAlarm]:
        return sorted(self.alarms.values(), key=lambda standing: standing.first_at)

    def note_round(self, report: RoundReport) -> None:
        self.reports.append(report)

    # inside

    def _waits(self, entry_id: str) -> bool:
        return entry_id not in self.kept.acknowledged and entry_id not in self.kept.stopped

    def _chain(self, epoch: str) -> list[Entry]:
        entries = self.kept.entries.values()
        mine = [e for e in entries if e.header.device == self.device and e.header.epoch == epoch]
        return sorted(mine, key=lambda entry: entry.header.seq)

    def _limited(self, ids: Sequence[str], limit_bytes: int) -> list[Waiting]:
        found: list[Waiting] = []
        room = limit_bytes
        for entry_id in ids:
            entry = self.kept.entries[entry_id]
            room -= entry.size_bytes
            if found and room < 0:
                break
            found.append(Waiting(entry, self.kept.erased.get(entry_id, {})))
        return found

    def _logged(self, feed: str, position: int) -> LoggedLeaf | None:
        leaves = self.kept.leaves.get(feed, [])
        return leaves[position - 1] if 0 < position <= len(leaves) else None

    def _settle(
        self,
        grown: Sequence[Grown],
        acknowledged: Sequence[Acknowledged],
        stopped: Mapping[str, str],
    ) -> int:
        for one in grown:
            self._grow(one)
        left = 0
        for arrived in acknowledged:
            entry = self.kept.entries[arrived.entry_id]
            if self.leaf(self.post, arrived.position) != entry.leaf:
                raise ValueError("not_the_leaf")
            left += arrived.entry_id not in self.kept.acknowledged
            self.kept.acknowledged[arrived.entry_id] = arrived
            self.kept.stopped.pop(arrived.entry_id, None)
            self.kept.places[self.post, arrived.position] = arrived.entry_id
        self.kept.stopped.update(stopped)
        return left

    def _grow(self, grown: Grown) -> None:
        state, feed = grown.state, grown.state.feed
        leaves = self.kept.leaves.setdefault(feed, [])
        if [leaf.position for leaf in grown.leaves] != list(range(len(leaves) + 1, state.size + 1)):
            raise ValueError("feed_moved")
        leaves.extend(grown.leaves)
        self.kept.states[feed] = state

    def _store(self, feed: str, placed: Placed) -> bool:
        entry, header = placed.entry, placed.entry.header
        if self.leaf(feed, placed.position) != entry.leaf:
            raise ValueError("not_the_leaf")
        fault = None
        if header.device != self.device:
            checker = self._checker(feed, header.device)
            fault = checker.check(entry, erased=set(placed.erased))
            if feed == SHARED and header.kind == Kind.OFFICER:
                self._elsewhere.update(checker.book.signers)
        if fault is not None:
            raise PageRefused(fault.code, entry_id=header.id, position=placed.position)
        self.kept.places[feed, placed.position] = header.id
        if header.id in self.kept.entries:
            return False
        gone = {**placed.erased, **self.kept.erased.get(header.id, {})}
        left = {name: part for name, part in entry.parts.items() if name not in gone}
        self.kept.entries[header.id] = Entry(entry.header_bytes, entry.signature, left)
        self.kept.erased[header.id] = gone
        self._apply(entry)
        return True

    def _checker(self, feed: str, device: str) -> ChainChecker:
        checker = self.kept.checkers.get((feed, device))
        if checker is None:
            is_centre = self._link is not None and device == fingerprint(self._link.sign_key)
            book = SignerBook(elsewhere=self._elsewhere)
            if is_centre and self._link is not None:
                book = SignerBook.of_centre(self._link.sign_key)
            checker = ChainChecker(device, book, gaps=feed == SHARED and not is_centre)
            self.kept.checkers[feed, device] = checker
        return checker

    def _apply(self, entry: Entry) -> None:
        """Remove what an erasure entry names."""
        for target_id, part in self._named_by(entry.header.id):
            target = self.kept.entries.get(target_id)
            if target is not None and part in target.header.parts:
                left = {name: stored for name, stored in target.parts.items() if name != part}
                gone = self.kept.erased.setdefault(target_id, {})
                gone[part] = entry.header.id
                self.kept.entries[target_id] = Entry(target.header_bytes, target.signature, left)

    def _named_by(self, erasure: str) -> set[tuple[str, str]]:
        """Give the entries and parts that an erasure entry names, if it is one and held here."""
        entry = self.kept.entries.get(erasure)
        if entry is None or entry.header.kind != Kind.ERASURE or "facts" not in entry.parts:
            return set()
        items = open_part(entry.parts["facts"])["items"]
        return {(item["entry"], part) for item in items for part in item["parts"]}

    def _placed(self, feed: str, position: int) -> Placed:
        entry_id = self.kept.places[feed, position]
        return Placed(position, self.kept.entries[entry_id], self.kept.erased.get(entry_id, {}))

    def _foreign(self) -> list[Entry]:
        entries = self.kept.entries.values()
        return [entry for entry in entries if entry.header.device != self.device]

    def _claims_of(self, entry: Entry) -> list[Claim]:
        said = [(seen.feed, seen.size, seen.root) for seen in entry.header.seen]
        if entry.header.kind == Kind.HEADS and "facts" in entry.parts:
            heads = HeadsStatement.from_facts(open_part(entry.parts["facts"])).heads
            said += [(head.feed, head.size, head.root) for head in heads]
        claims = []
        for feed, size, root in said:
            logged = self._logged(feed, size)
            if logged is not None:
                claims.append(Claim(feed, size, root, logged.root.hex(), entry.header.id))
        return claims


def _copied(checker: ChainChecker) -> ChainChecker:
    book = replace(checker.book, signers=dict(checker.book.signers))
    return replace(checker, book=book)
