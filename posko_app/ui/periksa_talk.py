"""The private talk that KUNING* asks for: one key begins it, three questions, then the decision.

Basis: SRC-INDICATORS 4.3 (Q7, Q8 and Q10 before deciding), 5.1 (how to step aside).
"""

from PySide6.QtWidgets import QWidget

from posko_app.domain import codes
from posko_app.domain.screening import Answers
from posko_app.ui.periksa_gates import TALK_QUESTIONS, open_talk_questions, talk_is_settled
from posko_app.ui.periksa_questions import QuestionPad
from posko_app.ui.periksa_reasons import Wrapped
from posko_app.ui.periksa_room import Room, option_chip
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.chip import Chip
from posko_app.ui.widgets.flow import FlowBox

BEGIN, CANNOT = 1, 2


class TalkRoom(Room):
    """First: 1 begins, 2 says that it cannot be. Then the questions, or the reason."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._answers: Answers = {}
        self._skipping = False
        self.privacy, self.rules = Wrapped("question", self), Wrapped("muted", self)
        self.privacy.setText(words.text("periksa.talk.privacy"))
        self.rules.setText(words.text("periksa.talk.rules"))
        self._choice = FlowBox(self)
        self._chips: list[Chip] = []
        self.pad = QuestionPad(words, numbers=TALK_QUESTIONS, seen=False)
        self.pad.changed.connect(self._marked)
        self.pad.finished.connect(self._finished)
        for part in (self.privacy, self._choice, self.pad, self.rules):
            self.lines.addWidget(part)
        self.lines.addStretch(1)
        self._offer_beginning()

    def title(self) -> str:
        """Give the heading."""
        return self.tr("Bicara berdua")

    def begin(self) -> None:
        """Ask whether the talk can begin, or go on with it."""
        self._skipping = False
        if self._answers.get("talk.private") is True:
            self._ask()
        else:
            self._offer_beginning()
            super().begin()

    def show_answers(self, answers: Answers) -> None:
        """Show the questions' states."""
        self._answers = answers
        self.pad.show_answers(answers)

    def set_low(self, *, low: bool) -> None:
        """Use the smaller measures of a low screen."""
        super().set_low(low=low)
        self.pad.set_low(low=low)

    def press(self, digit: int) -> None:
        """Begin, say that it cannot be, or say why."""
        if self.pad.isVisible():
            self.pad.mark(digit)
        elif self._skipping:
            if digit <= len(codes.TALK_SKIPPED):
                code = codes.TALK_SKIPPED[digit - 1]
                self.changed.emit({"talk.skipped": code, "talk.private": False})
                self.done.emit()
        elif digit == BEGIN:
            self.changed.emit({"talk.private": True, "talk.skipped": None})
            self._ask()
        elif digit == CANNOT:
            self._offer_reasons()

    def enter(self) -> None:
        """Enter begins."""
        if not self._skipping and not self.pad.isVisible():
            self.press(BEGIN)

    def back(self) -> None:
        """From the reasons back to the choice; else away."""
        if self._skipping:
            self._skipping = False
            self._offer_beginning()
        else:
            super().back()

    def _ask(self) -> None:
        self._choice.hide()
        self.pad.show()
        self.pad.go_to(next(iter(open_talk_questions(self._answers)), TALK_QUESTIONS[0]))
        self.pad.setFocus()
        self.setAccessibleName(self.title())

    def _marked(self, changes: object) -> None:
        self.changed.emit(changes)

    def _finished(self) -> None:
        if talk_is_settled(self._answers):
            self.done.emit()

    def _offer_beginning(self) -> None:
        self._offer(
            (
                self._words.text("periksa.talk.begin"),
                self._words.text("periksa.talk.cannot"),
            )
        )

    def _offer_reasons(self) -> None:
        self._skipping = True
        self._offer(tuple(self._words.text(f"code.talk_skipped.{c}") for c in codes.TALK_SKIPPED))

    def _offer(self, labels: tuple[str, ...]) -> None:
        self.pad.hide()
        for chip in self._chips:
            self._choice.flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for digit, label in enumerate(labels, start=1):
            chip = option_chip(str(digit), label, parent=self._choice)
            self._chips.append(chip)
            chip.clicked.connect(lambda digit=digit: self.press(digit))
            chip.set_low(low=self.low)
            self._choice.flow.addWidget(chip)
            chip.show()
        self._choice.show()
        self.setAccessibleName(f"{self.title()}. {'; '.join(labels)}")
