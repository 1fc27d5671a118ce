"""The only place that wires the services of an open store."""

from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from posko_app import __version__
from posko_app.catalogue_files import packaged_catalogue
from posko_app.domain.civil import civil_date
from posko_app.domain.screening import Answers
from posko_app.i18n import load_catalogue
from posko_app.paths import DataPaths
from posko_app.practice_files import practice_files
from posko_app.services.day import DayService
from posko_app.services.desk import Desk
from posko_app.services.detection import DetectionService
from posko_app.services.exports import ExportService
from posko_app.services.generations import GenerationService
from posko_app.services.group import GroupService
from posko_app.services.imports import ImportService
from posko_app.services.integrity import IntegrityService
from posko_app.services.lease import LeaseService
from posko_app.services.movement import MovementService
from posko_app.services.movement_export import MovementExport
from posko_app.services.officers import OfficersService
from posko_app.services.people import PeopleService
from posko_app.services.practice_cases import practice_cases
from posko_app.services.registers import RegisterService
from posko_app.services.replay import ReplayService
from posko_app.services.rulesets import RulesetService
from posko_app.services.screening import ScreeningService
from posko_app.services.session import Session
from posko_app.services.shift import ShiftService
from posko_app.services.status import StatusService
from posko_app.services.sync import Clocks, SyncService
from posko_app.services.sync_centre import CentreOverHttps
from posko_app.services.sync_files import PackageFiles
from posko_app.services.sync_ledger import StoreLedger
from posko_app.services.tally import TallyService
from posko_app.services.training import TrainingService
from posko_app.services.watch import WatchService
from posko_app.store.journal import Clock
from posko_app.store.kdf import KdfPolicy
from posko_app.store.store import Store
from posko_app.store.sync_journal import StoreJournal
from posko_app.system import free_bytes
from sync.protocol.ids import RandomBytes


@dataclass(frozen=True, slots=True)
class Sources:
    """Where time, chance and the cost of unlocking come from."""

    policy: KdfPolicy
    clock: Clock
    random_bytes: RandomBytes


@dataclass(frozen=True, slots=True)
class _Common:
    """What services of one open store share."""

    store: Store
    session: Session
    paths: DataPaths
    sources: Sources
    executor: Executor
    lease: LeaseService
    detection: DetectionService

    @property
    def clock(self) -> Clock:
        return self.sources.clock

    @property
    def random_bytes(self) -> RandomBytes:
        return self.sources.random_bytes

    @property
    def own_folders(self) -> tuple[Path, ...]:
        """Where nothing may be exported to."""
        return (self.paths.directory, self.paths.state, self.paths.heads)


def wire(
    store: Store, session: Session, *, paths: DataPaths, sources: Sources, executor: Executor
) -> Desk:
    """Give the desk of an open store; closing it closes the store alone."""
    clock, random_bytes = sources.clock, sources.random_bytes
    lease = LeaseService(store, session, clock=clock, random_bytes=random_bytes)
    detection = DetectionService(store, packaged=packaged_catalogue, clock=clock, lease=lease.state)
    return _desk(_Common(store, session, paths, sources, executor, lease, detection))


def _desk(common: _Common) -> Desk:
    store, session = common.store, common.session
    detection, lease = common.detection, common.lease
    clock, random_bytes = common.clock, common.random_bytes
    return Desk(
        session=session,
        screening=_screening(common),
        people=_people(common),
        group=_group(common),
        officers=_officers(common),
        day=DayService(store, ruleset=detection.active_in, lease=lease.state),
        tally=TallyService(store, session, clock=clock, random_bytes=random_bytes),
        exports=_exports(common),
        imports=ImportService(
            store, session, detection=detection, clock=clock, random_bytes=random_bytes
        ),
        integrity=IntegrityService(store),
        status=StatusService(store, session, free_bytes=lambda: _free_bytes(common.paths)),
        registers=RegisterService(
            store, session, clock=clock, random_bytes=random_bytes, executor=common.executor
        ),
        movement=_movement(common),
        detection=detection,
        rulesets=_rulesets(common),
        watch=_watch(common),
        replay=ReplayService(store, packaged=packaged_catalogue),
        training=TrainingService(
            store, session, detection=detection, stated=practice_files, clock=clock
        ),
        lease=lease,
        sync=_sync(common),
        generations=GenerationService(store, session, random_bytes=random_bytes),
        shift=ShiftService(store, session, clock=clock, random_bytes=random_bytes),
        post=store.device.post,
        deployment=store.device.deployment,
        device=store.device.fingerprint,
        close=store.close,
    )


def _sync(common: _Common) -> SyncService:
    journal = StoreJournal(common.store)
    common.lease.begin(journal.link())
    clock, random_bytes = common.clock, common.random_bytes
    program = f"posko {__version__}"
    sync = SyncService(
        CentreOverHttps(journal, clock=clock, random_bytes=random_bytes, program=program),
        StoreLedger(common.store, journal),
        lease=common.lease,
        files=PackageFiles(own_folders=common.own_folders, random_bytes=random_bytes),
        clocks=Clocks(clock),
    )
    common.store.on_append(sync.saved)
    return sync


def _screening(common: _Common) -> ScreeningService:
    return ScreeningService(
        common.store,
        common.session,
        detection=common.detection,
        clock=common.clock,
        random_bytes=common.random_bytes,
        lease=common.lease.state,
    )


def _people(common: _Common) -> PeopleService:
    return PeopleService(
        common.store,
        common.session,
        clock=common.clock,
        random_bytes=common.random_bytes,
        lease=common.lease.state,
    )


def _group(common: _Common) -> GroupService:
    return GroupService(
        common.store,
        common.session,
        detection=common.detection,
        clock=common.clock,
        random_bytes=common.random_bytes,
        executor=common.executor,
    )


def _watch(common: _Common) -> WatchService:
    return WatchService(
        common.store,
        common.session,
        detection=common.detection,
        clock=common.clock,
        random_bytes=common.random_bytes,
        lease=common.lease.state,
    )


def _rulesets(common: _Common) -> RulesetService:
    def practice() -> list[Answers]:
        today = civil_date(common.clock())
        return [case.answers for case in practice_cases(practice_files(), today=today)]

    return RulesetService(
        common.store,
        common.session,
        detection=common.detection,
        executor=common.executor,
        random_bytes=common.random_bytes,
        practice=practice,
    )


def _officers(common: _Common) -> OfficersService:
    return OfficersService(
        common.store,
        common.session,
        directory=common.paths.directory,
        policy=common.sources.policy,
        clock=common.clock,
        random_bytes=common.random_bytes,
        executor=common.executor,
    )


def _exports(common: _Common) -> ExportService:
    return ExportService(
        common.store,
        common.session,
        catalogue=load_catalogue(),
        clock=common.clock,
        random_bytes=common.random_bytes,
        executor=common.executor,
        own_folders=common.own_folders,
        ruleset=common.detection.active_in,
        lease=common.lease.state,
    )


def _movement(common: _Common) -> MovementService:
    exports = MovementExport(
        common.store,
        common.session,
        catalogue=load_catalogue(),
        clock=common.clock,
        random_bytes=common.random_bytes,
        executor=common.executor,
        own_folders=common.own_folders,
    )
    return MovementService(
        common.store,
        common.session,
        clock=common.clock,
        executor=common.executor,
        exports=exports,
    )


def _free_bytes(paths: DataPaths) -> int | None:
    try:
        return free_bytes(paths.directory)
    except OSError:  # the folder is gone; saving says so in its own words
        return None
