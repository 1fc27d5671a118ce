"""Third persons' contacts of a screening, as later screenings are compared with them.

A row goes with the contact it came from: when that is erased, or the screening voided.
"""

from collections.abc import Iterator

from posko_app.domain.detection.prior import CONTACT_PATHS, PriorQuery, prior_query
from posko_app.domain.fold import Folded
from posko_app.domain.screening import Answers
from posko_app.store.connection import Connection
from posko_app.store.folded import FoldedValues

COLUMNS = (
    *("contact", "occurred_on", "position", "solo"),
    *("final_city", "family_card", "nik", "named"),
)
_NAMES = ", ".join(COLUMNS)
INSERT = f"INSERT INTO contact_keys ({_NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
SELECT = f"SELECT {_NAMES} FROM contact_keys WHERE position = ? ORDER BY contact"  # noqa: S608
DIGITS = 16
FORGET = "DELETE FROM contact_keys WHERE position = ?"

Row = tuple[str | int | None, ...]


def named_key(query: PriorQuery) -> str | None:
    """Give what tells persons apart without a NIK: name and birth date, never a name alone."""
    return f"{query.name} {query.dob}" if query.name and query.dob else None


def known_number(text: str | None) -> str | None:
    """Give a NIK or family card's number if it can be one; `TIDAKADA` makes nobody the same."""
    if text is None or len(text) != DIGITS or not (text.isascii() and text.isdecimal()):
        return None
    return text if len(set(text)) > 1 else None


def contact_rows(position: int, folded: Folded) -> tuple[Row, ...]:
    """Give a screening's rows in order of their contact, none when it was voided."""
    if FoldedValues(folded).is_voided():
        return ()
    query = prior_query(folded.values)
    on = FoldedValues(folded).day("occurred_on")
    if on is None:
        return ()
    contacts = query.contacts.union(*_rival_contacts(folded))
    card, nik = known_number(query.family_card), known_number(query.nik)
    told = (query.final_city, card, nik, named_key(query))
    return tuple((key, on, position, int(query.solo), *told) for key in sorted(contacts))


def write_rows(connection: Connection, rows: tuple[Row, ...]) -> None:
    """Store the rows of a screening that has none."""
    if rows:
        connection.executemany(INSERT, rows)


def stored_rows(connection: Connection, position: int) -> tuple[Row, ...]:
    """Read the rows of a screening back."""
    return tuple(connection.execute(SELECT, (position,)).fetchall())


def replace_rows(connection: Connection, position: int, rows: tuple[Row, ...]) -> None:
    """Let a screening have these rows and no others."""
    connection.execute(FORGET, (position,))
    write_rows(connection, rows)


def _rival_contacts(folded: Folded) -> Iterator[frozenset[str]]:
    """Give the contacts that are in conflict: each may be the right one."""
    for path in CONTACT_PATHS:
        for rival in folded.conflicts.get(path, ()):
            answers: Answers = {**folded.values, path: rival.value}
            yield prior_query(answers).contacts
