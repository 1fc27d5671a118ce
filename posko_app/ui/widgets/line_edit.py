"""A one-line editor that can carry a short muted note at its right end."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from posko_app.ui.theme import restyle

TRAILING_GAP = 10
DONE = "✓"
CAME_BACK = (Qt.FocusReason.OtherFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class LineEdit(QLineEdit):
    """A text field with `value`, `set_value` and `value_changed` like every other editor."""

    value_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, capitals: bool = False) -> None:
        super().__init__(parent)
        self._trailing = ""
        self._mark = ""
        self._left_at = 0
        self._capitals = capitals
        self.textEdited.connect(self._announce)

    def value(self) -> str | int | None:
        """Give the stored value, None when nothing was entered."""
        return self.text().strip() or None

    def set_value(self, value: object) -> None:
        """Show a stored value without announcing a change."""
        self.setText("" if value is None else str(value))

    def setText(self, text: str | None) -> None:
        """Show a text, its beginning unless somebody is typing here."""
        super().setText(text)
        if not self.hasFocus():
            self.setCursorPosition(0)

    def trailing(self) -> str:
        """Say what the muted note at the right reads."""
        return self._trailing

    def set_trailing(self, text: str) -> None:
        """Write a short note inside the field's right end, `""` for none."""
        if text != self._trailing:
            self._trailing = text
            self._make_room()

    def mark(self) -> str:
        """Say which sign stands after the note."""
        return self._mark

    def set_mark(self, mark: str) -> None:
        """Put one sign at the right end, after the note: where the value comes from."""
        if mark != self._mark:
            self._mark = mark
            self._make_room()

    def set_state(self, state: str) -> None:
        """Colour the frame: `""`, `caution` or `problem`."""
        restyle(self, state=state)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the screen while there is no typing to take back."""
        if event.type() is QEvent.Type.ShortcutOverride and not self.isUndoAvailable():
            undo = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
            if undo:
                event.ignore()
                return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the beginning of a long text once it is left."""
        self._left_at = self.cursorPosition()
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.home(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go on where the typing stopped, after the veil or another window above all."""
        super().focusInEvent(event)
        if event.reason() in CAME_BACK:
            self.setCursorPosition(self._left_at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as the stylesheet says."""
        super().paintEvent(event)
        note = self._note()
        if not note:
            return
        painter = QPainter(self)
        done = self._mark or self._trailing == DONE
        role = QPalette.ColorRole.Link if done else QPalette.ColorRole.PlaceholderText
        painter.setPen(self.palette().color(role))
        font = self.font()
        font.setPixelSize(max(10, font.pixelSize() - 2))
        painter.setFont(font)
        area: QRect = self.rect().adjusted(0, 0, -TRAILING_GAP, 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, flags, note)
        painter.end()

    def _note(self) -> str:
        return f"{self._trailing} {self._mark}".strip()

    def _make_room(self) -> None:
        note = self._note()
        width = self.fontMetrics().horizontalAdvance(note) + 4 if note else 0
        self.setTextMargins(0, 0, width, 0)
        self.update()

    def _announce(self) -> None:
        if self._capitals and self.text() != self.text().upper():
            place = self.cursorPosition()
            self.setText(self.text().upper())
            self.setCursorPosition(place)
        self.value_changed.emit(self.value())
