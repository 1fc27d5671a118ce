"""A soft ring around whatever has the focus, to be seen from a metre away."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

WIDTH = 3
RADIUS = 8
RINGED = (  # what has no frame of its own wide enough, and whatever is typed into
    *(QLineEdit, QPlainTextEdit, QComboBox),
    *(QCheckBox, QRadioButton, QAbstractItemView, QScrollArea),
)


class FocusHalo(QWidget):
    """Follows the focus inside one window; it takes no clicks and no room."""

    def __init__(self, window: QWidget, colour: str) -> None:
        super().__init__(window)
        self._colour = QColor(colour)
        self._at: QWidget | None = None
        self._watched: list[QWidget] = []
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
        """Move along with the widget that has the focus, and with all it stands in."""
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
        for widget in filter(isValid, self._watched):  # a page may be gone since
            widget.removeEventFilter(self)
        inside = now is not None and now.window() is self.window()
        self._at = now if inside and isinstance(now, RINGED) else None
        # a page that scrolls, or a line that opens above, moves an ancestor and not the field
        self._watched = [] if self._at is None else up_to(self.window(), self._at)
        for widget in self._watched:
            widget.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        at = self._at
        if at is None or not isValid(at) or not at.isVisible():
            self.hide()
            return
        corner = at.mapTo(self.window(), QPoint(0, 0))
        self.setGeometry(QRect(corner, at.size()).adjusted(-WIDTH, -WIDTH, WIDTH, WIDTH))
        self.show()
        self.raise_()


def up_to(window: QWidget, widget: QWidget) -> list[QWidget]:
    """Give a widget and everything it stands in, the window itself left out."""
    chain = []
    at: QWidget | None = widget
    while at is not None and at is not window:
        chain.append(at)
        at = at.parentWidget()
    return chain
