"""The watch list: contacts out of verified cases, each with an owner, an end and a way out.

Only a penyelia puts something in, keeps it, or takes it out; anybody may contest it. Every act is
an entry of its own about the same subject, with its reason in the notes.

Basis: SRC-INDICATORS 3.5 (validity), SRC-FORMAT, "Entry" (kind `watch`).
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date

from posko_app.domain.civil import civil_date
from posko_app.domain.contact_keys import contact_key, contact_keys
from posko_app.domain.text import clean_line, clean_lines
from posko_app.domain.watch import WatchAction, WatchEntry, WatchGround, latest_end
from posko_app.errors import OperatorError
from posko_app.services.detection import DetectionService
from posko_app.services.judged import number
from posko_app.services.lease import Lease, no_lease, require_lease
from posko_app.services.session import OfficerKeys, Session, require_penyelia
from posko_app.services.storable import translated
from posko_app.services.watch_history import WatchStep, watch_steps
from posko_app.store.journal import Clock, NewEntry
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit
from sync.protocol.canonical import Json, JsonObject
from sync.protocol.entry import Kind
from sync.protocol.ids import RandomBytes, new_subject

LONGEST_LINE = 200  # characters of an office, a case number, a name
MONTHS = "watch_months"


@dataclass(frozen=True, slots=True)
class WatchWish:
    """What a penyelia wants watched. All but `name` is required: nothing unverified gets in."""

    contact: str = field(repr=False)  # a number or an account, as typed
    ground: str  # a `WatchGround`
    owner: str  # the office that answers for it
    case_ref: str = field(repr=False)  # number of the case, report or judgement
    expires_on: date
    reason: str = field(repr=False)
    name: str = field(default="", repr=False)  # shown beside a hit, never compared


@dataclass(frozen=True, slots=True)
class _Act:
    """One entry about the watch list, ready to be stated."""

    action: WatchAction
    facts: JsonObject
    reason: str = field(repr=False)
    signer: OfficerKeys


class WatchService:
    """What can be done about the watch list. Every future resolves after the commit."""

    def __init__(
        self,
        store: Store,
        session: Session,
        *,
        detection: DetectionService,
        clock: Clock,
        random_bytes: RandomBytes,
        lease: Lease = no_lease,
    ) -> None:
        self._store = store
        self._session = session
        self._lease = lease
        self._detection = detection
        self._clock = clock
        self._random_bytes = random_bytes

    def list(self) -> "Future[tuple[WatchEntry, ...]]":
        """Give everything ever watched; `WatchEntry.state` says how it stands today.

        Raises (through the future):
            OperatorError: `lease.expired`.
        """

        def task(unit: ReadUnit) -> tuple[WatchEntry, ...]:
            require_lease(self._lease())
            return unit.watch_entries()

        return self._store.read(task)

    def history(self, subject: str) -> "Future[tuple[WatchStep, ...]]":
        """Give what was done about an entry and why, the first act first."""
        return self._store.read(lambda unit: watch_steps(unit, subject))

    def latest_end(self) -> "Future[date]":
        """Give the last day that an entry made or renewed today may have."""
        return self._store.read(self._latest_end)

    def add(self, wish: WatchWish) -> "Future[WatchEntry]":
        """Watch a contact out of a verified case.

        Raises (through the future):
            OperatorError: `session.only_penyelia`, `watch.contact_unusable`,
                `watch.ground_missing`, `watch.owner_missing`, `watch.case_missing`,
                `watch.text_too_long`, `watch.reason_missing`, `watch.end_past`,
                `watch.end_late` (day), `watch.already`.
        """
        signer = self._session.current
        subject = new_subject(self._random_bytes)
        return self._write(lambda unit: self._add(unit, wish, subject=subject, signer=signer))

    def contest(self, subject: str, reason: str) -> "Future[WatchEntry]":
        """Say that an entry is wrong; it goes on matching until a penyelia has settled it.

        Raises (through the future):
            OperatorError: `watch.unknown`, `watch.over`, `watch.reason_missing`.
        """
        act = self._act(WatchAction.CONTEST, {}, reason)
        return self._write(lambda unit: _stated(unit, subject, act))

    def settle(self, subject: str, *, keep: bool, reason: str) -> "Future[WatchEntry]":
        """Answer a contest: keep the entry, or end it.

        Raises (through the future):
            OperatorError: `session.only_penyelia`, `watch.not_contested`, and as `contest`.
        """
        act = self._act(WatchAction.SETTLE, {"keep": keep}, reason)

        def task(unit: WriteUnit) -> WatchEntry:
            require_penyelia(unit, act.signer)
            if not _standing(unit, subject).contested:
                raise OperatorError("watch.not_contested")
            return _stated(unit, subject, act)

        return self._write(task)

    def renew(self, subject: str, *, expires_on: date, reason: str) -> "Future[WatchEntry]":
        """Give an entry a new last day, after its case was looked at again.

        Raises (through the future):
            OperatorError: `session.only_penyelia`, `watch.end_past`, `watch.end_late` (day),
                and as `contest`.
        """
        act = self._act(WatchAction.RENEW, {"expires_on": expires_on.isoformat()}, reason)

        def task(unit: WriteUnit) -> WatchEntry:
            require_penyelia(unit, act.signer)
            self._require_end(unit, expires_on)
            return _stated(unit, subject, act)

        return self._write(task)

    def end(self, subject: str, *, reason: str) -> "Future[WatchEntry]":
        """Take an entry out for good; what was judged with it stays as it was.

        Raises (through the future):
            OperatorError: `session.only_penyelia`, and as `contest`.
        """
        act = self._act(WatchAction.END, {}, reason)

        def task(unit: WriteUnit) -> WatchEntry:
            require_penyelia(unit, act.signer)
            return _stated(unit, subject, act)

        return self._write(task)

    def _write(self, task: Callable[[WriteUnit], WatchEntry]) -> "Future[WatchEntry]":
        return self._store.write(translated(task))

    def _act(self, action: WatchAction, facts: JsonObject, reason: str) -> _Act:
        return _Act(action, facts, reason, self._session.current)

    def _add(
        self, unit: WriteUnit, wish: WatchWish, *, subject: str, signer: OfficerKeys
    ) -> WatchEntry:
        require_penyelia(unit, signer)
        parts = _parts_of(wish)
        self._require_end(unit, wish.expires_on)
        key, today = contact_key(wish.contact), civil_date(self._clock())
        if any(_has(entry, key) and entry.matches(today) for entry in unit.watch_entries()):
            raise OperatorError("watch.already")
        unit.append(NewEntry(Kind.WATCH, subject, parts, signer))
        return _entry(unit, subject)

    def _require_end(self, unit: ReadUnit, expires_on: date) -> None:
        if expires_on < civil_date(self._clock()):
            raise OperatorError("watch.end_past")
        latest = self._latest_end(unit)
        if expires_on > latest:
            raise OperatorError("watch.end_late", day=f"{latest:%d-%m-%Y}")

    def _latest_end(self, unit: ReadUnit) -> date:
        months = number(self._detection.active_in(unit), MONTHS)
        return latest_end(civil_date(self._clock()), months=months)


def _parts_of(wish: WatchWish) -> dict[str, JsonObject]:
    contact = clean_line(wish.contact)
    if len(contact_keys(contact)) != 1:  # a second one would be watched by nobody
        raise OperatorError("watch.contact_unusable")
    if wish.ground not in set(WatchGround):
        raise OperatorError("watch.ground_missing")
    facts: dict[str, Json] = {
        "action": WatchAction.ADD.value,
        "ground": str(wish.ground),
        "owner": _line(wish.owner, "watch.owner_missing"),
        "expires_on": wish.expires_on.isoformat(),
    }
    contacts: dict[str, Json] = {"contact": _line(contact, "watch.contact_unusable")}
    if clean_line(wish.name):
        contacts["name"] = _line(wish.name, "")
    identity: dict[str, Json] = {"case_ref": _line(wish.case_ref, "watch.case_missing")}
    notes: dict[str, Json] = {"reason": _reason(wish.reason)}
    return {"facts": facts, "identity": identity, "contacts": contacts, "notes": notes}


def _line(text: str, missing: str) -> str:
    line = clean_line(text)
    if not line:
        raise OperatorError(missing)
    if len(line) > LONGEST_LINE:
        raise OperatorError("watch.text_too_long", most=LONGEST_LINE)
    return line


def _reason(text: str) -> str:
    reason = clean_lines(text).strip()
    if not reason:
        raise OperatorError("watch.reason_missing")
    return reason


def _stated(unit: WriteUnit, subject: str, act: _Act) -> WatchEntry:
    """State an act about an entry that has not ended; it names all that is known about it."""
    _standing(unit, subject)
    known = (stored for stored in unit.entries_of(Kind.WATCH) if stored.subject == subject)
    based_on = tuple(stored.id for stored in known)
    facts = {"action": act.action.value, **act.facts}
    parts: dict[str, JsonObject] = {"facts": facts, "notes": {"reason": _reason(act.reason)}}
    unit.append(NewEntry(Kind.WATCH, subject, parts, act.signer, based_on))
    return _entry(unit, subject)


def _standing(unit: ReadUnit, subject: str) -> WatchEntry:
    entry = _entry(unit, subject)
    if entry.ended:
        raise OperatorError("watch.over")
    return entry


def _entry(unit: ReadUnit, subject: str) -> WatchEntry:
    for entry in unit.watch_entries():
        if entry.subject == subject:
            return entry
    raise OperatorError("watch.unknown")


def _has(entry: WatchEntry, key: str | None) -> bool:
    return entry.contact is not None and contact_key(entry.contact) == key
