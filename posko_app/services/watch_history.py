"""What was done about one watched contact, act by act, for whoever has to settle a contest."""

from dataclasses import dataclass, field
from datetime import date, datetime

from posko_app.domain.civil import parse_date
from posko_app.domain.watch import WatchAction
from posko_app.store.statements import Stated, stated_by
from posko_app.store.units import ReadUnit
from sync.protocol.canonical import Json
from sync.protocol.entry import Kind


@dataclass(frozen=True, slots=True)
class WatchStep:
    """One act: who did what, when and why. None: not stated, or lawfully erased."""

    action: WatchAction
    at: datetime  # aware UTC
    officer: str | None
    reason: str | None = field(repr=False)
    keeps: bool | None  # of settle
    expires_on: date | None  # of add and renew


def watch_steps(unit: ReadUnit, subject: str) -> tuple[WatchStep, ...]:
    """Give every act about one entry of the watch list, the first one first."""
    names = {officer.fingerprint: officer.name for officer in unit.officers()}
    said = (stated_by(entry) for entry in unit.entries_of(Kind.WATCH) if entry.subject == subject)
    return tuple(
        _step(stated, WatchAction(action), names.get(stated.signer))
        for stated in said
        if (action := _text(stated.contents.get("facts", {}).get("action"))) in set(WatchAction)
    )


def _step(stated: Stated, action: WatchAction, officer: str | None) -> WatchStep:
    facts, notes = stated.contents.get("facts", {}), stated.contents.get("notes", {})
    keeps, ends = facts.get("keep"), _text(facts.get("expires_on"))
    return WatchStep(
        action=action,
        at=datetime.fromisoformat(stated.recorded_at),
        officer=officer,
        reason=_text(notes.get("reason")) or None,
        keeps=keeps if isinstance(keeps, bool) else None,
        expires_on=parse_date(ends),
    )


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
