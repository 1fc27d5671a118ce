"""Brings a scan from the filter to the page it is meant for, whatever is on the screen."""

from PySide6.QtCore import QObject

from posko_app.domain.scans.filling import Outcome
from posko_app.i18n import Catalogue
from posko_app.settings import SLOWEST_SCANNER
from posko_app.ui.scanner import ScannerFilter, is_dialog_open
from posko_app.ui.window import MainWindow
from posko_app.ui.window_pages import TakesScans, TellsScans, TriesScanner

HOME = "periksa"  # the page for scans that no other page wants
STATES = {Outcome.OK: "", Outcome.ATTENTION: "caution", Outcome.UNREAD: "problem"}


class ScannerGap:
    """The pause allowed between keys of a scanner: as learnt, and wider while one is tried."""

    def __init__(self, learnt_ms: float) -> None:
        self.learnt_ms = learnt_ms
        self.window: MainWindow | None = None

    def __call__(self) -> float:
        """Give it in ms; 0 where there is no scanner."""
        window = self.window
        if window is not None and not window.is_veiled():
            page = window.page(window.shown())
            if isinstance(page, TriesScanner) and page.is_trying():
                return SLOWEST_SCANNER
        return self.learnt_ms


class WindowScans(QObject):
    """Stands between the filter and the window.

    Under the veil and beside an open dialog nothing is filled: nobody sees what it would be.
    """

    def __init__(self, window: MainWindow, scanner: ScannerFilter, catalogue: Catalogue) -> None:
        super().__init__(window)
        self._window, self.scanner, self._catalogue = window, scanner, catalogue
        scanner.heard.connect(self._show_gaps)
        scanner.scanned.connect(window.scanned)
        window.scanned.connect(self.take)
        window.status.show_scanner(catalogue.text("scan.line.ready"))

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
            outcome = page.take_scan(raw) if isinstance(page, TakesScans) else ""
            if outcome:
                self._tell(page, Outcome(outcome))
            else:
                self._refuse("dialog")

    def _tell(self, page: QObject, outcome: Outcome) -> None:
        said = page.scan_words() if isinstance(page, TellsScans) else ""
        ready = self._catalogue.text("scan.line.ready")
        self._window.status.show_scanner(said or ready, STATES[outcome])
        self.scanner.outcome.emit(outcome.value)

    def _refuse(self, why: str) -> None:
        text = self._catalogue.text(f"scan.line.{why}")
        self._window.status.show_scanner(text, STATES[Outcome.ATTENTION])
        self.scanner.outcome.emit(Outcome.UNREAD.value)

    def _show_gaps(self, gaps: tuple[float, ...]) -> None:
        page = self._window.page(self._window.shown())
        if isinstance(page, TriesScanner) and page.is_trying():
            page.show_gaps(gaps)
