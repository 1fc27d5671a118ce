"""The child path: four steps, each done or not yet possible, and whom to call. Not to be skipped.

Basis: SRC-INDICATORS 5.1 (children), 5.2 (absolute: child).
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posko_app.domain.screening import Answers
from posko_app.ui.periksa_gates import CHILD_STEPS, open_child_steps
from posko_app.ui.periksa_judging import Judged
from posko_app.ui.periksa_reasons import Wrapped
from posko_app.ui.periksa_reasons_model import contact_words
from posko_app.ui.periksa_room import Room
from posko_app.ui.periksa_words import Words
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.keyed import KeyedButton
from posko_app.ui.widgets.panel import roled

STATES = {1: "sudah", 2: "belum_bisa"}
REFERRAL = "anak"
LOOKS = {"sudah": "yes", "belum_bisa": "no", None: ""}


class StepLine(QWidget):
    """One step and its state."""

    def __init__(self, number: int, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = KeyedButton("", "", role="chip", parent=self)
        self.mark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.mark.setMinimumWidth(96)
        self.text = Wrapped("step", self)
        self.text.setText(f"{number}. {text}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(self.text, 1)
        line.addWidget(self.mark)

    def show_state(self, state: str | None, label: str, *, now: bool) -> None:
        """Show how far this step is, and whether it is the one asked for."""
        self.mark.rename(label)
        self.mark.caption.setVisible(True)
        self.mark.set_state("now" if now else LOOKS[state])
        restyle(self.text, state="now" if now else "")


class ChildRoom(Room):
    """1 done, 2 not yet possible; arrows go to another step."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._answers: Answers = {}
        self._at = 0
        self.intro = Wrapped("question", self)
        self.intro.setText(words.text("periksa.child.intro"))
        self.steps = [
            StepLine(number, words.text(f"periksa.{path}"), self)
            for number, path in enumerate(CHILD_STEPS, start=1)
        ]
        self.keys = roled(words.text("periksa.child.keys"), "hint", self)
        self.guidance, self.contacts = Wrapped("strong", self), Wrapped("detail", self)
        self.guidance.setText(words.text("periksa.child.guidance"))
        for part in (self.intro, *self.steps, self.keys, self.guidance, self.contacts):
            self.lines.addWidget(part)
        self.lines.addStretch(1)
        self._show()

    def title(self) -> str:
        """Give the heading."""
        return self.tr("Alur anak")

    def begin(self) -> None:
        """Go to the first step without a state."""
        still_open = open_child_steps(self._answers)
        self._at = CHILD_STEPS.index(still_open[0]) if still_open else 0
        self._show()
        super().begin()

    def show_answers(self, answers: Answers) -> None:
        """Show the state of every step."""
        self._answers = answers
        self._show()

    def show_judged(self, judged: Judged | None) -> None:
        """Show whom to call and what not to do, as the rules in force say."""
        row = None if judged is None else judged.ruleset.referrals.get(REFERRAL)
        if judged is None or row is None:
            return
        words = self._words
        known = (judged.ruleset.contacts.get(contact) for contact in row.contacts)
        numbers = [contact_words(contact, words) for contact in known if contact is not None]
        said = [
            f"{words.text('periksa.reason.first')} {words.of(row.first)}",
            f"{words.text('periksa.reason.also')} {words.of(row.also)}",
            f"{words.text('periksa.reason.not_do')} {words.of(row.not_do)}",
            "; ".join(numbers),
        ]
        self.contacts.setText("\n".join(said))

    def press(self, digit: int) -> None:
        """Record the state of this step and go on to the next open one."""
        state = STATES.get(digit)
        if state is None:
            return
        path = CHILD_STEPS[self._at]
        self.changed.emit({path: state})
        self._answers = {**self._answers, path: state}
        still_open = open_child_steps(self._answers)
        if not still_open:
            self._show()
            self.done.emit()
            return
        later = [p for p in still_open if CHILD_STEPS.index(p) > self._at]
        self._at = CHILD_STEPS.index((later or list(still_open))[0])
        self._show()

    def enter(self) -> None:
        """End when every step has a state."""
        if not open_child_steps(self._answers):
            self.done.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose the step."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            self._at = (self._at + by) % len(CHILD_STEPS)
            self._show()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        for place, (path, line) in enumerate(zip(CHILD_STEPS, self.steps, strict=True)):
            value = self._answers.get(path)
            state = str(value) if value in STATES.values() else None
            label = self._words.text(f"code.child_step.{state}" if state else "periksa.child.open")
            line.show_state(state, label, now=place == self._at)
        now = self.steps[self._at]
        self.setAccessibleName(f"{now.text.text()} {self.keys.text()}")
