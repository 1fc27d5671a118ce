"""Daftar: the list, one screening opened from it, and its correction, as one page of the window."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from posko_app.domain.civil import date_text
from posko_app.domain.records import ListQuery, Page, ScreeningHistory, ScreeningRow
from posko_app.domain.screening import Answers
from posko_app.i18n import Catalogue
from posko_app.services.screening import Recorded
from posko_app.services.sync_state import SyncState
from posko_app.ui.background import deliver
from posko_app.ui.daftar_held import HeldPorts, HeldWatch
from posko_app.ui.daftar_list import ScreeningList
from posko_app.ui.periksa_ports import DetectionPort
from posko_app.ui.rincian import DetailPage, ScreeningDesk
from posko_app.ui.rincian_koreksi import CorrectionPage
from posko_app.ui.rincian_people import PeopleSection
from posko_app.ui.theme import Theme


class ListDesk(ScreeningDesk, Protocol):
    """The part of the screening service this page uses."""

    def search(self, query: ListQuery) -> "Future[Page[ScreeningRow]]":
        """Find screenings, newest first."""


@dataclass(frozen=True, slots=True)
class ListPorts:
    """What the page needs of an open desk; without `held` nobody is watched."""

    screening: ListDesk
    detection: DetectionPort
    people: PeopleSection
    today: Callable[[], date]
    held: HeldPorts | None = None


class DaftarPage(QWidget):
    """List, detail and correction; Esc goes one step back, `changed` tells the window."""

    changed = Signal(object)  # what the service gave back

    def __init__(self, ports: ListPorts, *, catalogue: Catalogue, theme: Theme) -> None:
        super().__init__()
        self._held = None if ports.held is None else HeldWatch(ports.held, self)
        self._desk = desk = ports.screening
        self._catalogue = catalogue
        self.list = ScreeningList(desk.search, catalogue=catalogue, theme=theme, today=ports.today)
        self.detail = DetailPage(
            desk, detection=ports.detection, people=ports.people, catalogue=catalogue
        )
        self.correction = CorrectionPage(self._correct, catalogue=catalogue)
        self._build()
        self._connect()

    def show_text(self, text: str) -> None:
        """Search for what stands in the window's search box now."""
        self._show_list()
        self.list.show_text(text)

    def show_sync(self, state: SyncState) -> None:
        """Say it where a lease that ran out hides older screenings."""
        before = state.lease.hidden_before
        words = self._catalogue.text
        self.list.show_hidden(words("sinkron.hidden", on=date_text(before)) if before else "")

    def refresh(self) -> None:
        """Something changed elsewhere: read what is shown again."""
        self.list.reload()
        if self._held is not None:
            self._held.refresh()
        if self.steps.currentWidget() is self.detail:
            self.detail.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let minutes rest."""
        super().hideEvent(event)
        if self._held is not None:
            self._held.rest()

    def set_theme(self, theme: Theme) -> None:
        """Paint the list in another look."""
        self.list.set_theme(theme)

    def focus_first(self) -> None:
        """Put the keyboard where this page's work starts."""
        page = self.steps.currentWidget()
        if page is self.detail:
            self.detail.focus_first()
        elif page is self.correction:
            self.correction.focus_first()
        else:
            self.list.focus_table()

    def open(self, subject: str) -> None:
        """Show one screening."""
        self.detail.show_subject(subject)
        self.steps.setCurrentWidget(self.detail)
        self.detail.focus_first()

    def _correct_from_list(self, subject: str) -> None:
        deliver(
            self._desk.show(subject), self, self._start_correction, lambda _: self.open(subject)
        )

    def _start_correction(self, history: ScreeningHistory) -> None:
        self.correction.start(history)
        self.steps.setCurrentWidget(self.correction)
        self.correction.focus_first()

    def _correct(
        self, subject: str, changes: Answers, reason: str, based_on: tuple[str, ...]
    ) -> "Future[Recorded]":
        return self._desk.correct(subject, changes=changes, reason=reason, based_on=based_on)

    def _corrected(self, recorded: object) -> None:
        self.changed.emit(recorded)
        self.list.reload()
        if self.correction.subject:
            self.open(self.correction.subject)

    def _leave_correction(self) -> None:
        if self.correction.subject:
            self.open(self.correction.subject)
        else:
            self._show_list()

    def _show_list(self) -> None:
        if self.steps.currentWidget() is not self.list_holder:
            self.steps.setCurrentWidget(self.list_holder)
            self.list.focus_table()

    def _voided_or_settled(self, recorded: object) -> None:
        self.list.reload()
        self.changed.emit(recorded)

    def _connect(self) -> None:
        if self._held is not None:
            self._held.told.connect(self.list.model.show_kept)
        self.list.opened.connect(self.open)
        self.list.correction_asked.connect(self._correct_from_list)
        self.detail.closed.connect(self._show_list)
        self.detail.correction_asked.connect(self._start_correction)
        self.detail.changed.connect(self._voided_or_settled)
        self.correction.closed.connect(self._leave_correction)
        self.correction.saved.connect(self._corrected)

    def _build(self) -> None:
        self.list_holder = QWidget(self)
        around = QVBoxLayout(self.list_holder)
        around.setContentsMargins(12, 10, 12, 10)
        around.addWidget(self.list)
        self.steps = QStackedWidget(self)
        for step in (self.list_holder, self.detail, self.correction):
            self.steps.addWidget(step)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.steps)
