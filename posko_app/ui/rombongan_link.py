"""Between Rombongan and Periksa: a person goes aside with everything filled, and comes back."""

from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from posko_app.domain.screening import Draft
from posko_app.services.screening import Recorded
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.rombongan import RombonganPage

PERIKSA, GROUP = "periksa", "rombongan"


class Stage(Protocol):
    """The window, as far as groups need it."""

    def page(self, key: str) -> QWidget:
        """Give a page, made now if nobody has seen it yet."""
        ...

    def show_page(self, key: str) -> None:
        """Change to a page."""
        ...


class GroupLink(QObject):
    """Knows both pages of one window; neither knows the other."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage: Stage | None = None
        self._heard: PeriksaPage | None = None

    def attach(self, stage: Stage) -> None:
        """Use this window from now on."""
        self._stage = stage

    def hear(self, page: PeriksaPage) -> PeriksaPage:
        """Hear what becomes of people in Periksa; the page is made anew now and then."""
        if page is not self._heard:
            self._heard = page
            page.saver.recorded.connect(self._recorded)
            page.saver.returned.connect(self._returned)
            page.joined.connect(self._join)
            page.acts.replaced.connect(self._replaced)
        return page

    def made(self, page: RombonganPage) -> RombonganPage:
        """Hear what a group page asks for."""
        page.aside_wanted.connect(self._take_aside)
        page.groups.opened.connect(lambda: self._mark_aside(page))
        return page

    def _periksa(self) -> PeriksaPage | None:
        page = None if self._stage is None else self._stage.page(PERIKSA)
        return self.hear(page) if isinstance(page, PeriksaPage) else None

    def _group(self) -> RombonganPage | None:
        page = None if self._stage is None else self._stage.page(GROUP)
        return page if isinstance(page, RombonganPage) else None

    def _take_aside(self, draft: Draft) -> None:
        page = self._periksa()
        if page is not None and self._stage is not None:
            if not page.acts.back_to(draft.id):
                page.acts.put_back(draft)
            self._stage.show_page(PERIKSA)

    def _recorded(self, recorded: Recorded, draft: Draft) -> None:
        """Go back to the rows, unless somebody else is in the form by now."""
        if draft.answers.get("group.id") is None:
            return
        group, periksa = self._group(), self._periksa()
        back = group is not None and group.came_back(recorded, draft)
        free = periksa is not None and not periksa.model.has_content()
        if back and free and self._stage is not None:
            self._stage.show_page(GROUP)

    def _mark_aside(self, page: RombonganPage) -> None:
        """Rows come from the store as open; whoever is in Periksa by now is not."""
        periksa = self._heard
        for draft_id in () if periksa is None else sorted(periksa.acts.here()):
            page.acts.in_periksa(draft_id)

    def _replaced(self) -> None:
        """Another record is in the form: if it is a member's, his row waits for it."""
        page = self._heard
        draft = None if page is None else page.model.draft()
        if draft is not None and draft.answers.get("group.id") is not None:
            group = self._group()
            if group is not None:
                group.acts.in_periksa(draft.id)

    def _returned(self, draft: Draft) -> None:
        group = self._group()
        if group is not None:
            group.returned(draft)

    def _join(self, draft: Draft) -> None:
        group = self._group()
        if group is not None and self._stage is not None:
            group.join(draft)
            self._stage.show_page(GROUP)
