"""The only place that wires a store, its key file and the services that work with them."""

import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from posko_app import __version__
from posko_app.catalogue_files import packaged_catalogue
from posko_app.domain.civil import civil_date
from posko_app.domain.codes import Post
from posko_app.domain.screening import Answers
from posko_app.errors import MachineError
from posko_app.i18n import load_catalogue
from posko_app.location import UNFINISHED, store_paths
from posko_app.paths import DataPaths
from posko_app.practice_files import practice_files
from posko_app.services.day import DayService
from posko_app.services.desk import Desk
from posko_app.services.detection import DetectionService
from posko_app.services.exports import ExportService
from posko_app.services.generations import GenerationService
from posko_app.services.imports import ImportService
from posko_app.services.integrity import IntegrityService
from posko_app.services.introductions import state_device_and_first
from posko_app.services.lease import LeaseService
from posko_app.services.movement import MovementService
from posko_app.services.movement_export import MovementExport
from posko_app.services.officers import OfficersService, require_good
from posko_app.services.practice_cases import practice_cases
from posko_app.services.registers import RegisterService
from posko_app.services.replay import ReplayService
from posko_app.services.rulesets import RulesetService
from posko_app.services.screening import ScreeningService
from posko_app.services.session import Session
from posko_app.services.status import StatusService
from posko_app.services.sync import Clocks, SyncService
from posko_app.services.sync_centre import CentreOverHttps
from posko_app.services.sync_files import PackageFiles
from posko_app.services.sync_ledger import StoreLedger
from posko_app.services.tally import TallyService
from posko_app.services.training import TrainingService
from posko_app.services.watch import WatchService
from posko_app.store.escrow import Custodian
from posko_app.store.founding import found_store
from posko_app.store.journal import Clock
from posko_app.store.kdf import SHIPPED, KdfPolicy
from posko_app.store.keyfile_disk import NAMES, has_key_file, mend_copies, write_key_file
from posko_app.store.opening import Purpose, StoreFiles
from posko_app.store.pin import Veil
from posko_app.store.store import Store
from posko_app.store.sync_journal import StoreJournal
from posko_app.store.unlock import ATTEMPTS, NewOfficer, Unlocked, create_key_file, unlock
from posko_app.system import (
    free_bytes,
    fsync_directory,
    make_private_directory,
    utc_now,
    write_private,
)
from sync.protocol.entry import Deployment
from sync.protocol.ids import RandomBytes
from sync.protocol.people import Role


