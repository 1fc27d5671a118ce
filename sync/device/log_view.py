"""How a device sees the centre's logs: nothing counts but what the recomputed root covers.

Each answer shows a signed checkpoint of the post's feed and of the shared one. A checkpoint is
believed once the leaves since the verified size lead to its root. One that contradicts what was
verified before freezes its feed for the rest of the round and stands as an alarm, with both
signed checkpoints as evidence; the next round looks again.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync.device.errors import CentreRefused
from sync.device.findings import Findings
from sync.device.ports import Alarm, AlarmCode, FeedState, Grown, JournalPort, LoggedLeaf
from sync.protocol import merkle
from sync.protocol.canonical import Malformed
from sync.protocol.checkpoint import Checkpoint, read_checkpoint
from sync.protocol.entry import BadSignature
from sync.protocol.messages import SHARED, Answer, FeedShown, Leaves, SignedCheckpoint


@dataclass(frozen=True, slots=True)
class Shown:
    """A checkpoint whose signature is the centre's."""

    signed: SignedCheckpoint
    checkpoint: Checkpoint


class LogView:
    """The two feeds of a device in one round."""

    def __init__(self, journal: JournalPort, findings: Findings, centre_key: bytes) -> None:
        self.feeds = (journal.post, SHARED)
        self._journal = journal
        self._findings = findings
        self._centre_key = centre_key
        self._frozen: set[str] = set()
        self._newest: dict[str, int] = {}
        self._fresh: dict[str, dict[int, bytes]] = {}  # leaves that this round verified

    def sizes(self) -> dict[str, int]:
        """Give how far each feed is verified."""
        return {feed: self._journal.feed(feed).size for feed in self.feeds}

    def shown_by_us(self) -> list[FeedShown]:
        """Give what we tell the centre about our view."""
        states = [self._journal.feed(feed) for feed in self.feeds]
        return [FeedShown(s.feed, s.generation, s.size, s.checkpoint) for s in states]

    def is_frozen(self, feed: str) -> bool:
        """Say whether a proof of this feed failed in this round."""
        return feed in self._frozen

    def freeze(self, alarm: Alarm) -> None:
        """Let a failed proof stand; nothing of this feed is acknowledged or pulled until then."""
        self._frozen.add(alarm.feed)
        self._findings.found(alarm)

    def newest_size(self, feed: str) -> int:
        """Give the biggest size that the centre showed in this round and that may be true."""
        return self._newest.get(feed, 0)

    def look_afresh(self) -> None:
        """Give a feed another chance, after the centre was given what it lacked."""
        self._frozen.clear()

    def leaf(self, feed: str, position: int) -> bytes | None:
        """Give a verified leaf; those of this round need no look into the store."""
        fresh = self._fresh.get(feed, {}).get(position)
        return self._journal.leaf(feed, position) if fresh is None else fresh

    def place(self, answer: Answer) -> dict[str, Shown]:
        """Read an answer's checkpoints and give, by feed, those that may follow from ours.

        Raises:
            CentreRefused: a checkpoint is not this centre's, or of the other deployment.
        """
        shown = {feed: found for feed, found in self._read(answer).items() if self._fits(found)}
        self._newest |= {feed: found.checkpoint.size for feed, found in shown.items()}
        return shown

    def require_checkpoints(self, answer: Answer) -> None:
        """Refuse an answer that is silent about a feed: a log that fell back could hide so.

        Raises:
            CentreRefused: there are not the checkpoints of both feeds.
        """
        if not set(self.feeds) <= set(self._read(answer)):
            raise CentreRefused("checkpoint_invalid")

    def grown(self, shown: Mapping[str, Shown], leaves: Sequence[Leaves]) -> list[Grown]:
        """Give the feeds that these leaves prove to have grown to the shown checkpoints.

        A feed is passed over where they were left out, because too many are missing, or do not
        begin where this device stands, because a person opened its log anew a moment ago.
        """
        found = [
            self.follow(shown[feed], given.hashes, start=given.start)
            for feed, given in {given.feed: given for given in leaves}.items()
            if feed in shown and given.start == self._journal.feed(feed).size + 1
        ]
        return [grown for grown in found if grown is not None]

    def follow(self, shown: Shown, hashes: bytes, *, start: int) -> Grown | None:
        """Recompute the root with these leaves; None when nothing is new or the proof failed."""
        state = self._journal.feed(shown.checkpoint.feed)
        missing = shown.checkpoint.size - state.size
        if missing <= 0:
            return None
        if start != state.size + 1 or len(hashes) != merkle.HASH_BYTES * missing:
            self.differs(state, shown)
            return None
        steps = range(0, len(hashes), merkle.HASH_BYTES)
        leaves = [hashes[at : at + merkle.HASH_BYTES] for at in steps]
        frontier, roots = merkle.grow(merkle.Frontier(state.size, state.frontier), leaves)
        if frontier.root().hex() != shown.checkpoint.root:
            self.differs(state, shown)
            return None
        self.proved(state.feed)
        self._fresh.setdefault(state.feed, {}).update(enumerate(leaves, start))
        return _grown(state, shown, frontier, leaves=leaves, roots=roots)

    def proved(self, feed: str) -> None:
        """Note that a feed's log continues what was verified before."""
        self._findings.proved_all(AlarmCode.ROOT_DIFFERS, feed)
        self._findings.proved_all(AlarmCode.CENTRE_ROLLED_BACK, feed)

    def check_follows(self, shown: Shown, proof: Sequence[bytes]) -> bool:
        """Check a consistency proof from the verified size to a checkpoint; freeze if it fails."""
        state = self._journal.feed(shown.checkpoint.feed)
        root = bytes.fromhex(state.root) if state.size else merkle.EMPTY_ROOT
        target = bytes.fromhex(shown.checkpoint.root)
        if merkle.verify_consistency(state.size, root, shown.checkpoint.size, target, proof):
            return True
        self.differs(state, shown)
        return False

    def read(self, signed: SignedCheckpoint) -> Shown:
        """Verify one checkpoint (raises CentreRefused)."""
        try:
            checkpoint = read_checkpoint(signed, self._centre_key)
        except (BadSignature, Malformed) as error:
            raise CentreRefused("checkpoint_invalid") from error
        if checkpoint.deployment != self._journal.deployment:
            raise CentreRefused("checkpoint_invalid")
        return Shown(signed, checkpoint)

    def _read(self, answer: Answer) -> dict[str, Shown]:
        found = [self.read(signed) for signed in answer.checkpoints]
        return {one.checkpoint.feed: one for one in found if one.checkpoint.feed in self.feeds}

    def _fits(self, shown: Shown) -> bool:
        """Compare a checkpoint with what is verified, without its leaves."""
        checkpoint = shown.checkpoint
        state = self._journal.feed(checkpoint.feed)
        if checkpoint.generation > state.generation:
            state = self._begin_anew(state, shown)
        if self.is_frozen(state.feed):
            return False
        if checkpoint.generation < state.generation or checkpoint.size < state.size:
            self.freeze(_alarm(AlarmCode.CENTRE_ROLLED_BACK, state, shown))
            return False
        if checkpoint.size == state.size:
            root = state.root if state.size else merkle.EMPTY_ROOT.hex()
            if root != checkpoint.root:
                self.differs(state, shown)
                return False
            self.proved(state.feed)
        return True

    def _begin_anew(self, state: FeedState, shown: Shown) -> FeedState:
        """Follow a person at the centre who opened the log anew; positions are lost, and said."""
        if state.checkpoint is not None:
            self._findings.found(_alarm(AlarmCode.NEW_GENERATION, state, shown))
        anew = FeedState(state.feed, generation=shown.checkpoint.generation)
        self._journal.new_generation(anew)
        self._fresh.pop(state.feed, None)
        return anew

    def differs(self, state: FeedState, shown: Shown) -> None:
        """Let it stand that the centre's log says something else than what was verified."""
        self.freeze(_alarm(AlarmCode.ROOT_DIFFERS, state, shown))


