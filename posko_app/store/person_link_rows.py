"""The table of answers to "the same person?", one row for each entry that can be read."""

from posko_app.domain.person_links import LinkAction, LinkStatement, Pair, link_in, pair_of
from posko_app.store.connection import Connection
from posko_app.store.statements import entry_at
from sync.protocol.canonical import JsonObject

COLUMNS = "position, one, other, action"
PUT = f"INSERT INTO person_links ({COLUMNS}) VALUES (?, ?, ?, ?)"  # noqa: S608 - our columns
SELECT = f"SELECT {COLUMNS} FROM person_links WHERE position = ?"  # noqa: S608 - our columns
FORGET = "DELETE FROM person_links WHERE position = ?"
ABOUT = (
    f"SELECT {COLUMNS} FROM person_links WHERE one = ?1"  # noqa: S608
    f" UNION SELECT {COLUMNS} FROM person_links WHERE other = ?1 ORDER BY 1"
)

Row = tuple[int, str, str, str]


def take_in_link(connection: Connection, position: int, facts: JsonObject) -> bool:
    """Keep what an entry says; False where this version reads nothing from it."""
    row = link_row(position, facts)
    if row is None:
        return False
    connection.execute(PUT, row)
    return True


def forget_link(connection: Connection, position: int) -> None:
    """Undo what an entry said, when its facts were erased."""
    connection.execute(FORGET, (position,))


def link_row(position: int, facts: JsonObject) -> Row | None:
    """Give an entry's row; None where it says nothing about two screenings."""
    told = link_in(facts)
    return None if told is None else (position, *told[0], told[1].value)


def stored_link(connection: Connection, position: int) -> Row | None:
    """Read a row back."""
    row: Row | None = connection.execute(SELECT, (position,)).fetchone()
    return row


def links_about(connection: Connection, subject: str) -> dict[Pair, list[LinkStatement]]:
    """Give everything said about a screening and others, by pair, in journal order."""
    found: dict[Pair, list[LinkStatement]] = {}
    for position, one, other, action in connection.execute(ABOUT, (subject,)).fetchall():
        stored = entry_at(connection, position)
        header = stored.entry.header
        said = LinkStatement(stored.id, header.based_on, (one, other), LinkAction(action))
        found.setdefault((one, other), []).append(said)
    return found


def links_between(connection: Connection, one: str, other: str) -> list[LinkStatement]:
    """Give everything said about two screenings, in journal order."""
    return links_about(connection, one).get(pair_of(one, other), [])
