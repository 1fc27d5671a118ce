"""Lists and counts of screenings: newest first by position, in pages, bounded."""

from dataclasses import dataclass
from datetime import date, datetime

from posko_app.domain.records import (
    COUNTED_MATCHES,
    BoundedCount,
    ListQuery,
    Page,
    ScreeningRow,
    Sending,
)
from posko_app.store.connection import Connection
from posko_app.store.search import match_expression

AFTER_NEWEST = 2**62
Value = str | int
Text = str | None
RowTuple = tuple[
    int, str, Text, Text, Text, Text, Text, Text, Text, Text, Text,  # position to level
    str, str, Text, int, int, int, str, int, int | None, int,  # decision to here
]  # fmt: skip

# A screening waits as long as one of its entries does; most have no correction to look for.
CORRECTION_IN_OUTBOX = (
    "EXISTS (SELECT 1 FROM entries e JOIN outbox c ON c.position = e.position"
    " WHERE e.subject = s.subject AND e.kind <> 'screening'{state})"
)
SENDING = (
    "CASE WHEN b.state = 'needs_person' OR (s.corrections > 0 AND "
    + CORRECTION_IN_OUTBOX.format(state=" AND c.state = 'needs_person'")
    + ") THEN 'needs_person' WHEN b.state IS NOT NULL OR (s.corrections > 0 AND "
    + CORRECTION_IN_OUTBOX.format(state="")
    + ") THEN 'saved' ELSE 'sent' END"
)
# an officer signs on one laptop only, and the first entry of a journal is its own laptop's
HERE = "coalesce(o.device = (SELECT device FROM entries ORDER BY position LIMIT 1), 1)"
SENDING_OF = {sending.value: sending for sending in Sending}
ROW_COLUMNS = (
    "s.position, s.subject, s.occurred_at, s.occurred_on, s.name, s.nik, s.passport, s.origin,"
    f" s.destination, s.carrier, s.level, s.decision, {SENDING}, o.name, s.corrections,"
    f" s.conflict, s.voided, s.receipt, s.complete, s.priority, {HERE}"
)
JOINS = (
    " LEFT JOIN officers o ON o.fingerprint = s.signer"
    " LEFT JOIN outbox b ON b.position = s.position"
)
FTS_SOURCE = "screenings_fts f"
FTS_ROW = " CROSS JOIN screenings s ON s.position = f.rowid"
STOPPED_SUBJECTS = (
    "s.subject IN (SELECT e.subject FROM outbox c JOIN entries e ON e.position = c.position"
    " WHERE c.state = 'needs_person')"
)
DAY_STRETCH = (
    "SELECT coalesce(min(position), 0), coalesce(max(position), 0), count(*) FROM screenings"
    " WHERE occurred_on = ?"
)
DENSE = 4  # a day that makes up a quarter of its stretch is walked through by position
ONE_ROW = f"SELECT {ROW_COLUMNS} FROM screenings s{JOINS} WHERE s.subject = ?"  # noqa: S608 - fragments


@dataclass(frozen=True, slots=True)
class _Selection:
    """What to select from, under which conditions; `order` is the column of position."""

    source: str
    order: str
    conditions: tuple[str, ...]
    params: tuple[Value, ...]
    counted: str  # the same rows with as few tables as will do

    @property
    def where(self) -> str:
        return " WHERE " + " AND ".join(self.conditions)


def list_screenings(
    connection: Connection, query: ListQuery, *, count_up_to: int = COUNTED_MATCHES
) -> Page[ScreeningRow]:
    """Give one page, newest first; the first page also says how many match, up to a bound."""
    selection = _selection(connection, query)
    tables = f"{selection.source}{JOINS}{selection.where}"  # fragments of ours, values are bound
    sql = f"SELECT {ROW_COLUMNS} FROM {tables} ORDER BY {selection.order} DESC LIMIT ?"  # noqa: S608
    found = connection.execute(sql, (*selection.params, query.limit + 1)).fetchall()
    rows = tuple(map(row_of, found[: query.limit]))
    more = len(found) > query.limit
    matches = None
    if query.before is None:
        matches = _count(connection, selection, count_up_to) if more else BoundedCount(len(rows))
    return Page(rows, rows[-1].position if more else None, matches)


