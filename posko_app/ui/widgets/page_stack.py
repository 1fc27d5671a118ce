"""The pages of a window, one at a time; what is higher or wider than the window is scrolled to."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from posko_app.ui.widgets.scroller import Scroller


class _Holder(QWidget):
    """Gives its page all the room there is, and never less than the page can do with.

    A layout would ask for the height at which no wrapped line has to be scrolled to.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.page = page
        page.setParent(self)

    def minimumSizeHint(self) -> QSize:
        """What the page can do with."""
        return self.page.minimumSizeHint().expandedTo(self.page.minimumSize())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pass the room on."""
        super().resizeEvent(event)
        self.page.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        """Follow what the page asks for."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)


class PageFrame(Scroller):
    """Asks for no room itself: a page with much in it never pushes the window off the screen."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(_Holder(page), parent)
        self.page = page
        page.show()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def minimumSizeHint(self) -> QSize:
        """Nothing."""
        return QSize(0, 0)


class PageStack(QStackedWidget):
    """Knows pages by themselves, whatever frame they stand in."""

    def addWidget(self, page: QWidget) -> int:
        """Take a page in."""
        return super().addWidget(PageFrame(page, self))

    def setCurrentWidget(self, page: QWidget) -> None:
        """Show a page."""
        frame = self._frame(page)
        if frame is not None:
            super().setCurrentWidget(frame)

    def currentWidget(self) -> QWidget | None:
        """Give the page that is shown."""
        frame = super().currentWidget()
        return frame.page if isinstance(frame, PageFrame) else frame

    def removeWidget(self, page: QWidget) -> None:
        """Let go of a page; the caller keeps it, hidden and without a parent."""
        frame = self._frame(page)
        if frame is not None:
            page.hide()
            page.setParent(None)
            super().removeWidget(frame)
            frame.deleteLater()

    def _frame(self, page: QWidget) -> PageFrame | None:
        frames = (self.widget(place) for place in range(self.count()))
        found = [f for f in frames if isinstance(f, PageFrame) and f.page is page]
        return found[0] if found else None
