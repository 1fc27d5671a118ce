"""Comparing both sides' view of this device's chain and of the logs, before anything is sent.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sync.device.contact import Contact
from sync.device.ports import Alarm, AlarmCode
from sync.device.talk import moment
from sync.protocol.messages import ChainHead, HeadsAnswer, HeadsRequest, Refusal, Wanted

Detail = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the comparison allows and asks for."""

    is_behind: bool = False  # the centre holds more of this chain: send nothing
    again: Mapping[str, int] = field(default_factory=dict)  # epoch -> seq after which to push again
    wanted: tuple[Wanted, ...] = ()


def compare_heads(contact: Contact, *, program: str, at: datetime) -> Plan:
    """Ask where the centre stands, let contradictions stand as alarms, and plan the round.

    Raises:
        NoLine, NotOurs, CentreRefused: see `Talk.ask`.
    """
    waiting, _ = contact.journal.waiting_count()
    request = HeadsRequest(
        head=contact.journal.head(),
        feeds=contact.log.shown_by_us(),
        at_ms=int(at.timestamp() * 1000),
        program=program,
        waiting=waiting,
    )
    answer = contact.talk.ask("heads", request, HeadsAnswer)
    _note_contact(contact, answer)
    contact.log.look_afresh()
    contact.log.require_checkpoints(answer)
    contact.log.place(answer)
    return _compare_chains(contact, answer)


def suspended(contact: Contact) -> Alarm:
    """State that the centre shut this device out because its chain forked; a person decides."""
    head = contact.journal.head()
    detail: Detail = {"reason": Refusal.DEVICE_SUSPENDED.value}
    return Alarm(AlarmCode.FORK, contact.journal.post, detail=detail, evidence=(head,))


def _note_contact(contact: Contact, answer: HeadsAnswer) -> None:
    link = contact.journal.link()
    if link is not None:
        until = moment(answer.lease_until_ms)
        contact.journal.set_link(replace(contact.talk.touched(link), lease_until=until))


def _compare_chains(contact: Contact, answer: HeadsAnswer) -> Plan:
    epochs = contact.journal.own_epochs()
    held = {head.epoch: head for head in answer.heads if head.device == contact.journal.device}
    forked = [epoch for epoch in epochs if _is_fork(contact, held.get(epoch))]
    if not forked:
        _prove_told(contact, AlarmCode.FORK, held)
    behind = bool(epochs) and _is_behind(contact, held.get(epochs[-1]))
    if not behind:
        _prove_told(contact, AlarmCode.DEVICE_BEHIND, held)
    again = {} if forked else _forgotten(contact, held)
    if not again and not forked:
        contact.findings.proved_all(AlarmCode.CENTRE_FORGOT)
    again = _with_stopped(contact, held, again)
    return Plan(behind, again, tuple(answer.wanted))


def _prove_told(contact: Contact, code: AlarmCode, held: Mapping[str, ChainHead]) -> None:
    """Let go of what the heads disprove; a chain that the centre is silent about proves nothing."""
    for standing in contact.findings.standing(code):
        alarm = standing.alarm
        if "epoch" not in alarm.detail or alarm.detail["epoch"] in held:
            contact.findings.proved(code, alarm.feed, alarm.position)


def _is_fork(contact: Contact, head: ChainHead | None) -> bool:
    """Find the centre's head to be another entry than the one this store has at its place."""
    own = None if head is None else contact.journal.own_hash(head.epoch, head.seq)
    if head is None or own in (None, head.hash):
        return False
    detail: Detail = {"epoch": head.epoch, "seq": head.seq, "held": head.hash, "own": str(own)}
    contact.findings.found(
        Alarm(
            AlarmCode.FORK,
            contact.journal.post,
            head.seq,
            detail=detail,
            evidence=(contact.journal.head(),),
        )
    )
    return True


def _is_behind(contact: Contact, head: ChainHead | None) -> bool:
    """Find the centre to hold more of the current epoch than this store.

    An older epoch may be longer there: this store came from a backup, and pulling brings the rest.
    """
    if head is None or contact.journal.own_hash(head.epoch, head.seq) is not None:
        return False
    detail: Detail = {"epoch": head.epoch, "seq": head.seq, "held": head.hash}
    contact.findings.found(
        Alarm(
            AlarmCode.DEVICE_BEHIND,
            contact.journal.post,
            detail=detail,
            evidence=(contact.journal.head(),),
        )
    )
    return True


def _forgotten(contact: Contact, held: Mapping[str, ChainHead]) -> dict[str, int]:
    """Find what the centre acknowledged and does not hold any more."""
    found: dict[str, int] = {}
    for epoch in contact.journal.own_epochs():
        head = held.get(epoch)
        seq = 0 if head is None else head.seq
        acknowledged = contact.journal.acknowledged_seq(epoch)
        if seq < acknowledged:
            found[epoch] = seq
            detail: Detail = {"epoch": epoch, "seq": seq, "acknowledged": acknowledged}
            alarm = Alarm(AlarmCode.CENTRE_FORGOT, contact.journal.post, detail=detail)
            contact.findings.found(alarm)
    return found


def _with_stopped(
    contact: Contact, held: Mapping[str, ChainHead], again: Mapping[str, int]
) -> dict[str, int]:
    """Try once more what the centre stopped at: from its head on, whatever waits or does not."""
    if not contact.findings.standing(AlarmCode.STOPPED):
        return dict(again)
    heads = {e: held[e].seq if e in held else 0 for e in contact.journal.own_epochs()}
    return heads | dict(again)
