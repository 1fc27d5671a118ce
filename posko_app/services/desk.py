"""Everything one unlocked store can do, in one value; `bootstrap` builds it."""

from collections.abc import Callable
from dataclasses import dataclass

from posko_app.services.day import DayService
from posko_app.services.detection import DetectionService
from posko_app.services.exports import ExportService
from posko_app.services.generations import GenerationService
from posko_app.services.group import GroupService
from posko_app.services.imports import ImportService
from posko_app.services.integrity import IntegrityService
from posko_app.services.lease import LeaseService
from posko_app.services.movement import MovementService
from posko_app.services.officers import OfficersService
from posko_app.services.people import PeopleService
from posko_app.services.registers import RegisterService
from posko_app.services.replay import ReplayService
from posko_app.services.rulesets import RulesetService
from posko_app.services.screening import ScreeningService
from posko_app.services.session import Session
from posko_app.services.shift import ShiftService
from posko_app.services.status import StatusService
from posko_app.services.sync import SyncService
from posko_app.services.tally import TallyService
from posko_app.services.training import TrainingService
from posko_app.services.watch import WatchService
from sync.protocol.entry import Deployment


@dataclass(frozen=True, slots=True)
class Desk:
    """The services of an open store. `close` finishes what was asked for and lets go."""

    session: Session
    screening: ScreeningService
    people: PeopleService
    group: GroupService
    officers: OfficersService
    day: DayService
    tally: TallyService
    exports: ExportService
    imports: ImportService
    integrity: IntegrityService
    status: StatusService
    registers: RegisterService
    movement: MovementService
    detection: DetectionService
    rulesets: RulesetService
    watch: WatchService
    replay: ReplayService
    training: TrainingService
    lease: LeaseService
    sync: SyncService
    generations: GenerationService
    shift: ShiftService
    post: str
    deployment: Deployment
    device: str  # fingerprint of this laptop's key, 64 hex
    close: Callable[[], None]
