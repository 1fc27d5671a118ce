"""The line in which a row is typed: number, name, what differs; Enter goes on to the next."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from posko_app.domain.screening import Value
from posko_app.ui.periksa_focus import focus_on, focused
from posko_app.ui.periksa_words import Words
from posko_app.ui.rombongan_exceptions import ExceptionEdit, in_words
from posko_app.ui.rombongan_row import Row
from posko_app.ui.theme import text_scale
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.nik_edit import LENGTH, digits_of, grouped
from posko_app.ui.widgets.panel import roled

NIK, PASSPORT, NAME = "traveller.nik", "traveller.passport", "traveller.name"
NUMBER_WIDTH, WHO_WIDTH = 44, 200
LEAST_NAME = 3  # letters
LINES = ("\n", "\t", "\r")
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PastesRows(LineEdit):
    """A field into which whole rows may be pasted.

    Signals:
        rows_pasted: the text of several rows or columns.
    """

    rows_pasted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take rows from the clipboard as rows; anything else as any field does."""
        text = QGuiApplication.clipboard().text() if event.matches(PASTE) else ""
        if any(sign in text.strip() for sign in LINES):
            self.rows_pasted.emit(text)
            return
        super().keyPressEvent(event)


PASTE = QKeySequence.StandardKey.Paste


class WhoEdit(PastesRows):
    """A NIK in groups of four, or a passport once it begins with a letter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, capitals=True)
        self.textEdited.connect(self._regroup)

    def answers(self) -> dict[str, Value]:
        """Give what was typed at the path it belongs to; the other path is empty then."""
        text = self.text().replace(" ", "")
        if text[:1].isalpha():
            return {NIK: None, PASSPORT: text}
        return {NIK: digits_of(text) or None, PASSPORT: None}

    def show_number(self, own: Mapping[str, Value]) -> None:
        """Show a row's number, the NIK before the passport."""
        nik = own.get(NIK)
        self.setText(grouped(digits_of(str(nik))) if nik else str(own.get(PASSPORT) or ""))
        self._tick()

    def _regroup(self, text: str) -> None:
        if not text[:1].isalpha():
            before = len(digits_of(text[: self.cursorPosition()]))
            self.setText(grouped(digits_of(text)))
            self.setCursorPosition(len(grouped(digits_of(text)[:before])))
        self._tick()

    def _tick(self) -> None:
        text = self.text()
        full = not text[:1].isalpha() and len(digits_of(text)) == LENGTH
        self.set_trailing("✓" if full else "")


class EntryLine(QFrame):
    """One row under the hands; the page gives it the row and takes the keys.

    Signals:
        edited: path and value.
        filled: what came with a suggestion, by path.
        committed: the row is done, the next one begins.
        rows_pasted: text with several rows.
        upward: the officer wants to see the rows above.
        entered: the line has the focus now.
    """

    edited = Signal(object)
    filled = Signal(object)
    committed = Signal()
    rows_pasted = Signal(str)
    upward = Signal()
    left_field = Signal()

    def __init__(
        self, words: Words, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._words = words
        self.number = roled("", "strong", self)
        self.who, self.name = WhoEdit(), PastesRows(capitals=True)
        self.exceptions = ExceptionEdit(words, today)
        self.hint = ElidedLabel("hint", self)
        self.differs = ElidedLabel("muted", self)
        self._lay_out()
        self.who.value_changed.connect(lambda _: self.edited.emit(self.who.answers()))
        self.name.value_changed.connect(lambda value: self.edited.emit({NAME: value}))
        self.exceptions.taken.connect(lambda path, value: self.edited.emit({path: value}))
        self.exceptions.filled.connect(self.filled)
        self.exceptions.done.connect(self.committed)
        for editor in (self.who, self.name):
            editor.rows_pasted.connect(self.rows_pasted)

    def show_row(self, row: Row | None, number: int) -> None:
        """Show a row, or an empty line for the next one."""
        own = {} if row is None else row.own
        self.number.setText(str(number))
        if self.who.answers() != {NIK: own.get(NIK), PASSPORT: own.get(PASSPORT)}:
            self.who.show_number(own)
        if self.name.value() != own.get(NAME):
            self.name.set_value(own.get(NAME))
        self.differs.say("" if row is None else in_words(row.exceptions, self._words))

    def say(self, text: str, kind: str = "hint") -> None:
        """Put words under the line."""
        self.hint.setProperty("role", kind)
        self.hint.style().unpolish(self.hint)
        self.hint.style().polish(self.hint)
        self.hint.say(text)

    def begin(self) -> None:
        """Be ready for a number."""
        self.exceptions.clear()
        focus_on(self.who)

    def has_focus(self) -> bool:
        """Say whether the keyboard is in this line."""
        now = focused()
        return now is not None and self.isAncestorOf(now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back; Up leaves for the rows."""
        if event.key() in ENTER and not event.isAutoRepeat():
            self._enter(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Up:
            self.upward.emit()
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left_field.emit()

    def _enter(self, *, back: bool) -> None:
        if not back and self.who.hasFocus() and self._is_name():
            self._name_it(self.who.text())
        elif back:
            focus_on(self.who if self.name.hasFocus() else self.name)
        elif self.who.hasFocus() and self.name.value() is None:
            focus_on(self.name)
        elif self.name.hasFocus() and self.who.value() is None and self.name.value() is None:
            focus_on(self.who)
        else:
            self.committed.emit()

    def _is_name(self) -> bool:
        """Letters without a digit are no number: somebody without papers is typed by name."""
        text = self.who.text()
        letters = sum(sign.isalpha() for sign in text)
        return letters >= LEAST_NAME and not any(sign.isdigit() for sign in text)

    def _name_it(self, text: str) -> None:
        self.who.setText("")
        self.edited.emit({NIK: None, PASSPORT: None, NAME: text.strip()})
        focus_on(self.name)
        self.name.setCursorPosition(len(text))

    def _lay_out(self) -> None:
        text = self._words.text
        self.number.setFixedWidth(round(NUMBER_WIDTH * text_scale()))
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for editor, key in ((self.who, "who"), (self.name, "name")):
            editor.setPlaceholderText(text(f"group.entry.{key}"))
            editor.setAccessibleName(text(f"group.entry.{key}"))
        self.who.setMinimumWidth(round(WHO_WIDTH * text_scale()))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.number)
        line.addWidget(self.who, 2)
        line.addWidget(self.name, 3)
        line.addWidget(self.exceptions, 4)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addSpacing(round(NUMBER_WIDTH * text_scale()) + 8)
        below.addWidget(self.hint, 3)
        below.addWidget(self.differs, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 6)
        whole.setSpacing(3)
        whole.addLayout(line)
        whole.addLayout(below)
