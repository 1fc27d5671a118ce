"""Birth dates with names, as later screenings look among them.

A row goes with what it came from: when that is erased, or the screening voided.
"""

from posko_app.domain.civil import parse_date
from posko_app.domain.fold import Folded
from posko_app.domain.names import name_key
from posko_app.domain.people import BIRTHS
from posko_app.domain.text import search_text
from posko_app.store.connection import Connection
from posko_app.store.folded import FoldedValues

COLUMNS = ("born_on", "position", "name", "village")
_NAMES = ", ".join(COLUMNS)
INSERT = f"INSERT INTO people ({_NAMES}) VALUES (?, ?, ?, ?)"  # noqa: S608 - our columns
SELECT = f"SELECT {_NAMES} FROM people WHERE position = ? ORDER BY born_on, name"  # noqa: S608
FORGET = "DELETE FROM people WHERE position = ?"

Row = tuple[str | int | None, ...]


def people_rows(position: int, folded: Folded) -> tuple[Row, ...]:
    """Give a screening's rows in order, one for each birth date and each name stated for it."""
    values = FoldedValues(folded)
    if values.is_voided():
        return ()
    told = (parse_date(day) for path in BIRTHS for day in values.told(path))
    births = sorted({day.isoformat() for day in told if day is not None})
    names = sorted({name_key(name) for name in values.told("traveller.name")}) or [""]
    village = search_text(*values.told("traveller.village"))
    return tuple(
        (born_on, position, name, village)
        for born_on in births
        for name in names
        if name or village
    )


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
