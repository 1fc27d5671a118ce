"""After the first sign-on of a day: Mulai sif, unless somebody is working already."""

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from posko_app.errors import PoskoError
from posko_app.services.shift import ShiftNow
from posko_app.ui.background import deliver
from posko_app.ui.window import MainWindow

PAGE = "petugas"


class FirstShift(QObject):
    """Leads to the start of a shift where none runs; the first key that is pressed ends it.

    Nobody who types is ever moved elsewhere: the answer may come after the first traveller.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._waits = True
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def ask(self, standing: "Callable[[], Future[ShiftNow]]") -> None:
        """Look whether a shift runs."""
        deliver(standing(), self, self._take, self._over)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stand back at the first key."""
        if event.type() == QEvent.Type.KeyPress:
            self._over(None)
        return super().eventFilter(watched, event)

    def _take(self, standing: ShiftNow) -> None:
        waits = self._waits
        self._over(None)
        free = self._window.isVisible() and not self._window.is_veiled()  # hidden: locked by now
        if not waits or not free or standing.shift is not None:
            return
        page = self._window.page(PAGE)
        begin = getattr(page, "begin_shift", None)
        if callable(begin):
            self._window.show_page(PAGE)
            begin()

    def _over(self, _: PoskoError | None) -> None:
        self._waits = False
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
