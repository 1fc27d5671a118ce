"""The middle column: the journey with the question, the further fields, or a room that asks."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from posko_app.ui.periksa_ask import AskRoom
from posko_app.ui.periksa_calming import CalmingRoom
from posko_app.ui.periksa_checklist import ChecklistRoom
from posko_app.ui.periksa_child import ChildRoom
from posko_app.ui.periksa_columns import JourneyFields
from posko_app.ui.periksa_form import PeriksaForm
from posko_app.ui.periksa_more import MoreFields
from posko_app.ui.periksa_questions import QuestionPad
from posko_app.ui.periksa_room import Room
from posko_app.ui.periksa_talk import TalkRoom
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.panel import Panel
from posko_app.ui.widgets.scroller import Scroller

R = TypeVar("R", bound=Room)


class MiddleColumn(Panel):
    """Shows one of its pages; rooms and further fields are made when first wanted.

    Signals:
        more_made: the further fields are there now, still empty.
    """

    more_made = Signal()

    def __init__(self, form: PeriksaForm, words: Words, today: Callable[[], date]) -> None:
        super().__init__("…", "…")
        self._form, self._words, self._today = form, words, today
        self._low = False
        self._more: MoreFields | None = None
        self._rooms: dict[type[Room], Room] = {}
        self._open: Room | None = None
        self.journey = JourneyFields(form, words, today)
        self.questions = QuestionPad(words)
        usual = QWidget()
        lines = QVBoxLayout(usual)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addWidget(self.journey)
        lines.addWidget(self.questions)
        lines.addStretch(1)
        self._holder = QWidget()
        self._pages = QStackedLayout(self._holder)
        self._usual = Scroller(usual)
        self._pages.addWidget(self._usual)
        self.body.addWidget(self._holder, 1)
        self.show_usual()

    @property
    def more(self) -> MoreFields:
        """The further fields; made when they are wanted for the first time."""
        if self._more is None:
            self._more = MoreFields(self._form, self._words, self._today)
            self._pages.addWidget(self._more)
            self._more.fields.set_low(low=self._low)
            self.more_made.emit()
        return self._more

    @property
    def room(self) -> Room | None:
        """The room that is open."""
        return self._open

    @property
    def child(self) -> ChildRoom:
        """The child path."""
        return self._room(ChildRoom, lambda: ChildRoom(self._words))

    @property
    def talk(self) -> TalkRoom:
        """The private talk."""
        return self._room(TalkRoom, lambda: TalkRoom(self._words))

    @property
    def calming(self) -> CalmingRoom:
        """The verified facts."""
        return self._room(CalmingRoom, lambda: CalmingRoom(self._words))

    @property
    def ask(self) -> AskRoom:
        """A question with a short list of answers."""
        return self._room(AskRoom, AskRoom)

    @property
    def checklist(self) -> ChecklistRoom:
        """The papers of the way of being placed."""
        return self._room(ChecklistRoom, lambda: ChecklistRoom(self._words))

    def rooms(self) -> tuple[Room, ...]:
        """Give the rooms made so far."""
        return tuple(self._rooms.values())

    def more_is_open(self) -> bool:
        """Say whether the further fields are on the screen."""
        return self._more is not None and self._pages.currentWidget() is self._more

    def show_usual(self) -> None:
        """Show the journey with the question."""
        self._open = None
        self._pages.setCurrentWidget(self._usual)
        self._name(
            self.tr("Perjalanan dan pekerjaan"), self.tr("F3 ulangi nilai terakhir · F8 lanjutan")
        )

    def show_more(self) -> None:
        """Show the further fields."""
        self._open = None
        self._pages.setCurrentWidget(self.more)
        self._name(self.tr("Lanjutan"), self.tr("F8 kembali"))

    def show_room(self, room: Room) -> None:
        """Show a room."""
        self._open = room
        home = room.parentWidget()
        while home is not None and not isinstance(home, Scroller):
            home = home.parentWidget()
        if home is not None:
            self._pages.setCurrentWidget(home)
        self._name(room.title(), room.hint())

    def home(self) -> QWidget:
        """Give what counts as this column for the key that goes from panel to panel."""
        usual = self._open is None and not self.more_is_open()
        return self.journey if usual else self._holder

    def first(self) -> QWidget:
        """Give the widget that takes the keyboard when this column is chosen."""
        if self._open is not None:
            return self._open
        if self.more_is_open() and self._more is not None and self._more.first is not None:
            return self._more.first
        return self.journey.fields.rows[0].editor

    def set_low(self, *, low: bool) -> None:
        """Use the smaller measures of a low screen."""
        self._low = low
        self.set_tight(tight=low)
        self.journey.fields.set_low(low=low)
        self.questions.set_low(low=low)
        if self._more is not None:
            self._more.fields.set_low(low=low)
        for room in self._rooms.values():
            room.set_low(low=low)

    def _name(self, title: str, hint: str) -> None:
        self.head.title.setText(title)
        self.head.hint.say(hint)

    def _room(self, kind: type[R], make: Callable[[], R]) -> R:
        known = self._rooms.get(kind)
        if isinstance(known, kind):
            return known
        made = make()
        self._rooms[kind] = made
        self._pages.addWidget(Scroller(made))
        made.set_low(low=self._low)
        return made
