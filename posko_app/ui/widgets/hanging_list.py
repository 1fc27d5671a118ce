"""A list of suggestions that hangs under a field and never takes the focus."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QListWidget, QWidget

FRAME_PX = 10
GAP_PX = 2
LEAST_PX = 220


class HangingList(QListWidget):
    """Rows under an editor, above it where there is more room; no row is chosen at first.

    A child of the window and no popup of its own: the keys of the page go on working.
    """

    def __init__(self, editor: QWidget) -> None:
        super().__init__(editor.window())
        self._editor = editor
        editor.destroyed.connect(self.deleteLater)
        self.setProperty("role", "choices")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.hide()

    def show_rows(self, rows: Sequence[str]) -> None:
        """Show these rows, none of them chosen."""
        self.clear()
        self.addItems(rows)
        self.setCurrentRow(-1)
        self.ensurePolished()
        self._place()
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Choose the next row or the one before; past either end none is chosen."""
        rows = self.count() + 1  # one more: no row
        self.setCurrentRow((self.currentRow() + 1 + by) % rows - 1)

    def _place(self) -> None:
        window = self._editor.window()
        top = self._editor.mapTo(window, QPoint(0, 0))
        below = window.height() - top.y() - self._editor.height() - GAP_PX
        above = top.y() - GAP_PX
        wanted = self.count() * self.sizeHintForRow(0) + FRAME_PX
        under = below >= min(wanted, above)
        height = min(wanted, below if under else above)
        width = max(self._editor.width(), LEAST_PX, self.sizeHintForColumn(0) + 2 * FRAME_PX)
        width = min(width, window.width())
        left = min(top.x(), window.width() - width)
        y = top.y() + self._editor.height() + GAP_PX if under else above - height
        self.setGeometry(left, y, width, height)
