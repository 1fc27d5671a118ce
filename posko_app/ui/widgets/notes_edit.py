"""Free notes over a few lines; Enter goes on to the next field as everywhere else."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from posko_app.ui.theme import restyle, text_scale

LINES, LINES_LOW = 3, 2
AROUND_PX = 14  # frame and padding
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NotesEdit(QPlainTextEdit):
    """A text field with `value`, `set_value` and `value_changed` like every other editor.

    The words wrap; Alt+Enter begins a line of its own.
    """

    value_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self._lines = LINES
        self._is_shown = False  # a stored value is being shown, nobody types
        self.textChanged.connect(self._announce)
        self._fit()

    def value(self) -> str | None:
        """Give what was typed, None when nothing was entered."""
        return self.toPlainText().strip() or None

    def set_value(self, value: object) -> None:
        """Show a stored value without announcing a change."""
        self._is_shown = True
        self.setPlainText("" if value is None else str(value))
        self._is_shown = False

    def set_state(self, state: str) -> None:
        """Colour the frame: `""`, `caution` or `problem`."""
        restyle(self, state=state)

    def set_low(self, *, low: bool) -> None:
        """Show fewer lines at once on a low screen."""
        self._lines = LINES_LOW if low else LINES
        self._fit()

    def sizeHint(self) -> QSize:
        """As many lines as are shown at once."""
        return QSize(120, self._height())

    def minimumSizeHint(self) -> QSize:
        """One may scroll in it."""
        return QSize(60, self._height())

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the screen while there is no typing to take back."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and not self.document().isUndoAvailable() and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Esc and Ctrl+Enter belong to the screen; Alt+Enter begins a line."""
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.insertPlainText("\n")
        elif event.key() in ENTER or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Keep its lines when the letters grow or shrink."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _announce(self) -> None:
        if not self._is_shown:
            self.value_changed.emit(self.value())

    def _height(self) -> int:
        return self.fontMetrics().lineSpacing() * self._lines + round(AROUND_PX * text_scale())

    def _fit(self) -> None:
        self.setFixedHeight(self._height())


def _is_undo(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
