"""Widgets side by side that start a new line when there is no more room."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

MOST_ASKED = 240  # px; what a flow wants at least for its widest item
NO_BOUND = 16_777_215


class FlowLayout(QLayout):
    """Left to right, top to bottom; hidden widgets take no room."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6, line_gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = gap, line_gap
        self.setContentsMargins(0, 0, 0, 0)

    def set_line_gap(self, gap: int) -> None:
        """Change the distance between lines."""
        self._line_gap = gap
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Say how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Give one item; Qt asks beyond the end on purpose."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more than needed."""
        return Qt.Orientation(0)

    def height_at(self, width: int) -> int:
        """Give the height of all lines at a width."""
        around = self.contentsMargins()
        inner = width - around.left() - around.right()
        height = self._arrange(QRect(0, 0, inner, 0), place=False)
        return height + around.top() + around.bottom()

    def setGeometry(self, area: QRect) -> None:
        """Place every item."""
        super().setGeometry(area)
        self._arrange(area.marginsRemoved(self.contentsMargins()), place=True)

    def sizeHint(self) -> QSize:
        """One widget's size is the least that makes sense."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Give the size of the largest item; a wide one is cut rather than kept whole."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize().boundedTo(QSize(MOST_ASKED, NO_BOUND)))
        return size.grownBy(self.contentsMargins())

    def _arrange(self, area: QRect, *, place: bool) -> int:
        x, y, line = area.x(), area.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(area.width(), 1), NO_BOUND))
            if x > area.x() and x + size.width() > area.right() + 1:
                x, y, line = area.x(), y + line + self._line_gap, 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            line = max(line, size.height())
        return y + line - area.y()


class FlowBox(QWidget):
    """A widget exactly as high as its lines are at its present width.

    Height for width in the layout itself would make every window as high as the
    narrowest it can be.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6, line_gap: int = 6) -> None:
        super().__init__(parent)
        self.flow = FlowLayout(self, gap=gap, line_gap=line_gap)

    def event(self, event: QEvent) -> bool:
        """Follow a change of the widgets inside."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow a change of the width."""
        super().resizeEvent(event)
        self._fit()

    def set_low(self, *, low: bool) -> None:
        """Use the lower measures of a small screen."""
        self.flow.set_line_gap(3 if low else 6)

    def _fit(self) -> None:
        height = self.flow.height_at(self.width())
        if height != self.minimumHeight():
            self.setFixedHeight(height)
