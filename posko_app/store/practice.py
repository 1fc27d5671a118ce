"""The tries at practice cases, by screening and topic."""

from collections.abc import Iterable
from datetime import datetime

from posko_app.domain.practice import PracticeTry
from posko_app.store.connection import Connection

# a screening is scored once: reading the same result again adds nothing
PUT = (
    "INSERT INTO practice (subject, topic, case_id, person, at, found, missed, extra, asked, due,"
    " level_expected, level_own) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (subject, topic) DO NOTHING"
)
ALL = (
    "SELECT case_id, topic, person, found, missed, extra, asked, due, level_expected, level_own"
    " FROM practice ORDER BY at, subject, topic"
)
Row = tuple[str, str, str, str, str, str, int, int, str, str]


def put_tries(
    connection: Connection, tries: Iterable[PracticeTry], *, subject: str, at: datetime
) -> None:
    """Keep one try at a case, a row for each topic, within the caller's transaction."""
    for one in tries:
        row = (
            subject,
            one.topic,
            one.case_id,
            one.person,
            at.isoformat(),
            *(" ".join(signs) for signs in (one.found, one.missed, one.extra)),
            one.asked,
            one.due,
            one.level_expected,
            one.level_own,
        )
        connection.execute(PUT, row)


def all_tries(connection: Connection) -> tuple[PracticeTry, ...]:
    """Give every try, the first one first."""
    rows: list[Row] = connection.execute(ALL).fetchall()
    return tuple(map(_try, rows))


def _try(row: Row) -> PracticeTry:
    case_id, topic, person, found, missed, extra, asked, due, level_expected, level_own = row
    return PracticeTry(
        case_id=case_id,
        topic=topic,
        person=person,
        found=tuple(found.split()),
        missed=tuple(missed.split()),
        extra=tuple(extra.split()),
        asked=asked,
        due=due,
        level_expected=level_expected,
        level_own=level_own,
    )
