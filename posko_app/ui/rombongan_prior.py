"""Asks what earlier records say about the rows, a few at a time: a save never queues behind it."""

from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from posko_app.domain.detection.prior import PriorQuery, prior_query
from posko_app.domain.entries import STATED_AT_SAVE
from posko_app.domain.screening import Value
from posko_app.errors import PoskoError
from posko_app.ui.background import deliver
from posko_app.ui.periksa_ports import DetectionPort
from posko_app.ui.rombongan_model import GroupModel
from posko_app.ui.rombongan_row import Reading, Row, RowState

AT_ONCE = 4
TOGETHER_MS = 40  # answers that come close together are shown together
NIK_DIGITS = 16


class GroupPrior(QObject):
    """Each row is asked for once, and again when what it shares has changed.

    Signals:
        told: earlier records say something about a row.
    """

    told = Signal()

    def __init__(
        self, model: GroupModel, detection: DetectionPort, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._detection = model, detection
        self._asked: dict[str, PriorQuery] = {}
        self._seen: dict[str, Reading] = {}
        self._waiting: deque[str] = deque()
        self._running = 0
        self._soon = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._soon.timeout.connect(self.told)

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

    def _look(self, place: int) -> None:
        row, reading = self._model.rows[place], self._model.reading(place)
        self._seen[row.id] = reading
        query = _query(row, reading)
        if query is not None and self._asked.get(row.id) != query:
            self._ask(row, reading, query)

    def _ask(self, row: Row, reading: Reading, query: PriorQuery) -> None:
        self._asked[row.id] = query
        self._running += 1
        typed = {path: v for path, v in reading.answers.items() if path not in STATED_AT_SAVE}
        deliver(
            self._detection.prior(typed),
            self,
            lambda told: self._take(row.id, query, told),
            lambda error: self._failed(row.id, error),
        )

    def _take(self, row_id: str, query: PriorQuery, told: Mapping[str, Value]) -> None:
        """An answer about an earlier number comes too late."""
        self._running -= 1
        place = self._model.place_of(row_id)
        if place is not None and self._asked.get(row_id) == query:
            row = self._model.rows[place]
            if row.told != told:
                self._model.rows[place] = replace(row, told=told)
                self._soon.start()
        self._go_on()

    def _failed(self, row_id: str, _error: PoskoError) -> None:
        """Nothing is told; the row is judged again at its save, with what the store knows."""
        self._running -= 1
        self._asked.pop(row_id, None)


def _query(row: Row, reading: Reading) -> PriorQuery | None:
    if row.state is not RowState.OPEN:
        return None
    query = prior_query(reading.answers)
    complete = bool(query.watched) or len(query.nik or "") == NIK_DIGITS
    return query if complete else None
