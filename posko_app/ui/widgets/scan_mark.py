"""The sign of a scanned value: a small bolt, drawn so that it needs no font."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from posko_app.ui.theme import text_scale

WIDTH, HEIGHT = 8.0, 8.0  # at the usual text size
FROM_EDGE = 4.0
BOLT = ((0.0, 0.9), (0.55, 0.15), (0.5, 0.85), (1.0, 0.1))  # of the width and height


def paint_mark(painter: QPainter, field: QRect, colour: QColor) -> None:
    """Draw the sign at the right end of a field."""
    scale = text_scale()
    left = field.right() + 1 - FROM_EDGE - WIDTH * scale
    top = field.center().y() + 1 - HEIGHT * scale / 2
    points = [QPointF(left + x * WIDTH * scale, top + y * HEIGHT * scale) for x, y in BOLT]
    pen = QPen(colour, 1.5 * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF(points))
    painter.restore()
