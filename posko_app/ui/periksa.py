"""Periksa: one traveller at a time, by keys only, kept while it is typed."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from posko_app.domain.codes import Decision
from posko_app.domain.person_links import PairState
from posko_app.domain.screening import Answers, Value
from posko_app.i18n import Catalogue
from posko_app.ui.background import deliver
from posko_app.ui.periksa_actions import PeriksaActions
from posko_app.ui.periksa_asking import PeriksaAsking
from posko_app.ui.periksa_carry import carry_from, carry_to
from posko_app.ui.periksa_day import PeriksaDay
from posko_app.ui.periksa_departures import PeriksaDepartures
from posko_app.ui.periksa_findings import Findings
from posko_app.ui.periksa_gates import Gate
from posko_app.ui.periksa_hints import beside
from posko_app.ui.periksa_judging import PeriksaJudging
from posko_app.ui.periksa_keys import connect_keys
from posko_app.ui.periksa_layout import PAPER_LETTERS
from posko_app.ui.periksa_model import PeriksaModel
from posko_app.ui.periksa_moves import PeriksaMoves
from posko_app.ui.periksa_people import PeriksaPeople
from posko_app.ui.periksa_ports import DeskLike, Surroundings
from posko_app.ui.periksa_questions_model import SEEN
from posko_app.ui.periksa_rooms import PeriksaRooms
from posko_app.ui.periksa_saver import PeriksaSaver
from posko_app.ui.periksa_scan import PeriksaScans
from posko_app.ui.periksa_shown import PeriksaShown
from posko_app.ui.periksa_ticket import next_answer
from posko_app.ui.periksa_view import PeriksaView
from posko_app.ui.periksa_words import Words
from posko_app.ui.scanner_marks import show_marks
from posko_app.ui.theme import Theme

CLOCK_MS = 30_000
REASON = "decision_reason"
OFFERED = "recruiter.name"  # under it stands that Shift+F3 fills what people travelling share


class PeriksaPage(QWidget):
    """The screen: shows the model, and passes keys and edits on.

    Signals:
        changed: what a save returned; other views refresh just that.
        joined: a Draft that becomes a member of the open group; the form is empty then.
        record_asked: subject of an earlier screening to be opened.
    """

    changed = Signal(object)
    joined = Signal(object)
    record_asked = Signal(str)

    def __init__(
        self, desk: DeskLike, catalogue: Catalogue, theme: Theme, *, around: Surroundings
    ) -> None:
        super().__init__()
        self.theme = theme
        self._clock = around.clock
        self._screening = desk.screening
        self._words = Words(catalogue)
        self._words.use_rules(desk.detection.ruleset)
        self.model = PeriksaModel(clock=around.clock, new_id=around.new_id, kind=around.kind)
        self.view = PeriksaView(self._words, self.model.today)
        self.saver = PeriksaSaver(self.model, desk.screening, self)
        self.judging = PeriksaJudging(self.model, desk.detection, self)
        self.people = PeriksaPeople(self.model, desk, catalogue, self)
        self.acts = PeriksaActions(
            self.model, self.view, saver=self.saver, judging=self.judging, words=self._words
        )
        self.rooms = PeriksaRooms(self.view)
        self.moves = PeriksaMoves(self.model, self.view, self.acts, self.rooms)
        self.shown = PeriksaShown(self.view, self.judging, self.rooms, self._words)
        self._asking = PeriksaAsking(self.view, self.rooms, self._words, record=self._record)
        self._scans = PeriksaScans(
            self.model,
            self.view,
            acts=self.acts,
            moves=self.moves,
            words=self._words,
            record=self._record,
        )
        self.day = PeriksaDay(desk.shift, clock=around.clock, parent=self)
        self.departures = PeriksaDepartures(
            self.view, self.model, self.acts, day=self.day, words=self._words, around=around
        )
        self._hints: dict[str, tuple[str, str]] = {}
        self._minute = QTimer(self, interval=CLOCK_MS)
        self._lay_out()
        self._connect()
        self.show_all()
        self.offer_drafts()

    def offer_drafts(self) -> None:
        """Look for a draft that the officer left open; without one, for the departure."""
        deliver(self._screening.open_drafts(), self, self.acts.offer, _nothing_found)
        deliver(self._screening.last_departure(), self, self._carry, _nothing_found)
        self.day.refresh()

    def refresh(self) -> None:
        """Ask anew for what the day and its colleagues have: departures, who is kept."""
        self.day.refresh()

    def _carry(self, departure: Answers) -> None:
        """After the lock the queue in front of the desk is still the same one."""
        self._show_elsewhere(self.model.carry(departure))
        self._show_departure()

    def keep_draft(self) -> None:
        """Write the draft now: before the veil, the lock, or another officer's turn."""
        self.saver.keep_now()

    def carry_over(self, focus: QWidget | None) -> object | None:
        """Give what is typed here; None while a save, a question or a practice case is open."""
        return carry_from(self, focus)

    def take_over(self, carried: object) -> QWidget | None:
        """Go on where another page of this kind was left."""
        return carry_to(self, carried)

    def take_scan(self, raw: str) -> str:
        """Fill in what a scanner sent; nothing that stands there is replaced."""
        return self._scans.take(raw)

    def scan_words(self) -> str:
        """Say what became of the last scan."""
        return self._scans.said

    def show_totals(self, today: Mapping[str, int]) -> None:
        """Show how many of today's screenings got which decision."""
        self.view.departure.show_totals(today)

    def begin_practice(self, title: str, narrative: str) -> None:
        """Show a practice case above the form until `end_practice`."""
        self.view.show_practice(title, narrative)

    def end_practice(self) -> None:
        """Take the practice case away."""
        self.view.end_practice()

    def show_all(self) -> None:
        """Show the whole record anew and begin at the top."""
        self.rooms.close_all()
        self.judging.begin()
        self.people.begin()
        self.shown.begin(self.model.answers)
        self._fill()
        self.view.questions.go_to(1)
        self._refresh()
        if self.isVisible():
            self.moves.first()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where something is empty."""
        super().showEvent(event)
        self._minute.start()
        self._show_departure()
        self.moves.first()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed."""
        super().hideEvent(event)
        self._minute.stop()
        self.saver.keep_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Shift+Enter and Esc, which no editor wanted for itself."""
        if event.key() == Qt.Key.Key_Escape:
            self.moves.escape()
            return
        self.moves.disarm()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.isAutoRepeat():
                return  # a key held down never saves
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.moves.back if back else self.moves.enter)()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.view)

    def _connect(self) -> None:
        view, actions = self.view, self.acts
        view.form.edited.connect(self._edited)
        view.form.filled.connect(self._marked)
        view.middle.more_made.connect(self._fill)
        view.questions.changed.connect(self._marked)
        view.side.list.picked.connect(self.moves.go_to)
        actions.replaced.connect(self.show_all)
        actions.decided.connect(self._touched)
        actions.look_here.connect(self._look_here)
        actions.saved.connect(self.changed)
        actions.saved.connect(lambda _: self.day.refresh())
        actions.gate_reached.connect(self._open_gate)
        self.rooms.changed.connect(self._marked)
        self.judging.told.connect(self._told)
        self.people.told.connect(self._told)
        self.people.answered.connect(self._touched)
        self.people.record_asked.connect(self.record_asked)
        view.side.list.earlier.picked.connect(self.people.mark)
        self._minute.timeout.connect(self._show_departure)
        self._minute.timeout.connect(self.day.refresh)
        self.departures.chosen.connect(self._record)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self._shortcuts = connect_keys(self, self._actions())

    def _actions(self) -> dict[str, Callable[[], object]]:
        table: dict[str, Callable[[], object]] = {
            "save": self._save,
            "remedy": self.acts.remedy,
            "repeat": self.moves.repeat,
            "together": self._as_with_the_one_before,
            "next_message": self.moves.next_message,
            "next_panel": self.moves.next_panel,
            "more": self.moves.more,
            "departure": self.departures.open,
            "join_group": self._join_group,
            "seen": self._look_for_signs,
            "ticket_name": self._say_of_ticket,
            "same_person": partial(self._answer, PairState.SAME),
            "other_person": partial(self._answer, PairState.NOT_SAME),
            "next_person": self.people.mark_next,
            "open_person": self.people.open,
        }
        for room in ("calming", "checklist", "child", "talk"):
            table[room] = partial(self._toggle, room)
        for decision in Decision:
            table[decision.value] = partial(self.acts.decide, decision.value)
        for path, letter in PAPER_LETTERS:
            table[path] = partial(self.view.identity.papers.press, letter)
        for digit in range(1, 10):
            table[f"option{digit}"] = partial(self._press, digit)
        return table

    def _save(self) -> None:
        """Save, unless a question on the screen still waits for its answer."""
        room = self.rooms.now
        if room is not None and room.is_half_done():
            room.setFocus()
            room.enter()
        else:
            self.acts.save()

    def _join_group(self) -> None:
        """Hand the person over to the open group; there he is kept before anything else."""
        if self.model.has_content():
            self.saver.keep_now()
            draft = self.model.clear()
            self.acts.rest()
            self.show_all()
            self.joined.emit(draft)

    def _toggle(self, room: str) -> None:
        self.rooms.toggle(getattr(self.view.middle, room))
        self.shown.show_checklist(self.model.answers)

    def _press(self, digit: int) -> None:
        if not self.rooms.press(digit) and self.view.questions.isVisible():
            self.view.questions.mark(digit)  # nobody changes an answer that he does not see

    def _as_with_the_one_before(self) -> None:
        shared = self.model.together()
        if shared:
            self._marked(shared)
        self.acts.tell_shared(
            tuple(shared), take_back=lambda: self._marked(self.model.take_back(shared))
        )

    def _look_for_signs(self) -> None:
        self.rooms.close_all()
        self.view.questions.go_to(SEEN.number)
        self.view.questions.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _say_of_ticket(self) -> None:
        """Record that the ticket's name differs, then that it does not, then nothing."""
        self._marked(next_answer(self.model.answers))

    def _answer(self, state: PairState) -> None:
        if self.people.marked() and not self.view.side.isVisible():
            self.moves.show_side()  # nobody answers about what he does not see
        else:
            self.people.answer(state)

    def _open_gate(self, gate: Gate) -> None:
        passed, left = self.acts.gate_passed, self.acts.gate_left
        if gate is Gate.OVERRIDE:
            self._asking.override(then=passed, otherwise=left)
        else:
            room = self.view.middle.child if gate is Gate.CHILD else self.view.middle.talk
            self.rooms.open(room, then=passed, otherwise=left)

    def _fill(self) -> None:
        """Show every answer in every editor there is."""
        self.view.form.show({**self.model.answers, REASON: self._reason()})

    def _edited(self, path: str, value: object) -> None:
        known = value if isinstance(value, str | int | bool) else None
        if path == REASON:
            code = None if known is None else str(known)
            self._show_elsewhere(self.model.choose_reason(path, code))
            self._touched()
            self.acts.typed()
        else:
            self._marked({path: known})

    def _marked(self, changes: Mapping[str, Value]) -> None:
        for path in changes:
            self.shown.typed(path)
        if not self._asking.take(changes, self.model.answers):
            self._show_elsewhere(changes)  # what was pressed is not recorded yet

    def _record(self, changes: Mapping[str, Value]) -> None:
        self._show_elsewhere(self.model.set_many(changes))
        self._touched()
        self.acts.typed()

    def _told(self) -> None:
        """Something worked out beside has come; the draft itself is as it was."""
        self._refresh()

    def _show_elsewhere(self, changes: Mapping[str, object]) -> None:
        self.view.form.show({**self.model.answers, REASON: self._reason()}, {*changes, REASON})

    def _touched(self) -> None:
        self.moves.disarm()
        self.saver.touched()
        self._refresh()

    def _refresh(self) -> None:
        findings = self.model.findings()
        self._judge()
        self.people.look()
        self.view.show_earlier(self.people.view())
        self.view.side.list.show_findings(findings)
        decision = self.model.answers.get("decision")
        self.view.bar.keys.show_choice(None if decision is None else str(decision))
        self._show_hints(findings)
        self._show_departure()

    def _judge(self) -> None:
        """Judge, show it, and record what follows from the way of being placed."""
        self.judging.look()
        follows = self.shown.not_owed(self.model.answers)
        if follows:
            self._show_elsewhere(self.model.set_many(follows))
            self.judging.look()
        self.shown.show(self.model.answers)

    def _show_hints(self, findings: Findings) -> None:
        for path in self.view.form.paths():
            hint = beside(
                path,
                answers=self.model.answers,
                findings=findings,
                words=self._words,
                now=self._clock(),
            )
            if path == OFFERED and not hint[0] and path in self.model.together():
                hint = (self._words.text("periksa.together"), "hint")
            if hint[1] != "problem" and (known := self.people.hint(path)):
                hint = (known, "caution")
            if self._hints.get(path, ("", "hint")) != hint:
                self._hints[path] = hint
                self.view.form.say(path, *hint)
        show_marks(self.view.form, self.model.answers, self._words)

    def _show_departure(self) -> None:
        self.departures.show()

    def _look_here(self, path: str) -> None:
        self._refresh()
        self.moves.go_to(path)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        self.moves.focus_moved(now)
        if now is None or not self.isAncestorOf(now):
            return
        path = self.view.form.path_of(now)
        if path != self.model.editing:
            self.model.editing = path
            self.saver.keep_now()
            self._refresh()

    def _reason(self) -> str | None:
        chosen = [path for path in self.model.answers if path.startswith(f"{REASON}.")]
        return chosen[0].rpartition(".")[2] if chosen else None


def _nothing_found(_: object) -> None:
    """Without drafts and departure the form starts empty; they are still in the store."""