def one_screening(connection: Connection, subject: str) -> ScreeningRow | None:
    """Give the row of one screening, or None when there is none."""
    found = connection.execute(ONE_ROW, (subject,)).fetchone()
    return None if found is None else row_of(found)


def row_of(found: RowTuple) -> ScreeningRow:
    """Make a row value from the columns of `ROW_COLUMNS`, which stand in its fields' order."""
    position, subject, occurred_at, occurred_on, name, nik, passport = found[:7]
    origin, destination, carrier, level = found[7:11]
    decision, sending, officer, corrections, conflict, voided = found[11:17]
    receipt, complete, priority, here = found[17:]
    # by position: a page of rows is made at each key of a search
    return ScreeningRow(
        position,
        subject,
        instant_of(occurred_at),
        day_of(occurred_on),
        name,
        nik,
        passport,
        origin,
        destination,
        carrier,
        level,
        decision,
        SENDING_OF[sending],
        officer,
        corrections,
        conflict == 1,
        voided == 1,
        receipt,
        complete == 1,
        priority == 1,
        here == 1,
    )


def instant_of(text: object) -> datetime | None:
    """Read a stored instant; None for nothing and for what is no aware instant."""
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def day_of(text: object) -> date | None:
    """Read a stored civil date; None for nothing and for what is no date."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _count(connection: Connection, selection: _Selection, bound: int) -> BoundedCount:
    tables = f"{selection.counted}{selection.where}"  # fragments of ours, values are bound
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {tables} LIMIT ?)"  # noqa: S608
    row: tuple[int] = connection.execute(sql, (*selection.params, bound + 1)).fetchone()
    return BoundedCount(min(row[0], bound), exact=row[0] <= bound)


def _selection(connection: Connection, query: ListQuery) -> _Selection:
    filters, params = _filters(query)
    before = AFTER_NEWEST if query.before is None else query.before
    expression = match_expression(query.text)
    first, last, dense = _stretch(connection, query.on)
    bounds = (first, min(before, last + 1))
    joins = JOINS if query.sending is not None else ""
    if expression is None:
        # by position a page ends early; else the day's index finds the few rows that are sorted
        source = "screenings s NOT INDEXED" if dense else "screenings s"
        conditions = ("s.position >= ?", "s.position < ?", *filters)
        return _Selection(
            source, "s.position", conditions, (*bounds, *params), "screenings s" + joins
        )
    source = FTS_SOURCE + FTS_ROW
    conditions = ("screenings_fts MATCH ?", "f.rowid >= ?", "f.rowid < ?", *filters)
    counted = source + joins if filters else FTS_SOURCE
    return _Selection(source, "f.rowid", conditions, (expression, *bounds, *params), counted)


def _stretch(connection: Connection, on: date | None) -> tuple[int, int, bool]:
    """Give the first and last position of a day, and whether most between them are its own."""
    if on is None:
        return 0, AFTER_NEWEST, False
    found: tuple[int, int, int] = connection.execute(DAY_STRETCH, (on.isoformat(),)).fetchone()
    first, last, rows = found
    return first, last, last - first < DENSE * rows


def _filters(query: ListQuery) -> tuple[tuple[str, ...], tuple[Value, ...]]:
    conditions: list[str] = []
    params: list[Value] = []
    if query.on is not None:
        conditions.append("s.occurred_on = ?")
        params.append(query.on.isoformat())
    if query.level is not None:
        conditions.append("s.level = ?")
        params.append(query.level)
    if query.decision is not None:
        conditions.append("s.decision = ?")
        params.append(query.decision)
        if query.decision != "boleh":  # says so where the partial index can see it
            conditions.append("s.decision <> 'boleh'")
    if query.sending is not None:
        conditions.append(f"{SENDING} = ?")
        params.append(query.sending.value)
        if query.sending is Sending.NEEDS_PERSON:
            conditions.append(STOPPED_SUBJECTS)
    return tuple(conditions), tuple(params)
