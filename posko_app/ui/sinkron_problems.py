"""The problems under each other: arrows choose one, Enter does the one thing that helps."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from posko_app.i18n import Catalogue
from posko_app.ui.periksa_reasons import Wrapped
from posko_app.ui.sinkron_problems_model import Problem
from posko_app.ui.theme import restyle, text_scale
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.scroller import Scroller

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LEAST_HEIGHT = 96  # px at the usual text size: one problem whole


class ProblemRow(QFrame):
    """One problem with its action; the key stands on the chosen row only."""

    picked = Signal()
    wished = Signal()

    def __init__(self, problem: Problem, catalogue: Catalogue, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setProperty("role", "reason")
        self.problem = problem
        mark = QFrame(self)
        mark.setProperty("role", "bullet")
        restyle(mark, state=problem.state)
        title, words = Wrapped("reason_title", self), Wrapped("detail", self)
        title.setText(problem.title)
        words.setText(problem.words)
        self.setAccessibleName(f"{problem.title}. {problem.words}")
        caption = catalogue.text(f"sinkron.act.{problem.act}")
        self.button = KeyButton(catalogue.text("sinkron.problems.enter"), caption, parent=self)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.wished)
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 5, 6, 6)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        grid.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(title, 0, 1)
        grid.addWidget(words, 1, 1)
        grid.addWidget(self.button, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(1, 1)
        self.choose(chosen=False)

    def choose(self, *, chosen: bool) -> None:
        """Show whether Enter means this one."""
        restyle(self, chosen=chosen)
        self.button.key_label.setVisible(chosen)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Choose it."""
        self.picked.emit()


class ProblemList(QFrame):
    """Takes the focus as one widget; `wished` carries the problem to act on."""

    wished = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pad")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(catalogue.text("sinkron.problems.title"))
        self._catalogue = catalogue
        self.rows: list[ProblemRow] = []
        self._at = 0
        self._inside = QWidget(self)
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, 4, 0)
        self._lines.setSpacing(0)
        self.nothing = Wrapped("muted", self._inside)
        self.nothing.setText(catalogue.text("sinkron.problems.none"))
        self.nothing.setContentsMargins(8, 6, 8, 6)
        self._lines.addWidget(self.nothing)
        self._lines.addStretch(1)
        self.scroller = Scroller(self._inside, self)
        self.setMinimumHeight(round(LEAST_HEIGHT * text_scale()))
        around = QVBoxLayout(self)
        around.setContentsMargins(2, 2, 2, 2)
        around.addWidget(self.scroller)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these; the chosen one stays chosen while it stands."""
        if [row.problem for row in self.rows] == list(problems):
            return
        before = self.chosen()
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [self._row(place, problem) for place, problem in enumerate(problems)]
        self.nothing.setVisible(not self.rows)
        kept = [n for n, row in enumerate(self.rows) if before and _same(row.problem, before)]
        self._choose(kept[0] if kept else 0)

    def chosen(self) -> Problem | None:
        """The problem Enter would act on."""
        return self.rows[self._at].problem if self._at < len(self.rows) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose or act; pass every other key on."""
        key = Qt.Key(event.key())
        chosen = self.chosen()
        if key in STEPS and self.rows:
            self._choose(max(0, min(len(self.rows) - 1, self._at + STEPS[key])))
        elif key in ENTER and chosen is not None and not event.isAutoRepeat():
            self.wished.emit(chosen)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._choose(self._at)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        for row in self.rows:
            row.choose(chosen=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._at < len(self.rows):
            self._show_row(self.rows[self._at])

    def _show_row(self, row: ProblemRow) -> None:
        """Bring a row into sight; where it is higher than the room there is, its beginning."""
        bar, room = self.scroller.verticalScrollBar(), self.scroller.viewport().height()
        top, bottom = row.y(), row.y() + row.height()
        if bottom > bar.value() + room:
            bar.setValue(bottom - room)
        if top < bar.value():
            bar.setValue(top)

    def _row(self, place: int, problem: Problem) -> ProblemRow:
        row = ProblemRow(problem, self._catalogue, self._inside)
        row.picked.connect(lambda: self._pick(place))
        row.wished.connect(lambda: self.wished.emit(problem))
        self._lines.insertWidget(place, row)
        return row

    def _pick(self, place: int) -> None:
        self._at = place
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._choose(place)

    def _choose(self, place: int) -> None:
        self._at = place
        for number, row in enumerate(self.rows):
            row.choose(chosen=number == place and self.hasFocus())
        if place < len(self.rows):
            self._show_row(self.rows[place])
            self.setAccessibleDescription(self.rows[place].accessibleName())


def _same(one: Problem, other: Problem) -> bool:
    """Say whether it is the same problem, though a figure in its words may have changed."""
    return _place(one) == _place(other)


def _place(problem: Problem) -> tuple[object, ...]:
    alarm = problem.alarm
    about = (alarm.code, alarm.feed, alarm.position) if alarm else None
    return (problem.act, problem.entry_id, problem.state, about)
