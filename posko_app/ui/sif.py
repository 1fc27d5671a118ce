"""Sif: begun, running, handed over, ended; one panel of the officers' page."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from posko_app.domain.departures import Departure
from posko_app.domain.held import OpenCase
from posko_app.domain.screening import Answers
from posko_app.domain.shift import CaseKind, Shift
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.shift import AddedDeparture, ShiftNow
from posko_app.ui.background import deliver
from posko_app.ui.notices import sentence
from posko_app.ui.periksa_focus import focused
from posko_app.ui.periksa_words import departure_title
from posko_app.ui.sif_berjalan import RunningStep
from posko_app.ui.sif_mulai import StartStep
from posko_app.ui.sif_ports import ShiftPorts
from posko_app.ui.sif_serah import HandOverStep
from posko_app.ui.sif_tutup import CloseStep
from posko_app.ui.sif_words import cases_in_short
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.panel import Panel

MINUTE_MS = 30_000
UNDO_MS = 10_000


class ShiftPanel(Panel):
    """Shows the step that fits how things stand; the keys belong to the page around it."""

    changed = Signal(object)  # something was stated; other pages read again
    to_work = Signal()  # nothing more to do here: the next traveller
    record_asked = Signal(str)  # subject of a screening whose end is to be recorded

    def __init__(
        self, ports: ShiftPorts, *, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(catalogue.text("sif.title"), "", parent)
        self._ports, self._catalogue = ports, catalogue
        self._standing: ShiftNow | None = None
        self._undo: Callable[[], object] | None = None
        self._undo_ends = QTimer(self, singleShot=True, interval=UNDO_MS)
        self._undo_ends.timeout.connect(self._rest)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.refresh)
        self._build()

    @property
    def standing(self) -> ShiftNow | None:
        """How things stood when last asked; None before the first answer."""
        return self._standing

    def refresh(self) -> None:
        """Ask how things stand."""
        deliver(self._ports.desk.now(), self, self._take, self._failed)

    def focus_first(self) -> None:
        """Put the keyboard where the shown step begins."""
        shown = self.steps.currentWidget()
        if isinstance(shown, StartStep | RunningStep | HandOverStep | CloseStep):
            shown.focus_first()

    def open_cases_of(self, person: str) -> int:
        """Count the drafts that an officer would leave behind."""
        cases = () if self._standing is None else self._standing.cases
        return sum(case.officer == person for case in cases)

    def ask_hand_over(self) -> None:
        """Open the hand-over, if a shift runs."""
        if self._standing is not None and self._standing.shift is not None:
            self.hand_over.start(self._standing)
            self.steps.setCurrentWidget(self.hand_over)
            self.focus_first()
            deliver(self._ports.records(), self, self.hand_over.show_people, self._failed)

    def ask_close(self) -> None:
        """End the shift: at once when nothing is open, else after it was said; again ends it."""
        standing = self._standing
        if standing is None or standing.shift is None:
            return
        if self.steps.currentWidget() is self.closing or not (standing.waiting or standing.cases):
            self._close()
        else:
            self.closing.start(standing)
            self.steps.setCurrentWidget(self.closing)
            self.focus_first()

    def escape(self) -> bool:
        """Go one step back; from the start of a shift to work. Say whether there was a way."""
        shown = self.steps.currentWidget()
        if shown in (self.hand_over, self.closing):
            self._home()
            return True
        if shown is self.start and self.isVisible():
            self.to_work.emit()
            return True
        return False

    def withdraw(self) -> None:
        """Take the chosen departure off the list, if the list has the keyboard."""
        if self.running.departures.hasFocus():
            self.running.withdraw()

    def undo(self) -> None:
        """Take the last thing back while it can be."""
        act, self._undo = self._undo, None
        if act is not None:
            self._rest()
            act()

    def showEvent(self, event: QShowEvent) -> None:
        """Count minutes while somebody looks."""
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._minute.stop()

    def _take(self, standing: ShiftNow) -> None:
        before, self._standing = self._standing, standing
        self.start.show_standing(standing)
        if standing.shift is not None:
            self.running.show_standing(standing, standing.shift)
        shown = self.steps.currentWidget()
        ended = standing.shift is None and shown is not self.start
        begun = standing.shift is not None and shown is self.start
        if before is None or ended or begun:
            self._home()

    def _home(self) -> None:
        runs = self._standing is not None and self._standing.shift is not None
        self._show(self.running if runs else self.start)

    def _show(self, step: QWidget) -> None:
        """Change to a step; the keyboard goes with it if it was in here."""
        focus = focused()
        was_here = focus is not None and self.isAncestorOf(focus)
        self.steps.setCurrentWidget(step)
        if was_here:
            self.focus_first()

    def _open_case(self, case: OpenCase) -> None:
        """Go where the case can be ended: to its record, or to the form that has the draft."""
        if case.kind is not CaseKind.DRAFT:
            self.record_asked.emit(case.id)
        elif case.officer == self._ports.current():
            self.to_work.emit()
        else:
            name = "" if self._standing is None else self._standing.names.get(case.officer, "")
            self._say(self._catalogue.text("sif.draft_of_another", name=name), "hint")

    def _open(self, agencies: tuple[str, ...]) -> None:
        deliver(self._ports.desk.open(agencies), self, self._opened, self._failed)

    def _opened(self, _: Shift) -> None:
        self._say(self._catalogue.text("sif.has_begun"), "success")
        self._stated()
        self.to_work.emit()

    def _add(self, answers: Answers) -> None:
        deliver(self._ports.desk.add_departure(answers), self, self._added, self._failed)

    def _added(self, added: AddedDeparture) -> None:
        self.running.clear()
        name = departure_title(added.departure.answers)
        key = "periksa.notice.departure_added" if added.is_new else "sif.departure_known"
        self._say(self._catalogue.text(key, departure=name), "success")
        self._stated()

    def _withdraw(self, departure: Departure) -> None:
        def done(_: tuple[Departure, ...]) -> None:
            name = departure_title(departure.answers)
            self._say(
                self._catalogue.text("sif.departure_withdrawn", departure=name),
                "hint",
                undo=lambda: self._add(departure.answers),
            )
            self._stated()

        deliver(self._ports.desk.withdraw(departure.id), self, done, self._failed)

    def _hand_over(self, to: str, note: str) -> None:
        number = 0 if self._standing is None else len(self._standing.cases)

        def done(shift: Shift) -> None:
            names = {} if self._standing is None else self._standing.names
            given = shift.handovers[-1] if shift.handovers else None
            count = number if given is None else len(given.cases)
            said = self._catalogue.text("sif.given", number=count, name=names.get(to, ""))
            self._say(said, "success")
            self._home()
            self._stated()

        deliver(self._ports.desk.hand_over(to, note=note), self, done, self._failed)

    def _close(self) -> None:
        cases = () if self._standing is None else self._standing.cases

        def done(_: Shift) -> None:
            short = cases_in_short(cases, self._catalogue)
            key = "sif.has_ended_open" if short else "sif.has_ended"
            self._say(self._catalogue.text(key, cases=short), "success")
            self._stated()

        deliver(self._ports.desk.close(), self, done, self._failed)

    def _stated(self) -> None:
        self.refresh()
        self.changed.emit(None)

    def _failed(self, error: PoskoError) -> None:
        self._say(sentence(self._catalogue, error), "problem")

    def _say(self, text: str, kind: str, *, undo: Callable[[], object] | None = None) -> None:
        self._undo = undo
        action = self._catalogue.text("sif.undo") if undo else ""
        self.notice.say(text, kind, action=action, on_action=self.undo if undo else None)
        (self._undo_ends.start if undo else self._undo_ends.stop)()

    def _rest(self) -> None:
        self._undo = None
        self._undo_ends.stop()
        self.notice.clear()

    def _build(self) -> None:
        self.notice = Banner(self)
        self.notice.label.setWordWrap(True)
        self.start = StartStep(self._ports, self._catalogue, self)
        self.running = RunningStep(self._ports, self._catalogue, self)
        self.hand_over = HandOverStep(self._ports, self._catalogue, self)
        self.closing = CloseStep(self._catalogue, self)
        self.steps = QStackedWidget(self)
        for step in (self.start, self.running, self.hand_over, self.closing):
            self.steps.addWidget(step)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.steps, 1)
        self.start.wanted.connect(self._open)
        self.start.skipped.connect(self.to_work)
        self.running.added.connect(self._add)
        self.running.withdrawn.connect(self._withdraw)
        self.running.opened_case.connect(self._open_case)
        self.running.hand_over.clicked.connect(self.ask_hand_over)
        self.running.close_shift.clicked.connect(self.ask_close)
        self.hand_over.wanted.connect(self._hand_over)
        self.hand_over.left.connect(self.escape)
        self.closing.wanted.connect(self._close)
        self.closing.left.connect(self.escape)
        self.closing.hand_over_first.connect(self.ask_hand_over)
        self.closing.send_first.connect(self._send)

    def _send(self) -> None:
        self._ports.sync_now()
