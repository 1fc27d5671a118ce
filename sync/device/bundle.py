"""A round by package, where there is no line: one sealed file there, one back.

Out: the device's heads, what waits, and what it wants. Back: the centre's answers to these, which
are settled by the same steps as a round on the line; nothing counts but what a root proves. An
answer that is older than the last contact is refused, so none counts twice or out of order.

Basis: SRC-FORMAT, "Requests" and "Limits".
"""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import msgspec

from sync.device.claims import compare_claims
from sync.device.contact import Contact
from sync.device.errors import CentreRefused
from sync.device.findings import Findings
from sync.device.heads import Plan, compare_heads
from sync.device.log_view import LogView
from sync.device.packed_challenge import ask_in_package, judge_in_package
from sync.device.packed_line import PackedLine
from sync.device.ports import (
    AlarmCode,
    CentreLink,
    JournalPort,
    NoLine,
    Outcome,
    RoundReport,
    Waiting,
)
from sync.device.pull import pull
from sync.device.push import push
from sync.device.talk import Talk
from sync.protocol.canonical import Malformed
from sync.protocol.codec import encode, pack, unpack
from sync.protocol.entry import fingerprint
from sync.protocol.limits import BATCH_BYTES, PACKAGE_BYTES, PULL_PAGE_BYTES
from sync.protocol.messages import (
    SHARED,
    HeadsRequest,
    LeavesRequest,
    PackageAnswer,
    PackageRequest,
    PackedRequest,
    PullRequest,
    PushRequest,
    Refusal,
    WireEntry,
)
from sync.protocol.package import (
    PackageBroken,
    PackageHead,
    PackageKind,
    open_package,
    package_head,
    seal_package,
)

PUSHED_BYTES = PACKAGE_BYTES // 2  # entries in one package; the rest waits for the next
Clock = Callable[[], datetime]


def write_package(journal: JournalPort, *, clock: Clock, program: str) -> tuple[bytes, int]:
    """Seal what a round would say for the centre; nothing leaves the outbox by it.

    Returns:
        The file, and how many entries it holds.

    Raises:
        PackageBroken: `not_enrolled`.
    """
    link = _link(journal)
    at_ms = int(clock().timestamp() * 1000)
    batches = list(_batches(journal))
    challenge = ask_in_package(journal, link, os.urandom)
    requests = [
        _packed("heads", _heads(journal, at_ms=at_ms, program=program)),
        *(_packed("push", _push_of(batch)) for batch in batches),
        *([] if challenge is None else [_packed("challenge", challenge)]),
        *_wants(journal),
    ]
    head = PackageHead(
        kind=PackageKind.PUSH,
        sender=journal.device,
        recipient=fingerprint(link.sign_key),
        deployment=journal.deployment,
        made_at_ms=at_ms,
    )
    payload = pack(PackageRequest(requests))
    package = seal_package(payload, head, key=journal.sign_key, seal_to=link.seal_key)
    return package, sum(map(len, batches))


def read_answer(journal: JournalPort, package: bytes, *, clock: Clock) -> RoundReport:
    """Take in the centre's answer to a package, as a round would.

    Raises:
        PackageBroken: not the centre's answer to this device; `stale`: there was a later contact,
            or it was read before.
    """
    began_at = clock()
    link = _link(journal)
    line = _opened(journal, link, package)
    findings = Findings(journal, clock)
    contact = Contact(
        journal=journal,
        talk=Talk(line),
        log=LogView(journal, findings, link.sign_key),
        findings=findings,
        random_bytes=os.urandom,
        stop=lambda: False,
    )
    try:
        _settle(contact, at=began_at)
        judge_in_package(contact, link, line.answers)
        outcome, reason = Outcome.DONE, ""
    except CentreRefused as refused:
        outcome, reason = Outcome.REFUSED, refused.code
    report = _report(contact, outcome, reason, began_at=began_at, ended_at=clock())
    journal.note_round(report)
    return report


def _link(journal: JournalPort) -> CentreLink:
    link = journal.link()
    if link is None:
        raise PackageBroken("not_enrolled")
    return link


# out


def _heads(journal: JournalPort, *, at_ms: int, program: str) -> HeadsRequest:
    waiting, _ = journal.waiting_count()
    shown = LogView(journal, Findings(journal, _no_clock), b"").shown_by_us()
    return HeadsRequest(journal.head(), shown, at_ms, program, waiting)


def _no_clock() -> datetime:
    raise AssertionError("nothing is found while a package is written")


