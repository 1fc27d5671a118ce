"""Screenings still being filled in: encrypted with the store, never part of the journal."""

from datetime import datetime

from posko_app.domain.screening import Draft
from posko_app.store.connection import Connection
from sync.protocol.canonical import Json, canonical_bytes, parse_object

LINKS = "links"  # beside the answers' paths, none of which is called so

ONE = "SELECT id, started_at, updated_at, body, officer FROM drafts WHERE id = ?"
SAVE = (
    "INSERT INTO drafts (id, officer, started_at, updated_at, body) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET officer = excluded.officer,"
    " updated_at = excluded.updated_at, body = excluded.body"
)
OF_OFFICER = (
    "SELECT id, started_at, updated_at, body FROM drafts WHERE officer = ?"
    " ORDER BY updated_at DESC, id"
)
EVERY = "SELECT officer, id, started_at, updated_at, body FROM drafts ORDER BY started_at, id"
GIVE = "UPDATE drafts SET officer = ? WHERE id = ?"


def save_draft(connection: Connection, draft: Draft, *, officer: str) -> None:
    """Keep what was typed so far; a draft that another officer goes on with becomes his.

    Raises:
        Malformed: an answer holds what the format forbids.
    """
    links: dict[str, Json] = {LINKS: dict(draft.links)} if draft.links else {}
    body = canonical_bytes({**draft.answers, **links})
    times = (draft.started_at.isoformat(), draft.updated_at.isoformat())
    connection.execute(SAVE, (draft.id, officer, *times, body))


def drop_draft(connection: Connection, draft_id: str) -> None:
    """Forget a draft; nothing happens when there is none."""
    connection.execute("DELETE FROM drafts WHERE id = ?", (draft_id,))


def drafts_of(connection: Connection, officer: str) -> tuple[Draft, ...]:
    """Give an officer's drafts (person, 32 hex), the one touched last first.

    However long: what was kept comes back, and what is too long to record is said at saving.
    """
    return tuple(_draft(row) for row in connection.execute(OF_OFFICER, (officer,)))


def every_draft(connection: Connection) -> tuple[tuple[str, Draft], ...]:
    """Give every officer's drafts with the officer's person id, the oldest first."""
    return tuple((row[0], _draft(row[1:])) for row in connection.execute(EVERY))


def give_draft(connection: Connection, draft_id: str, *, officer: str) -> None:
    """Make a draft another officer's; nothing happens when there is none."""
    connection.execute(GIVE, (officer, draft_id))


def draft_of(connection: Connection, draft_id: str) -> tuple[Draft, str] | None:
    """Give one draft and the officer it belongs to; None when there is none."""
    row = connection.execute(ONE, (draft_id,)).fetchone()
    return None if row is None else (_draft(row[:4]), row[4])


def count_drafts(connection: Connection) -> int:
    """Say how many drafts there are, whoever they belong to."""
    row: tuple[int] = connection.execute("SELECT count(*) FROM drafts").fetchone()
    return row[0]


def _draft(row: tuple[str, str, str, bytes]) -> Draft:
    draft_id, started_at, updated_at, body = row
    told = dict(parse_object(body, limit_bytes=len(body)))
    links = told.pop(LINKS, {})
    return Draft(
        id=draft_id,
        answers=told,  # type: ignore[arg-type]
        started_at=datetime.fromisoformat(started_at),
        updated_at=datetime.fromisoformat(updated_at),
        links={one: str(said) for one, said in links.items()} if isinstance(links, dict) else {},
    )
