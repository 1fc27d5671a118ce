"""Builds the window's pages, Periksa excepted, and the veil, for one open desk."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from posko_app import __version__
from posko_app.domain.civil import civil_date
from posko_app.domain.codes import Post
from posko_app.domain.records import OfficerRecord, RulesetRecord
from posko_app.domain.shift import agencies_of
from posko_app.i18n import Catalogue
from posko_app.services.desk import Desk
from posko_app.services.exports import Exported
from posko_app.services.officers import Role
from posko_app.services.scan_sheet import write_scan_sheet
from posko_app.services.session import OfficerKeys, Unlocked
from posko_app.settings import HELD_MINUTES, Language, Settings
from posko_app.ui.aturan import RulesPorts, RulesSection
from posko_app.ui.aturan_pasang import InstallPorts
from posko_app.ui.bantuan import BantuanPage
from posko_app.ui.bantuan_model import in_order
from posko_app.ui.daftar import DaftarPage, ListPorts
from posko_app.ui.daftar_held import HeldPorts
from posko_app.ui.kendali import KendaliPage, Section
from posko_app.ui.kendali_mutasi import MovementSection
from posko_app.ui.kendali_penempatan import ControlPorts, PlacementSection
from posko_app.ui.latihan import LatihanPage, TrainingPorts
from posko_app.ui.latihan_jalan import PracticeRun
from posko_app.ui.log_harian import LogHarianPage
from posko_app.ui.log_harian_export import ExportPorts, ExportWish
from posko_app.ui.pantauan import WatchPorts, WatchSection
from posko_app.ui.petugas import OfficersPorts, PetugasPage
from posko_app.ui.petugas_add import AddPorts
from posko_app.ui.petugas_model import NewOfficer
from posko_app.ui.rincian_people import PeopleSection
from posko_app.ui.rombongan import RombonganPage
from posko_app.ui.rombongan_link import GroupLink
from posko_app.ui.rombongan_ports import GroupPorts
from posko_app.ui.setelan import SetelanPage, SettingsPorts
from posko_app.ui.setelan_passphrase import ChangePorts
from posko_app.ui.setelan_scanner import ScannerPorts
from posko_app.ui.sif import ShiftPanel
from posko_app.ui.sif_ports import ShiftPorts
from posko_app.ui.sinkron import SinkronPage
from posko_app.ui.sinkron_ports import SyncPorts
from posko_app.ui.theme import Theme
from posko_app.ui.unlock_model import SignOnPorts
from posko_app.ui.veil import VeilPage, VeilPorts
from posko_app.ui.window_pages import PageSpec

ID_BYTES = 16
TRAINING = "training"  # the deployment of a training store


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the pages need beside the desk; `bootstrap` knows all of it.

    `names` gives the officers of the key file. `check` gives message keys for a
    passphrase that will not do, with names it must not be made of; `suggest`
    makes four words. `save` may raise OSError.
    """

    catalogue: Catalogue
    theme: Callable[[], Theme]  # the look now in force
    now: Callable[[], datetime]  # aware UTC
    names: Callable[[], tuple[str, ...]]
    check: Callable[[str, Sequence[str]], tuple[str, ...]]
    suggest: Callable[[], str]
    settings: Settings
    save: Callable[[Settings], None]
    incomplete: frozenset[Language]
    escrow: bool
    data_dir: Path
    export_dir: Path
    resources: Path
    held_limit: Callable[[], int] = lambda: HELD_MINUTES  # minutes, as chosen in the settings

    def today(self) -> date:
        """The civil date at the posko."""
        return civil_date(self.now())


