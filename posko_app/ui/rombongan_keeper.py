"""Keeps a group while it is typed, and hands rows over to be saved; nothing waits for either."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from posko_app.domain.screening import Draft
from posko_app.errors import PoskoError
from posko_app.services.group import Outcomes
from posko_app.ui.background import deliver
from posko_app.ui.rombongan_model import GroupModel
from posko_app.ui.rombongan_ports import GroupPort
from posko_app.ui.rombongan_row import RowState

AFTER_LAST_KEY_MS = 300
TOGETHER = 100  # drafts to a transaction: a long list never holds the store for long
KEPT_STATES = frozenset({RowState.OPEN, RowState.SAVING})  # Periksa keeps whoever is there


class GroupKeeper(QObject):
    """Writes what changed 300 ms after the last key, and at once when a row is left.

    Signals:
        told: the outcomes of one transaction of a save.
        refused: something typed could not be kept; it is tried again with the next key.
        kept: what was typed is kept.
    """

    told = Signal(object)
    refused = Signal(object)
    kept = Signal()

    def __init__(self, model: GroupModel, group: GroupPort, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._group = model, group
        self._rows: set[str] = set()
        self._header = True  # a group's first row brings its header along
        self._timer = QTimer(self, singleShot=True, interval=AFTER_LAST_KEY_MS)
        self._timer.timeout.connect(self.keep_now)
        self.running = 0

    def begin(self, *, is_new: bool) -> None:
        """Another group is open; a new one has no header in the store yet."""
        self._timer.stop()
        self._rows, self._header = set(), is_new

    def touched(self, rows: Iterable[str] = (), *, header: bool = False) -> None:
        """Start the 300 ms again."""
        self._rows |= set(rows)
        self._header = self._header or header
        self._timer.start()

    def keep_now(self) -> None:
        """Write what changed since the last time."""
        self._timer.stop()
        if not self._model.has_content() or not (self._rows or self._header):
            return
        rows, header = self._rows, self._header
        drafts = [
            row.draft(self._model.group)
            for row in self._model.rows
            if row.id in rows and row.state in KEPT_STATES and not row.is_empty
        ]
        if header:
            self._write([self._model.header, *drafts[:TOGETHER]], header=True)
        for at in range(TOGETHER if header else 0, len(drafts), TOGETHER):
            self._write(drafts[at : at + TOGETHER])
        self._rows, self._header = set(), False

    def drop(self, row_ids: Sequence[str]) -> None:
        """Forget rows that were taken out."""
        self._rows -= set(row_ids)
        deliver(self._group.drop(row_ids), self, _nothing, self.refused.emit)

    def record(self, drafts: Sequence[Draft]) -> None:
        """Save rows for good, after what was typed last."""
        self.keep_now()
        for future in self._group.record(drafts):
            self.running += 1
            deliver(future, self, self._done, self._failed)

    def _write(self, drafts: list[Draft], *, header: bool = False) -> None:
        def failed(error: PoskoError) -> None:
            self._rows |= {draft.id for draft in drafts}
            self._header = self._header or header
            self.refused.emit(error)

        deliver(self._group.keep(drafts), self, lambda _: self.kept.emit(), failed)

    def _done(self, outcomes: Outcomes) -> None:
        self.running -= 1
        self.told.emit(outcomes)

    def _failed(self, error: PoskoError) -> None:
        self.running -= 1
        self.refused.emit(error)


def _nothing(_: object) -> None:
    """What was dropped needs no words."""
