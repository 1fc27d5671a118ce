"""Folding a stored screening anew and comparing it with its rows: projections are only copies."""

from collections.abc import Sequence
from typing import cast

from posko_app.domain.records import StoredFault
from posko_app.store.connection import Connection
from posko_app.store.projection import Screened, screened, stored_screened
from posko_app.store.search import search_words
from posko_app.store.statements import StoredEntry, stated_about
from sync.protocol.entry import Kind

ROWS_BETWEEN = "SELECT count(*) FROM screenings WHERE position > ? AND position <= ?"
PAPERS_BETWEEN = "SELECT count(*) FROM paper_keys WHERE position > ? AND position <= ?"
INDEXED = "SELECT 1 FROM screenings_fts WHERE screenings_fts MATCH ? AND rowid = ?"
MOST_INDEXED_WORDS = 40


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


def _row_fault(connection: Connection, fresh: Screened) -> str | None:
    if stored_screened(connection, fresh.position) != fresh:
        return "projection_differs"
    expression = _all_words(fresh)
    if expression:
        found = connection.execute(INDEXED, (expression, fresh.position)).fetchone()
        return None if found else "index_differs"
    return None


def _all_words(fresh: Screened) -> str:
    texts = [cast("str", text) for text in fresh.words if text]
    words = [word for text in texts for word in search_words(text)]
    return " ".join(f'"{word}"' for word in words[:MOST_INDEXED_WORDS])


def _count(connection: Connection, sql: str, span: tuple[int, int]) -> int:
    row: tuple[int] = connection.execute(sql, span).fetchone()
    return row[0]
