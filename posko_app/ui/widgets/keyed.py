"""A button whose key is part of its face: the base of chips, decisions and navigation."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QWidget,
)

from posko_app.ui.theme import restyle, text_scale
from posko_app.ui.widgets.panel import roled

LEAST_PX, LEAST_PX_LOW = 26, 22  # a pill's round ends need it


class KeyedButton(QAbstractButton):
    """Two words on a button, the key and the caption; the stylesheet does the rest."""

    def __init__(self, key: str, text: str, *, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._least_px = round(LEAST_PX * text_scale())
        self.setProperty("role", role)
        self.setAccessibleName(text)
        self.key_label = self._face(key, "key")
        self.caption = self._face(text, "caption")
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(11, 4, 11, 4)
        self.line.setSpacing(6)
        self.line.addWidget(self.key_label)
        self.line.addWidget(self.caption)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def rename(self, text: str) -> None:
        """Give it other words, also for a screen reader."""
        self.setAccessibleName(text)
        self.caption.setText(text)
        self.caption.setVisible(bool(text))

    def set_state(self, state: str) -> None:
        """Choose the look the stylesheet has for this state."""
        if self.property("state") == state:
            return
        restyle(self, state=state)
        for label in (self.key_label, self.caption):
            label.style().unpolish(label)
            label.style().polish(label)

    def set_low(self, *, low: bool) -> None:
        """Use the lower measure of a small screen."""
        self._least_px = round((LEAST_PX_LOW if low else LEAST_PX) * text_scale())
        self.line.setContentsMargins(*((7, 1, 7, 1) if low else (10, 3, 10, 3)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As large as its words."""
        return self.line.sizeHint().expandedTo(QSize(self._least_px, self._least_px))

    def minimumSizeHint(self) -> QSize:
        """Never smaller than its words."""
        return self.line.minimumSize().expandedTo(QSize(0, self._least_px))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as the stylesheet says."""
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys this widget knows; pass the rest on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def _face(self, text: str, role: str) -> QLabel:
        label = roled(text, role, self)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label.setVisible(bool(text))
        return label
