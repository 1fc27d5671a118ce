"""The departure everybody in the queue shares: read at a glance, changed with Ctrl+K."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedLayout, QWidget

from posko_app.domain.departures import leaves_at
from posko_app.domain.fields import field_at
from posko_app.domain.screening import Answers
from posko_app.ui.periksa_completers import departure_edit
from posko_app.ui.periksa_editors import Editor, editor_for
from posko_app.ui.periksa_form import PeriksaForm
from posko_app.ui.periksa_held import HeldLabel
from posko_app.ui.periksa_layout import DEPARTURE
from posko_app.ui.periksa_words import (
    Words,
    departure_day,
    departure_route,
    departure_title,
    minutes_left,
)
from posko_app.ui.theme import restyle, text_scale
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.panel import roled

HEIGHT, HEIGHT_LOW = 46, 38
MARGIN = SPACING = 16
TOTALS = (("boleh", "●", "hijau"), ("tunda", "▲", "kuning"), ("rujuk", "■", "merah"))
NAMED_INSIDE = frozenset(
    {"departure.number", "departure.from", "departure.to", "departure.departs_time"}
)
WIDTHS = {
    "departure.kind": 80,
    "departure.carrier": 150,
    "departure.number": 96,
    "departure.from": 110,
    "departure.to": 110,
    "departure.departs_on": 110,
    "departure.departs_time": 70,
}


class DepartureView(QWidget):
    """The departure in words."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._when, self._tight = ("", ""), False
        self.title, self.route = roled("", "departure"), QLabel()
        self.when, self.left = roled("", "muted"), roled("", "badge")
        self.key = roled("", "hint")
        self.line = line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(18)
        for label in (self.title, self.route, self.when, self.left, self.key):
            line.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)

    def show_departure(self, answers: Answers, now: datetime) -> None:
        """Show what is known, or what to press when nothing is."""
        title = departure_title(answers)
        clock = str(answers.get("departure.departs_time") or "").replace(":", ".")
        day = departure_day(answers, self._words.catalogue)
        leaves = self._words.text("periksa.leaves", clock=clock) if clock else ""
        self.title.setText(title or self._words.text("periksa.no_departure"))
        self.route.setText(departure_route(answers))
        self._when = (" · ".join(part for part in (day, leaves) if part), leaves or day)
        minutes, leaves_on = minutes_left(answers, now), leaves_at(answers)
        has_left = leaves_on is not None and leaves_on <= now and minutes is None
        self.left.setVisible(minutes is not None or has_left)
        self.left.setText(
            self._words.text("day.has_left")
            if has_left
            else self._words.text("periksa.minutes_left", count=minutes or 0)
        )
        restyle(self.left, state="gone" if has_left else "")
        key = "periksa.change_departure" if title else "periksa.set_departure"
        self.key.setText(self._words.text(key))
        self.set_tight(tight=self._tight)

    def set_tight(self, *, tight: bool) -> None:
        """Leave out what can be done without where something more urgent needs the room."""
        self._tight = tight
        self.key.setHidden(tight)
        self.when.setText(self._when[1 if tight else 0])


class DepartureEditor(QWidget):
    """The same line as fields; Enter goes on, the last one closes, so does Esc."""

    closed = Signal()

    def __init__(
        self, form: PeriksaForm, words: Words, today: Callable[[], date], *, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.editors: list[Editor] = []
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for path in DEPARTURE:
            field = field_at(path)
            if field is None:
                continue
            editor = departure_edit(path, words, self._kind) or editor_for(
                field, words=words, today=today
            )
            editor.setPlaceholderText(words.label(path))
            editor.setAccessibleName(words.label(path))
            editor.setToolTip(words.label(path))
            editor.setMinimumWidth(WIDTHS[path])
            if path in NAMED_INSIDE and isinstance(editor, LineEdit):
                editor.set_trailing(words.label(path).lower())
            form.bind(path, editor, stop=False)
            self.editors.append(editor)
            line.addWidget(editor, WIDTHS[path])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Esc closes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move(-1 if back else 1)
        else:
            event.ignore()

    def _kind(self) -> object:
        """Say how people leave, as far as it is known."""
        return self.editors[DEPARTURE.index("departure.kind")].value()

    def _move(self, by: int) -> None:
        focused = [place for place, editor in enumerate(self.editors) if editor.hasFocus()]
        place = (focused[0] if focused else -1) + by
        if 0 <= place < len(self.editors):
            self.editors[place].setFocus(Qt.FocusReason.TabFocusReason)
        elif by > 0:
            self.closed.emit()


class DepartureBar(QFrame):
    """One line under the navigation: the departure left, the totals of today right."""

    closed = Signal()

    def __init__(self, form: PeriksaForm, words: Words, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setFixedHeight(HEIGHT)
        holder = QWidget(self)
        self._stack = QStackedLayout(holder)
        self.view = DepartureView(words, holder)
        self.editor = DepartureEditor(form, words, today, parent=holder)
        self.editor.closed.connect(self.close_editor)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.editor)
        self.totals = {code: roled("", "total") for code, _, _ in TOTALS}
        line = QHBoxLayout(self)
        line.setContentsMargins(MARGIN, 0, MARGIN, 0)
        line.setSpacing(SPACING)
        line.addWidget(holder, 1)
        self.held = HeldLabel(words)
        self.held.hide()
        line.addWidget(self.held)
        for code, _, look in TOTALS:
            self.totals[code].setProperty("state", look)
            line.addWidget(self.totals[code])
        self.undecided = roled("", "total")
        self.undecided.setProperty("state", "plain")
        line.addWidget(self.undecided)
        self._words = words
        self.show_totals({})

    def show_totals(self, today: Mapping[str, int]) -> None:
        """Show how many of today got which decision; handing over counts with referring."""
        counted = dict(today)
        counted["rujuk"] = counted.get("rujuk", 0) + counted.get("serah_terima", 0)
        for code, shape, _ in TOTALS:
            word = self._words.text(f"periksa.total.{code}")
            self.totals[code].setText(f"{shape} {counted.get(code, 0)} {word}")
        left = counted.get("belum_diputuskan", 0)
        self.undecided.setText(f"○ {left} {self._words.text('periksa.total.undecided')}")
        self.undecided.setVisible(left > 0)
        self.fit_held()

    def fit_held(self) -> None:
        """Give the minutes the room that is left; without any, the departure says less."""
        for tight in (False, True):
            self.view.set_tight(tight=tight)
            needed = [self.view.line.sizeHint().width(), 2 * MARGIN]
            labels = (*self.totals.values(), self.undecided)
            needed += [label.sizeHint().width() for label in labels if not label.isHidden()]
            room = self.width() - sum(needed) - SPACING * len(needed)
            if self.held.fit(room) and room >= 0:
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the minutes anew."""
        super().resizeEvent(event)
        self.fit_held()

    def open_editor(self) -> None:
        """Change the departure."""
        self._stack.setCurrentWidget(self.editor)
        empty = [editor for editor in self.editor.editors if editor.value() is None]
        (empty or self.editor.editors)[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_editor(self) -> None:
        """Show it in words again."""
        if self._stack.currentWidget() is self.editor:
            self._stack.setCurrentWidget(self.view)
            self.closed.emit()

    def set_low(self, *, low: bool) -> None:
        """Use less room on a low screen."""
        self.setFixedHeight(round((HEIGHT_LOW if low else HEIGHT) * text_scale()))
        self.view.line.setSpacing(12 if low else 18)
