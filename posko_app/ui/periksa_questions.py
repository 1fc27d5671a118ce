"""The one question to ask now, in reading size, and the keys that record its answer."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from posko_app.domain.screening import Answers
from posko_app.ui.periksa_questions_model import (
    QUESTIONS,
    AnswerState,
    Question,
    is_marked,
    marking,
    next_open,
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


class QuestionPad(QWidget):
    """One stop of the Tab key: digits mark, Enter or D means answered, M refused, arrows move."""

    changed = Signal(object)  # mapping of path to value
    finished = Signal()  # Enter on the last question

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._answers: Answers = {}
        self._number = 1
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
        return QUESTIONS[self._number - 1]

    def value(self) -> bool | None:
        """Say None while some question has no state yet: the Enter key stops here then."""
        return None if None in states(self._answers).values() else True

    def show_answers(self, answers: Answers) -> None:
        """Show the state of every question and the marks under this one."""
        self._answers = answers
        known = states(answers)
        for number, chip in self._steps.items():
            suffix, look = MARKS[known[number]]
            chip.caption.setText(suffix.strip())
            chip.caption.setVisible(bool(suffix))
            chip.setAccessibleDescription(known[number] or "")
            chip.set_state("now" if number == self._number else look)
        for option, chip in zip(self.question.options, self._options, strict=True):
            chip.set_value(is_marked(option, answers))

    def go_to(self, number: int) -> None:
        """Show another question."""
        self._number = max(1, min(number, len(QUESTIONS)))
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
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.go_to(self._number + 1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.go_to(self._number - 1)
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
        self._line.setSpacing(1 if low else 5)
        self._line.setContentsMargins(*((6, 1, 6, 1) if low else (8, 5, 8, 6)))
        self.sentence.setFixedHeight(round((34 if low else 40) * text_scale()))

    def _enter(self) -> None:
        """Answered, unless it is already known how this one went."""
        at_end = self._number == len(QUESTIONS)
        if states(self._answers)[self._number] is None:
            self.settle(AnswerState.ANSWERED)
        elif not at_end:
            self._onward()
        if at_end:
            self.finished.emit()

    def _onward(self) -> None:
        self.go_to(next_open(self._number, self._answers))

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
        text = self._words.question(self._number)
        accent = self.palette().color(QPalette.ColorRole.Link).name()
        self.sentence.setText(f'<b style="color:{accent}">{self._number}.</b> {text}')
        self.setAccessibleName(f"{self._number}. {text.replace('<b>', '').replace('</b>', '')}")

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
        alone = self._words.text("periksa.alone") if number == len(QUESTIONS) else ""
        chip = Chip(str(number), "", states=(ChipState(None),), parent=self)
        chip.setToolTip(alone)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.clicked.connect(lambda: self.go_to(number))
        return chip

    def _build(self) -> None:
        self.head = HeadingLine(
            self.tr("Pertanyaan"), self.tr("1–9 tandai · Enter dijawab · M menolak")
        )
        self.sentence = QLabel()
        self.sentence.setProperty("role", "question")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._step_box, self._option_box = FlowBox(self), FlowBox(self)
        self._steps = {item.number: self._step_chip(item.number) for item in QUESTIONS}
        for chip in self._steps.values():
            self._step_box.flow.addWidget(chip)
        self._line = QVBoxLayout(self)
        self._line.addWidget(self.head)
        self._line.addWidget(self._step_box)
        self._line.addWidget(self.sentence)
        self._line.addWidget(self._option_box)
