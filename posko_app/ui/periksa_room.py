"""A page of the middle column that asks for something by number keys and then goes away."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from posko_app.domain.screening import Answers
from posko_app.ui.periksa_judging import Judged
from posko_app.ui.widgets.chip import Chip, ChipState
from posko_app.ui.widgets.flow import FlowBox

PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
SCROLLS = {
    Qt.Key.Key_Down: 40,
    Qt.Key.Key_Up: -40,
    Qt.Key.Key_PageDown: 240,
    Qt.Key.Key_PageUp: -240,
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MARK = (ChipState(False), ChipState(True, " ✓", "yes"))


class Room(QWidget):
    """One stop of the keyboard; digits choose, Enter ends, Esc leaves.

    Signals:
        changed: answers to record, a mapping of path to value.
        done: what had to be asked is settled.
        left: the officer went away without an answer.
    """

    changed = Signal(object)
    done = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pad")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.low = False
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(8, 4, 8, 6)
        self.lines.setSpacing(6)

    def title(self) -> str:
        """Give the heading of the column while this is open."""
        raise NotImplementedError

    def hint(self) -> str:
        """Give the keys, for the right end of the heading."""
        return self.tr("Esc kembali")

    def begin(self) -> None:
        """Take the keyboard and start from the beginning."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_answers(self, answers: Answers) -> None:
        """Show what is recorded now."""

    def is_half_done(self) -> bool:
        """Say whether something was begun here that a save would lose."""
        return False

    def show_judged(self, judged: Judged | None) -> None:
        """Show what the rules make of the draft now."""

    def press(self, _digit: int) -> None:
        """Answer a digit."""

    def enter(self) -> None:
        """Answer Enter."""

    def back(self) -> None:
        """Answer Esc."""
        self.left.emit()

    def letter(self, _letter: str) -> bool:
        """Answer a capital letter; False when it means nothing here."""
        return False

    def set_low(self, *, low: bool) -> None:
        """Use the smaller measures of a low screen."""
        self.low = low
        self.lines.setSpacing(3 if low else 6)
        for box in self.findChildren(FlowBox):
            box.set_low(low=low)
        for chip in self.findChildren(Chip):
            chip.set_low(low=low)

    def minimumSizeHint(self) -> QSize:
        """What does not fit is scrolled to."""
        return QSize(0, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer digits, Enter and Esc; pass the rest on."""
        plain = event.modifiers() in PLAIN
        text = event.text().upper() if plain else ""
        if event.isAutoRepeat() and (event.text() or event.key() in ENTER):
            return  # a key held down answers once
        if event.key() == Qt.Key.Key_Escape:
            self.back()
        elif plain and event.key() in ENTER:
            self.enter()
        elif text.isdigit() and text != "0":
            self.press(int(text))
        elif (by := SCROLLS.get(Qt.Key(event.key()))) is not None:
            self._scroll(by)
        elif not (text and self.letter(text)):
            event.ignore()

    def _scroll(self, by: int) -> None:
        around: QWidget | None = self
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            bar = around.verticalScrollBar()
            bar.setValue(bar.value() + by)


def option_chip(key: str, caption: str, *, parent: QWidget) -> Chip:
    """Make a chip that a digit marks and that never takes the keyboard itself."""
    chip = Chip(key, caption, states=MARK, parent=parent)
    chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return chip
