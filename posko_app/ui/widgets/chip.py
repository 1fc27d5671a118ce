"""A pill that a letter or digit moves through its states."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from posko_app.ui.widgets.elided import TitleLabel
from posko_app.ui.widgets.keyed import KeyedButton

BARE = 3  # letters of a state's own mark where there is no room for words


@dataclass(frozen=True, slots=True)
class ChipState:
    """One state of a chip: what is stored, what is added to the caption, how it looks."""

    value: str | bool | None
    suffix: str = ""
    look: str = ""  # "", yes, no, doubt, now


ON_OFF = (ChipState(None), ChipState(True, " ✓", "yes"))


class Chip(KeyedButton):
    """Each press moves to the next state and announces its value."""

    value_changed = Signal(object)

    def __init__(
        self,
        key: str,
        text: str,
        *,
        states: Sequence[ChipState] = ON_OFF,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(key, text, role="chip", parent=parent)
        self._text = text
        self._states = tuple(states)
        self._at = 0
        self._bare = False
        self.line.setContentsMargins(10, 3, 10, 3)
        self.line.setSpacing(5)
        self.clicked.connect(self.advance)
        self._show()

    def value(self) -> str | bool | None:
        """Give the value of the state now shown."""
        return self._states[self._at].value

    def set_value(self, value: object) -> None:
        """Show a stored value without announcing it; an unknown one shows as the first state."""
        known = [index for index, state in enumerate(self._states) if state.value == value]
        at = known[0] if known else 0
        if at != self._at:
            self._at = at
            self._show()

    def rename(self, text: str) -> None:
        """Give it another caption; its state stays."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self._show()

    def set_bare(self, *, bare: bool) -> None:
        """Show letter and mark only, or the words again; the tooltip and its name keep them."""
        if bare != self._bare:
            self._bare = bare
            self.setToolTip(self._text if bare else "")
            self._show()

    def advance(self) -> None:
        """Go to the next state."""
        self._at = (self._at + 1) % len(self._states)
        self._show()
        self.value_changed.emit(self.value())

    def _face(self, text: str, role: str) -> QLabel:
        """A caption longer than the line ends in …; its key is always whole."""
        if role != "caption":
            return super()._face(text, role)
        label = TitleLabel(role, self)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label.say(text)
        label.setVisible(bool(text))
        return label

    def _show(self) -> None:
        state = self._states[self._at]
        words = state.suffix[:BARE].strip() if self._bare else self._text + state.suffix
        self.caption.setText(words)
        self.caption.setVisible(bool(words))
        self.setAccessibleDescription(state.suffix.strip(" —"))
        self.set_state(state.look)
        self.updateGeometry()
