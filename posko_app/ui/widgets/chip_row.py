"""A group of chips that is one stop of the Tab key and answers to plain letters and digits."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from posko_app.ui.theme import restyle
from posko_app.ui.widgets.chip import Chip
from posko_app.ui.widgets.flow import FlowBox

LETTERS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class ChipRow(FlowBox):
    """While it has the focus a chip's letter moves that chip; arrows and Space do it too."""

    value_changed = Signal(str, object)  # the chip's name, its value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pad")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.chips: dict[str, Chip] = {}
        self._at = 0
        self.flow.setContentsMargins(3, 3, 3, 3)

    def set_chips(self, chips: Sequence[tuple[str, Chip]]) -> None:
        """Exchange the chips; each comes with the name it is announced under."""
        for chip in self.chips.values():
            self.flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = dict(chips)
        self._at = 0
        for name, chip in chips:
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.value_changed.connect(lambda value, name=name: self._changed(name, value))
            self.flow.addWidget(chip)
        self._mark()
        self.updateGeometry()

    def set_low(self, *, low: bool) -> None:
        """Use the lower measures of a small screen."""
        super().set_low(low=low)
        for chip in self.chips.values():
            chip.set_low(low=low)

    def set_bare(self, *, bare: bool) -> None:
        """Show the letters with their marks only: a low screen has one line for them."""
        for chip in self.chips.values():
            chip.set_bare(bare=bare)

    def press(self, key: str) -> bool:
        """Move the chip with this letter; False when there is none."""
        for chip in self.chips.values():
            if chip.key.upper() == key.upper():
                chip.advance()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer letters, arrows and Space; pass the rest on."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._step(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() == Qt.Key.Key_Space and self.chips:
            list(self.chips.values())[self._at].advance()
        elif not (plain and event.text() and self.press(event.text())):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which chip Space would move."""
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark away."""
        super().focusOutEvent(event)
        self._mark()

    def _step(self, by: int) -> None:
        if self.chips:
            self._at = (self._at + by) % len(self.chips)
            self._mark()

    def _mark(self) -> None:
        for place, chip in enumerate(self.chips.values()):
            restyle(chip, current=self.hasFocus() and place == self._at)

    def _changed(self, name: str, value: object) -> None:
        self._at = list(self.chips).index(name)
        self._mark()
        self.value_changed.emit(name, value)
