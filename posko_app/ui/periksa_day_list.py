"""The day's departures under the departure line: a digit, arrows or letters choose one."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from posko_app.domain.departures import Departure
from posko_app.domain.screening import Answers
from posko_app.domain.text import search_text
from posko_app.ui.periksa_day import is_chosen
from posko_app.ui.periksa_focus import focus_on, focused
from posko_app.ui.periksa_words import (
    Words,
    departure_day,
    departure_route,
    departure_title,
    minutes_left,
)
from posko_app.ui.theme import text_scale
from posko_app.ui.widgets.panel import roled

WIDTH = 560
MOST_ROWS = 10
DIGITS = 9
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class DayList(QFrame):
    """Takes the keyboard while it is open; Esc gives it back, 0 types another one."""

    picked = Signal(object)  # Departure
    another = Signal()  # none of these: type it

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._words = words
        self._all: tuple[tuple[Departure, str], ...] = ()
        self._shown: tuple[Departure, ...] = ()
        self._typed = ""
        self._former: QWidget | None = None
        self.setProperty("role", "panel")
        self.setAccessibleName(words.text("day.departures"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list = QListWidget(self)
        self.list.setProperty("role", "choices")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _: self._take_current())
        self.hint: QLabel = roled("", "hint", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.list)
        column.addWidget(self.hint)
        self.hide()

    def open_under(
        self, bar: QWidget, departures: Sequence[Departure], answers: Answers, now: datetime
    ) -> None:
        """Show the departures, the one in the form chosen."""
        self._all = tuple((one, self._line(one, now)) for one in departures)
        self._typed = ""
        self._fill()
        for row, one in enumerate(self._shown):
            if is_chosen(one, answers, now):
                self.list.setCurrentRow(row)
        rows = min(MOST_ROWS, max(1, len(self._all)))
        height = rows * max(26, self.list.sizeHintForRow(0)) + 14
        self.list.setFixedHeight(height)
        self.setFixedWidth(min(round(WIDTH * text_scale()), self._over.width() - 24))
        self.adjustSize()
        self.move(bar.mapTo(self._over, QPoint(12, bar.height())))
        self.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none; the stub does not say so
        self._former = focused()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose at once while nothing is typed; letters narrow."""
        key, text = event.key(), event.text()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_current()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Backspace:
            self._type(self._typed[:-1])
        elif text in tuple("0123456789") and not self._typed:
            self._press(int(text))
        elif text and text.isprintable() and not event.modifiers() & _COMMANDS:
            self._type(self._typed + text)
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere has chosen nothing."""
        super().focusOutEvent(event)
        self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing of the list stays when the page goes, under the veil above all.

        Whoever gives the keyboard back to the list later means the field it was opened from.
        """
        super().hideEvent(event)
        self.hide()
        self.setFocusProxy(self._former)  # type: ignore[arg-type]  # as above

    def words_of(self, row: int) -> str:
        """Give what a row reads."""
        return self.list.item(row).text()

    def _press(self, digit: int) -> None:
        if digit == 0:
            self._type_another()
        elif digit <= len(self._shown):
            self._pick(self._shown[digit - 1])

    def _type(self, typed: str) -> None:
        """Keep only letters that still lead to a departure."""
        before, self._typed = self._typed, typed
        self._fill()
        if not self._shown and self._all:
            self._typed = before
            self._fill()

    def _fill(self) -> None:
        wanted = search_text(self._typed).split()
        found = [
            (one, line)
            for one, line in self._all
            if all(part in search_text(line).replace(" ", "") for part in wanted)
        ]
        self._shown = tuple(one for one, _ in found)
        self.list.clear()
        for row, (_, line) in enumerate(found, start=1):
            digit = str(row) if row <= DIGITS and not self._typed else " "
            QListWidgetItem(f"{digit}   {line}", self.list)
        self.list.setCurrentRow(0)
        key = "day.narrowed" if self._typed else "day.choose"
        self.hint.setText(self._words.text(key, typed=self._typed))

    def _step(self, by: int) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + by) % count)

    def _take_current(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            self._pick(self._shown[row])

    def _pick(self, departure: Departure) -> None:
        self.picked.emit(departure)
        self._leave()

    def _type_another(self) -> None:
        self.hide()
        self.another.emit()

    def _leave(self) -> None:
        """Give the keyboard back to where it was."""
        former, self._former = self._former, None
        self.hide()
        if former is not None:
            focus_on(former)

    def _line(self, one: Departure, now: datetime) -> str:
        answers = one.answers
        clock = str(answers.get("departure.departs_time") or "").replace(":", ".")
        minutes = minutes_left(answers, now)
        if one.has_left(now):
            soon = self._words.text("day.has_left")
        else:
            soon = (
                "" if minutes is None else self._words.text("periksa.minutes_left", count=minutes)
            )
        day = "" if clock and minutes is not None else departure_day(answers, self._words.catalogue)
        parts = (departure_title(answers), departure_route(answers), day, clock, soon)
        return " · ".join(part for part in parts if part)
