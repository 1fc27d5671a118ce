"""Filling the sixth schema's tables from the journal of an older store."""

from posko_app.store.connection import Connection
from posko_app.store.people_rows import INSERT, people_rows
from posko_app.store.person_link_rows import take_in_link
from posko_app.store.projection import fold_stated
from posko_app.store.readable import KIND_UNKNOWN, quarantine, reason_of, release, unreadable
from posko_app.store.statements import entry_at, stated_about
from sync.protocol.canonical import Malformed
from sync.protocol.entry import Kind

AT_ONCE = 500
NEXT = "SELECT position FROM screenings WHERE position > ? ORDER BY position LIMIT ?"
LINKS = "SELECT position FROM entries WHERE kind <> 'screening' AND kind = ? ORDER BY position"


def fill(connection: Connection) -> None:
    """Project every screening anew, and let links that came too early count."""
    after = 0
    while found := connection.execute(NEXT, (after, AT_ONCE)).fetchall():
        for (position,) in found:
            _fill_one(connection, position)
        after = found[-1][0]
    for (position,) in connection.execute(LINKS, (Kind.LINK.value,)).fetchall():
        if reason_of(connection, position) == KIND_UNKNOWN:
            _read_now(connection, position)


def _read_now(connection: Connection, position: int) -> None:
    """Let an entry count that an older program set aside, unless there is another reason."""
    stored = entry_at(connection, position)
    reason = unreadable(stored.entry)
    if reason is not None:
        quarantine(connection, position, reason)
        return
    release(connection, position, KIND_UNKNOWN)
    take_in_link(connection, position, stored.facts)


def _fill_one(connection: Connection, position: int) -> None:
    try:
        rows = people_rows(position, fold_stated(stated_about(connection, position)))
    except Malformed:  # the check of the store names the entry; a step must not stop at it
        return
    connection.executemany(INSERT, rows)
