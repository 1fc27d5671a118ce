"""Sending own entries in chain order, and taking them as arrived only on proof.

An HTTP status, or the centre's word that it stored something, is no proof. An entry leaves the
outbox when its leaf stands at the position named, in a log whose root is the signed one.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from sync.device.batch import BatchSize
from sync.device.contact import Contact
from sync.device.errors import CentreRefused
from sync.device.leaves import catch_up
from sync.device.ports import (
    Acknowledged,
    Alarm,
    AlarmCode,
    NoLine,
    PageRefused,
    Placed,
    Waiting,
)
from sync.protocol.messages import (
    PushAnswer,
    PushRequest,
    PushResult,
    Refusal,
    State,
    WireEntry,
)

Batch = Sequence[Waiting]


def push(contact: Contact, again: Mapping[str, int]) -> None:
    """Send what waits, and before it what the centre forgot.

    Args:
        contact: the round.
        again: epoch -> seq after which everything is sent, acknowledged or not.
    """
    size = BatchSize()
    contact.sent_all = False
    for epoch, after_seq in again.items():
        if not _send_all(contact, size, _Again(contact, epoch, after_seq)):
            return
    contact.sent_all = _send_all(contact, size, _InOrder(contact))


class _InOrder:
    """What waits, in chain order."""

    def __init__(self, contact: Contact) -> None:
        self._contact = contact
        self._after: str | None = None

    def next(self, limit_bytes: int) -> Batch:
        return self._contact.journal.waiting(limit_bytes=limit_bytes, after=self._after)

    def sent(self, last: Waiting) -> None:
        self._after = last.entry.header.id


class _Again:
    """An epoch from a seq on, whatever the outbox says."""

    def __init__(self, contact: Contact, epoch: str, after_seq: int) -> None:
        self._contact = contact
        self._epoch = epoch
        self._after_seq = after_seq

    def next(self, limit_bytes: int) -> Batch:
        return self._contact.journal.own_chain(
            self._epoch, after_seq=self._after_seq, limit_bytes=limit_bytes
        )

    def sent(self, last: Waiting) -> None:
        self._after_seq = last.entry.header.seq


def _send_all(contact: Contact, size: BatchSize, queue: "_InOrder | _Again") -> bool:
    """Send a queue batch by batch; say whether sending may go on after it."""
    while not contact.stop():
        batch = queue.next(size.limit_bytes)
        if not batch:
            return True
        answer = _exchange(contact, size, batch)
        if answer is None:
            continue
        taken = _settle(contact, batch, answer)
        if taken == 0 and answer.stopped is None:
            contact.reason = "push_unanswered"
        if taken == 0 or answer.stopped is not None or contact.log.is_frozen(contact.journal.post):
            return False
        queue.sent(batch[taken - 1])
    return False


def _exchange(contact: Contact, size: BatchSize, batch: Batch) -> PushAnswer | None:
    """Send one batch; None when the line broke and a smaller one is worth a try."""
    entries = [_on_the_wire(waiting) for waiting in batch]
    try:
        answer = contact.talk.ask("push", PushRequest(entries, contact.log.sizes()), PushAnswer)
    except NoLine as broken:
        if not size.broke(broken.reason):
            raise
        return None
    except CentreRefused as refused:
        if refused.code != Refusal.TOO_LARGE or not size.broke(refused.code):
            raise
        return None
    size.carried()
    return answer


def _on_the_wire(waiting: Waiting) -> WireEntry:
    entry = waiting.entry
    return WireEntry(entry.header_bytes, entry.signature, dict(entry.parts), dict(waiting.erased))


def _settle(contact: Contact, batch: Batch, answer: PushAnswer) -> int:
    """Verify the logs' growth and take in what it proves; give how many entries were answered."""
    grown = contact.log.grown(contact.log.place(answer), answer.leaves)
    post = contact.journal.post
    if post not in {g.state.feed for g in grown}:
        catch_up(contact, post)  # too many leaves were missing for this answer
    results = list(_in_order(batch, answer.results))
    acknowledged = _acknowledged(contact, results)
    stopped = _stopped(contact, batch, answer)
    contact.acknowledged += contact.journal.settle(grown, acknowledged, stopped)
    contact.pushed += len(results)
    _prove_sent(contact, acknowledged)
    _pass_over(contact, [waiting for waiting, _ in results], acknowledged)
    return len(results)


