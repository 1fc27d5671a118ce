"""The bottom row of the group screen: the row's level, what was done, and the two great keys."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from posko_app.domain.codes import Decision
from posko_app.domain.fields import field_at
from posko_app.domain.group import Standing
from posko_app.domain.screening import Value
from posko_app.ui.notices import sentence
from posko_app.ui.periksa_focus import focus_on
from posko_app.ui.periksa_level import level_sentence, unrated_sentence
from posko_app.ui.periksa_words import Words
from posko_app.ui.rombongan_actions import REST, Notice
from posko_app.ui.rombongan_row import Reading, Row
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.code_box import CodeBox
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.level import LevelPill

REASON, HANDED = "decision_reason", "handed_to"
TO_SOMEBODY = frozenset({Decision.RUJUK, Decision.SERAH_TERIMA})
VOICES = {"problem": "problem", "caution": "caution", "success": "strong"}


class WordsLine(QWidget):
    """Asks why somebody may not go, and for whom he waits; Enter on nothing leaves it open.

    Signals:
        given: path and value.
        closed: the keyboard may go back.
    """

    given = Signal(object)
    closed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {path: _box(path, words) for path in (REASON, HANDED)}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        for box in self.boxes.values():
            line.addWidget(box, 1)

    def ask(self, code: str) -> None:
        """Ask for what this decision needs."""
        for box in self.boxes.values():
            box.set_value(None)
        self.boxes[HANDED].setVisible(code in TO_SOMEBODY)
        focus_on(self.boxes[REASON])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._enter()
        else:
            event.ignore()

    def _enter(self) -> None:
        reason, handed = self.boxes[REASON], self.boxes[HANDED]
        if reason.hasFocus() and handed.isVisible():
            focus_on(handed)
            return
        told: dict[str, Value] = {}
        if reason.code():
            told[f"{REASON}.{reason.code()}"] = True
        if handed.isVisible() and handed.code():
            told[HANDED] = handed.code()
        self.given.emit(told)
        self.closed.emit()


class GroupBar(QFrame):
    """Level, words and keys.

    Signals:
        aside_asked, save_asked, undo_asked: the keys, pressed with a pointer.
    """

    aside_asked = Signal()
    save_asked = Signal()
    undo_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "decision")
        self._words = words
        text = words.text
        self.pill = LevelPill(self)
        self.said, self.detail = ElidedLabel("strong", self), ElidedLabel("muted", self)
        self.undo = QPushButton(text("group.act.undo"), self)
        self.undo.setProperty("role", "link")
        self.aside = KeyButton("F8", text("group.act.aside"))
        self.save = KeyButton("F9", text("group.act.save", count=0), primary=True)
        self.words_line = WordsLine(words)
        for button, signal in (
            (self.undo, self.undo_asked),
            (self.aside, self.aside_asked),
            (self.save, self.save_asked),
        ):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(signal)
        self._lay_out()
        self.say(Notice(REST))

    def show_row(self, row: Row | None, reading: Reading | None, told: Callable[[], str]) -> None:
        """Show the level of the row under the hands, and what it waits for."""
        if row is None or reading is None:
            self.pill.show_level(None, self._words.text("group.level.nobody"))
            self.detail.say(self._words.text("group.level.keys"))
            return
        judged = reading.judged
        if judged is None:
            self.pill.show_level(None, self._words.text("periksa.level.none"))
        elif reading.shown is None:
            nobody = reading.standing is Standing.EMPTY
            said = self._words.text("group.state.empty") if nobody else ""
            self.pill.show_level(None, said or unrated_sentence(judged, self._words))
        else:
            said = level_sentence(
                reading.shown,
                self._words,
                priority=judged.assessment.priority,
                answers=reading.answers,
            )
            self.pill.show_level(reading.shown, said)
        self.detail.say(told())

    def show_save(self, count: int) -> None:
        """Say how many one key would let go and save."""
        self.save.caption.setText(self._words.text("group.act.save", count=count))
        self.save.updateGeometry()

    def say(self, notice: Notice) -> None:
        """Say what was done."""
        key = f"group.notice.{notice.name}"
        text = self._words.text(key, **notice.params) if notice.name != REST else ""
        if notice.error is not None:
            text = f"{text} {sentence(self._words.catalogue, notice.error)}"
        restyle(self.said, role=VOICES.get(notice.kind, "strong" if notice.params else "muted"))
        self.said.say(text)
        self.said.setVisible(bool(text))
        self.setAccessibleDescription(text)
        self.undo.setVisible(notice.undo)

    def ask_words(self, code: str) -> None:
        """Ask why, in the place of the words."""
        self._stack.setCurrentWidget(self.words_line)
        self.words_line.ask(code)

    def close_words(self) -> None:
        """Show the words again."""
        self._stack.setCurrentWidget(self._told)

    def is_asking(self) -> bool:
        """Say whether a reason is being asked for."""
        return self._stack.currentWidget() is self.words_line

    def _lay_out(self) -> None:
        self._told = QWidget()
        lines = QVBoxLayout(self._told)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(1)
        first = QHBoxLayout()
        first.addWidget(self.said, 1)
        first.addWidget(self.undo)
        lines.addLayout(first)
        lines.addWidget(self.detail)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._told)
        self._stack.addWidget(self.words_line)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(12)
        line.addWidget(self.pill)
        line.addWidget(self._stack, 1)
        line.addWidget(self.aside)
        line.addWidget(self.save)


def _box(path: str, words: Words) -> CodeBox:
    field = field_at(path)
    codes = () if field is None else field.codes
    box = CodeBox(codes, {} if field is None else words.codes(field))
    box.setPlaceholderText(words.label(path))
    box.setAccessibleName(words.label(path))
    return box
