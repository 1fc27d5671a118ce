"""The table of officers' keys: one row per signing key, as the journal introduced it."""

from posko_app.domain.records import OfficerRecord, OfficerState
from posko_app.store.connection import Connection

_COLUMNS = "fingerprint, person, name, role, sign_key, seal_key, added_by, confirmed, state"
ALL = f"SELECT {_COLUMNS} FROM officers ORDER BY name, fingerprint"  # noqa: S608 - our columns
PUT = (
    f"INSERT INTO officers ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
    " ON CONFLICT (fingerprint) DO UPDATE SET name = excluded.name, role = excluded.role,"
    " confirmed = excluded.confirmed, state = excluded.state"
)
FORGET_NAME = "UPDATE officers SET name = NULL WHERE person = ?"
NAMES = "SELECT fingerprint, name FROM officers"


OfficerTuple = tuple[str, str, str | None, str, str, str, str, int, str]


def all_officers(connection: Connection) -> tuple[OfficerRecord, ...]:
    """Give every key that was ever introduced, by name."""
    rows: list[OfficerTuple] = connection.execute(ALL).fetchall()
    return tuple(OfficerRecord(*r[:7], bool(r[7]), OfficerState(r[8])) for r in rows)


def put_officer(connection: Connection, officer: OfficerRecord) -> None:
    """Store a key's row, or bring it up to date; keys themselves never change."""
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
    )
    connection.execute(PUT, row)


def forget_name(connection: Connection, person: str) -> None:
    """Forget a person's name, when the identity of his statement was erased."""
    connection.execute(FORGET_NAME, (person,))


def names_by_fingerprint(connection: Connection) -> dict[str, str | None]:
    """Give the officers' names by the fingerprint of their signing key."""
    return dict(connection.execute(NAMES).fetchall())
