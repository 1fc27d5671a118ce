"""Official lists held at the post: who is licensed, which permits exist, which offices answer.

A list is a copy of a certain day. Finding somebody in it helps a person who compares; not finding
him proves nothing, and a name alone never decides: names are short and written in many ways.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from posko_app.domain.text import search_text

COMPANY_FORMS = frozenset(
    ("pt", "cv", "ud", "fa", "pd", "tbk", "persero", "terbatas", "perseroan", "koperasi", "yayasan")
)
NEAR_SHOWN = 5
LEAST_LETTERS = 3  # a shorter word is no reason to offer a name
OLD_DAYS = 30  # a list older than this is pointed out
_NOT_NUMBER = re.compile(r"[\W_]+")


class Register(StrEnum):
    """Which list; the values stand in entries and tables."""

    P3MI = "p3mi"
    LPTKS = "lptks"
    SPP_AKAD = "spp_akad"
    OFFICES = "kantor"


class Status(StrEnum):
    """What a list says about a row beside its dates."""

    ACTIVE = "berlaku"
    ENDED = "berakhir"  # revoked, suspended, over
    UNSAID = ""  # nor does it say until when


class Standing(StrEnum):
    """What a row is worth on a day."""

    VALID = "valid"
    EXPIRED = "expired"  # over, not yet begun, or ended by its status
    UNDATED = "undated"  # the list says nothing about how long


class Outcome(StrEnum):
    """What looking something up gave."""

    VALID = "valid"
    EXPIRED = "expired"
    UNDATED = "undated"
    NAME_ONLY = "name_only"  # only the name is there: a person has to compare numbers
    NOT_FOUND = "not_found"  # proves nothing
    ABSENT = "absent"  # no such list at this post


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of a list. Empty texts and None are what the list left open."""

    name: str
    number: str = ""
    contacts: tuple[str, ...] = ()  # as `detection.prior.contact_key`
    city: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    status: Status = Status.UNSAID
    source_row: int = 0  # as the file's reader sees it

    def standing(self, on: date) -> Standing:
        """Say what the row is worth on a civil day."""
        over = self.valid_to is not None and self.valid_to < on
        early = self.valid_from is not None and self.valid_from > on
        if over or early or self.status is Status.ENDED:
            return Standing.EXPIRED
        return Standing.UNDATED if self.status is Status.UNSAID else Standing.VALID


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a list came from. `imported_by` is a name; None when it was erased."""

    register: Register
    file_name: str
    sha256: str  # 64 hex
    as_of: date  # the day the list speaks of
    imported_at: datetime
    imported_by: str | None = field(repr=False)
    rows: int

    def age_days(self, today: date) -> int:
        """Give how many days the list is old; its own day counts, not the import's."""
        return max(0, (today - self.as_of).days)

    def is_old(self, today: date) -> bool:
        """Say whether the age is worth a warning."""
        return self.age_days(today) > OLD_DAYS


@dataclass(frozen=True, slots=True)
class Found:
    """A row that was found, and what it is worth on the day asked for."""

    row: RegisterRow
    standing: Standing


@dataclass(frozen=True, slots=True)
class LookUp:
    """What one list says about a number and a name. It decides nothing."""

    register: Register
    outcome: Outcome
    found: tuple[Found, ...] = ()  # by number, else by exact name
    near: tuple[Found, ...] = ()  # names that look alike, offered to a person
    name_differs: bool = False  # the number was found under another name
    provenance: Provenance | None = None


def number_key(text: str) -> str:
    """Give a permit's number without blanks and punctuation, in capitals: what is compared."""
    return _NOT_NUMBER.sub("", text).upper()


def name_key(text: str) -> str:
    """Give a company's name without case, accents, punctuation and its legal form."""
    words = search_text(text).split()
    kept = [word for word in words if word not in COMPANY_FORMS]
    return " ".join(kept or words)


def near_names(wanted: str, keys: Iterable[str]) -> tuple[str, ...]:
    """Give the name keys that share most beginnings of words, best first, never the same name.

    At least half of the words typed must begin, or be begun by, a word of the name.
    """
    words = [word for word in name_key(wanted).split() if len(word) >= LEAST_LETTERS]
    same = name_key(wanted)
    scored = [
        (-score, key)
        for key in dict.fromkeys(keys)
        if key != same and (score := _shared(words, key.split())) * 2 >= max(1, len(words))
    ]
    return tuple(key for _, key in sorted(scored)[:NEAR_SHOWN])


def judge_rows(by_number: Sequence[Found], by_name: Sequence[Found]) -> Outcome:
    """Say what rows found by number, or only by name, amount to."""
    if by_number:
        standings = {found.standing for found in by_number}
        best = next(one for one in Standing if one in standings)
        return Outcome(best.value)
    return Outcome.NAME_ONLY if by_name else Outcome.NOT_FOUND


def _shared(words: Sequence[str], others: Sequence[str]) -> int:
    return sum(any(_begins(word, other) for other in others) for word in words)


def _begins(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return len(short) >= LEAST_LETTERS and long.startswith(short)
