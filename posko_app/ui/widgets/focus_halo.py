"""A soft ring around whatever has the focus, to be seen from a metre away."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

WIDTH = 3
RADIUS = 8


class FocusHalo(QWidget):
    """Follows the focus inside one window; it takes no clicks and no room."""

    def __init__(self, window: QWidget, colour: str) -> None:
        super().__init__(window)
        self._colour = QColor(colour)
        self._at: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def set_colour(self, colour: str) -> None:
        """Use another look's colour."""
        self._colour = QColor(colour)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move along with the widget that has the focus."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide):
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._colour, WIDTH))
        inset = (WIDTH + 1) // 2
        painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        painter.end()

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._at is not None:
            self._at.removeEventFilter(self)
        inside = now is not None and now.window() is self.window()
        self._at = now if inside and isinstance(now, QLineEdit | QPlainTextEdit) else None
        if self._at is not None:
            self._at.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        at = self._at
        if at is None or not at.isVisible():
            self.hide()
            return
        corner = at.mapTo(self.window(), QPoint(0, 0))
        self.setGeometry(QRect(corner, at.size()).adjusted(-WIDTH, -WIDTH, WIDTH, WIDTH))
        self.show()
        self.raise_()