class Pages:
    """Makes each page when the window first shows it; none reads the store before."""

    def __init__(
        self,
        desk: Desk,
        context: PageContext,
        *,
        practice: PracticeRun | None = None,
        groups: GroupLink | None = None,
    ) -> None:
        self._desk = desk
        self._context = context
        self.practice = practice or PracticeRun(context.catalogue)
        self.groups = groups or GroupLink()

    def specs(self) -> tuple[PageSpec, ...]:
        """Give the pages after Periksa, in the order of the navigation."""
        word = self._context.catalogue.text
        made = (
            ("rombongan", "Ctrl+2", self.rombongan),
            ("daftar", "Ctrl+3", self.daftar),
            ("log_harian", "Ctrl+4", self.log),
            ("kendali", "Ctrl+5", self.kendali),
            ("sinkron", "Ctrl+6", self.sinkron),
            ("petugas", "Ctrl+7", self.petugas),
            ("setelan", "Ctrl+8", self.setelan),
            *((("latihan", "Ctrl+9", self.latihan),) if self._is_training() else ()),
            ("bantuan", "F1", self.bantuan),
        )
        return tuple(
            PageSpec(key, word(f"pages.title.{key}"), keys, make) for key, keys, make in made
        )

    def rombongan(self) -> RombonganPage:
        """Make the page of one group at a time; `groups` ties it to Periksa."""
        desk, context = self._desk, self._context
        ports = GroupPorts(
            desk.group,
            desk.detection,
            desk.people,
            last_departure=desk.screening.last_departure,
            departures=desk.shift.departures,
            clock=context.now,
            new_id=lambda: os.urandom(ID_BYTES).hex(),
            kind="laut" if desk.post == Post.TENAU else "udara",
            folder=context.export_dir,
        )
        page = RombonganPage(ports, catalogue=context.catalogue, theme=context.theme())
        return self.groups.made(page)

    def daftar(self) -> DaftarPage:
        """Make the list with detail and correction."""
        context = self._context
        ports = ListPorts(
            self._desk.screening,
            detection=self._desk.detection,
            people=self._people(),
            today=context.today,
            held=HeldPorts(self._desk.shift.open_cases, context.now, context.held_limit),
        )
        return DaftarPage(ports, catalogue=context.catalogue, theme=context.theme())

    def _people(self) -> PeopleSection:
        catalogue = self._context.catalogue
        place = catalogue.text(f"pages.post.{self._desk.post}")
        return PeopleSection(self._desk.people, place=place, catalogue=catalogue)

    def log(self) -> LogHarianPage:
        """Make the log of a day."""
        context = self._context
        return LogHarianPage(
            self._desk.day.day,
            export=_export_ports(self._desk, context),
            catalogue=context.catalogue,
            theme=context.theme(),
            today=context.today,
        )

    def kendali(self) -> KendaliPage:
        """Make the page of the controls, one section each."""
        return KendaliPage(_sections(self._desk, self._context))

    def sinkron(self) -> SinkronPage:
        """Make the page about the centre."""
        ports = sync_ports(self._desk, self._context)
        return SinkronPage(ports, catalogue=self._context.catalogue)

    def petugas(self) -> "PetugasPage[Unlocked]":
        """Make the officers' page."""
        ports = _officers_ports(self._desk, self._context)
        shift = ShiftPanel(
            _shift_ports(self._desk, self._context), catalogue=self._context.catalogue
        )
        return PetugasPage(
            ports, catalogue=self._context.catalogue, now=self._context.now, shift=shift
        )

    def setelan(self) -> SetelanPage:
        """Make the settings page; its `chosen` tells what to apply."""
        ports = _settings_ports(self._desk, self._context)
        return SetelanPage(ports, catalogue=self._context.catalogue)

    def latihan(self) -> LatihanPage:
        """Make the practice page of a training store; `practice` needs the window."""
        context = self._context
        ports = TrainingPorts(
            self._desk.training, active=lambda: self._desk.rulesets.active, run=self.practice
        )
        return LatihanPage(ports, catalogue=context.catalogue, theme=context.theme())

    def bantuan(self) -> BantuanPage:
        """Make the help page."""
        contacts = in_order(self._desk.detection.ruleset.contacts.values())
        return BantuanPage(contacts, catalogue=self._context.catalogue)

    def _is_training(self) -> bool:
        return self._desk.deployment == TRAINING


def make_veil(desk: Desk, context: PageContext) -> "VeilPage[OfficerKeys, Unlocked]":
    """Build the veil over one open desk."""
    ports = VeilPorts(
        switch=desk.session.switch,
        tries_left=lambda: desk.session.tries_left,
        has_pin=lambda: desk.session.has_pins,
        sign_on=_sign_on_ports(desk, context),
        welcome=lambda unlocked, pin: desk.session.sign_on(unlocked, pin=pin),
    )
    return VeilPage(ports, catalogue=context.catalogue, now=context.now)


def sync_ports(desk: Desk, context: PageContext) -> SyncPorts:
    """Give what the status line and Pusat sinkron need of an open desk."""
    sync = desk.sync
    return SyncPorts(
        state=sync.state,
        on_change=sync.on_change,
        refresh=sync.refresh,
        sync_now=sync.sync_now,
        enrol=sync.enrol,
        retry=sync.retry,
        extend=desk.lease.extend,
        acknowledge=desk.generations.acknowledge,
        package_out=sync.package_out,
        package_in=sync.package_in,
        record=desk.screening.show,
        is_penyelia=lambda: _is_penyelia(desk),
        device=desk.device,
        program=__version__,
        folder=context.export_dir,
        now=context.now,
    )


def _sign_on_ports(desk: Desk, context: PageContext) -> "SignOnPorts[Unlocked]":
    return SignOnPorts(
        names=context.names,
        unlock=lambda name, passphrase: desk.officers.unlock(name, passphrase=passphrase),
    )


