"""Departures of a month for the two administrative controls, and the papers seen with them."""

from collections.abc import Sequence

from posko_app.domain.codes import PAPERS
from posko_app.domain.movement import Move
from posko_app.store.connection import Connection
from posko_app.store.projection import fold_stated
from posko_app.store.queries import day_of
from posko_app.store.statements import stated_about

MOVES = (
    "SELECT position, occurred_on, purpose, scheme, company, village, kecamatan,"
    " origin, letter_no, letter_signer, destination, decision, level"
    " FROM movements WHERE month = ? AND voided = 0 ORDER BY position"
)
MONTHS = (
    "SELECT month, count(*) FROM movements WHERE voided = 0 AND month IS NOT NULL GROUP BY month"
)


def moves_of(connection: Connection, month: str) -> tuple[Move, ...]:
    """Give a month's departures (YYYY-MM, civil days) in journal order, voided ones left out.

    A value that is disputed counts as not recorded.
    """
    rows = connection.execute(MOVES, (month,)).fetchall()
    return tuple(Move(row[0], day_of(row[1]), *(text or "" for text in row[2:])) for row in rows)


def count_by_month(connection: Connection) -> dict[str, int]:
    """Count departures by month, oldest first."""
    return dict(connection.execute(MONTHS).fetchall())


def papers_of(connection: Connection, positions: Sequence[int]) -> dict[int, dict[str, str]]:
    """Give the states of the papers of these screenings, as they stand after corrections."""
    return {position: _papers(connection, position) for position in positions}


def _papers(connection: Connection, position: int) -> dict[str, str]:
    values = fold_stated(stated_about(connection, position)).values
    told = {paper: values.get(f"docs.{paper}") for paper in PAPERS}
    return {paper: state for paper, state in told.items() if isinstance(state, str)}
