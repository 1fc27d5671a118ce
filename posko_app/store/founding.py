"""Making a new store: device keys, schema and first entries, all there at once or not at all."""

import logging
from collections.abc import Callable
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from posko_app.store import migrations, mirror, opening
from posko_app.store.connection import Connection, create_database, translated
from posko_app.store.journal import Clock, DeviceIdentity, Journal
from posko_app.store.opening import StoreFiles
from posko_app.store.outbox import OutboxTally
from posko_app.store.units import Shared, WriteUnit
from sync.protocol.ids import RandomBytes, new_epoch

T = TypeVar("T")

log = logging.getLogger(__name__)

INSERT_DEVICE = (
    "INSERT INTO device (only, sign_key, seal_key, epoch, post, deployment)"
    " VALUES (1, ?, ?, ?, ?, ?)"
)


def found_store(
    files: StoreFiles,
    first: Callable[[WriteUnit], T],
    *,
    clock: Clock,
    random_bytes: RandomBytes,
) -> T:
    """Make the store of a key file; `first` appends the device and its first officer.

    Raises:
        MachineError: `store.exists`, `store.disk_full` and those of opening.
    """
    device = _new_device(files, random_bytes)
    shared = Shared(
        Journal(device, clock=clock, random_bytes=random_bytes), OutboxTally(0, 0), clock
    )
    made: list[tuple[T, WriteUnit]] = []

    def fill(connection: Connection) -> None:
        with translated():
            migrations.migrate(connection)
            unit = WriteUnit(connection, shared)
            connection.execute("BEGIN IMMEDIATE")
            _describe(connection, files, device)
            made.append((first(unit), unit))
            connection.execute("COMMIT")

    create_database(files.database, files.hex96, fill=fill).close()
    result, unit = made[0]
    try:
        mirror.prepare(files.mirror)
        mirror.write_mirror(files.mirror, mirror.head_at(unit.appended[-1]), device.sign)
    except OSError:  # the first start says that it is missing
        log.warning("store.mirror_failed")
    return result


def _new_device(files: StoreFiles, random_bytes: RandomBytes) -> DeviceIdentity:
    return DeviceIdentity(
        sign=Ed25519PrivateKey.from_private_bytes(random_bytes(32)),
        seal=X25519PrivateKey.from_private_bytes(random_bytes(32)),
        epoch=new_epoch(random_bytes),
        post=files.key_file.post,
        deployment=files.key_file.deployment,
    )


def _describe(connection: Connection, files: StoreFiles, device: DeviceIdentity) -> None:
    keys = (device.sign.private_bytes_raw(), device.seal.private_bytes_raw())
    described = (*keys, device.epoch, device.post, device.deployment.value)
    connection.execute(INSERT_DEVICE, described)
    notes = {
        opening.STORE_ID: files.key_file.store_id,
        opening.DEPLOYMENT: device.deployment.value,
        opening.KEY_FILE_REVISION: str(files.key_file.revision),
    }
    connection.executemany(opening.SET_META, list(notes.items()))
