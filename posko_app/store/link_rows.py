"""The one row about the centre this device is enrolled with."""

from datetime import datetime

from posko_app.store.connection import Connection
from sync.device.ports import CentreLink

KEY_BYTES = 32
COLUMNS = (
    *("url", "ca_pem", "sign_key", "seal_key", "lease_secret", "enrolled_at", "lease_until"),
    *("last_contact_at", "clock_offset_ms", "earlier_keys"),
)
_NAMES = ", ".join(COLUMNS)
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS)
SELECT = f"SELECT {_NAMES} FROM centre"  # noqa: S608 - our columns
PUT = (
    f"INSERT INTO centre (only, {_NAMES}) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
    f" ON CONFLICT (only) DO UPDATE SET {_CHANGES}"
)

LinkTuple = tuple[str, str, bytes, bytes, bytes, str, str, str | None, int | None, bytes]


def read_link(connection: Connection) -> CentreLink | None:
    """Give the centre; None before enrolment."""
    row: LinkTuple | None = connection.execute(SELECT).fetchone()
    if row is None:
        return None
    url, ca_pem, sign_key, seal_key, lease_secret, enrolled_at, lease_until = row[:7]
    last, offset, earlier = row[7:]
    return CentreLink(
        url=url,
        ca_pem=ca_pem,
        sign_key=sign_key,
        seal_key=seal_key,
        lease_secret=lease_secret,
        enrolled_at=datetime.fromisoformat(enrolled_at),
        lease_until=datetime.fromisoformat(lease_until),
        last_contact_at=None if last is None else datetime.fromisoformat(last),
        clock_offset_ms=offset,
        earlier_keys=tuple(
            earlier[at : at + KEY_BYTES] for at in range(0, len(earlier), KEY_BYTES)
        ),
    )


def put_link(connection: Connection, link: CentreLink) -> None:
    """Remember the centre, or what a contact changed about it."""
    last = link.last_contact_at
    row = (
        link.url,
        link.ca_pem,
        link.sign_key,
        link.seal_key,
        link.lease_secret,
        link.enrolled_at.isoformat(),
        link.lease_until.isoformat(),
        None if last is None else last.isoformat(),
        link.clock_offset_ms,
        b"".join(link.earlier_keys),
    )
    connection.execute(PUT, row)
