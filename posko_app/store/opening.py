"""Opening a store for work: checks before, migration with a copy, identity, head mirror."""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from posko_app.domain.civil import civil_date
from posko_app.domain.records import StartReport, StoredFault
from posko_app.errors import MachineError
from posko_app.paths import DataPaths
from posko_app.store import migrations
from posko_app.store.backup_copy import copy_path, remove_copies, verified_copy
from posko_app.store.connection import Connection, check_integrity, open_database, translated
from posko_app.store.integrity import base_fault, last_entries_fault
from posko_app.store.journal import Clock, DeviceIdentity
from posko_app.store.keyfile import KeyFile
from posko_app.store.keyfile_disk import check_revision
from posko_app.store.mirror import FAULTS, MirrorState, compare_mirror, mirror_path, prepare
from posko_app.store.queries import day_of
from posko_app.store.storekey import StoreKey
from sync.protocol.entry import Deployment

log = logging.getLogger(__name__)

CACHE_KIB = 16 * 1024  # a fresh page costs a decryption
META = "SELECT value FROM meta WHERE key = ?"
SET_META = (
    "INSERT INTO meta (key, value) VALUES (?, ?)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
DEVICE = "SELECT sign_key, seal_key, epoch, post, deployment FROM device"
STORE_ID, DEPLOYMENT = "store_id", "deployment"
KEY_FILE_REVISION = "key_file_revision"
CHECKED_ON = "checked_on"  # civil date of the last full check that found nothing
TREE_CHECKED_ON = "tree_checked_on"  # of the last one that also walked every tree: much slower
TREE_DAYS = 7
ENDED = "ended"  # "yes" only after a store was closed in order
WARNINGS = {
    MirrorState.MISSING: "store.head_missing",
    MirrorState.UNREADABLE: "store.head_unreadable",
}


class Purpose(StrEnum):
    """Why a store is opened: to work, or only to be verified, whatever may be wrong with it."""

    WORK = "work"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class StoreFiles:
    """Where one store lies and what opens it."""

    paths: DataPaths
    store_key: StoreKey = field(repr=False)
    key_file: KeyFile = field(repr=False)

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.paths.database

    @property
    def mirror(self) -> Path:
        """The head mirror, outside the data directory."""
        return mirror_path(self.paths.heads, self.key_file.store_id)

    @property
    def hex96(self) -> str:
        """The database's raw key and salt."""
        return self.store_key.database_hex()


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection ready for work, the device's keys, and what was found on the way."""

    connection: Connection
    device: DeviceIdentity
    report: StartReport


@dataclass(frozen=True, slots=True)
class _Before:
    """What a store says about its last end, read before anything is checked."""

    schema: int
    behind: bool
    full_check_due: bool
    tree_check_due: bool


def open_store(
    files: StoreFiles,
    *,
    clock: Clock,
    purpose: Purpose = Purpose.WORK,
    steps: Sequence[migrations.Step] = migrations.STEPS,
) -> Opened:
    """Check, migrate and open a store on the calling thread.

    Raises:
        OperatorError: `store.newer`, `store.second_instance`.
        MachineError: those of opening; `store.damaged`, `store.copy_differs`,
            `store.other_key_file`, `vault.key_file_old`, `store.head_mismatch`,
            `store.journal_fault` (code).
    """
    before = _look(files, clock, steps)
    if purpose is Purpose.VERIFY:
        _check_pages(files, trees=True)
    elif before.full_check_due:
        _check_pages(files, trees=before.tree_check_due)
    with ExitStack() as on_failure:
        connection = open_for_work(files)
        on_failure.callback(connection.close)
        with translated():
            if before.behind:
                copy = copy_path(files.database, before.schema)
                verified_copy(connection, copy, hex96=files.hex96)
                migrations.migrate(connection, steps)
            device = _device(connection)
            _check_identity(connection, files)
            mirrored = _mirror_state(connection, files, device)
            if purpose is Purpose.WORK:
                _refuse(_fault(connection, device, steps))
                if mirrored in FAULTS:
                    raise MachineError("store.head_mismatch")
                _prepare_mirror(files)
                note(connection, _notes_at_start(files, before, clock))
        on_failure.pop_all()
    warnings = (WARNINGS[mirrored],) if mirrored in WARNINGS else ()
    return Opened(connection, device, StartReport(warnings, before.full_check_due))


def open_for_work(files: StoreFiles) -> Connection:
    """Open the database with room for the pages that searches and saves come back to."""
    connection = open_database(files.database, files.hex96)
    with translated():
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


def note_end(connection: Connection) -> None:
    """Remember that the store was closed in order, so the next start need not check it all."""
    note(connection, {ENDED: "yes"})


def note_checked(connection: Connection, files: StoreFiles, *, clock: Clock) -> None:
    """Remember today's full check; copies made before a migration are no longer needed."""
    note(connection, {CHECKED_ON: civil_date(clock()).isoformat()})
    remove_copies(files.database)


def note(connection: Connection, notes: dict[str, str]) -> None:
    """Write notes of the store about itself in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(SET_META, list(notes.items()))
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _look(files: StoreFiles, clock: Clock, steps: Sequence[migrations.Step]) -> _Before:
    connection = open_database(files.database, files.hex96)
    try:
        with translated():
            behind = migrations.is_behind(connection, steps)
            uneasy = behind or _meta(connection, ENDED) != "yes"
            today = civil_date(clock())
            checked = _meta(connection, CHECKED_ON) == today.isoformat()
            trees = day_of(_meta(connection, TREE_CHECKED_ON))
            recent = trees is not None and 0 <= (today - trees).days < TREE_DAYS
            schema = migrations.schema_of(connection)
            return _Before(schema, behind, uneasy or not checked, uneasy or not recent)
    finally:
        connection.close()


def _check_pages(files: StoreFiles, *, trees: bool) -> None:
    if check_integrity(files.database, files.hex96, full=trees):
        raise MachineError("store.damaged")


def _notes_at_start(files: StoreFiles, before: _Before, clock: Clock) -> dict[str, str]:
    notes = {KEY_FILE_REVISION: str(files.key_file.revision), ENDED: "no"}
    if before.tree_check_due and before.full_check_due:
        notes[TREE_CHECKED_ON] = civil_date(clock()).isoformat()
    return notes


def _meta(connection: Connection, key: str) -> str | None:
    row: tuple[str] | None = connection.execute(META, (key,)).fetchone()
    return None if row is None else row[0]


def _device(connection: Connection) -> DeviceIdentity:
    found = connection.execute(DEVICE).fetchone()
    if found is None:
        raise MachineError("store.damaged")
    sign_key, seal_key, epoch, post, deployment = found
    return DeviceIdentity(
        sign=Ed25519PrivateKey.from_private_bytes(sign_key),
        seal=X25519PrivateKey.from_private_bytes(seal_key),
        epoch=epoch,
        post=post,
        deployment=Deployment(deployment),
    )


def _check_identity(connection: Connection, files: StoreFiles) -> None:
    key_file = files.key_file
    here = (_meta(connection, STORE_ID), _meta(connection, DEPLOYMENT))
    if here != (key_file.store_id, key_file.deployment.value):
        raise MachineError("store.other_key_file")
    check_revision(key_file, remembered=int(_meta(connection, KEY_FILE_REVISION) or 0))


def _prepare_mirror(files: StoreFiles) -> None:
    """Make the mirror's directory again: it may have gone with a power cut or a tidy hand."""
    try:
        prepare(files.mirror)
    except OSError:  # the next start says that it is missing
        log.warning("store.mirror_failed")


def _fault(
    connection: Connection, device: DeviceIdentity, steps: Sequence[migrations.Step]
) -> StoredFault | None:
    newest = last_entries_fault(connection, device)
    return newest or base_fault(connection, device, steps)


def _refuse(fault: StoredFault | None) -> None:
    if fault is not None:
        raise MachineError("store.journal_fault", code=fault.code)


def _mirror_state(connection: Connection, files: StoreFiles, device: DeviceIdentity) -> MirrorState:
    key = device.sign.public_key().public_bytes_raw()
    return compare_mirror(connection, files.mirror, public_key=key)
