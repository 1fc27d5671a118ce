"""Packages between a fake journal and the little centre."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.device.bundle import read_answer, write_package
from sync.device.ports import RoundReport
from sync.protocol.codec import pack, unpack
from sync.protocol.messages import (
    Answer,
    HeadsAnswer,
    PackageAnswer,
    PackageRequest,
    PackedAnswer,
)
from sync.protocol.package import (
    PackageBroken,
    PackageHead,
    PackageKind,
    open_package,
    seal_package,
)
from sync.server.package_pages import answers_to
from tests.sync.device.little_centre import NOW_MS, LittleCentre
from tests.sync.device.rounds import Desk
from tests.sync.protocol.makers import print_of, public

NOW = datetime.fromtimestamp(NOW_MS / 1000, UTC)
DAY_MS = 86_400_000


@dataclass
class PackageCentre:
    """The little centre with a slot for packages; each contact gives a longer lease."""

    little: LittleCentre = field(default_factory=LittleCentre)
    contacts: int = 0
    withheld: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.seal = X25519PrivateKey.from_private_bytes(hashlib.sha256(b"segel pusat").digest())
        self.little.seal_key = self.seal.public_key().public_bytes_raw()
        self.little.bend = self._with_lease

    def _with_lease(self, name: str, _asked: msgspec.Struct, answer: Answer) -> Answer:
        if not isinstance(answer, HeadsAnswer):
            return answer
        self.contacts += 1
        until_ms = NOW_MS + 60 * DAY_MS + 1000 * self.contacts
        return msgspec.structs.replace(answer, lease_until_ms=until_ms)

    def requests_in(self, package: bytes, desk: Desk) -> PackageRequest:
        payload = open_package(
            package,
            kind=PackageKind.PUSH,
            sender=public(desk.journal.writer.device),
            recipient=print_of(self.little.key),
            key=self.seal,
        )
        return unpack(payload, PackageRequest)

    def answer(self, package: bytes, desk: Desk) -> bytes:
        def one(name: str, body: bytes) -> tuple[int, bytes]:
            return self.little.answer(name, body, desk.journal.post, desk.journal.device)

        answers = answers_to(self.requests_in(package, desk).requests, one)
        given = [packed for packed in answers if packed.name not in self.withheld]
        return self.sealed(given, desk, to=hashlib.sha256(package).digest())

    def opened(self, answer: bytes, desk: Desk) -> list[PackedAnswer]:
        payload = open_package(
            answer,
            kind=PackageKind.ANSWER,
            sender=self.little.sign_key,
            recipient=desk.journal.device,
            key=desk.journal.seal_key,
        )
        return unpack(payload, PackageAnswer).answers

    def sealed(
        self, answers: list[PackedAnswer], desk: Desk, *, to: bytes = b"", **bent: object
    ) -> bytes:
        head = PackageHead(
            PackageKind.ANSWER, print_of(self.little.key), desk.journal.device, "training", NOW_MS
        )
        return seal_package(
            pack(PackageAnswer(to, answers)),
            replace(head, **bent),  # type: ignore[arg-type]
            key=self.little.key,
            seal_to=desk.journal.seal_key.public_key().public_bytes_raw(),
        )


def out(desk: Desk) -> bytes:
    return write_package(desk.journal, clock=lambda: NOW, program="uji")[0]


def read(desk: Desk, answer: bytes) -> RoundReport:
    return read_answer(desk.journal, answer, clock=lambda: NOW)


def carried(centre: PackageCentre, desk: Desk) -> RoundReport:
    return read(desk, centre.answer(out(desk), desk))


def refusal(desk: Desk, answer: bytes) -> str:
    with pytest.raises(PackageBroken) as refused:
        read(desk, answer)
    return refused.value.code
