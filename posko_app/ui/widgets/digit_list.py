"""A short list in which a digit chooses a row; Enter belongs to whatever is around it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget

DIGITS = "123456789"


class DigitList(QListWidget):
    """Arrows work as in any list."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer digits; leave Enter to the step around."""
        text = event.text()
        if len(text) == 1 and text in DIGITS and int(text) <= self.count():
            self.setCurrentRow(int(text) - 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)