def _is_penyelia(desk: Desk) -> bool:
    return desk.session.current.role is Role.PENYELIA


def _sections(desk: Desk, context: PageContext) -> tuple[Section, ...]:
    catalogue = context.catalogue
    ports = ControlPorts(
        registers=desk.registers,
        movement=desk.movement,
        may_import=lambda: _is_penyelia(desk),
        today=context.today,
        folder=context.export_dir,
    )
    watch = WatchPorts(desk.watch, may_change=lambda: _is_penyelia(desk), today=context.today)
    rules = _rules_ports(desk, context)
    made: tuple[tuple[str, Callable[[], QWidget]], ...] = (
        (
            "penempatan",
            lambda: PlacementSection(ports, catalogue=catalogue, theme=context.theme()),
        ),
        ("mutasi", lambda: MovementSection(ports, catalogue=catalogue, theme=context.theme())),
        ("pantauan", lambda: WatchSection(watch, catalogue=catalogue, theme=context.theme())),
        ("aturan", lambda: RulesSection(rules, catalogue=catalogue, theme=context.theme())),
    )
    return tuple(Section(key, catalogue.text(f"control.section.{key}"), make) for key, make in made)


def _rules_ports(desk: Desk, context: PageContext) -> "RulesPorts[OfficerKeys]":
    def install(path: Path, second: OfficerKeys | None, expected: str) -> "Future[RulesetRecord]":
        return desk.rulesets.install(path, second=second, expected=expected)

    def seconds() -> tuple[tuple[str, str], ...]:
        now = desk.session.current.person
        others = (o for o in desk.session.signed_on if o.person != now)
        return tuple((o.person, o.name) for o in others if o.role is Role.PENYELIA)

    installing = InstallPorts(
        active=lambda: desk.rulesets.active,
        propose=desk.rulesets.propose,
        install=install,
        seconds=seconds,
        witness=desk.session.witness,
        person_of=lambda officer: officer.person,
        tries_left=lambda: desk.session.tries_left,
        folder=context.export_dir,
    )
    return RulesPorts(
        active=lambda: desk.rulesets.active,
        records=desk.rulesets.list,
        may_install=lambda: _is_penyelia(desk),
        install=installing,
    )


def _export_ports(desk: Desk, context: PageContext) -> ExportPorts:
    def export(wish: ExportWish) -> "Future[Exported]":
        return desk.exports.export_log(
            wish.on,
            format=wish.format,
            out=wish.out,
            identifiable=wish.identifiable,
            reason=wish.reason,
        )

    return ExportPorts(
        export=export, may_name=lambda: _is_penyelia(desk), folder=context.export_dir
    )


def _officers_ports(desk: Desk, context: PageContext) -> "OfficersPorts[Unlocked]":
    def add(wish: NewOfficer) -> "Future[OfficerRecord]":
        return desk.officers.add(wish.name, passphrase=wish.passphrase, role=Role(wish.role))

    return OfficersPorts(
        records=desk.officers.list,
        signed_on=lambda: tuple(officer.person for officer in desk.session.signed_on),
        current=lambda: desk.session.current.person,
        sign_on=_sign_on_ports(desk, context),
        welcome=lambda unlocked, pin: desk.session.sign_on(unlocked, pin=pin),
        sign_off=desk.session.sign_off,
        may_add=lambda: _is_penyelia(desk),
        add=AddPorts(check=context.check, suggest=context.suggest, add=add),
    )


def _shift_ports(desk: Desk, context: PageContext) -> ShiftPorts:
    return ShiftPorts(
        desk=desk.shift,
        agencies=agencies_of(desk.post),
        place=context.catalogue.text(f"post.{desk.post}"),
        kind="laut" if desk.post == Post.TENAU else "udara",
        signed_on=lambda: tuple(officer.name for officer in desk.session.signed_on),
        current=lambda: desk.session.current.person,
        records=desk.officers.list,
        sync=desk.sync.state,
        sync_now=desk.sync.sync_now,
        limit=context.held_limit,
        now=context.now,
    )


def _settings_ports(desk: Desk, context: PageContext) -> SettingsPorts:
    def change(old: str, new: str) -> "Future[None]":
        return desk.officers.change_passphrase(desk.session.current.person, old=old, new=new)

    def sheet() -> Path:
        return write_scan_sheet(context.export_dir, context.catalogue, context.now())

    return SettingsPorts(
        settings=context.settings,
        save=context.save,
        incomplete=context.incomplete,
        folder=str(context.data_dir),
        escrow=context.escrow,
        training=desk.deployment == TRAINING,
        scanner=ScannerPorts(context.today, sheet),
        change=ChangePorts(
            name=lambda: desk.session.current.name,
            check=context.check,
            suggest=context.suggest,
            change=change,
        ),
    )
