"""The lease: how long a device that the centre does not hear from still shows older records.

It runs for 60 days from the last contact. A penyelia may extend it with a code that the centre
gives by phone: a code is good in its week and the one after, on this device, and only once. One
that ran out hides what the laptop knows of earlier days; it is never in the way of recording or
sending, and a device that was never enrolled has none.

Basis: SRC-FORMAT, "Requests".
"""

import hmac
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta

from posko_app.domain.civil import civil_date
from posko_app.errors import OperatorError
from posko_app.services.session import Session, require_penyelia
from posko_app.services.storable import translated
from posko_app.services.sync_state import LeaseState
from posko_app.store.journal import Clock, NewEntry
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit
from sync.device.ports import CentreLink
from sync.protocol.canonical import JsonObject
from sync.protocol.enrolment import LEASE_CHARACTERS, iso_week, lease_code
from sync.protocol.entry import Kind
from sync.protocol.ids import RandomBytes, new_subject

LEASE_EXTENDED = "lease_extended"
EXTENDS_BY = timedelta(days=14)
MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})  # no code has these digits

Lease = Callable[[], LeaseState]


def no_lease() -> LeaseState:
    """Give the lease of a device that has none."""
    return LeaseState()


def require_lease(state: LeaseState) -> None:
    """Let pass only while nothing is hidden.

    Raises:
        OperatorError: `lease.expired`.
    """
    if state.expired:
        raise OperatorError("lease.expired")


@dataclass(frozen=True, slots=True)
class _Extension:
    """A code that was used here: the week it was of, and how long it lets the device go on."""

    week: str
    until: datetime


class LeaseService:
    """Says how the lease stands, and takes the codes that extend it. From any thread."""

    def __init__(
        self, store: Store, session: Session, *, clock: Clock, random_bytes: RandomBytes
    ) -> None:
        self._store = store
        self._session = session
        self._clock = clock
        self._random_bytes = random_bytes
        self._link: CentreLink | None = None
        self._extended_until: datetime | None = None

    def state(self) -> LeaseState:
        """Say how the lease stands at this moment; waits for nothing."""
        link = self._link
        if link is None:
            return LeaseState()
        until = max(filter(None, (link.lease_until, self._extended_until)))
        expired = self._centre_time(link) >= until
        return LeaseState(until, expired, civil_date(self._clock()) if expired else None)

    def learn(self, link: CentreLink | None) -> None:
        """Take in what the last contact changed; codes of an earlier enrolment are void."""
        before, self._link = self._link, link
        if before is not None and link is not None and before.lease_secret != link.lease_secret:
            self._extended_until = None

    def begin(self, link: CentreLink | None) -> None:
        """Take in how things stand when the store was opened; waits for the store."""
        self._link = link
        if link is not None:
            used = self._store.read(lambda unit: self._extensions(unit, link)).result()
            self._extended_until = max((e.until for e in used), default=None)

    def extend(self, code: str) -> "Future[datetime]":
        """Extend the lease with a code given by phone, as the penyelia whose turn it is.

        The future gives until when it runs now, by the centre's clock.

        Raises (through the future):
            OperatorError: `session.only_penyelia`, `lease.none`, `lease.code_form`,
                `lease.code_wrong`, `lease.code_used`.
        """
        officer, typed = self._session.current, _tidy(code)
        subject = new_subject(self._random_bytes)

        def task(unit: WriteUnit) -> datetime:
            require_penyelia(unit, officer)
            facts = self._extension(unit, typed)
            unit.append(NewEntry(Kind.ACCESS, subject, {"facts": facts}, signer=officer))
            until = datetime.fromisoformat(str(facts["until"]))
            unit.after_commit.append(lambda: self._extended(until))
            return until

        return self._store.write(translated(task))

    def _extended(self, until: datetime) -> None:
        self._extended_until = until

    def _extension(self, unit: ReadUnit, typed: str) -> JsonObject:
        link = self._link
        if link is None:
            raise OperatorError("lease.none")
        if len(typed) != LEASE_CHARACTERS:
            raise OperatorError("lease.code_form")
        week = self._week_of(link, typed)
        if any(used.week == week for used in self._extensions(unit, link)):
            raise OperatorError("lease.code_used")
        until = max(link.lease_until, self._centre_time(link) + EXTENDS_BY)
        return {
            "action": LEASE_EXTENDED,
            "week": week,
            "code": typed,
            "until": until.isoformat(),
        }

    def _week_of(self, link: CentreLink, typed: str) -> str:
        today = civil_date(self._clock())
        for day in (today, today - timedelta(days=7)):
            if self._is_code(link, typed, iso_week(day)):
                return iso_week(day)
        raise OperatorError("lease.code_wrong")

    def _is_code(self, link: CentreLink, typed: str, week: str) -> bool:
        wanted = lease_code(link.lease_secret, self._store.device.fingerprint, week)
        return hmac.compare_digest(wanted.encode(), typed.encode())

    def _extensions(self, unit: ReadUnit, link: CentreLink) -> tuple[_Extension, ...]:
        """Give what was extended here; an entry counts only with its code and a penyelia's key."""
        found, roles = [], unit.roles()
        for stored in unit.own_entries_of(Kind.ACCESS):
            facts = stored.facts
            if facts.get("action") != LEASE_EXTENDED:
                continue
            week, code, until = (str(facts.get(name)) for name in ("week", "code", "until"))
            if stored.signer in roles.penyelia(stored.position) and self._is_code(link, code, week):
                found.append(_Extension(week, datetime.fromisoformat(until)))
        return tuple(found)

    def _centre_time(self, link: CentreLink) -> datetime:
        """Give the time by the centre's clock; setting this laptop's back gains nothing."""
        here = max(filter(None, (self._clock(), link.last_contact_at)))
        return here + timedelta(milliseconds=link.clock_offset_ms or 0)


def _tidy(code: str) -> str:
    return "".join(filter(str.isalnum, code.upper())).translate(MISREAD)
