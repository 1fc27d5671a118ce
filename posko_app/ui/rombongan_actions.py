"""What the keys do to a group: decide, save, take aside, take out, put back. The queue goes on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer, Signal

from posko_app.domain.codes import Decision
from posko_app.domain.group import Standing
from posko_app.domain.screening import Draft, Value
from posko_app.errors import PoskoError
from posko_app.services.group import Outcomes, RowKept, RowSaved
from posko_app.services.screening import Recorded
from posko_app.ui.periksa_gates import Gate, next_gate
from posko_app.ui.periksa_model import SHOWN
from posko_app.ui.rombongan_keeper import GroupKeeper
from posko_app.ui.rombongan_model import GroupModel
from posko_app.ui.rombongan_row import Row, RowState

UNDO_MS = 10_000
REST = "rest"
DECISION = "decision"
ASIDE_FROM = frozenset({RowState.OPEN, RowState.ASIDE})  # back to him, if he is there already
NEEDS_WORDS = frozenset({Decision.TUNDA, Decision.RUJUK, Decision.SERAH_TERIMA})
OVER = ("decision", "decision_reason.", "handed_to")


@dataclass(frozen=True, slots=True)
class Notice:
    """What the bottom row says: catalogue key below `group.notice`, values, voice, remedy."""

    name: str
    kind: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    error: PoskoError | None = None
    undo: bool = False


class GroupActions(QObject):
    """Changes the model and says so; the page shows it.

    Signals:
        changed: look at every row again.
        said: a Notice.
        aside_wanted: a Draft that Periksa shall take.
        words_wanted: the place of a row whose decision needs a reason.
        saved: a Recorded, for other views.
        row_gone: a row was taken out or saved while it was in the entry line.
    """

    changed = Signal()
    said = Signal(object)
    aside_wanted = Signal(object)
    words_wanted = Signal(int)
    saved = Signal(object)

    def __init__(
        self, model: GroupModel, keeper: GroupKeeper, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._keeper = model, keeper
        self._undo: Callable[[], object] | None = None
        self._ends = QTimer(self, singleShot=True, interval=UNDO_MS)
        self._ends.timeout.connect(self.rest)
        self._saving = 0
        keeper.told.connect(self._told)

    def decide(self, place: int, code: str) -> None:
        """Decide about one row; what has to be settled first is settled in Periksa."""
        self._model.compare()
        row, reading = self._model.rows[place], self._model.reading(place)
        if row.state is not RowState.OPEN or reading.standing is Standing.EMPTY:
            self._say("not_now", "caution", number=place + 1)
            return
        if reading.problems:
            self._say("row_stuck", "problem", number=place + 1)
            return
        judged = reading.judged
        suggests = () if judged is None else judged.suggests
        gate = (
            Gate.OVERRIDE
            if judged is None
            else next_gate(reading.answers, judged.assessment, decision=code, suggests=suggests)
        )
        if gate is not None:
            self.take_aside(place, why=f"aside_{gate}")
            return
        self._set_decision(place, code)

    def give_words(self, place: int, changes: Mapping[str, Value]) -> None:
        """Record why, or to whom."""
        self._model.change(place, changes)
        self._keeper.touched([self._model.rows[place].id])
        self.changed.emit()

    def save(self) -> None:
        """Let the green rest go, and save them with every row that is decided."""
        self._model.compare()
        drafts = [self._to_record(place) for place in self._saveable()]
        if not drafts:
            left = self._model.totals().person
            self._say("nothing_to_save" if not left else "only_person", "caution", count=left)
            return
        self._saving += len(drafts)
        self._state_of([draft.id for draft in drafts], RowState.SAVING)
        self._say("saving", count=len(drafts))
        self._keeper.record(drafts)
        self.changed.emit()

    def take_aside(self, place: int, *, why: str = "aside") -> None:
        """Open somebody in Periksa with everything filled; the row waits for the answer."""
        row = self._model.rows[place]
        if row.state not in ASIDE_FROM or row.is_empty:
            self._say("not_now", "caution", number=place + 1)
            return
        draft = self._model.member(place)
        answers = {path: value for path, value in draft.answers.items() if path != SHOWN}
        self._keeper.keep_now()
        self._model.put(replace(row, state=RowState.ASIDE, error=None))
        self._say(why, number=place + 1)
        self.changed.emit()
        self.aside_wanted.emit(replace(draft, answers=answers))

    def came_back(self, recorded: Recorded, draft: Draft) -> bool:
        """Put what Periksa saved into the row it came from; False when it has none here."""
        place = self._model.place_of(draft.id)
        if place is None:
            return False
        self._saved_row(draft.id, recorded)
        self._say("came_back", "success", number=place + 1, receipt=recorded.receipt)
        self.changed.emit()
        return True

    def in_periksa(self, draft_id: str) -> None:
        """Somebody of the group is in Periksa, also after an undo there: his row waits."""
        place = self._model.place_of(draft_id)
        if place is not None and self._model.rows[place].state is RowState.OPEN:
            self._model.put(replace(self._model.rows[place], state=RowState.ASIDE, error=None))
            self.changed.emit()

    def returned(self, draft: Draft) -> bool:
        """Somebody left Periksa undecided: his row is open again, with what was typed there.

        False when nobody here is waited for.
        """
        place = self._model.place_of(draft.id)
        row = None if place is None else self._model.rows[place]
        if row is None or row.state is not RowState.ASIDE:
            return False
        notes = {path: value for path, value in row.own.items() if path.startswith("row.")}
        own = {path: v for path, v in draft.answers.items() if path != "group.id"}
        self._model.put(replace(row, own={**notes, **own}, state=RowState.OPEN, links=draft.links))
        self._keeper.touched([row.id])
        self.changed.emit()
        return True

    def remove(self, place: int) -> None:
        """Take a row out; ten seconds to take it back."""
        row = self._model.rows[place]
        if row.state is not RowState.OPEN:
            self._say("not_now", "caution", number=place + 1)
            return
        self._model.remove(place)
        self._keeper.drop([row.id])
        self._say("removed", undo=lambda: self._put_back(place, row), number=place + 1)
        self.changed.emit()

    def undo(self) -> None:
        """Do the one thing the bottom row offers."""
        act, self._undo = self._undo, None
        if act is not None:
            self._ends.stop()
            act()
            self.changed.emit()

    def rest(self) -> None:
        """Say nothing in particular."""
        self._undo = None
        self._ends.stop()
        self.said.emit(Notice(REST))

    def _set_decision(self, place: int, code: str) -> None:
        before = self._model.rows[place]
        taken = {path: None for path in before.own if path.startswith(OVER)}
        same = before.own.get(DECISION) == code
        self._model.change(place, {**taken, DECISION: None if same else code})
        self._keeper.touched([before.id])
        back = lambda: self._restore(before)  # noqa: E731
        name = "undecided" if same else f"decided_{code}"
        self._say(name, undo=back, number=place + 1)
        self.changed.emit()
        if not same and code in NEEDS_WORDS:
            self.words_wanted.emit(place)

    def _saveable(self) -> list[int]:
        wanted = (Standing.GREEN, Standing.DECIDED)
        return [
            place
            for place, row in enumerate(self._model.rows)
            if row.state is RowState.OPEN and self._model.reading(place).standing in wanted
        ]

    def _to_record(self, place: int) -> Draft:
        draft = self._model.member(place)
        decided = draft.answers.get(DECISION) not in (None, Decision.BELUM_DIPUTUSKAN.value)
        answers = draft.answers if decided else {**draft.answers, DECISION: Decision.BOLEH.value}
        return replace(draft, answers=answers)

    def _told(self, outcomes: Outcomes) -> None:
        for outcome in outcomes:
            self._saving -= 1
            if isinstance(outcome, RowSaved):
                self._saved_row(outcome.draft_id, outcome.recorded)
            else:
                self._kept_row(outcome)
        if not self._saving:
            self._say_done()
        self.changed.emit()

    def _saved_row(self, draft_id: str, recorded: Recorded) -> None:
        place = self._model.place_of(draft_id)
        if place is not None:
            row = self._model.rows[place]
            self._model.put(replace(row, state=RowState.SAVED, saved=recorded.row, error=None))
        self.saved.emit(recorded)

    def _kept_row(self, kept: RowKept) -> None:
        place = self._model.place_of(kept.draft_id)
        if place is not None:
            row = self._model.rows[place]
            self._model.put(replace(row, state=RowState.OPEN, error=kept.error))

    def _say_done(self) -> None:
        kept = [place for place, row in enumerate(self._model.rows) if row.error is not None]
        totals = self._model.totals()
        if kept:
            numbers = ", ".join(str(place + 1) for place in kept[:8])
            error = self._model.rows[kept[0]].error
            self._say("some_kept", "problem", error=error, count=len(kept), numbers=numbers)
        elif totals.saved == totals.rows:
            self._say("all_saved", "success", count=totals.saved)
        else:
            self._say("saved", "success", count=totals.saved, left=totals.rows - totals.saved)

    def _state_of(self, row_ids: Sequence[str], state: RowState) -> None:
        for row_id in row_ids:
            place = self._model.place_of(row_id)
            if place is not None:
                row = self._model.rows[place]
                self._model.rows[place] = replace(row, state=state, error=None)

    def _restore(self, row: Row) -> None:
        place = self._model.put(row)
        if place is not None:
            self._keeper.touched([row.id])
            self._say("restored", number=place + 1)

    def _put_back(self, place: int, row: Row) -> None:
        self._model.insert(min(place, len(self._model.rows)), row)
        self._keeper.touched([row.id])
        self._say("restored", number=place + 1)

    def _say(
        self,
        name: str,
        kind: str = "",
        *,
        undo: Callable[[], object] | None = None,
        error: PoskoError | None = None,
        **params: str | int,
    ) -> None:
        self._undo = undo
        self._ends.stop()
        if undo is not None:
            self._ends.start()
        self.said.emit(Notice(name, kind, params, error, undo=undo is not None))
