"""Ctrl+K, what is typed there, and the clock of the departure line."""

from PySide6.QtCore import QObject, Signal

from posko_app.domain.departures import Departure
from posko_app.errors import PoskoError
from posko_app.ui.notices import sentence
from posko_app.ui.periksa_actions import PeriksaActions
from posko_app.ui.periksa_day import PeriksaDay, chosen_answers
from posko_app.ui.periksa_day_list import DayList
from posko_app.ui.periksa_model import PeriksaModel
from posko_app.ui.periksa_ports import Surroundings
from posko_app.ui.periksa_view import PeriksaView
from posko_app.ui.periksa_words import Words, departure_title

BESIDE_THE_FIELD = frozenset({"screening.problems"})  # the field says so itself


class PeriksaDepartures(QObject):
    """Chooses among the day's departures, and makes what was typed one of them."""

    chosen = Signal(object)  # the answers that change

    def __init__(
        self,
        view: PeriksaView,
        model: PeriksaModel,
        acts: PeriksaActions,
        *,
        day: PeriksaDay,
        words: Words,
        around: Surroundings,
    ) -> None:
        super().__init__(view)
        self._view, self._model, self._day = view, model, day
        self._acts, self._words, self._around = acts, words, around
        self.list = DayList(words, view)
        self.list.picked.connect(self._pick)
        self.list.another.connect(view.departure.open_editor)
        view.departure.closed.connect(self._typed)
        day.changed.connect(self.show)
        day.added.connect(self._added)
        day.refused.connect(self._refused)

    def open(self) -> None:
        """Offer the day's departures; without any, and at the second press, the fields."""
        bar = self._view.departure
        if self.list.isVisible() or not self._day.departures:
            self.list.hide()
            bar.open_editor()
        else:
            now = self._around.clock()
            self.list.open_under(bar, self._day.departures, self._model.draft().answers, now)

    def show(self) -> None:
        """Show the departure with its clock, and who has been kept how long."""
        draft, now = self._model.draft(), self._around.clock()
        self._view.departure.view.show_departure(draft.answers, now)
        this = None
        if self._model.has_content():
            this = max(0, int((now - draft.started_at).total_seconds() // 60))
        aside = [case.minutes(now) for case in self._day.aside(but=draft.id)]
        bar = self._view.departure
        bar.held.show_minutes(this, aside, limit=self._around.held_limit())
        bar.fit_held()

    def _pick(self, departure: Departure) -> None:
        self.chosen.emit(chosen_answers(departure))

    def _typed(self) -> None:
        if not self._acts.asking:  # a question waits for its answer; the next closing adds it
            self._day.add(self._model.draft().answers)

    def _added(self, departure: Departure) -> None:
        another = self._day.is_another(departure)
        self._acts.tell(
            "departure_added" if another else "departure_changed",
            undo=lambda: self._undo(departure),
            departure=departure_title(departure.answers),
        )

    def _undo(self, departure: Departure) -> None:
        self._day.take_back(departure)
        self._acts.rest()

    def _refused(self, error: PoskoError) -> None:
        if error.key not in BESIDE_THE_FIELD:
            text = sentence(self._words.catalogue, error)
            self._acts.tell("departure_refused", why=text)
