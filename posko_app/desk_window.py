"""The main window over one open desk: pages, veil and status line, wired."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from posko_app.domain.civil import civil_date
from posko_app.domain.codes import Post
from posko_app.domain.scans.stuck import typed_before
from posko_app.i18n import Catalogue
from posko_app.passphrases import checker, suggest
from posko_app.paths import DataPaths, resources_dir
from posko_app.services.desk import Desk
from posko_app.services.gazetteer import places
from posko_app.settings import ON, Settings
from posko_app.sounds import SoundBox
from posko_app.system import utc_now
from posko_app.ui.latihan_jalan import PracticeRun
from posko_app.ui.pages import PageContext, Pages, make_veil, sync_ports
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.periksa_ports import Surroundings
from posko_app.ui.rombongan_link import GroupLink
from posko_app.ui.scanner import ScannerFilter
from posko_app.ui.sif_first import FirstShift
from posko_app.ui.tally_strip import TallyPorts, TallyStrip
from posko_app.ui.theme import Theme
from posko_app.ui.window import MainWindow, WindowPorts
from posko_app.ui.window_carry import carry
from posko_app.ui.window_idle import Clocks
from posko_app.ui.window_pages import PageSpec
from posko_app.ui.window_scans import ScannerGap, WindowScans
from posko_app.ui.window_sounds import WindowSounds
from sync.protocol.entry import Deployment
from sync.protocol.ids import new_subject

PLACES_AFTER_MS = 1_500  # once the first page stands: nobody waits for villages before that


@dataclass(frozen=True, slots=True)
class DeskSurroundings:
    """What the window takes from the process around it.

    `names` gives the officers of the key file. `use_settings` shows the effect of a choice at
    once and keeps it; it may raise OSError when it could not be kept.
    """

    paths: DataPaths
    catalogue: Catalogue
    settings: Settings
    theme: Callable[[], Theme]
    names: Callable[[], tuple[str, ...]]
    use_settings: Callable[[Settings], None]


class DeskWindow(MainWindow):
    """The window of an open desk; what ties its pages together outlives a change of language."""

    practice: PracticeRun
    groups: GroupLink
    scans: WindowScans  # of this window alone; its `scanner.outcome` tells how each scan went


@dataclass(slots=True)
class Chosen:
    """Choices of the settings that pages ask for each time they need them."""

    held_minutes: int
    sounds: int


def make_desk_window(
    desk: Desk, around: DeskSurroundings, *, before: DeskWindow | None = None
) -> DeskWindow:
    """Build the window, and let rounds run by themselves; pages are made when first shown.

    One that takes the place of another goes on with what is typed there.
    """
    gap, chosen = ScannerGap(around.settings.scanner_gap_ms), _chosen(around.settings)
    use = partial(_use_settings, gap, chosen, around.use_settings)
    around = replace(around, use_settings=use)
    context = replace(_context(desk, around), held_limit=lambda: chosen.held_minutes)
    veil = make_veil(desk, context)
    pages = _pages(desk, context, before)
    window = DeskWindow(
        (_periksa(desk, around, pages.groups, chosen), *pages.specs()),
        ports=_ports(desk, around, context),
        catalogue=around.catalogue,
        theme=around.theme(),
        veil=veil,
        tally=TallyStrip(
            TallyPorts(desk.tally.add, desk.tally.take_back), catalogue=around.catalogue
        ),
    )
    window.scans = _listen(window, gap, around.catalogue)
    _tie(window, pages)
    _sound(window, around.paths, chosen)
    veil.lifted.connect(lambda _officer: window.lift())
    veil.lock_asked.connect(window.lock)
    if before is None:
        first = FirstShift(window)
        window.started.connect(lambda: first.ask(desk.shift.now))
        desk.sync.begin()
    else:
        _go_on(before, window)
    QTimer.singleShot(PLACES_AFTER_MS, window, places().begin)
    return window


def _pages(desk: Desk, context: PageContext, before: DeskWindow | None) -> Pages:
    if before is None:
        return Pages(desk, context)
    return Pages(desk, context, practice=before.practice, groups=before.groups)


def _tie(window: DeskWindow, pages: Pages) -> None:
    window.practice, window.groups = pages.practice, pages.groups
    window.practice.attach(window)
    window.groups.attach(window)


def _go_on(before: MainWindow, window: MainWindow) -> None:
    before.shelf.note_focus(before.shown())
    carry(before.shelf, window.shelf)
    window.show_page(before.shown())


def _listen(window: MainWindow, gap: ScannerGap, catalogue: Catalogue) -> WindowScans:
    """Hear a scanner from the window's start on."""
    gap.window = window
    scanner = ScannerFilter(
        typed_before=lambda raw: typed_before(raw, on=civil_date(utc_now())),
        gap=gap,
        parent=window,
    )
    window.started.connect(scanner.start)
    return WindowScans(window, scanner, catalogue)


def _chosen(settings: Settings) -> Chosen:
    return Chosen(held_minutes=settings.held_minutes, sounds=settings.sounds)


def _sound(window: DeskWindow, paths: DataPaths, chosen: Chosen) -> None:
    box = SoundBox(paths.state / "sounds")
    heard = WindowSounds(window, box.play, wanted=lambda: chosen.sounds == ON)
    window.scans.scanner.outcome.connect(heard.scan)


def _use_settings(
    gap: ScannerGap, chosen: Chosen, use: Callable[[Settings], None], settings: Settings
) -> None:
    gap.learnt_ms = settings.scanner_gap_ms
    chosen.held_minutes, chosen.sounds = settings.held_minutes, settings.sounds
    use(settings)


def _ports(desk: Desk, around: DeskSurroundings, context: PageContext) -> WindowPorts:
    return WindowPorts(
        clocks=Clocks(wall=utc_now, monotonic=time.monotonic),
        status=desk.status.status,
        officer=lambda: desk.session.current.name,
        place=around.catalogue.text(f"post.{desk.post}"),
        training=desk.deployment is Deployment.TRAINING,
        veil_after=timedelta(minutes=around.settings.veil_minutes),
        sync=sync_ports(desk, context),
    )


def _periksa(desk: Desk, around: DeskSurroundings, groups: GroupLink, chosen: Chosen) -> PageSpec:
    surroundings = Surroundings(
        clock=utc_now,
        new_id=lambda: new_subject(os.urandom),
        kind="laut" if desk.post == Post.TENAU else "udara",
        held_limit=lambda: chosen.held_minutes,
    )
    return PageSpec(
        "periksa",
        around.catalogue.text("pages.title.periksa"),
        "Ctrl+1",
        lambda: groups.hear(
            PeriksaPage(desk, around.catalogue, around.theme(), around=surroundings)
        ),
    )


def _context(desk: Desk, around: DeskSurroundings) -> PageContext:
    return PageContext(
        catalogue=around.catalogue,
        theme=around.theme,
        now=utc_now,
        names=around.names,
        check=checker(desk.deployment),
        suggest=suggest,
        settings=around.settings,
        save=around.use_settings,
        incomplete=frozenset(),
        escrow=bool(desk.session.unlocked.key_file.escrow),
        data_dir=around.paths.directory,
        export_dir=Path.home(),
        resources=resources_dir(),
    )
