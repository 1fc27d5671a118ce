"""Devices with officers that push to a centre under test: invented keys, a clock that stands."""

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sync.protocol.checkpoint import read_checkpoint
from sync.protocol.entry import Deployment, Entry, Kind
from sync.protocol.head import HeadStatement
from sync.protocol.ids import NO_HASH
from sync.protocol.messages import EnrolRequest, FeedShown, HeadsRequest, PushRequest, WireEntry
from sync.protocol.people import DeviceStatement, Role
from tests.sync.protocol.makers import EPOCH, ChainMaker, fixed_key, print_of, public

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TRAINING = Deployment.TRAINING


def wire(entry: Entry, **erased: str) -> WireEntry:
    return WireEntry(entry.header_bytes, entry.signature, dict(entry.parts), erased)


def push_of(*entries: Entry, **sizes: int) -> PushRequest:
    return PushRequest([wire(entry) for entry in entries], sizes)


class PostMaker(ChainMaker):
    """A chain of a device at a post; no two devices draw the same random bytes."""

    def __init__(self, device: str, post: str) -> None:
        super().__init__(device)
        self.post, self.epoch = post, EPOCH
        drawn = itertools.count()
        self.random = lambda count: hashlib.shake_256(f"{device} {next(drawn)}".encode()).digest(
            count
        )

    def entry(self, kind, signer, parts, **bent: object) -> Entry:
        return super().entry(kind, signer, parts, **({"epoch": self.epoch} | bent))

    def opening(self, **bent: object) -> Entry:
        deployment = str(bent.get("deployment", "training"))
        statement = DeviceStatement(public(self.device).hex(), "ab" * 32, self.post, deployment)
        subject = {"subject": print_of(self.device)}
        return self.entry(
            Kind.DEVICE, self.device, {"facts": statement.facts()}, **(subject | bent)
        )


@dataclass
class Laptop:
    """One enrolled device of a post, its first officer, and what it has said so far."""

    centre: object
    name: str
    post: str = "el-tari"
    maker: ChainMaker = field(init=False)
    said: list[Entry] = field(default_factory=list)

    def __post_init__(self):
        self.maker = PostMaker(self.name, self.post)
        self.penyelia = fixed_key(f"penyelia {self.name}")
        self.opening = self.keep(self.maker.opening())

    @property
    def fingerprint(self) -> str:
        return print_of(self.maker.device)

    @property
    def row(self):
        from sync.server.models import Device

        return Device.objects.get(pk=self.fingerprint)

    def keep(self, entry: Entry) -> Entry:
        self.said.append(entry)
        return entry

    def first_officer(self) -> Entry:
        statement = self.maker.statement(self.penyelia, role=Role.PENYELIA)
        return self.keep(self.maker.officer(self.penyelia, statement.cosigned_by(self.penyelia)))

    def screening(self, **bent: object) -> Entry:
        return self.keep(self.maker.screening(self.penyelia, **bent))

    def anything(self, kind: StrEnum = Kind.SCREENING, **bent: object) -> Entry:
        parts = {"facts": {"purpose": "wisata"}}
        return self.keep(self.maker.entry(kind, self.penyelia, parts, **bent))

    def open_epoch(self, epoch: str) -> Entry:
        self.maker.seq, self.maker.prev, self.maker.epoch = 0, NO_HASH, epoch
        return self.keep(self.maker.opening())

    def screenings(self, count: int) -> list[Entry]:
        return [self.screening() for _ in range(count)]

    def enrol(self, now: datetime = NOW, secret: bytes = b""):
        from sync.server.enrol import enrol

        secret = secret or hashlib.sha256(self.name.encode()).digest()[:10]
        make_code(self.post, secret)
        return enrol(EnrolRequest(secret, wire(self.opening)), self.centre, now)

    def push(self, *entries: Entry, now: datetime = NOW, **sizes: int):
        from sync.server.intake import take

        return take(self.row, push_of(*entries, **sizes), self.centre, now)

    def settle(self, count: int = 0, now: datetime = NOW) -> "Laptop":
        """Enrol, and push the opening, the first officer and some screenings."""
        self.enrol(now)
        self.first_officer()
        self.screenings(count)
        self.push(*self.said, now=now)
        return self

    def shown(self, answer, at: int = 0) -> FeedShown:
        """Give what the laptop would show after it verified an answer's checkpoint."""
        signed = answer.checkpoints[at]
        read = read_checkpoint(signed, self.centre.keys.sign_public)
        return FeedShown(read.feed, read.generation, read.size, signed)

    def head(self, entry: Entry | None = None) -> bytes:
        header = (entry or self.said[-1]).header
        statement = HeadStatement(
            self.fingerprint,
            header.epoch,
            header.seq,
            (entry or self.said[-1]).hash,
            header.deployment,
        )
        return statement.signed(self.maker.device)

    def shows(self, *feeds, entry: Entry | None = None, now: datetime = NOW):
        from sync.server.heads import compare

        at_ms = int(now.timestamp() * 1000)
        request = HeadsRequest(self.head(entry), list(feeds), at_ms, "0.1.0", 3)
        return compare(self.row, request, self.centre, now)


def make_code(post: str, secret: bytes, now: datetime = NOW) -> None:
    from sync.server.models import EnrolmentCode, Post

    Post.objects.get_or_create(id=post, defaults={"created_at": now})
    EnrolmentCode.objects.get_or_create(
        secret_hash=hashlib.sha256(secret).hexdigest(),
        defaults={"post_id": post, "made_at": now, "expires_at": now + timedelta(hours=24)},
    )


def results_of(answer) -> Sequence[tuple[str, int]]:
    return [(result.id, result.position) for result in answer.results]
