"""Folding a stored screening anew and comparing it with its rows: projections are only copies."""

from collections import Counter
from collections.abc import Sequence
from typing import cast

from posko_app.domain.records import StoredFault
from posko_app.store.connection import Connection, Error
from posko_app.store.driver import PRIMARY_CODE
from posko_app.store.judged import JudgeBy
from posko_app.store.person_link_rows import link_row, stored_link
from posko_app.store.projection import SEARCHED, Screened, screened, stored_screened
from posko_app.store.readable import counts_here
from posko_app.store.shift_rows import check_shift
from posko_app.store.statements import StoredEntry, stated_about
from posko_app.store.tally_rows import (
    is_taken_back,
    stored_tally,
    taken_back,
    taker_of,
    tally_row,
)
from posko_app.store.watch_rows import COLUMNS as WATCH_COLUMNS
from posko_app.store.watch_rows import folded_watch, stored_watch
from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Kind, open_part

ROWS_BETWEEN = "SELECT count(*) FROM {table} WHERE position > ? AND position <= ?"
PROJECTED = (
    *("screenings", "movements", "contact_keys", "paper_keys", "people"),
    *("tallies", "watch", "person_links"),
    *("shifts", "departures", "handovers"),
)
FACTS_AT = (
    "SELECT kind, stored FROM entries LEFT JOIN parts ON entry = id AND name = 'facts'"
    " WHERE position = ?"
)
WATCH_POSITION = WATCH_COLUMNS.index("position")
INDEXED = "SELECT 1 FROM screenings_fts WHERE screenings_fts MATCH ? AND rowid = ?"
COMPARE_INDEX = "INSERT INTO screenings_fts (screenings_fts, rank) VALUES ('integrity-check', 1)"
CORRUPT = 11  # SQLITE_CORRUPT


def slice_fault(
    connection: Connection,
    entries: Sequence[StoredEntry],
    *,
    after: int,
    post: str,
    judge: JudgeBy,
) -> StoredFault | None:
    """Compare what a slice of the journal folds to with its rows."""
    rows: Counter[str] = Counter(dict.fromkeys(PROJECTED, 0))
    for stored in entries:
        code = None
        if not counts_here(connection, stored.position):
            continue
        if stored.kind == Kind.SCREENING:
            fresh = screened(stated_about(connection, stored.position), post=post, judge=judge)
            rows.update(_tables_of(fresh))
            code = _row_fault(connection, fresh)
        elif stored.kind == Kind.WATCH:
            code = _watch_fault(connection, stored, rows)
        elif stored.kind == Kind.TALLY:
            code = _tally_fault(connection, stored, rows)
        elif stored.kind == Kind.SHIFT:
            code = check_shift(connection, stored, rows)
        elif stored.kind == Kind.LINK:
            code = _link_fault(connection, stored, rows)
        if code is not None:
            return StoredFault(code, stored.id)
    span = (after, entries[-1].position)
    if any(_count(connection, table, span) != rows[table] for table in PROJECTED):
        return StoredFault("projection_differs")
    return None


def index_differs(connection: Connection) -> bool:
    """Say whether the index holds anything else than the words of the rows; changes nothing."""
    try:
        connection.execute(COMPARE_INDEX)
    except Error as error:
        if error.sqlite_errorcode & PRIMARY_CODE != CORRUPT:
            raise
        return True
    return False


def _tables_of(fresh: Screened) -> dict[str, int]:
    """Say how many rows of which table a screening has."""
    return {
        "screenings": 1,
        "movements": 1,
        "contact_keys": len(fresh.contacts),
        "paper_keys": int(fresh.paper is not None),
        "people": len(fresh.people),
    }


def _watch_fault(connection: Connection, stored: StoredEntry, rows: Counter[str]) -> str | None:
    """Compare a watched contact at each entry about it; its row stands at the one that added it."""
    fresh = folded_watch(connection, stored.subject)
    if stored_watch(connection, stored.subject) != fresh:
        return "projection_differs"
    rows["watch"] += fresh is not None and fresh[WATCH_POSITION] == stored.position
    return None


def _tally_fault(connection: Connection, stored: StoredEntry, rows: Counter[str]) -> str | None:
    """Compare a count, and who took it back, from both sides."""
    facts = stored.facts
    fresh, taken = tally_row(stored.position, facts), taken_back(facts)
    if stored_tally(connection, stored.position) != fresh:
        return "projection_differs"
    rows["tallies"] += fresh is not None
    if taken is not None and not is_taken_back(connection, taken, by=stored.position):
        return "projection_differs"
    taker = taker_of(connection, stored.position)
    if taker is not None and not _takes_back(connection, taker, stored.id):
        return "projection_differs"
    return None


def _link_fault(connection: Connection, stored: StoredEntry, rows: Counter[str]) -> str | None:
    """Compare an answer to "the same person?" with its row."""
    fresh = link_row(stored.position, stored.facts)
    rows["person_links"] += fresh is not None
    return None if stored_link(connection, stored.position) == fresh else "projection_differs"


def _takes_back(connection: Connection, position: int, entry_id: str) -> bool:
    row: tuple[str, bytes | None] | None = connection.execute(FACTS_AT, (position,)).fetchone()
    return row is not None and row[0] == Kind.TALLY and taken_back(_facts(row[1])) == entry_id


def _facts(stored: bytes | None) -> JsonObject:
    return {} if stored is None else open_part(stored)


def _row_fault(connection: Connection, fresh: Screened) -> str | None:
    if stored_screened(connection, fresh.position) != fresh:
        return "projection_differs"
    expression = _whole_cells(fresh)
    if expression:
        found = connection.execute(INDEXED, (expression, fresh.position)).fetchone()
        return None if found else "index_differs"
    return None


def _whole_cells(fresh: Screened) -> str:
    """Give an expression that asks for each cell as one phrase in its own column.

    The index cuts a phrase exactly as it once cut the cell. What a search makes of typed words
    (numbers joined, long texts cut short) would differ and report a sound store.
    """
    cells = zip(SEARCHED, (cast("str", text or "") for text in fresh.words), strict=True)
    return " ".join(
        '{} : "{}"'.format(column, text.replace('"', '""'))
        for column, text in cells
        if any(map(str.isalnum, text))
    )


def _count(connection: Connection, table: str, span: tuple[int, int]) -> int:
    row: tuple[int] = connection.execute(ROWS_BETWEEN.format(table=table), span).fetchone()
    return row[0]
