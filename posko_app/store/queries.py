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
    str, str, Text, int, int, int, str, int,  # decision to complete
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
ROW_COLUMNS = (
    "s.position, s.subject, s.occurred_at, s.occurred_on, s.name, s.nik, s.passport, s.origin,"
    f" s.destination, s.carrier, s.level, s.decision, {SENDING}, o.name, s.corrections,"
    " s.conflict, s.voided, s.receipt, s.complete"
)
JOINS = (
    " LEFT JOIN officers o ON o.fingerprint = s.signer"
    " LEFT JOIN outbox b ON b.position = s.position"
)
STOPPED_SUBJECTS = (
    "s.subject IN (SELECT e.subject FROM outbox c JOIN entries e ON e.position = c.position"
    " WHERE c.state = 'needs_person')"
)
DAY_RANGE = "SELECT min(position), max(position) FROM screenings WHERE occurred_on = ?"
ONE_ROW = f"SELECT {ROW_COLUMNS} FROM screenings s{JOINS} WHERE s.subject = ?"  # noqa: S608 - fragments


@dataclass(frozen=True, slots=True)
class _Selection:
    """FROM and WHERE of a list, with its parameters; `order` is the column of position."""

    source: str
    conditions: tuple[str, ...]
    params: tuple[Value, ...]
    order: str

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
    position, subject, occurred_at, occurred_on, name, nik, passport, *_ = found
    return ScreeningRow(
        position=position,
        subject=subject,
        occurred_at=instant_of(occurred_at),
        occurred_on=day_of(occurred_on),
        name=name,
        nik=nik,
        passport=passport,
        origin=found[7],
        destination=found[8],
        carrier=found[9],
        level=found[10],
        decision=found[11],
        sending=Sending(found[12]),
        officer=found[13],
        corrections=found[14],
        conflict=bool(found[15]),
        voided=bool(found[16]),
        receipt=found[17],
        complete=bool(found[18]),
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
    joins = JOINS if any("b.state" in c for c in selection.conditions) else ""
    tables = f"{selection.source}{joins}{selection.where}"  # fragments of ours, values are bound
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {tables} LIMIT ?)"  # noqa: S608
    row: tuple[int] = connection.execute(sql, (*selection.params, bound + 1)).fetchone()
    return BoundedCount(min(row[0], bound), exact=row[0] <= bound)


def _selection(connection: Connection, query: ListQuery) -> _Selection:
    before = AFTER_NEWEST if query.before is None else query.before
    expression = match_expression(query.text)
    filters, params = _filters(query)
    if expression is None:
        return _Selection(
            "screenings s", ("s.position < ?", *filters), (before, *params), "s.position"
        )
    source = "screenings_fts f CROSS JOIN screenings s ON s.position = f.rowid"
    conditions = ["screenings_fts MATCH ?", "f.rowid < ?"]
    bounds: tuple[Value, ...] = (before,)
    if query.on is not None:
        # bounds of the day keep the index from walking through older years
        first, last = connection.execute(DAY_RANGE, (query.on.isoformat(),)).fetchone()
        conditions.append("f.rowid >= ?")
        bounds = (min(before, (last or 0) + 1), first or 0)
    return _Selection(source, (*conditions, *filters), (expression, *bounds, *params), "f.rowid")


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
