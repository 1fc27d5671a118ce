"""Looks for the person in the form among earlier screenings, and keeps what is answered.

An answer belongs to the draft: it is kept with it, goes with it, and is stated when it is saved.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from posko_app.domain.entries import derive
from posko_app.domain.people import EarlierPeople, Leaving, Person, leaving_in, person_in
from posko_app.domain.person_links import PairState
from posko_app.i18n import Catalogue
from posko_app.ui.background import deliver
from posko_app.ui.earlier_model import EarlierView, first_open, view_of, warning_of
from posko_app.ui.periksa_model import PeriksaModel
from posko_app.ui.periksa_ports import DeskLike

AFTER_LAST_KEY_MS = 150


class PeriksaPeople(QObject):
    """Knows who may have been here before, for one draft at a time.

    Signals:
        told: somebody was found, or nobody any more; show it.
        answered: the draft holds another answer now.
        record_asked: subject of a screening that is to be opened.
    """

    told = Signal()
    answered = Signal()
    record_asked = Signal(str)

    def __init__(
        self,
        model: PeriksaModel,
        desk: DeskLike,
        catalogue: Catalogue,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._people = model, desk.people
        self._place, self._catalogue = catalogue.text(f"pages.post.{desk.post}"), catalogue
        self._draft = ""
        self._asked: tuple[Person, Leaving] = (Person(), Leaving(None))
        self._wanted = self._asked
        self._marked = ""
        self.found = EarlierPeople()
        self._timer = QTimer(self, singleShot=True, interval=AFTER_LAST_KEY_MS)
        self._timer.timeout.connect(self.ask)

    @property
    def is_due(self) -> bool:
        """Say whether it will ask soon."""
        return self._timer.isActive()

    def begin(self) -> None:
        """Another draft is in the form: nobody was found for it yet."""
        self._timer.stop()
        self._draft = self._model.draft().id
        self._asked = (Person(), Leaving(None))
        self.found, self._marked = EarlierPeople(), ""

    def look(self) -> None:
        """Ask soon, if who is in the form has changed since the last time."""
        answers = derive(self._model.draft().answers)
        person = person_in(answers)
        known = person if person.can_be_looked_for() else Person()
        self._wanted = (known, leaving_in(answers))
        if known == Person():
            self._timer.stop()
            self._asked = self._wanted
            self._take_nobody()
        elif self._wanted != self._asked:
            self._timer.start()

    def ask(self) -> None:
        """Ask now."""
        self._timer.stop()
        self._asked, draft = self._wanted, self._draft
        asked = self._asked
        deliver(
            self._people.look(self._model.draft().answers),
            self,
            lambda found: self._take(draft, asked, found),
            lambda _error: self._failed(asked),
        )

    def view(self) -> EarlierView:
        """Give what to show."""
        return view_of(
            self.found,
            self._answers(),
            marked=self.marked(),
            place=self._place,
            catalogue=self._catalogue,
        )

    def hint(self, path: str) -> str:
        """Give what stands under a field about somebody who was here before, `""` for nothing."""
        field, words = warning_of(self.found, self._answers(), self._catalogue)
        return words if field == path else ""

    def marked(self) -> str:
        """Give the subject the keys are about, `""` for none."""
        return self._marked or first_open(self.found.people, self._answers())

    def mark(self, subject: str) -> None:
        """Let the keys be about another one."""
        self._marked = subject
        self.told.emit()

    def mark_next(self) -> None:
        """Let the keys be about the next one, after the last about the first again."""
        subjects = [one.subject for one in self.found.people]
        if subjects:
            place = (subjects.index(self.marked()) + 1) % len(subjects)
            self.mark(subjects[place])

    def answer(self, state: PairState) -> None:
        """Answer about the marked one; the same answer again takes it back."""
        subject = self.marked()
        if subject:
            before = self._answers().get(subject)
            self._marked = subject  # stays, so that the next press takes it back
            self._model.link(subject, None if before is state else state.value)
            self.answered.emit()

    def open(self) -> None:
        """Ask for the marked one's record to be shown."""
        if self.marked():
            self.record_asked.emit(self.marked())

    def _answers(self) -> dict[str, PairState]:
        return {subject: PairState(said) for subject, said in self._model.links.items()}

    def _take(self, draft: str, asked: tuple[Person, Leaving], found: EarlierPeople) -> None:
        """What was found about somebody else, or about an earlier number, comes too late."""
        if draft != self._draft or asked != self._wanted:
            return
        self.found = found
        subjects = {one.subject for one in found.people}
        self._marked = self._marked if self._marked in subjects else ""
        if not found.more:
            self._model.keep_links(subjects)
        self.told.emit()

    def _take_nobody(self) -> None:
        if self.found != EarlierPeople():
            self.found, self._marked = EarlierPeople(), ""
            self._model.keep_links(())
            self.told.emit()

    def _failed(self, asked: tuple[Person, Leaving]) -> None:
        """Nobody is shown; the next change asks again."""
        if asked == self._asked:
            self._asked = (Person(), Leaving(None))
