"""Room for more than fits: scrolls only when it must, and along with the focus."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

MARGIN_PX = 40  # the hint under a field is to be seen too


class Scroller(QScrollArea):
    """Shows one widget at full width; large letters or a low window never hide a field."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside.setProperty("role", "plain")
        self.setWidget(inside)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the focus in sight when what stands inside grows."""
        seen = super().eventFilter(watched, event)
        if watched is self.widget() and event.type() is QEvent.Type.Resize:
            self._follow(None, QApplication.focusWidget())
        return seen

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        inside = self.widget()
        if now is None or inside is None or now is inside:  # all of it is always in sight
            return
        if inside.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, MARGIN_PX)