@dataclass(frozen=True, slots=True)
class Sources:
    """Where time, chance and the cost of unlocking come from."""

    policy: KdfPolicy
    clock: Clock
    random_bytes: RandomBytes


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
        OperatorError: `vault.passphrase_*`, `vault.name_empty`.
        MachineError: `store.exists`, `store.disk_full`, `store.no_access` and those of opening.
    """
    require_good(passphrase, names=(officer,), deployment=deployment)
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
            `session.not_introduced`, `vault.key_file_changed`.
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
        desk = _desk(store, session, paths=paths, sources=sources, executor=executor)
        on_failure.callback(desk.sync.close)
        if purpose is Purpose.WORK:
            _settle(paths, unlocked, desk)
            executor.submit(desk.detection.begin)
        closing = on_failure.pop_all()
    return replace(desk, close=closing.close)


def _desk(
    store: Store, session: Session, *, paths: DataPaths, sources: Sources, executor: Executor
) -> Desk:
    clock, random_bytes = sources.clock, sources.random_bytes
    journal = StoreJournal(store)
    lease = LeaseService(store, session, clock=clock, random_bytes=random_bytes)
    lease.begin(journal.link())
    detection = DetectionService(store, packaged=packaged_catalogue, clock=clock, lease=lease.state)
    return Desk(
        session=session,
        screening=_screening(store, session, detection, lease, sources=sources),
        officers=_officers(store, session, paths=paths, sources=sources, executor=executor),
        day=DayService(store, ruleset=detection.active_in, lease=lease.state),
        tally=TallyService(store, session, clock=clock, random_bytes=random_bytes),
        exports=_exports(
            store, session, detection, lease, paths=paths, sources=sources, executor=executor
        ),
        imports=ImportService(
            store, session, detection=detection, clock=clock, random_bytes=random_bytes
        ),
        integrity=IntegrityService(store),
        status=StatusService(store, session, free_bytes=lambda: _free_bytes(paths)),
        registers=RegisterService(
            store, session, clock=clock, random_bytes=random_bytes, executor=executor
        ),
        movement=_movement(store, session, paths=paths, sources=sources, executor=executor),
        detection=detection,
        rulesets=_rulesets(store, session, detection, sources=sources, executor=executor),
        watch=_watch(store, session, detection, lease, sources=sources),
        replay=ReplayService(store, packaged=packaged_catalogue),
        training=_training(store, session, detection, clock),
        lease=lease,
        sync=_sync(store, journal, lease, paths=paths, sources=sources),
        generations=GenerationService(store, session, random_bytes=random_bytes),
        post=store.device.post,
        deployment=store.device.deployment,
        device=store.device.fingerprint,
        close=store.close,
    )


def _sync(
    store: Store, journal: StoreJournal, lease: LeaseService, *, paths: DataPaths, sources: Sources
) -> SyncService:
    clock, random_bytes = sources.clock, sources.random_bytes
    sync = SyncService(
        CentreOverHttps(
            journal, clock=clock, random_bytes=random_bytes, program=f"posko {__version__}"
        ),
        StoreLedger(store, journal),
        lease=lease,
        files=PackageFiles(own_folders=_own_folders(paths), random_bytes=random_bytes),
        clocks=Clocks(clock),
    )
    store.on_append(sync.saved)
    return sync


def _screening(
    store: Store,
    session: Session,
    detection: DetectionService,
    lease: LeaseService,
    *,
    sources: Sources,
) -> ScreeningService:
    return ScreeningService(
        store,
        session,
        detection=detection,
        clock=sources.clock,
        random_bytes=sources.random_bytes,
        lease=lease.state,
    )


def _watch(
    store: Store,
    session: Session,
    detection: DetectionService,
    lease: LeaseService,
    *,
    sources: Sources,
) -> WatchService:
    return WatchService(
        store,
        session,
        detection=detection,
        clock=sources.clock,
        random_bytes=sources.random_bytes,
        lease=lease.state,
    )


def _rulesets(
    store: Store,
    session: Session,
    detection: DetectionService,
    *,
    sources: Sources,
    executor: Executor,
) -> RulesetService:
    def practice() -> list[Answers]:
        today = civil_date(sources.clock())
        return [case.answers for case in practice_cases(practice_files(), today=today)]

    return RulesetService(
        store,
        session,
        detection=detection,
        executor=executor,
        random_bytes=sources.random_bytes,
        practice=practice,
    )


def _training(
    store: Store, session: Session, detection: DetectionService, clock: Clock
) -> TrainingService:
    return TrainingService(store, session, detection=detection, stated=practice_files, clock=clock)


def _officers(
    store: Store, session: Session, *, paths: DataPaths, sources: Sources, executor: Executor
) -> OfficersService:
    return OfficersService(
        store,
        session,
        directory=paths.directory,
        policy=sources.policy,
        clock=sources.clock,
        random_bytes=sources.random_bytes,
        executor=executor,
    )


def _exports(  # noqa: PLR0913 - every source of words, time, chance and place comes in
    store: Store,
    session: Session,
    detection: DetectionService,
    lease: LeaseService,
    *,
    paths: DataPaths,
    sources: Sources,
    executor: Executor,
) -> ExportService:
    return ExportService(
        store,
        session,
        catalogue=load_catalogue(),
        clock=sources.clock,
        random_bytes=sources.random_bytes,
        executor=executor,
        own_folders=_own_folders(paths),
        ruleset=detection.active_in,
        lease=lease.state,
    )


def _movement(
    store: Store, session: Session, *, paths: DataPaths, sources: Sources, executor: Executor
) -> MovementService:
    exports = MovementExport(
        store,
        session,
        catalogue=load_catalogue(),
        clock=sources.clock,
        random_bytes=sources.random_bytes,
        executor=executor,
        own_folders=_own_folders(paths),
    )
    return MovementService(store, session, clock=sources.clock, executor=executor, exports=exports)


def _own_folders(paths: DataPaths) -> tuple[Path, ...]:
    return (paths.directory, paths.state, paths.heads)


def _free_bytes(paths: DataPaths) -> int | None:
    try:
        return free_bytes(paths.directory)
    except OSError:  # the folder is gone; saving says so in its own words
        return None


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
