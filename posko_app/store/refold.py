"""Folding a stored screening anew and comparing it with its rows: projections are only copies."""

from collections.abc import Sequence
from typing import cast

from posko_app.domain.records import StoredFault
from posko_app.store.connection import Connection, Error
from posko_app.store.driver import PRIMARY_CODE
from posko_app.store.projection import SEARCHED, Screened, screened, stored_screened
from posko_app.store.statements import StoredEntry, stated_about
from sync.protocol.entry import Kind

ROWS_BETWEEN = "SELECT count(*) FROM screenings WHERE position > ? AND position <= ?"
PAPERS_BETWEEN = "SELECT count(*) FROM paper_keys WHERE position > ? AND position <= ?"
INDEXED = "SELECT 1 FROM screenings_fts WHERE screenings_fts MATCH ? AND rowid = ?"
COMPARE_INDEX = "INSERT INTO screenings_fts (screenings_fts, rank) VALUES ('integrity-check', 1)"
CORRUPT = 11  # SQLITE_CORRUPT


def slice_fault(
    connection: Connection, entries: Sequence[StoredEntry], *, after: int, post: str
) -> StoredFault | None:
    """Compare what a slice of the journal folds to with its rows."""
    folded = [e for e in entries if e.kind == Kind.SCREENING]
    papers = 0
    for stored in folded:
        fresh = screened(stated_about(connection, stored.position), post=post)
        papers += fresh.paper is not None
        code = _row_fault(connection, fresh)
        if code is not None:
            return StoredFault(code, stored.id)
    span = (after, entries[-1].position)
    if _count(connection, ROWS_BETWEEN, span) != len(folded):
        return StoredFault("projection_differs")
    if _count(connection, PAPERS_BETWEEN, span) != papers:
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


def _count(connection: Connection, sql: str, span: tuple[int, int]) -> int:
    row: tuple[int] = connection.execute(sql, span).fetchone()
    return row[0]
