"""Runs one practice case through the real Periksa page: its story above the form, its save seen."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from posko_app.domain.practice import PracticeCase
from posko_app.i18n import Catalogue
from posko_app.ui.periksa import PeriksaPage

PERIKSA, PRACTICE = "periksa", "latihan"


class Stage(Protocol):
    """The window, as far as practice needs it."""

    def page(self, key: str) -> QWidget:
        """Give a page, made now if nobody has seen it yet."""
        ...

    def show_page(self, key: str) -> None:
        """Change to a page."""
        ...


class PracticeRun(QObject):
    """At most one case at a time. The first record saved while it runs belongs to it."""

    recorded = Signal(object, object)  # PracticeCase, Recorded

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._stage: Stage | None = None
        self._heard: PeriksaPage | None = None
        self.case: PracticeCase | None = None

    def attach(self, stage: Stage) -> None:
        """Use this window from now on."""
        self._stage = stage

    def begin(self, case: PracticeCase) -> bool:
        """Show a case on Periksa; False while that page is not free for it."""
        page = self._periksa()
        if page is None or page.model.has_content() or page.saver.running:
            return False
        self.case = case
        page.begin_practice(self._catalogue.text("practice.band", title=case.title), case.narrative)
        self.resume()
        return True

    def resume(self) -> None:
        """Go back to the case on Periksa."""
        if self._stage is not None:
            self._stage.show_page(PERIKSA)

    def stop(self) -> None:
        """Give the case up; what was typed stays."""
        page = self._periksa()
        self.case = None
        if page is not None:
            page.end_practice()

    def _periksa(self) -> PeriksaPage | None:
        page = None if self._stage is None else self._stage.page(PERIKSA)
        if not isinstance(page, PeriksaPage):
            return None
        if page is not self._heard:
            self._heard = page
            page.changed.connect(self._saved)
        return page

    def _saved(self, recorded: object) -> None:
        case = self.case
        if case is not None and self._stage is not None:
            self.stop()
            self._stage.show_page(PRACTICE)
            self.recorded.emit(case, recorded)