def _batches(journal: JournalPort) -> Iterator[Sequence[Waiting]]:
    """Give what is to be sent, batch by batch, up to half of what a package may hold."""
    left = PUSHED_BYTES
    for batch in _forgotten(journal):
        if left <= 0:
            return
        left -= _size(batch)
        yield batch
    after: str | None = None
    while left > 0:
        batch = journal.waiting(limit_bytes=min(BATCH_BYTES, left), after=after)
        if not batch:
            return
        left -= _size(batch)
        after = batch[-1].entry.header.id
        yield batch


def _forgotten(journal: JournalPort) -> Iterator[Sequence[Waiting]]:
    """Give again what the centre is known to have lost or stopped at, acknowledged or not."""
    for epoch, seq in _again(journal).items():
        after_seq = seq
        while batch := journal.own_chain(epoch, after_seq=after_seq, limit_bytes=BATCH_BYTES):
            after_seq = batch[-1].entry.header.seq
            yield batch


def _again(journal: JournalPort) -> dict[str, int]:
    """Give for each epoch the seq after which everything is sent again."""
    alarms = [standing.alarm for standing in journal.standing_alarms()]
    found: dict[str, int] = {}
    if any(alarm.code is AlarmCode.STOPPED for alarm in alarms):
        found = {epoch: journal.acknowledged_seq(epoch) for epoch in journal.own_epochs()}
    forgotten = [alarm.detail for alarm in alarms if alarm.code is AlarmCode.CENTRE_FORGOT]
    return found | {str(detail["epoch"]): int(detail["seq"]) for detail in forgotten}


def _size(batch: Sequence[Waiting]) -> int:
    return sum(waiting.entry.size_bytes for waiting in batch)


def _push_of(batch: Sequence[Waiting]) -> PushRequest:
    entries = [
        WireEntry(w.entry.header_bytes, w.entry.signature, dict(w.entry.parts), dict(w.erased))
        for w in batch
    ]
    return PushRequest(entries, {})  # the leaves are asked for by themselves


def _wants(journal: JournalPort) -> Iterator[PackedRequest]:
    for feed in (SHARED, journal.post):
        state = journal.feed(feed)
        yield _packed("pull", PullRequest(feed, state.cursor, PULL_PAGE_BYTES, {}))
        yield _packed("leaves", LeavesRequest(feed, state.size))


def _packed(name: str, request: msgspec.Struct) -> PackedRequest:
    return PackedRequest(name, encode(request))


# in


def _opened(journal: JournalPort, link: CentreLink, package: bytes) -> PackedLine:
    payload = open_package(
        package,
        kind=PackageKind.ANSWER,
        sender=link.sign_key,
        recipient=journal.device,
        key=journal.seal_key,
    )
    if package_head(package).deployment != journal.deployment:
        raise PackageBroken("other_deployment")
    try:
        answers = unpack(payload, PackageAnswer).answers
        line = PackedLine(answers, offset_ms=link.clock_offset_ms or 0)
        until_ms = line.lease_until_ms
    except (Malformed, CentreRefused) as error:
        raise PackageBroken("content") from error
    if until_ms is not None and until_ms <= round(link.lease_until.timestamp() * 1000):
        raise PackageBroken("stale")
    return line


def _report(
    contact: Contact, outcome: Outcome, reason: str, *, began_at: datetime, ended_at: datetime
) -> RoundReport:
    alarms = contact.findings.conclude()
    waiting, needs_person = contact.journal.waiting_count()
    return RoundReport(
        outcome=Outcome.ALARM if alarms and outcome is Outcome.DONE else outcome,
        began_at=began_at,
        ended_at=ended_at,
        pushed=contact.pushed,
        acknowledged=contact.acknowledged,
        pulled=contact.pulled,
        waiting=waiting,
        needs_person=needs_person,
        reason=reason,
        alarms=alarms,
    )


def _settle(contact: Contact, *, at: datetime) -> None:
    """Go through the steps of a round as far as the package leads."""
    plan = compare_heads(contact, program="", at=at)
    if not plan.is_behind:
        _push(contact, plan)
    for feed in (SHARED,) if plan.is_behind else (SHARED, contact.journal.post):
        _pull(contact, feed)
    compare_claims(contact)


def _push(contact: Contact, plan: Plan) -> None:
    """Settle the pushes; a centre that is being rebuilt may take none and be pulled from."""
    try:
        push(contact, plan.again)
    except NoLine:
        return
    except CentreRefused as refused:
        if refused.code != Refusal.REBUILDING:
            raise


def _pull(contact: Contact, feed: str) -> None:
    try:
        pull(contact, feed)
    except NoLine:  # the package ends here
        return
