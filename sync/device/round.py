"""One round of sync: compare heads, push, verify, pull, challenge, compare claims.

It blocks and runs on a thread of its own. Whatever ends it early, what was settled until then
stays settled, and what was not stays in the outbox.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sync.device.challenge import challenge
from sync.device.claims import compare_claims
from sync.device.contact import Contact, Stop
from sync.device.errors import CentreRefused
from sync.device.findings import Findings
from sync.device.follow import follow
from sync.device.heads import Plan, compare_heads, suspended
from sync.device.log_view import LogView
from sync.device.offer import offer
from sync.device.ports import Alarm, JournalPort, Line, NoLine, NotOurs, Outcome, RoundReport
from sync.device.pull import find_missing_parts, pull
from sync.device.push import push
from sync.device.talk import Talk
from sync.protocol.ids import RandomBytes
from sync.protocol.messages import SHARED, Refusal

Clock = Callable[[], datetime]
OTHER_KEY = "answer_forged"  # so it looks when the centre has changed its key


@dataclass(frozen=True, slots=True)
class _End:
    """How the talk with the centre ended."""

    outcome: Outcome
    reason: str = ""
    retry_after_s: float | None = None
    dates: tuple[datetime, datetime] | None = None


def run_round(
    journal: JournalPort,
    line: Line,
    *,
    clock: Clock,
    random_bytes: RandomBytes,
    program: str,
    stop: Stop,
) -> RoundReport:
    """Let device and centre exchange what the other lacks; give what happened.

    Args:
        journal: the store.
        line: to the centre that the store's link names.
        clock: aware UTC.
        random_bytes: for the challenge's nonce.
        program: this program's version, for the centre's list of devices.
        stop: asked between exchanges; True ends the round where it is.

    Errors of the store pass through. Errors of the line and of the centre are outcomes.
    """
    began_at = clock()
    link = journal.link()
    if link is None:
        report = RoundReport(Outcome.NOT_ENROLLED, began_at, clock())
        journal.note_round(report)
        return report
    findings = Findings(journal, clock)
    contact = Contact(
        journal=journal,
        talk=Talk(line),
        log=LogView(journal, findings, link.sign_key),
        findings=findings,
        random_bytes=random_bytes,
        stop=stop,
    )
    end = _talk_and_follow(contact, line, program=program, at=began_at)
    report = _report(contact, end, findings.conclude(), began_at=began_at, ended_at=clock())
    journal.note_round(report)
    return report


def _talk_and_follow(contact: Contact, line: Line, *, program: str, at: datetime) -> _End:
    """Talk, and once more where the centre turns out to have changed its key."""
    end = _talk(contact, program=program, at=at)
    if end.reason == OTHER_KEY and _has_followed(contact, line):
        return _talk(contact, program=program, at=at)
    return end


def _has_followed(contact: Contact, line: Line) -> bool:
    """Go over to the centre's new key if there is one; what was counted stays counted."""
    link = follow(contact.journal, line)
    if link is None:
        return False
    contact.log = LogView(contact.journal, contact.findings, link.sign_key)
    contact.reason = ""
    return True


def _talk(contact: Contact, *, program: str, at: datetime) -> _End:
    """Go through the steps; give how they ended."""
    try:
        _steps(contact, program=program, at=at)
    except NoLine as error:
        return _End(Outcome.NO_LINE, error.reason, error.retry_after_s)
    except NotOurs as error:
        return _End(Outcome.NOT_OURS, error.reason, dates=error.dates)
    except CentreRefused as error:
        if error.code == Refusal.DEVICE_SUSPENDED:
            contact.findings.found(suspended(contact))
        return _End(Outcome.REFUSED, error.code)
    return _End(Outcome.DONE, contact.reason)


def _steps(contact: Contact, *, program: str, at: datetime) -> None:
    plan = compare_heads(contact, program=program, at=at)
    if plan.wanted:
        offer(contact, plan.wanted)
        plan = compare_heads(contact, program=program, at=at)
    if not plan.is_behind:
        _push(contact, plan)
    feeds = (SHARED,) if plan.is_behind else (SHARED, contact.journal.post)

    _pull(contact, feeds)
    find_missing_parts(contact)
    compare_claims(contact)

    def exchange_news() -> None:
        if contact.sent_all:
            _push(contact, Plan())
        _pull(contact, feeds)

    challenge(contact, exchange_news)


def _pull(contact: Contact, feeds: Sequence[str]) -> None:
    for feed in feeds:
        pull(contact, feed)


def _push(contact: Contact, plan: Plan) -> None:
    """Push, unless the centre is being rebuilt: pulling goes on meanwhile."""
    if contact.log.is_frozen(contact.journal.post):
        return
    try:
        push(contact, plan.again)
    except CentreRefused as refused:
        if refused.code != Refusal.REBUILDING:
            raise
        contact.reason = refused.code


def _report(
    contact: Contact,
    end: _End,
    alarms: tuple[Alarm, ...],
    *,
    began_at: datetime,
    ended_at: datetime,
) -> RoundReport:
    waiting, needs_person = contact.journal.waiting_count()
    outcome = Outcome.ALARM if alarms and end.outcome is Outcome.DONE else end.outcome
    return RoundReport(
        outcome=outcome,
        began_at=began_at,
        ended_at=ended_at,
        pushed=contact.pushed,
        acknowledged=contact.acknowledged,
        pulled=contact.pulled,
        waiting=waiting,
        needs_person=needs_person,
        reason=end.reason,
        alarms=alarms,
        retry_after_s=end.retry_after_s,
        dates=end.dates,
    )
