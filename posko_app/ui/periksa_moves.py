"""Where the keys take the focus on the Periksa screen, and what the two Esc keys do."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from posko_app.ui.periksa_actions import PeriksaActions
from posko_app.ui.periksa_editors import Editor
from posko_app.ui.periksa_focus import before, focus_on, focused, next_empty, next_of
from posko_app.ui.periksa_layout import DECISION
from posko_app.ui.periksa_model import PeriksaModel
from posko_app.ui.periksa_rooms import PeriksaRooms
from posko_app.ui.periksa_view import PeriksaView

ANSWERS = "answers.Q"


class PeriksaMoves(QObject):
    """Moves the focus; changes nothing but the field a key was pressed in."""

    def __init__(
        self, model: PeriksaModel, view: PeriksaView, actions: PeriksaActions, rooms: PeriksaRooms
    ) -> None:
        super().__init__(view)
        self._model, self._view, self._actions, self._rooms = model, view, actions, rooms
        self._former: QWidget | None = None
        self._armed: QWidget | None = None  # where Esc was pressed the first time
        self._emptied: object = None  # what that field held
        view.questions.finished.connect(self.enter)
        view.departure.closed.connect(self.first)
        view.fold.badge.clicked.connect(self.show_side)

    def first(self) -> None:
        """Go to the first empty field."""
        stops = self._stops()
        focus_on(next_empty(stops, None, last=stops[0][1]))

    def enter(self) -> None:
        """Go to the next empty field; at the end, to the decision; there, save."""
        now = focused()
        if now in (self._view.bar.keys, self._view.bar.save):
            self._actions.save()
            return
        focus_on(next_empty(self._stops(), now, last=self._view.bar.keys))

    def back(self) -> None:
        """Go to the field before."""
        target = before(self._stops(), focused())
        if target is not None:
            focus_on(target)

    def next_message(self) -> None:
        """Go to the next field that has something to say, or that is still missing."""
        findings = self._model.findings()
        paths = [message.path for message in findings.messages if message.path]
        path = next_of(paths or findings.missing, self._stops(), focused())
        if path is not None:
            self.go_to(path)

    def next_panel(self) -> None:
        """Go to the next panel: identity, journey, question, side, decision."""
        panels = self._view.panels()
        now = focused()
        inside = [
            place
            for place, (panel, _) in enumerate(panels)
            if now is not None and (panel is now or panel.isAncestorOf(now))
        ]
        self._bring(panels[(inside[-1] + 1 if inside else 0) % len(panels)][1])

    def show_side(self) -> None:
        """Go to the reasons, folded away or not."""
        self._bring(self._view.side.list.reasons)

    def _bring(self, target: QWidget) -> None:
        """Go to a widget of a column that may be folded away."""
        self._view.fold.bring(side=self._view.side.isAncestorOf(target))
        focus_on(target)

    def more(self) -> None:
        """Open or close the further fields; closing returns to the former field."""
        if self._view.more_is_open():
            self._view.show_more(shown=False)
            focus_on(self._former or self._view.questions)
            return
        self._former = focused()
        self._view.show_more(shown=True)
        if self._view.more.first is not None:
            focus_on(self._view.more.first)

    def go_to(self, path: str) -> None:
        """Go to a field wherever it stands."""
        if self._rooms.now is not None:
            self._rooms.close_all()
        self._view.fold.bring(side=path in DECISION)
        if path == "decision":
            focus_on(self._view.bar.keys)
        elif path.startswith(ANSWERS):
            self._view.show_more(shown=False)
            self._view.questions.go_to(int(path.removeprefix(ANSWERS)))
            focus_on(self._view.questions)
        elif path.startswith("departure."):
            self._view.departure.open_editor()
        else:
            editor = self._view.form.editor_of(path)
            if editor is None:
                self._view.show_more(shown=not self._view.more_is_open())
                QApplication.sendPostedEvents()
                editor = self._view.form.editor_of(path)
            if editor is not None:
                focus_on(editor)

    def repeat(self) -> None:
        """Put the value of the screening before into the field."""
        now = focused()
        path = self._view.form.path_of(now)
        found = self._model.as_before(path)
        if isinstance(now, Editor) and found:
            _put(now, found.pop(path))
            self._view.form.filled.emit(found)

    def escape(self) -> None:
        """Empty the field; on an empty one go back or, pressed twice, empty the form."""
        now = focused()
        if self._actions.asking:
            self._actions.rest()
            self.first()
        elif isinstance(now, Editor) and now.value() is not None:
            held = now.value()
            _put(now, None)
            self._armed, self._emptied = now, held
        elif self._view.more_is_open():
            self.more()
        elif self._armed is now:
            self._empty_all(now)
        else:
            self._armed = now

    def disarm(self) -> None:
        """Anything done in between: the next Esc is the first again."""
        self._armed = self._emptied = None

    def focus_moved(self, now: QWidget | None) -> None:
        """Somewhere else than where the first Esc was pressed, the next one is the first again."""
        if now is not None and now is not self._armed:
            self.disarm()
        self._view.fold.follow(now)

    def _empty_all(self, now: QWidget | None) -> None:
        """Empty the form; what the first Esc took from the field comes back with the rest."""
        held = self._emptied
        if isinstance(now, Editor) and held is not None:
            _put(now, held)
        self.disarm()
        self._actions.empty()

    def _stops(self) -> list[tuple[str, QWidget]]:
        """Give the stops of the Enter key: fields, and the questions while some are open."""
        view = self._view
        decision = {row.editor for row in view.side.fields.rows}
        stops = [stop for stop in view.form.stops() if stop[1] not in decision]
        wanted = self._model.answers.get("decision") not in (None, "boleh", "belum_diputuskan")
        if wanted:
            view.fold.bring(side=True)
        if not view.more_is_open() and not wanted:
            stops.append(("answers", view.questions))
        if wanted:
            stops += [stop for stop in view.form.stops() if stop[1] in decision]
        return stops


def _put(editor: Editor, value: object) -> None:
    """Put a value into a field as if it had been typed."""
    editor.set_value(value)
    editor.value_changed.emit(editor.value())
