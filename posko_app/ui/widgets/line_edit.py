"""A one-line editor that can carry a short muted note at its right end."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from posko_app.ui.theme import restyle, text_scale
from posko_app.ui.widgets.scan_mark import paint_mark

TRAILING_GAP = 10
MARK_ROOM = 6  # px more than the frame's own padding
DONE = "✓"
CAME_BACK = (Qt.FocusReason.OtherFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class LineEdit(QLineEdit):
    """A text field with `value`, `set_value` and `value_changed` like every other editor."""

    value_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, capitals: bool = False) -> None:
        super().__init__(parent)
        self._trailing = ""
        self._mark = False
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

    def left_at(self) -> int:
        """Say where the typing stopped when the field was left."""
        return self.cursorPosition() if self.hasFocus() else self._left_at

    def go_on_at(self, place: int) -> None:
        """Let the typing go on there when the keyboard comes back."""
        self._left_at = place

    def trailing(self) -> str:
        """Say what the muted note at the right reads."""
        return self._trailing

    def set_trailing(self, text: str) -> None:
        """Write a short note inside the field's right end, `""` for none."""
        if text != self._trailing:
            self._trailing = text
            self._make_room()

    def is_marked(self) -> bool:
        """Say whether the sign of a scanned value stands at the right end."""
        return self._mark

    def set_marked(self, *, marked: bool) -> None:
        """Show or take away the sign of a scanned value."""
        if marked != self._mark:
            self._mark = marked
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
        painter = QPainter(self)
        if self._mark:
            paint_mark(painter, self.rect(), self.palette().color(QPalette.ColorRole.Link))
        if self._trailing:
            self._paint_note(painter)
        painter.end()

    def _paint_note(self, painter: QPainter) -> None:
        done = self._trailing == DONE
        role = QPalette.ColorRole.Link if done else QPalette.ColorRole.PlaceholderText
        painter.setPen(self.palette().color(role))
        font = self.font()
        font.setPixelSize(max(10, font.pixelSize() - 2))
        painter.setFont(font)
        gap = TRAILING_GAP + self._mark_room()
        area: QRect = self.rect().adjusted(0, 0, -gap, 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, flags, self._trailing)

    def _make_room(self) -> None:
        note = self.fontMetrics().horizontalAdvance(self._trailing) + 4 if self._trailing else 0
        self.setTextMargins(0, 0, note + self._mark_room(), 0)
        self.update()

    def _mark_room(self) -> int:
        return round(MARK_ROOM * text_scale()) if self._mark else 0

    def _announce(self) -> None:
        if self._capitals and self.text() != self.text().upper():
            place = self.cursorPosition()
            self.setText(self.text().upper())
            self.setCursorPosition(place)
        self.value_changed.emit(self.value())
