"""The table of officers' keys: one row per signing key, as the journal introduced it.

`device` is the chain that introduced it: only this laptop's own may sign here. A key that several
chains introduce is this laptop's own, or else the first one's.
"""

from posko_app.domain.records import OfficerRecord, OfficerState
from posko_app.store.connection import Connection

_COLUMNS = "fingerprint, person, name, role, sign_key, seal_key, added_by, confirmed, state, device"
ALL = f"SELECT {_COLUMNS} FROM officers ORDER BY name, fingerprint"  # noqa: S608 - our columns
PUT = (
    f"INSERT INTO officers ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
    " ON CONFLICT (fingerprint) DO UPDATE SET person = excluded.person, name = excluded.name,"
    " role = excluded.role, seal_key = excluded.seal_key, added_by = excluded.added_by,"
    " confirmed = excluded.confirmed, state = excluded.state, device = excluded.device"
)
DEVICE_OF = "SELECT device FROM officers WHERE fingerprint = ?"
STANDING = "UPDATE officers SET role = ?, state = ? WHERE fingerprint = ? AND device = ?"
CONFIRM = "UPDATE officers SET confirmed = ? WHERE fingerprint = ?"
INTRODUCED = "SELECT fingerprint, person, role, sign_key FROM officers"
FORGET_NAME = "UPDATE officers SET name = NULL WHERE fingerprint = ? AND device = ?"
NAMES = "SELECT fingerprint, name FROM officers"


OfficerTuple = tuple[str, str, str | None, str, str, str, str, int, str, str | None]


def all_officers(connection: Connection, *, own: str) -> tuple[OfficerRecord, ...]:
    """Give every key that was ever introduced, by name; `own` is this laptop's fingerprint."""
    rows: list[OfficerTuple] = connection.execute(ALL).fetchall()
    return tuple(
        OfficerRecord(*r[:7], bool(r[7]), OfficerState(r[8]), here=r[9] == own) for r in rows
    )


def put_officer(connection: Connection, officer: OfficerRecord, *, device: str) -> None:
    """Store a key's row as a chain introduces it, or bring it up to date."""
    row = (
        officer.fingerprint,
        officer.person,
        officer.name,
        officer.role,
        officer.sign_key,
        officer.seal_key,
        officer.added_by,
        int(officer.confirmed),
        officer.state.value,
        device,
    )
    connection.execute(PUT, row)


def device_of(connection: Connection, fingerprint: str) -> str | None:
    """Say which chain a key's row is of; None when nobody introduced it."""
    row: tuple[str | None] | None = connection.execute(DEVICE_OF, (fingerprint,)).fetchone()
    return None if row is None else row[0]


def set_standing(
    connection: Connection, fingerprint: str, *, role: str, state: OfficerState, device: str
) -> None:
    """Note what its own chain now says about a key."""
    connection.execute(STANDING, (role, state.value, fingerprint, device))


def set_confirmed(connection: Connection, fingerprint: str, *, confirmed: bool) -> None:
    """Note whether the centre confirms a key."""
    connection.execute(CONFIRM, (int(confirmed), fingerprint))


def forget_name(connection: Connection, fingerprint: str, *, device: str) -> None:
    """Forget the name that goes with a key, when the statement that gave it lost its identity."""
    connection.execute(FORGET_NAME, (fingerprint, device))


def names_by_fingerprint(connection: Connection) -> dict[str, str | None]:
    """Give the officers' names by the fingerprint of their signing key."""
    return dict(connection.execute(NAMES).fetchall())
