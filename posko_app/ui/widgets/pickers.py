"""A drop-down with its arrow and a tick box with its tick, drawn in the theme's colours."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QComboBox, QStyle, QStyleOptionButton, QWidget

ARROW_RIGHT = 14
ARROW_HALF = 4
TICK = ((0.24, 0.52), (0.44, 0.72), (0.78, 0.30))


class ChoiceBox(QComboBox):
    """A drop-down; the stylesheet takes the arrow away, this draws a quiet one."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        x, y = self.width() - ARROW_RIGHT, self.height() / 2
        painter.drawPolygon(
            QPolygonF(
                (
                    QPointF(x - ARROW_HALF, y - 2),
                    QPointF(x + ARROW_HALF, y - 2),
                    QPointF(x, y + 3),
                )
            )
        )
        painter.end()


class TickBox(QCheckBox):
    """A tick box; the stylesheet draws the box, this draws the tick."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box: QRect = self.style().subElementRect(
            QStyle.SubElement.SE_CheckBoxIndicator, option, self
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.HighlightedText), 2))
        at = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in TICK]
        painter.drawPolyline(QPolygonF(at))
        painter.end()