def _grown(
    state: FeedState,
    shown: Shown,
    frontier: merkle.Frontier,
    *,
    leaves: Sequence[bytes],
    roots: Sequence[bytes],
) -> Grown:
    first = state.size + 1
    logged = tuple(
        LoggedLeaf(first + at, leaf, root)
        for at, (leaf, root) in enumerate(zip(leaves, roots, strict=True))
    )
    after = FeedState(
        feed=state.feed,
        generation=state.generation,
        size=frontier.size,
        frontier=frontier.peaks,
        root=shown.checkpoint.root,
        cursor=state.cursor,
        checkpoint=shown.signed,
    )
    return Grown(after, logged)


def _alarm(code: AlarmCode, state: FeedState, shown: Shown) -> Alarm:
    """State what was verified and what is shown now, with the signed bytes of both."""
    checkpoint = shown.checkpoint
    signed = [*([state.checkpoint] if state.checkpoint else []), shown.signed]
    return Alarm(
        code=code,
        feed=state.feed,
        position=checkpoint.generation if code is AlarmCode.NEW_GENERATION else 0,
        detail={
            "verified_size": state.size,
            "verified_root": state.root,
            "shown_size": checkpoint.size,
            "shown_root": checkpoint.root,
        },
        evidence=tuple(piece for one in signed for piece in (one.body, one.signature)),
    )
