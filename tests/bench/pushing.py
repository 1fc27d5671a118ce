"""What the centre makes of a push: beside a bare loop, and beside a centre that is full."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from posko_app.store.sync_journal import StoreJournal
from sync.device.ports import CentreLink
from sync.protocol.codec import decode, encode
from sync.protocol.entry import Entry, fingerprint
from sync.protocol.merkle import HASH_BYTES
from sync.protocol.messages import (
    PATH_PREFIX,
    SHARED,
    PushAnswer,
    PushRequest,
    Refused,
    WireEntry,
)
from sync.protocol.request_signing import sign_request
from tests.bench.bare_intake import BareIntake, open_plain
from tests.bench.centre_child import CentreChild, Timed
from tests.bench.figures import Figure, percentile, ratio

BATCH = 60
GROWN_BATCH = 600  # about 1 MiB: what a desk sends at once when much waits and the line is good
WARM = 2  # batches that only warm caches
SMALLEST_ENTRY_BYTES = 520
HERE: dict[str, BareIntake] = {}  # of the child process


@dataclass
class Sender:
    """A laptop's half of a push, without a line: signs requests for a centre, and sends them."""

    centre: CentreChild
    post: str
    key: Ed25519PrivateKey
    link: CentreLink
    nonce: str = ""
    sizes: dict[str, int] = field(default_factory=dict)  # of both feeds, as far as it knows them
    numbers: Iterator[int] = field(default_factory=count)

    @classmethod
    def enrolled(cls, centre: CentreChild, journal: StoreJournal, *, size: int = 0) -> "Sender":
        """Enrol a laptop; the first request fetches a nonce."""
        link = centre.enrol(journal.newest_device_entry(), journal.post)
        sizes = {journal.post: size, SHARED: 0}
        sender = cls(centre, journal.post, journal.sign_key, link, sizes=sizes)
        sender.nonce = decode(sender.send(PushRequest([], {})).body, Refused).nonce
        return sender

    def push(self, entries: Sequence[Entry]) -> tuple[Timed, bytes]:
        """Push a batch; give the answer and the body that was sent."""
        request = PushRequest(on_the_wire(entries), dict(self.sizes))
        timed = self.send(request)
        answer = decode(timed.body, PushAnswer)
        if timed.status != 200 or len(answer.results) != len(entries):
            raise RuntimeError(f"not taken: {timed.status} {answer.stopped}")
        self.nonce = answer.nonce
        for grown in answer.leaves:
            self.sizes[grown.feed] += len(grown.hashes) // HASH_BYTES
        return timed, encode(request)

    def send(self, request: PushRequest) -> Timed:
        """Sign and send."""
        body, path = encode(request), f"{PATH_PREFIX}push"
        headers = sign_request(
            path=path,
            body=body,
            centre=fingerprint(self.link.sign_key),
            key=self.key,
            nonce=self.nonce,
            request_id=f"{next(self.numbers):032x}",
        )
        return self.centre.post(path, body, headers)


def on_the_wire(entries: Sequence[Entry]) -> list[WireEntry]:
    """Give entries as they travel."""
    return [WireEntry(e.header_bytes, e.signature, dict(e.parts)) for e in entries]


def batches(entries: Sequence[Entry], *, of: int = BATCH) -> list[Sequence[Entry]]:
    """Cut a chain into whole batches."""
    whole = len(entries) // of * of
    return [entries[at : at + of] for at in range(0, whole, of)]


def measure_push(
    folder: Path, journal: StoreJournal, entries: Sequence[Entry], *, of: int
) -> Figure:
    """Push batch after batch; the bare loop takes the same bytes in the same process."""
    centre = CentreChild(folder / f"push-centre-{of}")
    sender = Sender.enrolled(centre, journal)
    signer = signer_of(entries)
    centre.run(_in_child_open, folder / f"push-bare-{of}.db", signer)
    ours: list[float] = []
    theirs: list[float] = []
    sender.push(entries[:2])
    cut = batches(entries[2:], of=of)
    for batch in cut:
        timed, body = sender.push(batch)
        ours.append(timed.ms)
        theirs.append(centre.run(_in_child_take, body))
    centre.close()
    how = (
        f"{len(cut) - WARM} batches of {of} screenings in turn, ms; ours: the server's"
        " application from the request's bytes to the answer's, without TLS; bare: inflate,"
        " decode, verify each signature, insert header, signature and parts, one commit, the same"
        " pragmas; a ratio of 2 is half its rate"
    )
    return ratio(f"push ÷ bare intake, batches of {of}", ours[WARM:], theirs[WARM:], aim=2, how=how)


def signer_of(entries: Sequence[Entry]) -> bytes:
    """Give the public key of the one officer who signed all but the first entry."""
    import json

    return bytes.fromhex(json.loads(entries[1].parts["facts"][16:])["sign_key"])


def measure_bytes(entries: Sequence[Entry]) -> Figure:
    """Weigh batches as they travel."""
    weights = [
        len(encode(PushRequest(on_the_wire(batch), {"el-tari": 10_000, SHARED: 100}))) / BATCH
        for batch in batches(entries[2:])
    ]
    parts = {"least": min(weights), "most": max(weights)}
    parts["stored"] = median([entry.size_bytes for entry in entries[2:]])
    how = f"{len(weights)} batches of {BATCH} judged screenings, MessagePack, zlib 6"
    name = "bytes on the line per screening"
    return Figure(name, median(weights), "bytes", SMALLEST_ENTRY_BYTES, parts, how)


def measure_full_centre(
    full: CentreChild, folder: Path, journal: StoreJournal, entries: Sequence[Entry], *, size: int
) -> Figure:
    """Push the same batches, in turn, into an empty centre and into one with `size` entries."""
    empty = CentreChild(folder / "empty-centre")
    few, many = Sender.enrolled(empty, journal), Sender.enrolled(full, journal, size=size)
    times: tuple[list[float], list[float]] = ([], [])
    for sender in (few, many):
        sender.push(entries[:2])
    for batch in batches(entries[2:]):
        for sender, taken in zip((few, many), times, strict=True):
            taken.append(sender.push(batch)[0].ms)
    empty.close()
    few_ms, many_ms = (taken[WARM:] for taken in times)
    parts = {"empty_p50": median(few_ms), "full_p50": median(many_ms)}
    parts |= {"empty_p95": percentile(few_ms, 0.95), "full_p95": percentile(many_ms, 0.95)}
    how = f"{len(few_ms)} batches of {BATCH} in turn into both, ms"
    name = f"push at {size // 1000}k ÷ into an empty centre"
    return Figure(name, parts["full_p50"] / parts["empty_p50"], "×", 1.2, parts, how)


def _in_child_open(path: Path, signer: bytes) -> None:
    HERE["bare"] = BareIntake(open_plain(path), signer)


def _in_child_take(body: bytes) -> float:
    return HERE["bare"].push_ms(body)
