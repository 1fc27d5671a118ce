"""The one question to ask now, in reading size, and the keys that record its answer."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from posko_app.domain.screening import Answers
from posko_app.ui.periksa_questions_model import (
    LAST,
    PAGES,
    SEEN,
    AnswerState,
    Question,
    is_marked,
    marking,
    states,
)
from posko_app.ui.periksa_words import Words
from posko_app.ui.theme import text_scale
from posko_app.ui.widgets.chip import Chip, ChipState
from posko_app.ui.widgets.flow import FlowBox
from posko_app.ui.widgets.panel import HeadingLine

MARKS = {
    AnswerState.ANSWERED: (" ✓", "yes"),
    AnswerState.REFUSED: (" –", "no"),
    AnswerState.NOT_ASKED: ("", ""),
    None: ("", ""),
}
OPTION = (ChipState(False), ChipState(True, " ✓", "yes"))
PLAIN = Qt.KeyboardModifier.NoModifier
SEEN_LETTER = "T"
STEP_GAP_PX = 4  # eleven steps, all of them marked, stand in one line


class QuestionPad(QWidget):
    """One stop of the Tab key: digits mark, Enter or D means answered, M refused, arrows move.

    Args:
        words: labels and sentences.
        numbers: the questions of this pad.
        seen: with the page of what the officer sees himself, letter T.
    """

    changed = Signal(object)  # mapping of path to value
    finished = Signal()  # no question is open any more

    def __init__(
        self,
        words: Words,
        *,
        numbers: Sequence[int] = range(1, LAST + 1),
        seen: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._answers: Answers = {}
        self._numbers = tuple(numbers)
        self._order = (*self._numbers, SEEN.number) if seen else self._numbers
        self._asked: Collection[int] = self._numbers
        self._number = self._numbers[0]
        self._low = False
        self._options: list[Chip] = []
        self.setProperty("role", "pad")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._ask()

    @property
    def question(self) -> Question:
        """The question now on the screen."""
        return PAGES[self._number - 1]

    def value(self) -> bool | None:
        """Say None while some question has no state yet: the Enter key stops here then."""
        return None if self._still_open() else True

    def show_answers(self, answers: Answers, asked: Collection[int] | None = None) -> None:
        """Show the state of every question and the marks under this one.

        Args:
            answers: as typed.
            asked: the questions due for this person; None for all of the pad.
        """
        self._answers = answers
        due = self._numbers if asked is None else asked
        self._asked = tuple(number for number in self._numbers if number in due)
        self._show_steps()
        for option, chip in zip(self.question.options, self._options, strict=True):
            chip.set_value(is_marked(option, answers))

    def go_to(self, number: int) -> None:
        """Show another question of this pad."""
        if number in self._order:
            self._number = number
        self._ask()

    def mark(self, digit: int) -> None:
        """Press one of the digits under the question."""
        question = self.question
        if not 1 <= digit <= len(question.options):
            return
        option = question.options[digit - 1]
        was_marked = is_marked(option, self._answers)
        self.changed.emit(dict(marking(option, question, self._answers)))
        if question.one_choice and not was_marked:
            self._onward()

    def settle(self, state: AnswerState) -> None:
        """Record how this question went, and ask the next."""
        if self.question.path:
            self.changed.emit({self.question.path: state.value})
            self._onward()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer digits, Enter, D, M, 0 and the arrows; pass the rest on."""
        if event.isAutoRepeat() and event.text():
            return  # a key held down answers one question, not all of them
        plain = event.modifiers() in (PLAIN, Qt.KeyboardModifier.KeypadModifier)
        text = event.text().upper() if plain else ""
        if text.isdigit() and text != "0":
            self.mark(int(text))
        elif text == "M":
            self.settle(AnswerState.REFUSED)
        elif text == "D":
            self.settle(AnswerState.ANSWERED)
        elif text == "0":
            self.settle(AnswerState.NOT_ASKED)
        elif text == SEEN_LETTER and SEEN.number in self._order:
            self.go_to(SEEN.number)
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._step(1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._step(-1)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """Write the number in the accent of the look now in force."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._write()

    def set_low(self, *, low: bool) -> None:
        """Use less room on a low screen."""
        self._low = low
        self.head.setVisible(not low)
        for box in (self._step_box, self._option_box):
            box.set_low(low=low)
        for chip in (*self._steps.values(), *self._options):
            chip.set_low(low=low)
        self._show_steps()
        self._line.setSpacing(1 if low else 5)
        self._line.setContentsMargins(*((6, 1, 6, 1) if low else (8, 5, 8, 6)))
        self.sentence.setFixedHeight(round((34 if low else 40) * text_scale()))

    def _enter(self) -> None:
        """Answered, unless it is already known how this one went."""
        if not self.question.path:
            self._leave()
        elif states(self._answers)[self._number] is None:
            self.settle(AnswerState.ANSWERED)
        else:
            self._onward()

    def _onward(self) -> None:
        """Ask the next open question; when none follows the keyboard goes on by itself."""
        later = [number for number in self._still_open() if number > self._number]
        if later:
            self.go_to(later[0])
        elif self.hasFocus():
            self.finished.emit()

    def _leave(self) -> None:
        still_open = self._still_open()
        if still_open:
            self.go_to(still_open[0])
        else:
            self.finished.emit()

    def _still_open(self) -> list[int]:
        known = states(self._answers)
        return [number for number in self._asked if known[number] is None]

    def _step(self, by: int) -> None:
        place = self._order.index(self._number) + by
        self.go_to(self._order[max(0, min(place, len(self._order) - 1))])

    def _show_steps(self) -> None:
        known = states(self._answers)
        for number, chip in self._steps.items():
            self._show_step(number, chip, known.get(number))

    def _show_step(self, number: int, chip: Chip, state: AnswerState | None) -> None:
        suffix, look = MARKS[state]
        if number == SEEN.number:
            marked = any(is_marked(option, self._answers) for option in SEEN.options)
            look = "no" if marked else ""
        chip.caption.setText(suffix.strip())
        chip.caption.setVisible(bool(suffix))
        chip.setAccessibleDescription(state or "")
        chip.set_state("now" if number == self._number else look)

    def _ask(self) -> None:
        self._write()
        for chip in self._options:
            self._option_box.flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._options = [self._option_chip(digit) for digit in range(len(self.question.options))]
        self.show_answers(self._answers)
        self.updateGeometry()

    def _write(self) -> None:
        seen = self._number == SEEN.number
        text = (
            self._words.text("periksa.seen_sentence")
            if seen
            else self._words.question(self._number)
        )
        sign = SEEN_LETTER if seen else self._number
        accent = self.palette().color(QPalette.ColorRole.Link).name()
        self.sentence.setText(f'<b style="color:{accent}">{sign}.</b> {text}')
        self.setAccessibleName(f"{sign}. {text.replace('<b>', '').replace('</b>', '')}")

    def _option_chip(self, place: int) -> Chip:
        caption = self._words.option(self.question.options[place].caption)
        chip = Chip(str(place + 1), caption, states=OPTION, parent=self)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.clicked.connect(lambda: self.mark(place + 1))
        chip.set_low(low=self._low)
        self._option_box.flow.addWidget(chip)
        chip.show()
        return chip

    def _step_chip(self, number: int) -> Chip:
        key = SEEN_LETTER if number == SEEN.number else str(number)
        chip = Chip(key, "", states=(ChipState(None),), parent=self)
        if number == SEEN.number:
            chip.setAccessibleName(self._words.text("periksa.seen"))
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.clicked.connect(lambda: self.go_to(number))
        return chip

    def _build(self) -> None:
        keys = self.tr("1–9 tandai · Enter dijawab · M menolak")
        signs = self.tr("T terlihat")
        seen = f" · {signs}" if SEEN.number in self._order else ""
        self.head = HeadingLine(self.tr("Pertanyaan"), f"{keys}{seen}")
        self.sentence = QLabel()
        self.sentence.setProperty("role", "question")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._step_box, self._option_box = FlowBox(self, gap=STEP_GAP_PX), FlowBox(self)
        self._steps = {number: self._step_chip(number) for number in self._order}
        for chip in self._steps.values():
            self._step_box.flow.addWidget(chip)
        self._line = QVBoxLayout(self)
        self._line.addWidget(self.head)
        self._line.addWidget(self._step_box)
        self._line.addWidget(self.sentence)
        self._line.addWidget(self._option_box)