def _in_order(batch: Batch, results: Sequence[PushResult]) -> Iterator[tuple[Waiting, PushResult]]:
    """Pair entries with their results as long as these come in the batch's order."""
    for waiting, result in zip(batch, results, strict=False):
        if waiting.entry.header.id != result.id:
            return
        yield waiting, result


def _acknowledged(
    contact: Contact, results: Sequence[tuple[Waiting, PushResult]]
) -> list[Acknowledged]:
    """Give the entries whose leaf stands at the position named; one that does not is an alarm."""
    post = contact.journal.post
    if contact.log.is_frozen(post):
        return []
    found = []
    for waiting, result in results:
        leaf = contact.log.leaf(post, result.position)
        if leaf is None and result.position <= contact.log.newest_size(post):
            continue  # the log is not followed that far yet: neither proved nor disproved
        if leaf == waiting.entry.leaf:
            quarantined = result.state is State.QUARANTINED
            found.append(Acknowledged(result.id, result.position, quarantined))
        else:
            contact.log.freeze(_misplaced(contact, waiting, result))
    return found


def _misplaced(contact: Contact, waiting: Waiting, result: PushResult) -> Alarm:
    """State that the log has another leaf where the centre says that an entry stands."""
    signed = contact.journal.feed(contact.journal.post).checkpoint
    return Alarm(
        AlarmCode.ROOT_DIFFERS,
        contact.journal.post,
        detail={"entry": result.id, "said": result.position, "leaf": waiting.entry.leaf.hex()},
        evidence=() if signed is None else (signed.body, signed.signature),
    )


def _stopped(contact: Contact, batch: Batch, answer: PushAnswer) -> dict[str, str]:
    """Let it stand that the centre stopped at one of ours; a person looks."""
    if answer.stopped is None:
        return {}
    seqs = {waiting.entry.header.id: waiting.entry.header.seq for waiting in batch}
    if answer.stopped.id not in seqs:
        return {}
    contact.findings.found(
        Alarm(
            AlarmCode.STOPPED,
            contact.journal.post,
            seqs[answer.stopped.id],
            detail={"entry": answer.stopped.id, "reason": answer.stopped.code},
        )
    )
    return {answer.stopped.id: answer.stopped.code}


def _prove_sent(contact: Contact, acknowledged: Sequence[Acknowledged]) -> None:
    """Let go of the alarm that the centre stopped at an entry, once it is proved to have it."""
    arrived = {one.entry_id for one in acknowledged}
    for standing in contact.findings.standing(AlarmCode.STOPPED):
        alarm = standing.alarm
        if alarm.detail.get("entry") in arrived:
            contact.findings.proved(alarm.code, alarm.feed, alarm.position)


def _pass_over(
    contact: Contact, sent: Sequence[Waiting], acknowledged: Sequence[Acknowledged]
) -> None:
    """Move the cursor over own entries that come next in the feed: they need no pulling."""
    state = contact.journal.feed(contact.journal.post)
    entries = {waiting.entry.header.id: waiting for waiting in sent}
    page: list[Placed] = []
    for one in sorted(acknowledged, key=lambda found: found.position):
        if one.position == state.cursor + len(page) + 1:
            waiting = entries[one.entry_id]
            page.append(Placed(one.position, waiting.entry, waiting.erased))
    if page:
        with suppress(PageRefused):  # then it is pulled like any other, and found there
            contact.journal.store_page(replace(state, cursor=page[-1].position), page)
