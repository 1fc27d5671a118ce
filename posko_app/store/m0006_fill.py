"""Filling the sixth schema's tables from the journal of an older store."""

from collections.abc import Mapping
from typing import cast

from posko_app.domain import screening
from posko_app.domain.entries import join_parts
from posko_app.domain.fold import Statement, fold
from posko_app.store.connection import Connection
from posko_app.store.people_rows import INSERT, people_rows
from posko_app.store.person_link_rows import take_in_link
from posko_app.store.projection import fold_stated
from posko_app.store.readable import KIND_UNKNOWN, quarantine, reason_of, release, unreadable
from posko_app.store.statements import PARTS, entry_at, stated_about
from sync.protocol.canonical import Malformed
from sync.protocol.entry import Kind, open_part

Told = Mapping[str, screening.JsonObject]
AT_ONCE = 500
# a screening without corrections is what its own entry says; the others are folded
NEXT = (
    "SELECT s.position, s.corrections, e.id FROM screenings s"
    " JOIN entries e ON e.position = s.position"
    " WHERE s.position > ? ORDER BY s.position LIMIT ?"
)
LINKS = "SELECT position FROM entries WHERE kind <> 'screening' AND kind = ? ORDER BY position"


def fill(connection: Connection) -> None:
    """Project every screening anew, and let links that came too early count."""
    after = 0
    while found := connection.execute(NEXT, (after, AT_ONCE)).fetchall():
        for position, corrections, entry_id in found:
            _fill_one(connection, position, None if corrections else entry_id)
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


def _fill_one(connection: Connection, position: int, entry_id: str | None) -> None:
    try:
        if entry_id is None:
            folded = fold_stated(stated_about(connection, position))
        else:
            parts = connection.execute(PARTS, (entry_id,)).fetchall()
            told = {name: open_part(stored) for name, stored in parts}
            folded = fold((Statement(entry_id, (), join_parts(cast("Told", told))),))
        rows = people_rows(position, folded)
    except Malformed:  # the check of the store names the entry; a step must not stop at it
        return
    connection.executemany(INSERT, rows)
