"""The main window: navigation, pages made when first shown, status line, veil and lock keys."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.status import Status
from posko_app.services.sync_state import SyncState
from posko_app.ui import status_model
from posko_app.ui.alarm_bar import AlarmBar
from posko_app.ui.background import deliver
from posko_app.ui.periksa_focus import focused
from posko_app.ui.sinkron_ports import SyncPorts
from posko_app.ui.status_line import StatusLine
from posko_app.ui.status_model import StatusLike
from posko_app.ui.sync_watch import SyncWatch
from posko_app.ui.tally_strip import TallyStrip
from posko_app.ui.theme import Theme
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.focus_halo import FocusHalo
from posko_app.ui.widgets.page_stack import PageStack
from posko_app.ui.window_idle import Clocks, IdleWatch
from posko_app.ui.window_nav import NavBar
from posko_app.ui.window_pages import (
    Enrols,
    KeepsDraft,
    OffersDrafts,
    OpensRecords,
    PageSpec,
    Painted,
    Refreshes,
    Searches,
    ShowsSync,
    ShowsTotals,
    TakesFocus,
    TellsKeys,
)
from posko_app.ui.window_shelf import PageShelf

REFRESH_MS = 15_000
RESULTS = "daftar"  # the page the search box belongs to
SYNC = "sinkron"  # the page that tells everything about the centre
LOW_PX = 620  # window heights below this use the small measures


@dataclass(frozen=True, slots=True)
class WindowPorts:
    """What the frame itself needs; the pages bring their own."""

    clocks: Clocks
    status: "Callable[[], Future[Status]]"
    officer: Callable[[], str]  # name of whoever has the turn
    place: str  # the post's name as people say it
    training: bool
    veil_after: timedelta
    sync: SyncPorts


class MainWindow(QMainWindow):
    """Frame and pages.

    Signals:
        veiled: the veil has fallen.
        lock_asked: the process that holds the keys must end now.
        scanned: a scanner sent this text.
        started: keys and idle time are watched from now on.
    """

    veiled = Signal()
    lock_asked = Signal()
    scanned = Signal(str)
    started = Signal()

    def __init__(
        self,
        pages: Sequence[PageSpec],
        *,
        ports: WindowPorts,
        catalogue: Catalogue,
        theme: Theme,
        veil: QWidget | None = None,
        tally: TallyStrip | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Posko")
        self._specs = {spec.key: spec for spec in pages}
        self._ports = ports
        self._catalogue = catalogue
        self._key = ""
        self._before_search = self._before_help = ""
        self._low: bool | None = None
        self._under_veil: QWidget | None = None
        self.nav = NavBar(pages)
        self.status = StatusLine(catalogue, place=ports.place, training=ports.training)
        self.veil = veil
        self.tally = tally
        self.halo = FocusHalo(self, theme.halo)
        self._theme = theme
        self.idle = IdleWatch(ports.clocks, veil_after=ports.veil_after, parent=self)
        self._timer = QTimer(self, interval=REFRESH_MS)
        self.sync = SyncWatch(ports.sync, self)
        self._lay_out()
        self._connect()
        self.show_page(pages[0].key)
        self.refresh_status()

    def start(self) -> None:
        """Begin to watch for an empty desk, and keep clock and figures fresh."""
        self.started.emit()  # first: what is heard last hears first, and swallows a scan
        self.idle.start()
        self._timer.start()

    def page(self, key: str) -> QWidget:
        """Give a page, made now if nobody has seen it yet."""
        return self.shelf.page(key)

    def renew(self, key: str) -> None:
        """Let go of a page, with what is half typed kept; it is made anew when next shown."""
        self._key = "" if self._key == key else self._key
        self.shelf.renew(key)

    def show_page(self, key: str) -> None:
        """Change to a page and put the keyboard where it was there."""
        self.shelf.note_focus(self._key)
        self.shelf.exchange(key)
        page = self.page(key)
        self._note_way_back(page)
        self._before_search = ""
        came_back = key != self._key
        self._key = key
        self.pages.setCurrentWidget(page)
        self.nav.show_chosen(key)
        if isinstance(page, Refreshes):
            page.refresh()
        former = self.shelf.focus_of(key)
        if former is not None and came_back and former.isVisible():
            former.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(page, TakesFocus):
            page.focus_first()

    def sync_now(self) -> None:
        """Begin a round, whatever page is shown; without a centre, show where to enrol."""
        if self._ports.sync.state().enrolled:
            deliver(self._ports.sync.sync_now(), self, lambda _: None, _keep_what_stands)
            return
        self.show_page(SYNC)
        page = self.page(SYNC)
        if isinstance(page, Enrols):
            page.start_enrolling()

    def shown(self) -> str:
        """Name the page on the screen."""
        return self._key

    def refresh_status(self) -> None:
        """Ask for the figures and show them when they come."""
        self.status.show_clock(self._ports.clocks.wall())
        self.status.show_officer(self._ports.officer())
        deliver(self._ports.status(), self, self._show_status, _keep_what_stands)

    def fall(self) -> None:
        """Let the veil fall: what is typed is kept first, then nothing of it can be seen."""
        self.keep_drafts()
        if self.veil is None or self.is_veiled():
            return
        if self.tally is not None:
            self.tally.hide_all()
        self._under_veil = focused()
        self._root.setCurrentWidget(self.veil)
        cover = getattr(self.veil, "cover", None)
        if callable(cover):
            cover()
        self.veiled.emit()

    def lift(self) -> None:
        """Show the pages again, with the keyboard where it was."""
        self._root.setCurrentWidget(self._content)
        if self._under_veil is not None:
            self._under_veil.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh_status()
        for page in self.shelf.seen().values():
            if isinstance(page, OffersDrafts):
                page.offer_drafts()

    def is_veiled(self) -> bool:
        """Say whether the veil is down."""
        return self.veil is not None and self._root.currentWidget() is self.veil

    def lock(self) -> None:
        """Keep what is typed and ask for the end of the process."""
        self.keep_drafts()
        self.lock_asked.emit()

    def keep_drafts(self) -> None:
        """Write everything half typed."""
        for page in self.shelf.seen().values():
            if isinstance(page, KeepsDraft):
                page.keep_draft()

    def set_theme(self, theme: Theme) -> None:
        """Use another look."""
        self._theme = theme
        self.halo.set_colour(theme.halo)
        for page in self.shelf.seen().values():
            if isinstance(page, Painted):
                page.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the small measures on a low screen."""
        super().resizeEvent(event)
        low = self.height() < LOW_PX
        if low != self._low:
            self._low = low
            self.nav.set_low(low=low)
            self.status.set_low(low=low)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is typed."""
        self.keep_drafts()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        self.pages = PageStack()
        self.shelf = PageShelf(tuple(self._specs.values()), self.pages)
        self._content = QWidget()
        lines = QVBoxLayout(self._content)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        self.alarm = Banner()
        self._around = QVBoxLayout()
        self._around.setContentsMargins(0, 0, 0, 0)
        self._around.addWidget(self.alarm)
        self.sync_alarms = AlarmBar(self._catalogue)
        lines.addWidget(self.nav)
        lines.addWidget(self.sync_alarms)
        lines.addLayout(self._around)
        lines.addWidget(self.pages, 1)
        lines.addWidget(self.status)
        if self.tally is not None:
            lines.addWidget(self.tally)
        self._root = QStackedWidget()
        self._root.addWidget(self._content)
        if self.veil is not None:
            self._root.addWidget(self.veil)
        self.setCentralWidget(self._root)

    def _connect(self) -> None:
        self.shelf.changed.connect(self._changed)
        self.shelf.lock_asked.connect(self.lock)
        self.shelf.record_asked.connect(self._open_record)
        self.shelf.to_work.connect(lambda: self.show_page(next(iter(self._specs))))
        self.shelf.made.connect(self._show_state)
        self.nav.picked.connect(self.show_page)
        self.nav.search.textEdited.connect(self._search)
        self.nav.search.left.connect(self._leave_search)
        self.nav.search.entered.connect(self._enter_results)
        self.idle.veil_due.connect(self.fall)
        self.idle.lock_due.connect(self.lock)
        self._timer.timeout.connect(self.refresh_status)
        self._shortcuts = [
            self._shortcut(spec.shortcut, partial(self._go, key))
            for key, spec in self._specs.items()
        ]
        self._shortcuts += [
            self._shortcut("F2", self._start_search),
            self._shortcut("F12", self.fall),
            self._shortcut("Ctrl+L", self.lock),
        ]
        if self.tally is not None:
            self._connect_tally(self.tally)
        self._connect_sync()

    def _connect_sync(self) -> None:
        keys = (("F5", self.sync_now), ("Shift+F5", self.sync_alarms.toggle))
        for key, act in keys:
            shortcut = self._shortcut(key, partial(self._unless_veiled, act))
            shortcut.setAutoRepeat(False)
            self._shortcuts.append(shortcut)
        self.sync.changed.connect(self._show_sync)
        self.sync.arrived.connect(lambda: self._changed(""))
        self._show_sync(self.sync.state)

    def _connect_tally(self, tally: TallyStrip) -> None:
        keys = (("Ctrl+T", tally.ask), ("Ctrl+Shift+T", tally.take_back))
        for key, act in keys:
            shortcut = self._shortcut(key, partial(self._unless_veiled, act))
            shortcut.setAutoRepeat(False)
            self._shortcuts.append(shortcut)
        tally.shown.connect(self._show_tally)
        tally.changed.connect(lambda _totals: self._changed(""))

    def _unless_veiled(self, act: Callable[[], object]) -> None:
        if not self.is_veiled():
            act()

    def _show_tally(self, shown: bool) -> None:  # noqa: FBT001 - the signal's own argument
        """Let the strip stand where the status line stands; never both for a moment."""
        if self.tally is not None:
            self.tally.setFixedHeight(self.status.height())
            first, then = (self.status, self.tally) if shown else (self.tally, self.status)
            first.hide()
            then.show()

    def _shortcut(self, keys: str, act: Callable[[], object]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(act)
        return shortcut

    def _go(self, key: str) -> None:
        if not self.is_veiled():
            self.show_page(key)

    def _open_record(self, subject: str) -> None:
        self._go(RESULTS)
        page = self.page(RESULTS)
        if isinstance(page, OpensRecords):
            page.open(subject)

    def _changed(self, key: str) -> None:
        self.refresh_status()
        for name, page in self.shelf.seen().items():
            if name != key and isinstance(page, Refreshes):
                page.refresh()

    def _show_status(self, status: StatusLike) -> None:
        self.status.show_status(status)
        alarms = status_model.alarms(status, self._catalogue)
        if alarms != self.alarm.text():
            self._around.setContentsMargins(*((12, 6, 12, 0) if alarms else (0, 0, 0, 0)))
            self.alarm.say(alarms, "problem") if alarms else self.alarm.clear()
        for page in self.shelf.seen().values():
            if isinstance(page, ShowsTotals):
                page.show_totals(status.today)

    def _show_sync(self, state: SyncState) -> None:
        self.status.show_sync(state, now=self._ports.clocks.wall())
        self.sync_alarms.show_alarms(state.alarms)
        for page in self.shelf.seen().values():
            if isinstance(page, ShowsSync):
                page.show_sync(state)

    def _note_way_back(self, page: QWidget) -> None:
        """The overview begins with the page it was asked for on, and leads back there."""
        if isinstance(page, TellsKeys) and self.pages.currentWidget() is not page:
            self._before_help = self._key
            page.tell_keys_of(self._key)

    def _leave_help(self) -> None:
        self.show_page(self._before_help or next(iter(self._specs)))

    def _show_state(self, page: QWidget) -> None:
        left = getattr(page, "left", None)
        if left is not None and isinstance(page, TellsKeys):
            left.connect(self._leave_help)
        if isinstance(page, ShowsSync):
            page.show_sync(self.sync.state)

    def _start_search(self) -> None:
        if self.is_veiled():
            return
        self._before_search = self._before_search or self._key
        self.shelf.note_focus(self._key)
        self.nav.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.nav.search.selectAll()

    def _search(self, text: str) -> None:
        page = self.page(RESULTS)
        if self._key != RESULTS:
            self._key = RESULTS
            self.pages.setCurrentWidget(page)
            self.nav.show_chosen(RESULTS)
        if isinstance(page, Searches):
            page.show_text(text)
        self.nav.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_search(self) -> None:
        back, self._before_search = self._before_search, ""
        self.nav.search.clear()
        self._key = ""
        self.show_page(back or next(iter(self._specs)))

    def _enter_results(self) -> None:
        self._before_search = ""
        if self._key != RESULTS:
            self.show_page(RESULTS)
        page = self.page(RESULTS)
        if isinstance(page, TakesFocus):
            page.focus_first()


def _keep_what_stands(_: PoskoError) -> None:
    """Figures that cannot be read now stay as they are; the next round asks again."""
