"""What other screenings of this store say about a person's contacts and NIK.

The same contact is found by its key, newest first and at most so many: what is counted are a few
people within some weeks. The same NIK is found through the search index.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from posko_app.domain.detection.prior import PriorQuery, PriorRecord, count_prior, prior_query
from posko_app.domain.numbers_on_paper import compact
from posko_app.domain.records import Found
from posko_app.store.connection import Connection
from posko_app.store.contact_rows import known_number, named_key
from posko_app.store.folded import RIVALS
from posko_app.store.projection import fold_stated
from posko_app.store.queries import day_of
from posko_app.store.statements import position_of_screening, stated_about
from posko_app.store.watch_rows import watch_hit

SHARING_AT_MOST = 200  # screenings looked at for one contact
SAME_NIK_AT_MOST = 12

WHITE = (
    "SELECT 1 FROM register_rows WHERE contact = ? AND status = 'berlaku'"
    " AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to >= ?) LIMIT 1"
)
SHARING = (
    "SELECT position, occurred_on, solo, final_city, family_card, nik, named FROM contact_keys"
    " WHERE contact = ? AND occurred_on >= ? AND occurred_on <= ?"
    " ORDER BY occurred_on DESC, position DESC LIMIT ?"
)
SAME_NIK = (
    "SELECT s.position, s.nik FROM screenings_fts f CROSS JOIN screenings s"
    " ON s.position = f.rowid WHERE screenings_fts MATCH ? AND s.voided = 0"
    " ORDER BY f.rowid DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Windows:
    """The parameters of a ruleset that bound the comparison, in days."""

    repeats_days: int
    split_days: int


@dataclass(frozen=True, slots=True)
class _Sharing:
    """A screening that shares a contact: a row of contact_keys."""

    contact: str
    position: int
    occurred_on: str
    solo: int
    final_city: str | None
    family_card: str | None
    nik: str | None
    named: str | None


def prior_found(
    connection: Connection,
    query: PriorQuery,
    *,
    subject: str | None,
    windows: Windows,
    today: date,
) -> Found:
    """Count what others share with a person, and look at the watch list.

    Args:
        connection: the store.
        query: what the person shares.
        subject: the screening it is about, which never counts itself.
        windows: how far back.
        today: the day to look at the watch list for, where the query knows none.
    """
    asked = replace(
        query,
        nik=known_number(query.nik),
        family_card=known_number(query.family_card),
        contacts=_without_white(connection, query, query.on or today),
    )
    own = None if subject is None else position_of_screening(connection, subject)
    records = _records(connection, asked, own=own, windows=windows)
    counted = count_prior(
        records, asked, repeats_days=windows.repeats_days, split_days=windows.split_days
    )
    return Found(counted, watch_hit(connection, query.watched, query.on or today))


def _without_white(connection: Connection, query: PriorQuery, on: date) -> frozenset[str]:
    """Leave out the contacts of offices that an official list vouches for on that day."""
    day = on.isoformat()
    return frozenset(
        contact
        for contact in query.contacts
        if connection.execute(WHITE, (contact, day, day)).fetchone() is None
    )


def _records(
    connection: Connection, query: PriorQuery, *, own: int | None, windows: Windows
) -> Iterator[PriorRecord]:
    sharing = [s for s in _sharing(connection, query, windows) if s.position != own]
    differs = {
        position: _identity_differs(connection, query, position)
        for position in _same_nik(connection, query)
        if position != own
    }
    for position, is_other in differs.items():
        if is_other:
            yield PriorRecord(f"#{position}", None, query.nik, None, identity_differs=True)
    niks = {s.named: s.nik for s in sharing if s.named and s.nik}
    for row in sharing:
        other = differs.get(row.position, False)
        if other or not _is_same(row, query):
            yield _record(row, query, niks, borrowed=other)


def _sharing(connection: Connection, query: PriorQuery, windows: Windows) -> Iterator[_Sharing]:
    if query.on is None:
        return
    days = max(windows.repeats_days, windows.split_days)
    first = (query.on - timedelta(days=days)).isoformat()
    for contact in sorted(query.contacts):
        bounds = (contact, first, query.on.isoformat(), SHARING_AT_MOST)
        for row in connection.execute(SHARING, bounds).fetchall():
            yield _Sharing(contact, *row)


def _same_nik(connection: Connection, query: PriorQuery) -> Sequence[int]:
    """Give the newest screenings that state this NIK, alone or as one of rival ones."""
    if query.nik is None:
        return ()
    rows = connection.execute(SAME_NIK, (f'nik : "{query.nik}"', SAME_NIK_AT_MOST)).fetchall()
    return [pos for pos, told in rows if query.nik in map(compact, told.split(RIVALS))]


def _identity_differs(connection: Connection, query: PriorQuery, position: int) -> bool:
    """Say whether a screening with the same NIK is about another name or birth date."""
    known = prior_query(fold_stated(stated_about(connection, position)).values)
    return _differ(known.name, query.name) or _differ(known.dob, query.dob)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _is_same(row: _Sharing, query: PriorQuery) -> bool:
    """Say whether a row is about the person asked about: by NIK, else by name and birth date."""
    if row.nik is not None and query.nik is not None:
        return row.nik == query.nik
    return row.named is not None and row.named == named_key(query)


def _record(
    row: _Sharing, query: PriorQuery, niks: Mapping[str, str], *, borrowed: bool
) -> PriorRecord:
    """Give a shared contact as a record; `borrowed`: the same NIK under another name."""
    nik = None if borrowed else row.nik or niks.get(row.named or "")
    on = day_of(row.occurred_on)
    related = row.family_card is not None and row.family_card == query.family_card
    return PriorRecord(
        person=nik or row.named or f"#{row.position}",
        contact=row.contact,
        nik=nik,
        days_ago=None if on is None or query.on is None else (query.on - on).days,
        unrelated=not related,
        solo=row.solo == 1,
        final_city=row.final_city,
    )
