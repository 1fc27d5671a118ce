"""What other records say about a person's contacts and number: counts, never names.

Basis: SRC-RULES (`xr_contact_repeats`, `xr_split_departures`, `xr_identity_reused`);
SRC-INDICATORS 3.2 (families are no pattern).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from posko_app.domain.civil import parse_date
from posko_app.domain.contact_keys import contact_keys
from posko_app.domain.numbers_on_paper import compact
from posko_app.domain.screening import Answers
from posko_app.domain.text import search_text
from posko_app.domain.values import Value

FAMILY = frozenset({"orang_tua", "wali", "pasangan", "kakak", "adik", "keluarga"})
# each contact, and the answers that can say it is family
_ROLES: Mapping[str, tuple[str, ...]] = {
    "recruiter.contact": ("recruiter.channel", "recruiter.relation"),
    "ticket.payer_contact": ("ticket.payer",),
    "pickup.contact": ("pickup.by",),
    "companions.contact": ("companions.relation",),
    "escort.contact": (),
}
CONTACT_PATHS = tuple(_ROLES)
# a leader's number is the same for a whole group, which is no pattern; watched it is all the same
WATCHED_PATHS = (*CONTACT_PATHS, "group.leader_contact")
REPEATS, SPLIT, REUSED = (
    "prior.contact_repeats",
    "prior.split_departures",
    "prior.identity_reused",
)


@dataclass(frozen=True, slots=True)
class PriorQuery:
    """What is looked for among other records."""

    contacts: frozenset[str] = field(repr=False)  # keys of all but family
    watched: frozenset[str] = field(repr=False)  # keys of all: a case is a case
    nik: str | None = field(repr=False)
    name: str | None = field(repr=False)
    dob: str | None = field(repr=False)  # ISO
    family_card: str | None = field(repr=False)
    final_city: str | None  # as compared
    solo: bool  # travels alone, stated
    on: date | None  # None: the day is not known, so no window


@dataclass(frozen=True, slots=True)
class PriorRecord:
    """One other record that shares a contact or the NIK."""

    person: str = field(repr=False)  # one key for each different person
    contact: str | None = field(repr=False)  # as `contact_key`
    nik: str | None = field(repr=False)
    days_ago: int | None  # None: nobody knows, so outside every window
    unrelated: bool = True
    solo: bool = False
    final_city: str | None = None  # as `place_key`
    identity_differs: bool = False  # same NIK, another name or birth date


@dataclass(frozen=True, slots=True)
class PriorFacts:
    """The counts behind the cross-record rules, without this person."""

    contact_repeats: int = 0  # different unrelated people with the same contact
    split_departures: int = 0  # different unrelated people sent alone to the same place
    identity_reused: int = 0  # records

    def answers(self) -> dict[str, Value]:
        """Give the derived facts that state them."""
        return {
            REPEATS: self.contact_repeats,
            SPLIT: self.split_departures,
            REUSED: self.identity_reused,
        }


def place_key(text: str) -> str | None:
    """Give the form in which places are compared."""
    return search_text(text) or None


def prior_query(answers: Answers) -> PriorQuery:
    """Give what to look for, from answers in their stored forms with derived facts."""
    known = {path: frozenset(contact_keys(_text(answers, path))) for path in WATCHED_PATHS}
    family = {path for path in _ROLES if any(answers.get(role) in FAMILY for role in _ROLES[path])}
    return PriorQuery(
        contacts=frozenset[str]().union(*(known[path] for path in _ROLES.keys() - family)),
        watched=frozenset[str]().union(*known.values()),
        nik=compact(_text(answers, "traveller.nik")) or None,
        name=search_text(_text(answers, "traveller.name")) or None,
        dob=_text(answers, "traveller.dob_ktp") or None,
        family_card=compact(_text(answers, "traveller.kk")) or None,
        final_city=place_key(_text(answers, "journey.final_city")),
        solo=_is_zero(answers.get("companions.n")),
        on=parse_date(_text(answers, "occurred_on")),
    )


def count_prior(
    records: Iterable[PriorRecord], query: PriorQuery, *, repeats_days: int, split_days: int
) -> PriorFacts:
    """Count different people once each; the person asked about never counts.

    The same NIK with another name or birth date is another person until it is cleared up.

    Args:
        records: others' records, in any order.
        query: what this person shares with them.
        repeats_days: window of `xr_contact_repeats`.
        split_days: window of `xr_split_departures`.
    """
    repeats: set[str] = set()
    split: set[str] = set()
    reused = 0
    for record in records:
        if query.nik is not None and record.nik == query.nik:
            if not record.identity_differs:
                continue
            reused += 1
        if record.contact in query.contacts:
            if record.unrelated and _within(record, repeats_days):
                repeats.add(record.person)
            if record.unrelated and _is_split(record, query) and _within(record, split_days):
                split.add(record.person)
    return PriorFacts(len(repeats), len(split), reused)


def _is_split(record: PriorRecord, query: PriorQuery) -> bool:
    same_place = query.final_city is not None and record.final_city == query.final_city
    return query.solo and record.solo and same_place


def _within(record: PriorRecord, days: int) -> bool:
    return record.days_ago is not None and 0 <= record.days_ago <= days


def _is_zero(value: Value) -> bool:
    return type(value) is int and value == 0


def _text(answers: Answers, path: str) -> str:
    value = answers.get(path)
    return value if isinstance(value, str) else ""
