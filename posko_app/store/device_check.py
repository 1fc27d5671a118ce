"""Whether the device's row says what the journal says about this laptop.

Basis: SRC-FORMAT, "People".
"""

from posko_app.store.connection import Connection
from posko_app.store.journal import DeviceIdentity
from sync.protocol.canonical import Malformed
from sync.protocol.entry import Header, open_part
from sync.protocol.people import DeviceStatement

NEWEST_STATEMENT = (
    "SELECT e.header, p.stored FROM entries e JOIN parts p ON p.entry = e.id AND p.name = 'facts'"
    " WHERE e.subject = ?1 AND e.kind <> 'screening' AND e.kind = 'device' AND e.device = ?1"
    " ORDER BY e.position DESC LIMIT 1"
)
OTHERS = (
    "SELECT 1 FROM entries WHERE device < ?1 UNION ALL SELECT 1 FROM entries WHERE device > ?1"
    " LIMIT 1"
)
CENTRE = "SELECT 1 FROM centre"


def device_differs(connection: Connection, device: DeviceIdentity) -> bool:
    """Say whether the row states another device, or entries of others are here without a centre.

    With other keys or in another epoch than the journal introduced, nothing saved from now on
    would be valid. Where each entry of another laptop came from, the check of the journal says.
    """
    own = device.fingerprint
    found: tuple[bytes, bytes] | None = connection.execute(NEWEST_STATEMENT, (own,)).fetchone()
    others = connection.execute(OTHERS, (own,)).fetchone() is not None
    if found is None or (others and connection.execute(CENTRE).fetchone() is None):
        return True
    try:
        epoch = Header.decode(found[0]).epoch
        stated = DeviceStatement.from_facts(open_part(found[1]))
    except Malformed:
        return True
    return (epoch, stated.sign_key, stated.seal_key, stated.post, stated.deployment) != (
        device.epoch,
        device.sign.public_key().public_bytes_raw().hex(),
        device.seal.public_key().public_bytes_raw().hex(),
        device.post,
        device.deployment.value,
    )
