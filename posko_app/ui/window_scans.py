"""Brings a scan from the filter to the page it is meant for, whatever is on the screen."""

from PySide6.QtCore import QObject

from posko_app.domain.scans.filling import Outcome
from posko_app.i18n import Catalogue
from posko_app.ui.scanner import ScannerFilter, is_dialog_open
from posko_app.ui.window import MainWindow
from posko_app.ui.window_pages import TakesScans

HOME = "periksa"  # the page for scans that no other page wants


class WindowScans(QObject):
    """Stands between the filter and the window.

    Under the veil and beside an open dialog nothing is filled: nobody sees what it would be.
    """

    def __init__(self, window: MainWindow, scanner: ScannerFilter, catalogue: Catalogue) -> None:
        super().__init__(window)
        self._window, self.scanner, self._catalogue = window, scanner, catalogue
        scanner.scanned.connect(window.scanned)
        window.scanned.connect(self.take)
        self._say("ready")

    def take(self, raw: str) -> None:
        """Hand a scan to the page on the screen, or to Periksa."""
        window = self._window
        if window.is_veiled():
            self._refuse("veiled")
        elif is_dialog_open():
            self._refuse("dialog")
        else:
            if not isinstance(window.page(window.shown()), TakesScans):
                window.show_page(HOME)
            page = window.page(window.shown())
            outcome = page.take_scan(raw) if isinstance(page, TakesScans) else Outcome.UNREAD
            self._say("ready")
            self.scanner.outcome.emit(str(outcome or Outcome.OK))

    def _refuse(self, why: str) -> None:
        self._say(why, "caution")
        self.scanner.outcome.emit(Outcome.UNREAD.value)

    def _say(self, what: str, state: str = "") -> None:
        self._window.status.show_scanner(self._catalogue.text(f"scan.line.{what}"), state)
