"""The same person's other screenings beside one of them: linked ones, and open questions."""

from concurrent.futures import Future
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from posko_app.domain.people import EarlierPeople, EarlierPerson
from posko_app.domain.person_links import LinkAction, PairState
from posko_app.i18n import Catalogue
from posko_app.ui.background import deliver
from posko_app.ui.earlier_model import first_open, view_of
from posko_app.ui.rincian_views import Scroll
from posko_app.ui.widgets.earlier_box import EarlierBox
from posko_app.ui.widgets.panel import Panel


class PeopleDesk(Protocol):
    """The part of the service about people this section uses."""

    def around(self, subject: str) -> "Future[tuple[EarlierPerson, ...]]":
        """Give linked screenings and those that may be of the same person."""
        ...

    def answer(self, subject: str, other: str, action: LinkAction) -> "Future[None]":
        """State an answer about two screenings, or take it back."""
        ...


class PeopleSection(Panel):
    """Shows them, and states what a person answers; the same key again takes it back.

    Signals:
        answered: something was stated.
        failed: a PoskoError; nothing was stated.
        opened: subject of the one to be shown instead.
    """

    answered = Signal()
    failed = Signal(object)
    opened = Signal(str)

    def __init__(
        self, people: PeopleDesk, *, place: str, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        title = catalogue.text("earlier.section")
        super().__init__(title, catalogue.text("earlier.section_keys"), parent)
        self._people, self._place, self._catalogue = people, place, catalogue
        self._subject, self._marked = "", ""
        self._found: tuple[EarlierPerson, ...] = ()
        self._looking = False
        self.box = EarlierBox()
        self.box.picked.connect(self.mark)
        self._scroll = Scroll(title, self)
        self._scroll.show_content([self.box])
        self.body.addWidget(self._scroll)
        self.hide()

    @property
    def is_looking(self) -> bool:
        """Say whether what is shown is not known to be all yet."""
        return self._looking

    def show_subject(self, subject: str) -> None:
        """Look who else may be this screening's person."""
        if subject != self._subject:
            self._subject, self._marked = subject, ""
            self._take(subject, ())
        self._looking = True
        deliver(
            self._people.around(subject),
            self,
            lambda found: self._take(subject, found),
            lambda _error: self._take(subject, ()),  # the page itself says what is wrong
        )

    def marked(self) -> str:
        """Give the subject the keys are about, `""` for none."""
        return self._marked or first_open(self._found, {})

    def mark(self, subject: str) -> None:
        """Let the keys be about another one."""
        self._marked = subject
        self._show()

    def mark_next(self) -> None:
        """Let the keys be about the next one, after the last about the first again."""
        subjects = [one.subject for one in self._found]
        if subjects:
            self.mark(subjects[(subjects.index(self.marked()) + 1) % len(subjects)])

    def open_marked(self) -> None:
        """Ask for the marked one to be shown instead."""
        if self.marked():
            self.opened.emit(self.marked())

    def answer(self, state: PairState) -> None:
        """State an answer about the marked one; what stands already is taken back."""
        marked = next((one for one in self._found if one.subject == self.marked()), None)
        if marked is None:
            return
        self._marked = marked.subject
        withdraws = marked.answered is state
        action = LinkAction.WITHDRAWN if withdraws else LinkAction(state.value)
        stated = self._people.answer(self._subject, marked.subject, action)
        deliver(stated, self, self._stated, self.failed.emit)

    def _stated(self, _: object) -> None:
        self.answered.emit()
        self.show_subject(self._subject)

    def _take(self, subject: str, found: tuple[EarlierPerson, ...]) -> None:
        if subject != self._subject:
            return
        self._looking = False
        self._found = found
        if self._marked not in {one.subject for one in found}:
            self._marked = ""
        self._show()

    def _show(self) -> None:
        view = view_of(
            EarlierPeople(self._found),
            {},
            marked=self.marked(),
            place=self._place,
            catalogue=self._catalogue,
        )
        self.box.show_view(replace(view, title="", alarm=""))
        self.setVisible(bool(view.lines))
        QTimer.singleShot(0, self, self._into_sight)  # rows have their heights only then

    def _into_sight(self) -> None:
        row = self.box.marked_row()
        if row is not None:
            self._scroll.ensureWidgetVisible(row, 0, 8)
