"""Pusat sinkron: how the line stands, what waits, what is held here, and what needs a person."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from posko_app.domain.records import ScreeningHistory
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.sync_state import (
    Alarm,
    Enrolled,
    PackageWritten,
    Phase,
    RoundReport,
    SyncState,
)
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.sinkron_enrol import EnrolPanel
from posko_app.ui.sinkron_figures import FigurePanel
from posko_app.ui.sinkron_history import history_told, technical_text
from posko_app.ui.sinkron_lease import LeasePanel
from posko_app.ui.sinkron_model import clock_warning, kept_figures, sending_figures, state_line
from posko_app.ui.sinkron_package import (
    IN,
    OUT,
    PackagePanel,
    PackageWay,
    package_name,
    read_told,
    written_told,
)
from posko_app.ui.sinkron_ports import SyncPorts
from posko_app.ui.sinkron_problems import ProblemList
from posko_app.ui.sinkron_problems_model import RECORDS, Act, Problem, problems
from posko_app.ui.sinkron_state import StatePanel
from posko_app.ui.sinkron_texts import HistoryPanel, TechnicalPanel
from posko_app.ui.theme import text_scale
from posko_app.ui.widgets.flow import FlowBox
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import Panel
from posko_app.ui.widgets.scroller import Scroller

SIDE_WIDTH, SIDE_LEAST = 470, 340
NARROW = 1120  # px at the usual text size; below it one column is shown at a time
LOW = 470  # px of height at the usual text size; below it the small measures are used
SENDING_SHARE, KEPT_SHARE = 5, 7
KEYS = {
    "package_out": "Ctrl+E",
    "package_in": "Ctrl+I",
    "enrol": "Ctrl+N",
    "lease": "Ctrl+R",
    "technical": "Ctrl+S",
}
TROUBLED = frozenset({Phase.NO_LINE, Phase.NOT_OURS, Phase.REFUSED, Phase.FAILED})
NAMES_ASKED = 20  # people whose names are looked up for the list of problems


class SinkronPage(QWidget):
    """Everything by keys; the right column holds the rounds of the past, or the form asked for."""

    changed = Signal(object)

    def __init__(
        self, ports: SyncPorts, *, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ports = ports
        self._catalogue = catalogue
        self._names: dict[str, str] = {}
        self._asked: set[str] = set()
        self._phase = Phase.NOT_ENROLLED  # how the last round ended
        self._build()
        self._bind_keys()
        self.show_sync(ports.state())

    def refresh(self) -> None:
        """Read the store's figures again."""
        deliver(self._ports.refresh(), self, self.show_sync, self._failed)

    def focus_first(self) -> None:
        """Put the keyboard on the problems."""
        if self.side.currentWidget() is self.history:
            self._show_side(self.history)
            self.problems.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sync(self, state: SyncState) -> None:
        """Show how things stand; what is typed in a form stays."""
        now, words = self._ports.now(), self._catalogue
        if not state.is_running:
            if state.phase in TROUBLED and self._phase not in TROUBLED:
                self.state.forget_success()
            self._phase = state.phase
        self.state.show_state(state_line(state, words, now), clock_warning(state, words))
        self.sending.show_figures(sending_figures(state, words, now))
        self.kept.show_figures(kept_figures(state, words, now))
        self.problems.show_problems(problems(state, words, now, names=self._names))
        self.history.show_rounds(history_told(state, words, now))
        self._ask_names(state)

    def sync_now(self) -> None:
        """Begin a round; how it ended shows by itself."""
        if self._ports.state().enrolled:
            self.state.notice.clear()
            deliver(self._ports.sync_now(), self, self._ended, self._failed)
            self.show_sync(self._ports.state())
        else:
            self.start_enrolling()

    def start_enrolling(self) -> None:
        """Open the form that enrols this laptop."""
        self.open_side("enrol")

    def act(self, problem: Problem) -> None:
        """Do the one thing proposed for a problem."""
        if problem.act is Act.SYNC_NOW:
            self.sync_now()
        elif problem.act is Act.COPY:
            QGuiApplication.clipboard().setText(self._technical())
            self._say("sinkron.act.copied")
        elif problem.act is Act.RETRY:
            deliver(
                self._ports.retry(problem.entry_id),
                self,
                lambda _: self._say("sinkron.act.retried"),
                self._failed,
            )
        elif problem.act is Act.ACKNOWLEDGE and problem.alarm is not None:
            self._acknowledge(problem.alarm)
        else:
            names = {Act.ENROL: "enrol", Act.PACKAGE: "package_out", Act.LEASE: "lease"}
            self.open_side(names[problem.act])

    def open_side(self, name: str) -> None:
        """Open one of the forms on the right."""
        if name == "lease" and not self._ports.is_penyelia():
            self._say("sinkron.lease.only_penyelia", "caution")
            return
        self.state.notice.clear()
        panel, start = self._forms[name]
        self._show_side(panel)
        start()

    def _acknowledge(self, alarm: Alarm) -> None:
        if not self._ports.is_penyelia():
            self._say("sinkron.act.only_penyelia", "caution")
            return
        asked = self._ports.acknowledge(alarm.feed, alarm.position)
        deliver(asked, self, self._acknowledged, self._failed)

    def _acknowledged(self, _alarm: Alarm) -> None:
        self._say("sinkron.act.acknowledged")
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        self._use_measures(low=self.height() < LOW * text_scale())

    def _use_measures(self, *, low: bool) -> None:
        for panel in (self.state, self.sending, self.kept, self.below):
            panel.set_tight(tight=low)
        self.state.set_low(low=low)
        for button in self.buttons.values():
            button.line.setContentsMargins(*((9, 2, 9, 2) if low else (10, 5, 10, 5)))

    def _share_width(self) -> None:
        scale = text_scale()
        narrow = self.width() < NARROW * scale
        reading = self.side.currentWidget() is self.history
        self.side.setVisible(not narrow or not reading or self._reading_history)
        self.left.setVisible(not narrow or not self.side.isVisibleTo(self))
        if narrow:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)
        else:
            wanted, least = round(SIDE_WIDTH * scale), round(SIDE_LEAST * scale)
            self.side.setFixedWidth(max(least, min(wanted, self.width() * 2 // 5)))

    def _show_side(self, panel: QWidget, *, reading: bool = False) -> None:
        self._reading_history = reading
        self.side.setCurrentWidget(panel)
        self._share_width()

    def _close_side(self) -> None:
        self._show_side(self.history)
        self.problems.setFocus(Qt.FocusReason.OtherFocusReason)

    def _other_column(self) -> None:
        """F6: between the problems and the rounds of the past."""
        if self.side.currentWidget() is not self.history:
            return
        if self.history.rounds.hasFocus():
            self._close_side()
        else:
            self._show_side(self.history, reading=True)
            self.history.rounds.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ended(self, _report: RoundReport) -> None:
        self.show_sync(self._ports.state())
        self.changed.emit(_report)

    def _failed(self, error: PoskoError) -> None:
        self.state.notice.say(notices.sentence(self._catalogue, error), "problem")

    def _say(self, key: str, kind: str = "success") -> None:
        self.state.notice.say(self._catalogue.text(key), kind)

    def _technical(self) -> str:
        ports = self._ports
        return technical_text(
            ports.state(), device=ports.device, program=ports.program, now=ports.now()
        )

    def _ask_names(self, state: SyncState) -> None:
        """Look up once who the first records that need a person are about."""
        records = [entry for entry in state.needs_person if entry.kind in RECORDS]
        for entry in records[:NAMES_ASKED]:
            if entry.subject not in self._asked:
                self._asked.add(entry.subject)
                take = partial(self._take_name, entry.subject)
                deliver(self._ports.record(entry.subject), self, take, lambda _: None)

    def _take_name(self, subject: str, history: ScreeningHistory) -> None:
        if history.row.name:
            self._names[subject] = history.row.name
            self.show_sync(self._ports.state())

    def _enrolled(self, enrolled: Enrolled) -> None:
        key = f"pages.post.{enrolled.post}"
        post = self._catalogue.text(key) if self._catalogue.has(key) else enrolled.post
        self._close_side()
        self.state.notice.say(self._catalogue.text("sinkron.enrol.done", post=post), "success")
        self.show_sync(self._ports.state())
        self.changed.emit(enrolled)

    def _extended(self, sentence: str) -> None:
        self._close_side()
        self.state.notice.say(sentence, "success")
        self.refresh()

    def _bind_keys(self) -> None:
        for name, keys in KEYS.items():
            for owner in (self.left, self.history):
                bind_within(owner, keys, partial(self.open_side, name))
        bind_within(self, "F6", self._other_column)
        bind_within(self.history, "Esc", self._close_side)

    def _build(self) -> None:
        words = self._catalogue
        self._reading_history = False
        self.state = StatePanel(words, self)
        self.state.sync_wished.connect(self.sync_now)
        self.sending = FigurePanel(words.text("sinkron.sending.title"), value_width=44)
        self.kept = FigurePanel(words.text("sinkron.kept.title"))
        self.problems = ProblemList(words, self)
        self.problems.wished.connect(self.act)
        self.history = HistoryPanel(words, self)
        self.left = Scroller(self._left(), self)
        self.side = QStackedWidget(self)
        self.side.addWidget(self.history)
        self._forms = self._make_forms()
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 8, 12, 10)
        across.setSpacing(10)
        across.addWidget(self.left, 1)
        across.addWidget(self.side)

    def _left(self) -> QWidget:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        figures = QHBoxLayout()
        figures.setSpacing(8)
        figures.addWidget(self.sending, SENDING_SHARE)
        figures.addWidget(self.kept, KEPT_SHARE)
        word = self._catalogue.text
        self.below = Panel(word("sinkron.problems.title"), word("sinkron.problems.hint"), left)
        self.below.body.addWidget(self.problems, 1)
        column.addWidget(self.state)
        column.addLayout(figures)
        column.addWidget(self.below, 1)
        column.addWidget(self._strip(left))
        return left

    def _strip(self, parent: QWidget) -> FlowBox:
        strip = FlowBox(parent)
        self.buttons: dict[str, KeyButton] = {}
        for name, keys in KEYS.items():
            button = KeyButton(keys, self._catalogue.text(f"sinkron.button.{name}"), parent=strip)
            button.line.setContentsMargins(10, 5, 10, 5)
            button.clicked.connect(partial(self.open_side, name))
            self.buttons[name] = button
            strip.flow.addWidget(button)
        return strip

    def _make_forms(self) -> dict[str, tuple[QWidget, Callable[[], None]]]:
        ports, words = self._ports, self._catalogue
        way_out: PackageWay[PackageWritten] = PackageWay(
            OUT, ports.package_out, lambda done, path: written_told(done, path, words)
        )
        way_in: PackageWay[RoundReport] = PackageWay(
            IN, ports.package_in, lambda done, _path: read_told(done, words)
        )
        going = PackagePanel(way_out, catalogue=words, parent=self)
        coming = PackagePanel(way_in, catalogue=words, parent=self)
        self.enrolling = EnrolPanel(ports.enrol, catalogue=words, parent=self)
        self.lease = LeasePanel(ports.extend, device=ports.device, catalogue=words, parent=self)
        self.technical = TechnicalPanel(self._technical, catalogue=words, parent=self)
        self.going, self.coming = going, coming
        self.enrolling.enrolled.connect(self._enrolled)
        self.lease.extended.connect(self._extended)
        coming.done.connect(self.changed)
        for panel in (going, coming, self.enrolling, self.lease, self.technical):
            panel.closed.connect(self._close_side)
            self.side.addWidget(panel)
        return {
            "package_out": (going, self._start_going),
            "package_in": (coming, lambda: coming.start(ports.folder)),
            "enrol": (self.enrolling, self._start_enrolling),
            "lease": (self.lease, self.lease.start),
            "technical": (self.technical, self.technical.start),
        }

    def _start_going(self) -> None:
        self.going.start(self._ports.folder / package_name(self._ports.now(), self._catalogue))

    def _start_enrolling(self) -> None:
        self.enrolling.start(self._ports.state().centre_url)
