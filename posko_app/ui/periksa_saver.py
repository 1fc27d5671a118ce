"""Keeps the draft while it is typed and saves it on F9; the queue never waits for either."""

from PySide6.QtCore import QObject, QTimer, Signal

from posko_app.domain.group import GROUP_ID
from posko_app.domain.screening import Draft
from posko_app.errors import PoskoError
from posko_app.ui.background import deliver
from posko_app.ui.periksa_model import PeriksaModel
from posko_app.ui.periksa_ports import ScreeningPort

AFTER_LAST_KEY_MS = 300


class PeriksaSaver(QObject):
    """A draft is written 300 ms after the last key, and at once when a field is left."""

    recorded = Signal(object, object)  # Recorded, Draft
    refused = Signal(object, object)  # Draft, PoskoError
    draft_refused = Signal(object)  # PoskoError
    draft_kept = Signal()
    returned = Signal(object)  # Draft of a group's member whose form was emptied

    def __init__(
        self, model: PeriksaModel, screening: ScreeningPort, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._screening = screening
        self._kept: Draft | None = None
        self._timer = QTimer(self, singleShot=True, interval=AFTER_LAST_KEY_MS)
        self._timer.timeout.connect(self.keep_now)
        self.running = 0

    def touched(self) -> None:
        """Start the 300 ms again."""
        self._timer.start()

    def keep_now(self) -> None:
        """Write the draft if it changed since the last time."""
        self._timer.stop()
        draft = self._model.draft()
        if self._model.has_content() and draft != self._kept:
            self._kept = draft
            deliver(self._screening.save_draft(draft), self, self._draft_done, self._draft_failed)

    def forget(self, draft: Draft) -> None:
        """Drop the stored draft of a form that was emptied; a group's member goes to his row."""
        self._timer.stop()
        self._kept = None
        if draft.answers.get(GROUP_ID) is not None:
            self.returned.emit(draft)
            return
        deliver(self._screening.drop_draft(draft.id), self, _nothing, self._draft_failed)

    def record(self, draft: Draft) -> None:
        """Save for good; the stored draft goes in the same transaction."""
        self._timer.stop()
        self._kept = None
        self.running += 1
        deliver(
            self._screening.record(draft),
            self,
            lambda recorded: self._recorded(recorded, draft),
            lambda error: self._refused(draft, error),
        )

    def _recorded(self, recorded: object, draft: Draft) -> None:
        self.running -= 1
        self.recorded.emit(recorded, draft)

    def _refused(self, draft: Draft, error: PoskoError) -> None:
        self.running -= 1
        self.refused.emit(draft, error)

    def _draft_done(self, _: object) -> None:
        self.draft_kept.emit()

    def _draft_failed(self, error: PoskoError) -> None:
        self._kept = None
        self.draft_refused.emit(error)


def _nothing(_: object) -> None:
    """A draft that was kept needs no words."""
