"""Filling the second schema's tables from the screenings of a store of the first.

Such a store holds no ruleset, so nothing is judged here and every shown level stays.
"""

from posko_app.store import contact_rows, movement_rows
from posko_app.store.connection import Connection
from posko_app.store.judged import no_ruleset
from posko_app.store.projection import COLUMNS, Screened, screened
from posko_app.store.statements import ALL_CORRECTIONS, stated_about
from sync.protocol.canonical import Malformed

AT_ONCE = 500
NEXT = "SELECT position FROM screenings WHERE position > ? ORDER BY position LIMIT ?"
MOVEMENT = (
    *("position", "occurred_on", "month", "purpose", "scheme", "company", "company_key"),
    *("village", "kecamatan", "origin", "letter_no", "letter_signer", "destination"),
    *("decision", "voided", "level"),
)
INSERT_MOVEMENT = (
    "INSERT INTO movements (position, occurred_on, month, purpose, scheme, company, company_key,"
    " village, kecamatan, origin, letter_no, letter_signer, destination, decision, voided, level)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
CONTACT = (
    *("contact", "occurred_on", "position", "solo"),
    *("final_city", "family_card", "nik", "named"),
)
INSERT_CONTACT = (
    "INSERT INTO contact_keys (contact, occurred_on, position, solo, final_city, family_card, nik,"
    " named) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
# the first schema also hashed what a save adds to a paper form, such as the shown level
SET_PAPER_HASH = (
    "UPDATE paper_keys SET content_hash = ? WHERE position = ? AND content_hash IS NOT NULL"
)
SET_JUDGED = "UPDATE screenings SET scheme = ?, unjudged = ? WHERE position = ?"


def fill(connection: Connection) -> None:
    """Project every screening anew, some hundred at a time, within the step's transaction."""
    after = 0
    while found := connection.execute(NEXT, (after, AT_ONCE)).fetchall():
        for (position,) in found:
            _fill_one(connection, position)
        after = found[-1][0]


def _fill_one(connection: Connection, position: int) -> None:
    try:
        stated = stated_about(connection, position, corrections=ALL_CORRECTIONS)
        fresh = screened(stated, post="", judge=no_ruleset)
    except Malformed:  # the check of the store names the entry; a step must not stop at it
        return
    _insert(connection, fresh)


def _insert(connection: Connection, fresh: Screened) -> None:
    """Write by column name: this step's columns, whatever a projection has later."""
    if fresh.movement is not None:
        told = dict(zip(movement_rows.COLUMNS, fresh.movement, strict=True))
        connection.execute(INSERT_MOVEMENT, [told[name] for name in MOVEMENT])
    for row in fresh.contacts:
        keys = dict(zip(contact_rows.COLUMNS, row, strict=True))
        connection.execute(INSERT_CONTACT, [keys[name] for name in CONTACT])
    cells = dict(zip(COLUMNS, fresh.row, strict=True))
    if fresh.paper is not None:
        connection.execute(SET_PAPER_HASH, (fresh.paper[-1], fresh.position))
    if cells["scheme"] is not None or cells["unjudged"] is not None:
        connection.execute(SET_JUDGED, (cells["scheme"], cells["unjudged"], fresh.position))
