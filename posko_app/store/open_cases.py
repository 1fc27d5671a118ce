"""People whose case has no end: drafts of everybody here, and screenings without an end."""

from datetime import date

from posko_app.domain.group import GROUP_ID
from posko_app.domain.held import OpenCase, kind_of
from posko_app.domain.shift import CaseKind
from posko_app.store.connection import Connection
from posko_app.store.drafts import every_draft
from posko_app.store.projection import fold_stated
from posko_app.store.queries import instant_of
from posko_app.store.statements import stated_about

MOST = 200  # of a day; read whole, as nothing but their facts says whether there was an end
OPEN = (
    "SELECT position, subject, occurred_at, name FROM screenings"
    " WHERE occurred_on >= ? AND voided = 0"
    " AND decision IN ('belum_diputuskan', 'tunda', 'rujuk', 'serah_terima')"
    " ORDER BY position DESC LIMIT ?"
)
NAME = "traveller.name"


def open_cases(connection: Connection, since: date) -> tuple[OpenCase, ...]:
    """Give the drafts, and the screenings of a civil day or later that have no end."""
    return (*_drafts(connection), *_screenings(connection, since))


def _drafts(connection: Connection) -> tuple[OpenCase, ...]:
    return tuple(
        OpenCase(
            draft.id,
            CaseKind.DRAFT,
            draft.started_at,
            name=str(draft.answers.get(NAME) or "") or None,
            officer=officer,
        )
        for officer, draft in every_draft(connection)
        if draft.answers.get(GROUP_ID) != draft.id  # the header of a group is nobody
    )


def _screenings(connection: Connection, since: date) -> tuple[OpenCase, ...]:
    rows: list[tuple[int, str, str | None, str | None]] = connection.execute(
        OPEN, (since.isoformat(), MOST)
    ).fetchall()
    found = ((row, instant_of(row[2]), _kind(connection, row[0])) for row in rows)
    return tuple(
        OpenCase(row[1], kind, began_at, name=row[3])
        for row, began_at, kind in found
        if kind is not None and began_at is not None
    )


def _kind(connection: Connection, position: int) -> CaseKind | None:
    return kind_of(fold_stated(stated_about(connection, position)).values)
