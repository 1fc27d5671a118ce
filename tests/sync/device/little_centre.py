"""A centre in memory, small enough to read, whose every part a test may bend.

It checks no signatures and keeps no database: the real one does. It follows the format in what
a device can see: positions, logs, checkpoints, leaves, proofs, challenges, rebuilding.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from sync.device.ports import Exchanged
from sync.protocol import merkle
from sync.protocol.canonical import JsonObject
from sync.protocol.challenge import challenge_proof
from sync.protocol.checkpoint import Checkpoint, sign_checkpoint
from sync.protocol.codec import decode, encode
from sync.protocol.entry import Entry, Kind, open_part
from sync.protocol.limits import LEAVES_PAGE, PULL_PAGE_ENTRIES
from sync.protocol.messages import (
    SHARED,
    Answer,
    ChainHead,
    ChallengeAnswer,
    ChallengeRequest,
    HeadsAnswer,
    HeadsRequest,
    Leaves,
    LeavesAnswer,
    LeavesRequest,
    OfferAnswer,
    OfferRequest,
    PlacedEntry,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    PushResult,
    Refusal,
    Refused,
    SignedCheckpoint,
    State,
    Stopped,
    Wanted,
    WireEntry,
)
from tests.sync.device.writers import DeskWriter
from tests.sync.protocol.makers import fixed_key, print_of, public

NOW_MS = 1_795_400_000_000
ALSO_SHARED = frozenset({Kind.DEVICE, Kind.OFFICER, Kind.WATCH})
REQUESTS: dict[str, type[msgspec.Struct]] = {
    "heads": HeadsRequest,
    "push": PushRequest,
    "pull": PullRequest,
    "leaves": LeavesRequest,
    "challenge": ChallengeRequest,
    "offer": OfferRequest,
}


@dataclass
class Log:
    """A feed: its entries and leaves by position, which a test may take apart."""

    feed: str
    generation: int = 0
    entries: list[WireEntry | None] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)

    def append(self, wire: WireEntry) -> int:
        self.entries.append(wire)
        self.leaves.append(wire.entry.leaf)
        return len(self.leaves)

    def cut(self, size: int) -> None:
        del self.entries[size:]
        del self.leaves[size:]


class LittleCentre:
    def __init__(self, name: str = "pusat contoh", *, deployment: str = "training") -> None:
        self.writer = DeskWriter(name, post="pusat", deployment=deployment)
        self.key = fixed_key(name)
        self.seal_key = bytes(32)
        self.logs: dict[str, Log] = {}
        self.heads: dict[tuple[str, str], tuple[int, str]] = {}
        self.placed: dict[str, int] = {}  # entry id -> position in its post's feed
        self.quarantine: set[str] = set()
        self.stops: dict[str, str] = {}  # entry id -> code
        self.highest: dict[str, tuple[int, str]] = {}  # feed -> size and root devices showed
        self.refuses: dict[str, Refusal] = {}
        self.clock_ahead_ms = 0
        self.most_entries = 10_000  # of one push
        self.leaves_page = LEAVES_PAGE
        self.owns_up = True  # to being shorter than what it signed; else it asks for nothing
        self.before: Callable[[str, str], None] = lambda _name, _device: None
        self.bend: Callable[[str, msgspec.Struct, Answer], Answer] = lambda _name, _asked, a: a
        self.log(SHARED).append(wire_of(self.writer.opening()))

    @property
    def sign_key(self) -> bytes:
        return public(self.key)

    def log(self, feed: str) -> Log:
        return self.logs.setdefault(feed, Log(feed))

    def state(self, kind: Kind, facts: JsonObject) -> Entry:
        """Let the centre state something in the shared feed."""
        entry = self.writer.entry(kind, self.key, {"facts": facts})
        self.log(SHARED).append(wire_of(entry))
        return entry

    def checkpoint(self, feed: str, size: int | None = None) -> SignedCheckpoint:
        log = self.log(feed)
        until = len(log.leaves) if size is None else size
        made = Checkpoint(
            centre=print_of(self.key),
            deployment=self.writer.deployment,
            feed=feed,
            generation=log.generation,
            size=until,
            root=merkle.root_of(log.leaves[:until]).hex(),
            at_ms=NOW_MS,
        )
        return sign_checkpoint(made, self.key)

    # one request

    def answer(self, name: str, body: bytes, post: str, device: str) -> tuple[int, bytes]:
        self.before(name, device)
        asked = decode(body, REQUESTS[name])
        refusal = self.refuses.get(name)
        if refusal is not None:
            return 403, encode(self._carrying(Refused(at_ms=0, nonce="", code=refusal), post))
        made: Answer = getattr(self, f"_{name}")(asked, post, device)
        if isinstance(made, Refused):
            return 409, encode(self._carrying(made, post))
        return 200, encode(self.bend(name, asked, self._carrying(made, post)))

    def _carrying(self, answer: Answer, post: str) -> Answer:
        return msgspec.structs.replace(
            answer,
            at_ms=NOW_MS + self.clock_ahead_ms,
            nonce="nonce",
            checkpoints=[self.checkpoint(post), self.checkpoint(SHARED)],
        )

    def _heads(self, asked: HeadsRequest, post: str, device: str) -> HeadsAnswer:
        for shown in asked.feeds:
            self._remember(shown.feed, shown.generation, shown.checkpoint)
        heads = [
            ChainHead(device, epoch, seq, hash_)
            for (owner, epoch), (seq, hash_) in self.heads.items()
            if owner == device
        ]
        return HeadsAnswer(
            at_ms=0,
            nonce="",
            heads=heads,
            lease_until_ms=NOW_MS + 60 * 86_400_000,
            wanted=self._wanted(post),
        )

    def _remember(self, feed: str, generation: int, signed: SignedCheckpoint | None) -> None:
        if signed is None or generation != self.log(feed).generation:
            return
        shown = msgspec.json.decode(signed.body)
        if shown["size"] > max(len(self.log(feed).leaves), self.highest.get(feed, (0, ""))[0]):
            self.highest[feed] = (shown["size"], shown["root"])

    def _wanted(self, post: str) -> list[Wanted]:
        found: list[Wanted] = []
        if not self.owns_up:
            return found
        for feed in (post, SHARED):
            size = len(self.log(feed).leaves)
            until, _ = self.highest.get(feed, (0, ""))
            if until > size:
                found.append(Wanted(feed, size + 1, until))
        return found

    def _push(self, asked: PushRequest, post: str, device: str) -> Answer:
        if any(wanted.feed == post for wanted in self._wanted(post)):
            return Refused(at_ms=0, nonce="", code=Refusal.REBUILDING)
        if len(asked.entries) > self.most_entries:
            return Refused(at_ms=0, nonce="", code=Refusal.TOO_LARGE)
        results: list[PushResult] = []
        stopped = None
        for wire in asked.entries:
            stopped = self._take(wire, post, device)
            if stopped is not None:
                break
            entry_id = wire.entry.header.id
            state = State.QUARANTINED if entry_id in self.quarantine else State.STORED
            results.append(PushResult(entry_id, self.placed[entry_id], state))
        leaves = self._leaves_since(asked.sizes)
        return PushAnswer(at_ms=0, nonce="", results=results, leaves=leaves, stopped=stopped)

    def _take(self, wire: WireEntry, post: str, device: str) -> Stopped | None:
        entry, header = wire.entry, wire.entry.header
        if header.id in self.stops:
            return Stopped(header.id, self.stops[header.id])
        if header.id in self.placed:
            return None
        seq, hash_ = self.heads.get((device, header.epoch), (0, "0" * 64))
        if (header.seq, header.prev) != (seq + 1, hash_):
            return Stopped(header.id, "chain_gap")
        self.heads[device, header.epoch] = (header.seq, entry.hash)
        self.placed[header.id] = self.log(post).append(wire)
        if header.kind in ALSO_SHARED:
            self.log(SHARED).append(wire)
        if header.kind == Kind.ERASURE:
            self._erase(post, entry)
        return None

    def _erase(self, post: str, erasure: Entry) -> None:
        for item in open_part(erasure.parts["facts"])["items"]:
            for part in item["parts"]:
                self.strip(post, self.placed[item["entry"]], part, by=erasure.header.id)

    def _leaves_since(self, sizes: dict[str, int]) -> list[Leaves]:
        found = []
        for feed, size in sizes.items():
            missing = self.log(feed).leaves[size:]
            if len(missing) <= self.leaves_page:
                found.append(Leaves(feed, size + 1, b"".join(missing)))
        return found

    def _pull(self, asked: PullRequest, post: str, device: str) -> PullAnswer:
        page: list[PlacedEntry] = []
        room = asked.limit_bytes
        log = self.log(asked.feed)
        for at, wire in enumerate(log.entries[asked.after :][:PULL_PAGE_ENTRIES]):
            if wire is None or (page and room < 0):
                break
            page.append(PlacedEntry(asked.after + at + 1, wire))
            room -= wire.entry.size_bytes
        return PullAnswer(
            at_ms=0,
            nonce="",
            feed=asked.feed,
            entries=page,
            leaves=self._leaves_since(asked.sizes),
            more=asked.after + len(page) < len(log.leaves),
        )

    def _leaves(self, asked: LeavesRequest, post: str, device: str) -> LeavesAnswer:
        log = self.log(asked.feed)
        hashes = log.leaves[asked.size : asked.size + self.leaves_page]
        return LeavesAnswer(
            at_ms=0,
            nonce="",
            leaves=Leaves(asked.feed, asked.size + 1, b"".join(hashes)),
            reached=self.checkpoint(asked.feed, asked.size + len(hashes)),
            consistency=merkle.consistency_proof(log.leaves, min(asked.size, len(log.leaves))),
        )

    def _challenge(self, asked: ChallengeRequest, post: str, device: str) -> ChallengeAnswer:
        proofs = []
        for feed, position in asked.places:
            entries = self.log(feed).entries
            wire = entries[position - 1] if position <= len(entries) else None
            proof = None
            if wire is not None:
                proof = challenge_proof(asked.nonce, position, wire.entry, wire.erased)
            proofs.append(proof or b"")
        return ChallengeAnswer(at_ms=0, nonce="", proofs=proofs)

    def _offer(self, asked: OfferRequest, post: str, device: str) -> OfferAnswer:
        log = self.log(asked.feed)
        for placed in asked.entries:
            if placed.position == len(log.leaves) + 1:
                log.append(placed.entry)
                header = placed.entry.entry.header
                if asked.feed != SHARED:
                    self.placed[header.id] = placed.position
                    self.heads[header.device, header.epoch] = (
                        header.seq,
                        placed.entry.entry.hash,
                    )
        return OfferAnswer(at_ms=0, nonce="", size=len(log.leaves), wanted=self._wanted(post))

    # what a test does to it

    def forget_after(self, feed: str, size: int) -> None:
        """Put the centre's feed back to an earlier size, chain heads included."""
        gone = [wire for wire in self.log(feed).entries[size:] if wire is not None]
        self.log(feed).cut(size)
        for wire in reversed(gone):
            header = wire.entry.header
            self.placed.pop(header.id, None)
            if header.seq == 1:
                self.heads.pop((header.device, header.epoch), None)
            else:
                self.heads[header.device, header.epoch] = (header.seq - 1, header.prev)

    def strip(self, feed: str, position: int, part: str, by: str | None = None) -> None:
        """Take a part of a stored entry away; lawfully if an erasure entry is named."""
        wire = self.log(feed).entries[position - 1]
        assert wire is not None
        left = {name: stored for name, stored in wire.parts.items() if name != part}
        erased = wire.erased if by is None else {part: by, **wire.erased}  # the first counts
        self.log(feed).entries[position - 1] = msgspec.structs.replace(
            wire, parts=left, erased=erased
        )


def wire_of(entry: Entry, erased: dict[str, str] | None = None) -> WireEntry:
    return WireEntry(entry.header_bytes, entry.signature, dict(entry.parts), erased or {})


@dataclass
class LittleLine:
    """A line straight into a little centre; a test may break it before or after the answer."""

    centre: LittleCentre
    post: str
    device: str
    before: dict[str, list[Exception]] = field(default_factory=dict)  # name -> what breaks, in turn
    after: dict[str, list[Exception]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)  # bytes of each push
    now_ms: int = NOW_MS
    takes_ms: int = 200

    def exchange(self, name: str, body: bytes) -> Exchanged:
        self.asked.append(name)
        if name == "push":
            pushed = decode(body, PushRequest)
            self.sizes.append(sum(wire.entry.size_bytes for wire in pushed.entries))
        if self.before.get(name):
            raise self.before[name].pop(0)
        status, answered = self.centre.answer(name, body, self.post, self.device)
        if self.after.get(name):
            raise self.after[name].pop(0)
        return Exchanged(status, answered, self.now_ms, self.now_ms + self.takes_ms)
