"""Whether the official lists at hand are still what a penyelia handed in.

Their rows are a copy beside the journal, and a contact among them is left out of what is compared
across screenings: so the entry that states an import holds the hash of its rows.
"""

import hashlib
from collections.abc import Iterable, Mapping

from posko_app.store.connection import Connection
from posko_app.store.roles import Roles
from posko_app.store.statements import entries_of_kind
from sync.protocol.canonical import canonical_bytes
from sync.protocol.entry import Kind

REGISTER_IMPORTED = "register_imported"
LISTED = "SELECT register FROM registers UNION SELECT register FROM register_rows ORDER BY 1"
ABOUT = "SELECT entry, sha256, as_of, rows FROM registers WHERE register = ?"
ROWS = (
    "SELECT row_key, name, name_key, number, number_key, contact, city, valid_from, valid_to,"
    " status, source_row FROM register_rows WHERE register = ?"
)

TableRow = tuple[str | int | None, ...]


def rows_hash(rows: Iterable[TableRow]) -> str:
    """Give SHA-256 over table rows without their register, in byte order of `row_key`: 64 hex."""
    digest = hashlib.sha256()
    for row in sorted(rows, key=lambda row: str(row[0]).encode()):
        text = canonical_bytes({"row": list(row)})
        digest.update(len(text).to_bytes(4, "big") + text)
    return digest.hexdigest()


def changed_register(connection: Connection, roles: Roles, *, device: str) -> str | None:
    """Give the first list that no penyelia of this laptop handed in as it is; None when sound."""
    stated = _stated(connection, roles, device)
    for (register,) in connection.execute(LISTED).fetchall():
        told = _told(connection, register)
        if told is None or told != stated.get(register):
            return str(register)
    return None


def _told(connection: Connection, register: str) -> tuple[object, ...] | None:
    about: TableRow | None = connection.execute(ABOUT, (register,)).fetchone()
    rows = connection.execute(ROWS, (register,)).fetchall()
    return None if about is None else (*about, rows_hash(rows))


def _stated(connection: Connection, roles: Roles, device: str) -> Mapping[str, tuple[object, ...]]:
    """Give what the newest import of each list says, as far as a penyelia signed it."""
    found: dict[str, tuple[object, ...]] = {}
    for stored in entries_of_kind(connection, Kind.ACCESS.value, device=device):
        facts = stored.facts
        if facts.get("action") != REGISTER_IMPORTED:
            continue
        if stored.signer in roles.penyelia(stored.position):
            told = (facts.get(name) for name in ("sha256", "as_of", "rows", "rows_hash"))
            found[str(facts.get("register"))] = (stored.id, *told)
    return found
