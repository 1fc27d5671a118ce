"""Paints the list's cells: text in its tone, a quiet remark behind it, a bar at the chosen row."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from posko_app.ui.daftar_cells import Cell, Tone
from posko_app.ui.daftar_model import CELL_ROLE
from posko_app.ui.theme import Theme
from posko_app.ui.widgets.rows import ROW_HEIGHT

PADDING = 10
BAR = 3
SEPARATOR = " · "


class CellDelegate(QStyledItemDelegate):
    """Draws one cell without making a widget for it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        del index
        return QSize(0, max(ROW_HEIGHT, option.fontMetrics.height() + 2 * 7))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell = index.data(CELL_ROLE)
        painter.save()
        self._ground(painter, option, first=index.column() == 0)
        if isinstance(cell, Cell):
            self._words(painter, option, cell)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, *, first: bool) -> None:
        area: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, QColor(self._theme.accent_soft if chosen else self._theme.panel))
        if chosen and first:
            painter.fillRect(area.adjusted(0, 0, BAR - area.width(), 0), QColor(self._theme.accent))
        if chosen:
            for top in (area.top(), area.bottom() - 1):
                line = QRect(area.left(), top, area.width(), 2)
                painter.fillRect(line, QColor(self._theme.chosen_line))
        painter.setPen(QColor(self._theme.row_line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, cell: Cell) -> None:
        area: QRect = option.rect.adjusted(PADDING, 0, -PADDING // 2, 0)
        remark = SEPARATOR + cell.remark if cell.text and cell.remark else cell.remark
        wanted = painter.fontMetrics().horizontalAdvance(remark) if remark else 0
        # a long name gives way: that a record is void or disputed must be seen
        kept = min(wanted, area.width() // 2)
        head = area.adjusted(0, 0, -kept, 0)
        used = self._word(painter, option.font, head, text=cell.text, tone=cell.tone)
        if remark:
            rest = area.adjusted(used, 0, 0, 0)
            self._word(painter, option.font, rest, text=remark, tone=Tone.MUTED)

    def _word(self, painter: QPainter, base: QFont, area: QRect, *, text: str, tone: Tone) -> int:
        font = QFont(base)
        font.setWeight(QFont.Weight.DemiBold if tone is Tone.STRONG else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(self._colour(tone))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, int(flags), shown)
        return painter.fontMetrics().horizontalAdvance(shown)

    def _colour(self, tone: Tone) -> QColor:
        theme = self._theme
        return QColor(
            {
                Tone.MUTED: theme.muted,
                Tone.ACCENT: theme.hijau,
                Tone.WARNING: theme.kuning_text,
                Tone.ALARM: theme.merah,
            }.get(tone, theme.text)
        )
