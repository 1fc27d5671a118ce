"""Asks what earlier records say about the rows, a few at a time: a save never queues behind it."""

from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from posko_app.domain.detection.prior import PriorQuery, prior_query
from posko_app.domain.entries import STATED_AT_SAVE
from posko_app.domain.people import Person, person_in
from posko_app.domain.person_links import PairState
from posko_app.domain.screening import Value
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.ui.background import deliver
from posko_app.ui.earlier_model import warning_of
from posko_app.ui.rombongan_model import GroupModel
from posko_app.ui.rombongan_ports import GroupPorts
from posko_app.ui.rombongan_row import Reading, Row, RowState

AT_ONCE = 6
TOGETHER_MS = 40  # answers that come close together are shown together
NIK_DIGITS = 16
Asked = tuple[PriorQuery, Person]


class GroupPrior(QObject):
    """Each row is asked for once, and again when what it shares has changed.

    Signals:
        told: earlier records say something about a row.
        idle: every row that can be asked for has its answer.
    """

    told = Signal()
    idle = Signal()

    def __init__(
        self, model: GroupModel, ports: GroupPorts, catalogue: Catalogue, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._model, self._detection, self._people = model, ports.detection, ports.people
        self._catalogue = catalogue
        self._asked: dict[str, Asked] = {}
        self._seen: dict[str, Reading] = {}
        self._waiting: deque[str] = deque()
        self._running = 0
        self._soon = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._soon.timeout.connect(self.told)

    @property
    def is_busy(self) -> bool:
        """Say whether answers are still on their way."""
        return bool(self._running or self._waiting)

    def ask(self) -> None:
        """Ask for rows that were not asked for yet, or are others since."""
        self._waiting = deque(
            row.id
            for row in self._model.rows
            if row.state is RowState.OPEN
            and self._seen.get(row.id) is not self._model.known_reading(row.id)
        )
        self._go_on()

    def _go_on(self) -> None:
        while self._waiting and self._running < AT_ONCE:
            row_id = self._waiting.popleft()
            place = self._model.place_of(row_id)
            if place is not None:
                self._look(place)
        if not self.is_busy:
            self.idle.emit()

    def _look(self, place: int) -> None:
        row, reading = self._model.rows[place], self._model.reading(place)
        self._seen[row.id] = reading
        asked = _asked_of(row, reading)
        if asked is not None and self._asked.get(row.id) != asked:
            self._ask(row, reading, asked)

    def _ask(self, row: Row, reading: Reading, asked: Asked) -> None:
        self._asked[row.id] = asked
        typed = {path: v for path, v in reading.answers.items() if path not in STATED_AT_SAVE}
        links = {subject: PairState(said) for subject, said in row.links.items()}
        self._running += 2
        deliver(
            self._detection.prior(typed),
            self,
            lambda told: self._take(row.id, asked, told=told),
            lambda error: self._failed(row.id, error),
        )
        deliver(
            self._people.look(typed),
            self,
            lambda found: self._take(
                row.id, asked, earlier=warning_of(found, links, self._catalogue)[1]
            ),
            lambda error: self._failed(row.id, error),
        )

    def _take(
        self,
        row_id: str,
        asked: Asked,
        *,
        told: Mapping[str, Value] | None = None,
        earlier: str | None = None,
    ) -> None:
        """An answer about an earlier number comes too late."""
        self._running -= 1
        place = self._model.place_of(row_id)
        if place is not None and self._asked.get(row_id) == asked:
            row = self._model.rows[place]
            now = row if told is None else replace(row, told=told)
            now = now if earlier is None else replace(now, earlier=earlier)
            if now != row:
                self._model.rows[place] = now
                self._soon.start()
        self._go_on()

    def _failed(self, row_id: str, _error: PoskoError) -> None:
        """Nothing is told; the row is judged again at its save, with what the store knows."""
        self._running -= 1
        self._asked.pop(row_id, None)
        self._go_on()


def _asked_of(row: Row, reading: Reading) -> Asked | None:
    if row.state is not RowState.OPEN:
        return None
    query, person = prior_query(reading.answers), person_in(reading.answers)
    complete = bool(query.watched) or len(query.nik or "") == NIK_DIGITS
    return (query, person) if complete or person.can_be_looked_for() else None
