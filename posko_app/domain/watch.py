"""Watch entries: a recruiter's contact out of a verified case, with an owner and an end.

Nothing unverified gets in, everything in it ends by itself, and anybody may contest it. A
contested entry still matches until a penyelia has settled it: else whoever contests decides.

Basis: SRC-INDICATORS 3.5 (validity), SRC-FORMAT, "Entry" (kind `watch`).
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from posko_app.domain.civil import civil_date

MOST_MONTHS = 24  # that an entry lasts after the day it was stated, whatever it says


class WatchGround(StrEnum):
    """What has been verified about the contact. Nothing else is a ground."""

    KASUS_TERVERIFIKASI = "kasus_terverifikasi"
    LAPORAN_POLISI = "laporan_polisi"
    PUTUSAN = "putusan"


class WatchAction(StrEnum):
    """What an entry of kind `watch` does. All entries about one contact share its subject."""

    ADD = "add"
    CONTEST = "contest"
    SETTLE = "settle"  # answers a contest: kept, or ended
    RENEW = "renew"
    END = "end"


class WatchState(StrEnum):
    """How an entry stands on a day; the first two match, the last two do not."""

    BERLAKU = "berlaku"
    DIPERSELISIHKAN = "diperselisihkan"
    KEDALUWARSA = "kedaluwarsa"
    BERAKHIR = "berakhir"


@dataclass(frozen=True, slots=True)
class WatchEntry:
    """One watched contact as all statements about it leave it. None: lawfully erased."""

    subject: str  # 32 hex; the id on screens, and what `watch_entry` of a screening names
    contact: str | None = field(repr=False)
    ground: str  # a `WatchGround`
    owner: str  # the office that answers for it
    case_ref: str | None = field(repr=False)
    added_on: date
    expires_on: date
    contested: bool
    ended: bool
    officer: str | None = None  # who added it
    name: str | None = field(default=None, repr=False)  # shown beside the contact, never compared

    def state(self, today: date) -> WatchState:
        """Say how it stands; the last day still counts."""
        if self.ended:
            return WatchState.BERAKHIR
        if today > self.expires_on:
            return WatchState.KEDALUWARSA
        return WatchState.DIPERSELISIHKAN if self.contested else WatchState.BERLAKU

    def matches(self, today: date) -> bool:
        """Say whether a screening of this day is told about it."""
        return self.state(today) in {WatchState.BERLAKU, WatchState.DIPERSELISIHKAN}


@dataclass(frozen=True, slots=True)
class WatchStatement:
    """What one entry of kind `watch` says. Only `add` sets all of it."""

    subject: str
    action: WatchAction
    recorded_at: datetime
    officer: str | None = None
    ground: str = ""
    owner: str = ""
    case_ref: str | None = field(default=None, repr=False)
    contact: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    expires_on: date | None = None
    keep: bool = True  # of settle


def latest_end(today: date, *, months: int) -> date:
    """Give the last day an entry made or renewed today may still match."""
    years, month = divmod(today.month - 1 + months, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def fold_watch(statements: Iterable[WatchStatement]) -> tuple[WatchEntry, ...]:
    """Fold statements in journal order; one about what was never added changes nothing."""
    entries: dict[str, WatchEntry] = {}
    for said in statements:
        before = entries.get(said.subject)
        if before is not None:
            entries[said.subject] = _after(before, said)
        elif said.action is WatchAction.ADD and said.expires_on is not None:
            entries[said.subject] = _added(said, _bounded(said, said.expires_on))
    return tuple(entries.values())


def _added(said: WatchStatement, expires_on: date) -> WatchEntry:
    return WatchEntry(
        subject=said.subject,
        contact=said.contact,
        ground=said.ground,
        owner=said.owner,
        case_ref=said.case_ref,
        added_on=civil_date(said.recorded_at),
        expires_on=expires_on,
        contested=False,
        ended=False,
        officer=said.officer,
        name=said.name,
    )


def _bounded(said: WatchStatement, expires_on: date) -> date:
    """Keep an end within reach of the day it was stated: nothing is watched for ever."""
    return min(expires_on, latest_end(civil_date(said.recorded_at), months=MOST_MONTHS))


def _after(entry: WatchEntry, said: WatchStatement) -> WatchEntry:
    match said.action:
        case WatchAction.CONTEST:
            return replace(entry, contested=True)
        case WatchAction.SETTLE:
            return replace(entry, contested=False, ended=entry.ended or not said.keep)
        case WatchAction.END:
            return replace(entry, ended=True)
        case WatchAction.RENEW:
            ends = entry.expires_on if said.expires_on is None else _bounded(said, said.expires_on)
            return replace(entry, expires_on=ends)
        case _:  # an entry is added once
            return entry
