"""The answers of a package, asked like a line: what a round asks for is put together from them.

The package as a whole is signed by the centre and was sealed to this device, so whatever is in it
is the centre's. Batches and pages need not have the bounds they had when the package was made.
"""

from collections.abc import Mapping, Sequence

from sync.device.ports import Exchanged, NoLine
from sync.device.talk import ANSWERED, read_answer
from sync.protocol.canonical import Malformed
from sync.protocol.codec import decode, encode
from sync.protocol.limits import PULL_PAGE_ENTRIES
from sync.protocol.merkle import HASH_BYTES
from sync.protocol.messages import (
    Answer,
    HeadsAnswer,
    Leaves,
    LeavesAnswer,
    PackedAnswer,
    PlacedEntry,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    PushResult,
    SignedCheckpoint,
    Stopped,
)

PACKAGE_ENDS = "package_ends"


class PackedLine:
    """A line that only knows what one answer package says."""

    def __init__(self, answers: Sequence[PackedAnswer], *, offset_ms: int) -> None:
        """Sort the answers by what they answer.

        Args:
            answers: as they stand in the package.
            offset_ms: how far the centre's clock is before ours, as far as known.

        Raises:
            CentreRefused: an answer cannot be read.
        """
        self.answers = answers
        self._offset_ms = offset_ms
        self._at_ms = 0
        self._results: dict[str, PushResult] = {}
        self._stopped: dict[str, Stopped] = {}
        self._pages: dict[str, dict[int, PlacedEntry]] = {}
        self._broken_off: set[str] = set()  # feeds that go on, and the centre has nothing there
        self._leaves: dict[str, dict[int, bytes]] = {}
        self._checkpoints: dict[str, SignedCheckpoint] = {}
        for packed in answers:
            if packed.status == ANSWERED:
                self._take(packed)

    @property
    def lease_until_ms(self) -> int | None:
        """Until when the lease runs by this answer; None when the centre refused.

        Raises:
            Malformed: `heads_absent`: every package answers the heads first.
        """
        given = self._first("heads")
        if given is None:
            raise Malformed("heads_absent")
        if given.status != ANSWERED:
            return None
        return read_answer(self._exchanged(given), HeadsAnswer).lease_until_ms

    def exchange(self, name: str, body: bytes) -> Exchanged:
        """Give what the package says to a request.

        Raises:
            NoLine: `package_ends`: it says nothing to that.
        """
        if name == "push" and (self._results or self._stopped):
            return self._said(self._pushed(decode(body, PushRequest)))
        if name == "pull" and self._pages:
            return self._said(self._pulled(decode(body, PullRequest)))
        given = self._first(name)
        if given is None or (name != "heads" and given.status == ANSWERED):
            raise NoLine(PACKAGE_ENDS)
        return self._exchanged(given)

    def _first(self, name: str) -> PackedAnswer | None:
        return next((packed for packed in self.answers if packed.name == name), None)

    def _take(self, packed: PackedAnswer) -> None:
        exchanged = self._exchanged(packed)
        if packed.name == "heads":
            self._at_ms = read_answer(exchanged, HeadsAnswer).at_ms
        elif packed.name == "push":
            self._take_push(read_answer(exchanged, PushAnswer))
        elif packed.name == "pull":
            answer = read_answer(exchanged, PullAnswer)
            page = self._pages.setdefault(answer.feed, {})
            page.update({placed.position: placed for placed in answer.entries})
            if answer.more and not answer.entries:
                self._broken_off.add(answer.feed)
        elif packed.name == "leaves":
            self._take_leaves(read_answer(exchanged, LeavesAnswer))

    def _take_push(self, answer: PushAnswer) -> None:
        self._results |= {result.id: result for result in answer.results}
        if answer.stopped is not None:
            self._stopped[answer.stopped.id] = answer.stopped

    def _take_leaves(self, answer: LeavesAnswer) -> None:
        leaves = answer.leaves
        starts = range(0, len(leaves.hashes), HASH_BYTES)
        found = [leaves.hashes[at : at + HASH_BYTES] for at in starts]
        self._leaves.setdefault(leaves.feed, {}).update(enumerate(found, leaves.start))
        self._checkpoints[leaves.feed] = answer.reached

    def _pushed(self, request: PushRequest) -> PushAnswer:
        results: list[PushResult] = []
        for wire in request.entries:
            result = self._results.get(wire.entry.header.id)
            if result is None:
                break
            results.append(result)
        after = request.entries[len(results) :][:1]
        return PushAnswer(
            at_ms=self._at_ms,
            nonce="",
            checkpoints=list(self._checkpoints.values()),
            results=results,
            leaves=self._leaves_after(request.sizes),
            stopped=self._stopped.get(after[0].entry.header.id) if after else None,
        )

    def _pulled(self, request: PullRequest) -> PullAnswer:
        page = self._pages.get(request.feed, {})
        wanted = range(request.after + 1, request.after + 1 + PULL_PAGE_ENTRIES)
        entries: list[PlacedEntry] = []
        for position in wanted:
            if position not in page:
                break
            entries.append(page[position])
        if not entries and request.feed not in self._broken_off:
            raise NoLine(PACKAGE_ENDS)
        return PullAnswer(
            at_ms=self._at_ms,
            nonce="",
            checkpoints=list(self._checkpoints.values()),
            feed=request.feed,
            entries=entries,
            leaves=self._leaves_after(request.sizes),
            more=request.feed in self._broken_off or len(entries) == PULL_PAGE_ENTRIES,
        )

    def _leaves_after(self, sizes: Mapping[str, int]) -> list[Leaves]:
        given = []
        for feed, leaves in self._leaves.items():
            start = sizes.get(feed, 0) + 1
            hashes = b"".join(leaves[p] for p in sorted(leaves) if p >= start)
            given.append(Leaves(feed, start, hashes))
        return given

    def _said(self, answer: Answer) -> Exchanged:
        return self._exchanged(PackedAnswer("", ANSWERED, encode(answer)))

    def _exchanged(self, packed: PackedAnswer) -> Exchanged:
        """Give an answer as if it had come in the moment the centre made it."""
        at_ms = self._at_ms - self._offset_ms
        return Exchanged(packed.status, packed.body, sent_at_ms=at_ms, received_at_ms=at_ms)
