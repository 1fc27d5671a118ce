"""Begins and opens a desk: the key file, the store, and what is settled at each start."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from posko_app.domain.codes import Post
from posko_app.errors import MachineError
from posko_app.location import UNFINISHED, refuse_program_folder, store_paths
from posko_app.paths import DataPaths
from posko_app.services.desk import Desk
from posko_app.services.introductions import state_device_and_first
from posko_app.services.officers import require_good
from posko_app.services.session import Session
from posko_app.store.escrow import Custodian
from posko_app.store.founding import found_store
from posko_app.store.journal import Clock
from posko_app.store.kdf import SHIPPED, KdfPolicy
from posko_app.store.keyfile_disk import NAMES, has_key_file, mend_copies, write_key_file
from posko_app.store.opening import Purpose, StoreFiles
from posko_app.store.pin import Veil
from posko_app.store.store import Store
from posko_app.store.unlock import ATTEMPTS, NewOfficer, Unlocked, create_key_file, unlock
from posko_app.system import (
    fsync_directory,
    make_private_directory,
    utc_now,
    write_private,
)
from posko_app.wiring import Sources, wire
from sync.protocol.entry import Deployment
from sync.protocol.ids import RandomBytes
from sync.protocol.people import Role


def create_store(  # noqa: PLR0913 - every choice and source of a new store comes in
    data_dir: Path,
    *,
    post: Post,
    deployment: Deployment,
    officer: str,
    passphrase: str,
    custodians: tuple[Custodian, ...] = (),
    policy: KdfPolicy = SHIPPED,
    clock: Clock = utc_now,
    random_bytes: RandomBytes = os.urandom,
) -> None:
    """Make a store with its first officer, a penyelia: all of it, or nothing that counts.

    The database takes its name last. A power cut before that leaves a marker, and the next try
    begins anew; keys without a marker are somebody's and are never touched.

    Raises:
        OperatorError: `vault.passphrase_*`, `vault.name_empty`, `program.data_inside`.
        MachineError: `store.exists`, `store.disk_full`, `store.no_access` and those of opening.
    """
    require_good(passphrase, names=(officer,), deployment=deployment)
    refuse_program_folder(data_dir)
    paths = store_paths(data_dir)
    _begin(paths)
    unlocked = create_key_file(
        NewOfficer(officer, Role.PENYELIA, passphrase),
        deployment=deployment,
        post=post.value,
        policy=policy,
        random_bytes=random_bytes,
        custodians=custodians,
    )
    _found(paths, unlocked, Sources(policy, clock, random_bytes))


def open_desk(  # noqa: PLR0913 - every source of time, chance and place comes in
    data_dir: Path,
    *,
    officer: str | None,
    passphrase: str,
    policy: KdfPolicy = SHIPPED,
    clock: Clock = utc_now,
    random_bytes: RandomBytes = os.urandom,
    purpose: Purpose = Purpose.WORK,
) -> Desk:
    """Unlock an officer's slot and open the store with everything that works with it.

    Args:
        data_dir: the data directory.
        officer: name or person id; None will do where only one officer has a slot.
        passphrase: as typed.
        policy: the bounds within which a slot's cost is believed.
        clock: gives aware UTC.
        random_bytes: the source of randomness.
        purpose: VERIFY opens a store whatever its journal says, and changes nothing in it.

    Raises:
        OperatorError, MachineError: as `store.unlock.unlock` and `store.Store`;
            `session.not_introduced`, `session.revoked`, `vault.key_file_changed`.
    """
    paths = store_paths(data_dir)
    unlocked = unlock(
        paths.directory, officer=officer, passphrase=passphrase, policy=policy, now=clock()
    )
    return _opened(paths, unlocked, Sources(policy, clock, random_bytes), purpose=purpose)


def _opened(paths: DataPaths, unlocked: Unlocked, sources: Sources, *, purpose: Purpose) -> Desk:
    files = StoreFiles(paths, unlocked.store_key, unlocked.key_file)
    with ExitStack() as on_failure:
        store = Store(
            files, clock=sources.clock, random_bytes=sources.random_bytes, purpose=purpose
        )
        on_failure.callback(store.close)
        executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        on_failure.callback(executor.shutdown)
        session = Session(unlocked, veil=Veil(sources.random_bytes))
        desk = wire(store, session, paths=paths, sources=sources, executor=executor)
        on_failure.callback(desk.sync.close)
        if purpose is Purpose.WORK:
            _settle(paths, unlocked, desk)
            executor.submit(desk.detection.begin)
        closing = on_failure.pop_all()
    return replace(desk, close=closing.close)


def _found(paths: DataPaths, unlocked: Unlocked, sources: Sources) -> None:
    write_key_file(paths.directory, unlocked.key_file)
    found_store(
        StoreFiles(paths, unlocked.store_key, unlocked.key_file),
        lambda unit: state_device_and_first(unit, unlocked.officer),
        clock=sources.clock,
        random_bytes=sources.random_bytes,
    )
    _end(paths)


def _settle(paths: DataPaths, unlocked: Unlocked, desk: Desk) -> None:
    """Finish what a power cut may have left: key file copies, slots nobody stated, the marker."""
    mend_copies(paths.directory, unlocked.key_file, unlocked.unsound)
    desk.officers.drop_unstated().result()
    desk.officers.state_misses(unlocked)
    if (paths.directory / UNFINISHED).exists():
        _end(paths)


def _begin(paths: DataPaths) -> None:
    marker = paths.directory / UNFINISHED
    if paths.database.exists() or (has_key_file(paths.directory) and not marker.exists()):
        raise MachineError("store.exists")
    _translated(lambda: _clear(paths, marker))


def _clear(paths: DataPaths, marker: Path) -> None:
    make_private_directory(paths.directory)
    write_private(marker, b"")
    for name in (*NAMES, ATTEMPTS):
        (paths.directory / name).unlink(missing_ok=True)


def _end(paths: DataPaths) -> None:
    def remove() -> None:
        (paths.directory / UNFINISHED).unlink(missing_ok=True)
        fsync_directory(paths.directory)

    _translated(remove)


def _translated(action: Callable[[], None]) -> None:
    try:
        action()
    except OSError as error:
        raise MachineError("store.no_access") from error
