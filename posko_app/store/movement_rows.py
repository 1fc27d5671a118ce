"""A screening as one movement of population: from where, to where, with whose letter.

Rival values count as not known, so that no total counts one person twice.
"""

from posko_app.domain.text import search_text
from posko_app.store.connection import Connection
from posko_app.store.folded import FoldedValues
from posko_app.store.judged import Judged

COLUMNS = (
    *("position", "occurred_on", "month", "purpose", "scheme", "company", "company_key"),
    *("village", "kecamatan", "origin", "letter_no", "letter_signer", "destination"),
    *("decision", "voided", "level"),
)
_NAMES = ", ".join(COLUMNS)
_MARKS = ", ".join("?" * len(COLUMNS))
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
INSERT = f"INSERT INTO movements ({_NAMES}) VALUES ({_MARKS})"  # noqa: S608 - our columns
PUT = f"{INSERT} ON CONFLICT (position) DO UPDATE SET {_CHANGES}"
SELECT = f"SELECT {_NAMES} FROM movements WHERE position = ?"  # noqa: S608
MONTH_DIGITS = 7  # YYYY-MM
HOUSEHOLD = frozenset({"rumah_tangga", "perawat_lansia"})  # the employer is a private person

Row = tuple[str | int | None, ...]


def movement_row(position: int, values: FoldedValues, judged: Judged) -> Row:
    """Give the row of a screening."""
    on = values.day("occurred_on")
    company = _company(values)
    return (
        position,
        on,
        on and on[:MONTH_DIGITS],
        values.settled_text("purpose"),
        judged.scheme,
        company,
        search_text(company) or None,
        values.settled_text("traveller.village"),
        values.settled_text("traveller.kecamatan"),
        values.settled_text("traveller.origin"),
        values.settled_text("village_letter.number"),
        values.settled_text("village_letter.signer"),
        values.settled_destination(),
        values.decision(),
        int(values.is_voided()),
        judged.level,
    )


def _company(values: FoldedValues) -> str | None:
    """Give who places the person; where nobody does, the firm that employs, never a household."""
    if values.told("recruiter.company"):
        return values.settled_text("recruiter.company")
    if values.settled_text("job.kind") in HOUSEHOLD:
        return None
    return values.settled_text("employer.name")


def write_row(connection: Connection, row: Row) -> None:
    """Store the row of a fresh screening."""
    connection.execute(INSERT, row)


def stored_row(connection: Connection, position: int) -> Row | None:
    """Read a screening's row back."""
    row: Row | None = connection.execute(SELECT, (position,)).fetchone()
    return row


def replace_row(connection: Connection, row: Row) -> None:
    """Bring a screening's row up to date, also when it is missing."""
    connection.execute(PUT, row)
