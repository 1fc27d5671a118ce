"""Opens and closes the rooms of the middle column, and gives the keyboard back afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from posko_app.domain.screening import Answers
from posko_app.ui.periksa_focus import focus_on, focused
from posko_app.ui.periksa_judging import Judged
from posko_app.ui.periksa_room import Room
from posko_app.ui.periksa_view import PeriksaView


def nothing() -> None:
    """Leave it at that."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One room and what follows it."""

    room: Room
    then: Callable[[], object]
    otherwise: Callable[[], object]


class PeriksaRooms(QObject):
    """One room is open, or one on top of another whose question has to wait.

    Signals:
        changed: answers a room wants recorded, a mapping of path to value.
    """

    changed = Signal(object)

    def __init__(self, view: PeriksaView) -> None:
        super().__init__(view)
        self._view = view
        self._known: set[Room] = set()
        self._visits: list[Visit] = []
        self._former: QWidget | None = None
        self._from_more = False
        self._answers: Answers = {}
        self._judged: Judged | None = None

    @property
    def now(self) -> Room | None:
        """The room that is open."""
        return self._visits[-1].room if self._visits else None

    def open(
        self,
        room: Room,
        *,
        then: Callable[[], object] = nothing,
        otherwise: Callable[[], object] = nothing,
    ) -> None:
        """Open a room.

        Args:
            room: one of the middle column's.
            then: called once it is settled and closed.
            otherwise: called when the officer leaves it with Esc.
        """
        self._meet(room)
        if not self._visits:
            self._former, self._from_more = focused(), self._view.more_is_open()
        self._visits = [visit for visit in self._visits if visit.room is not room]
        self._visits.append(Visit(room, then, otherwise))
        self._enter()

    def toggle(self, room: Room) -> None:
        """Open a room that is not open, else leave it."""
        if self.now is room:
            self._leave()
        else:
            self.open(room)

    def close_all(self) -> None:
        """Somebody else is in the form: close what is open, whatever it was about."""
        self._visits = []
        self._former = None
        self._view.show_more(shown=False)

    def show(self, answers: Answers, judged: Judged | None) -> None:
        """Show the draft in the open room."""
        self._answers, self._judged = answers, judged
        if self.now is not None:
            self.now.show_answers(answers)
            self.now.show_judged(judged)

    def press(self, digit: int) -> bool:
        """Answer a digit; False when no room is open."""
        if self.now is None:
            return False
        self.now.press(digit)
        return True

    def _enter(self) -> None:
        room = self._visits[-1].room
        room.show_answers(self._answers)
        room.show_judged(self._judged)
        self._view.middle.show_room(room)
        room.begin()

    def _meet(self, room: Room) -> None:
        if room not in self._known:
            self._known.add(room)
            room.changed.connect(self.changed)
            room.done.connect(self._done)
            room.left.connect(self._leave)

    def _done(self) -> None:
        visit = self._close()
        visit.then()

    def _leave(self) -> None:
        visit = self._close()
        visit.otherwise()

    def _close(self) -> Visit:
        visit = self._visits.pop()
        if self._visits:
            self._enter()
            return visit
        self._view.show_more(shown=self._from_more)
        former, self._former = self._former, None
        if former is not None and isValid(former) and former.isVisible():
            focus_on(former)
        else:
            focus_on(self._view.questions)
        return visit
