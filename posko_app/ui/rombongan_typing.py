"""Which row is under the hands: typed, scanned or pasted, and then the next one."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from posko_app.domain.group import Standing
from posko_app.domain.scans.filling import Filling, Outcome
from posko_app.domain.scans.scan import Scan, ScanKind, read_scan
from posko_app.domain.screening import Value
from posko_app.ui.periksa_focus import focus_on, focused
from posko_app.ui.periksa_words import Words
from posko_app.ui.rombongan_actions import Notice
from posko_app.ui.rombongan_cells import problem_words
from posko_app.ui.rombongan_entry import NAME, NIK
from posko_app.ui.rombongan_keeper import GroupKeeper
from posko_app.ui.rombongan_model import NEEDS_PERSON, GroupModel
from posko_app.ui.rombongan_row import Row, RowState
from posko_app.ui.rombongan_scans import aim
from posko_app.ui.rombongan_view import GroupView
from posko_app.ui.widgets.nik_edit import LENGTH

OWN = frozenset({"traveller.nik", "traveller.passport", "traveller.name"})


class GroupTyping(QObject):
    """The line and the row it belongs to; without a row the line waits for the next person.

    Signals:
        changed: look at every row again.
        said: a Notice.
    """

    changed = Signal()
    said = Signal(object)

    def __init__(
        self, model: GroupModel, view: GroupView, keeper: GroupKeeper, words: Words
    ) -> None:
        super().__init__(view)
        self._model, self._view, self._keeper, self._words = model, view, keeper, words
        self._editing: str | None = None
        self._last: str | None = None  # whose level is shown while the line is empty
        line = view.entry
        line.edited.connect(self.edited)
        line.filled.connect(self.filled)
        line.committed.connect(self.commit)
        line.upward.connect(self.upward)
        line.rows_pasted.connect(view.paste)

    def begin(self) -> None:
        """Be ready for the next person."""
        self.leave_row()
        self._view.entry.begin()
        self.changed.emit()

    def resume(self) -> None:
        """Go on with a last row that was left half typed, else with the next person."""
        last = len(self._model.rows) - 1
        row = self._model.rows[last] if last >= 0 else None
        if row is not None and row.state is RowState.OPEN and not row.own.get(NAME):
            self.edit(last)
        else:
            self.begin()

    def edit(self, place: int) -> None:
        """Go on with a row that is there already."""
        self.leave_row()
        self._editing = self._model.rows[place].id
        self.changed.emit()
        entry = self._view.entry
        focus_on(entry.who if entry.name.value() else entry.name)

    def edited(self, changes: Mapping[str, Value]) -> None:
        """Record what was typed; the first letter makes a row."""
        place = self._place()
        if place is None:
            known = {path: value for path, value in changes.items() if value is not None}
            if not known:
                return
            place = self._model.add(known)
            self._editing = self._model.rows[place].id
        else:
            self._model.change(place, self._toggled(place, changes))
        self._keeper.touched([self._model.rows[place].id])
        self.changed.emit()

    def filled(self, changes: Mapping[str, Value]) -> None:
        """Record what came with a suggestion; what is there already stays."""
        place = self._place()
        own = {} if place is None else self._model.rows[place].own
        self.edited({path: value for path, value in changes.items() if own.get(path) != value})

    def commit(self) -> None:
        """The row is done; the line is free for the next person."""
        place = self._place()
        self.leave_row()
        self._view.entry.begin()
        if place is not None and place < len(self._model.rows):
            self._view.rows.choose(place)
        self.changed.emit()

    def leave_row(self) -> None:
        """Let go of the row; one in which nothing is left is taken out."""
        place = self._place()
        if place is not None:
            row = self._model.rows[place]
            if row.is_empty:
                self._model.remove(place)
                self._keeper.drop([row.id])
            else:
                self._last = row.id
                self._keeper.keep_now()
        self._editing = None

    def take_scan(self, raw: str) -> Outcome:
        """Fill the row a scan belongs to; a passport or card is a whole row."""
        today = self._model.today()
        scan = read_scan(raw, on=today)
        rows, header = self._model.rows, self._model.header.answers
        found = aim(scan, rows, editing=self._place(), header=header, on=today)
        if found.filling.outcome is Outcome.UNREAD or not found.filling.changes:
            self.said.emit(Notice("scan_unread", "caution"))
            return Outcome.UNREAD
        place = found.place
        if place is None:
            self.leave_row()
            place = self._model.add(found.filling.changes)
        else:
            self._model.change(place, found.filling.changes)
        row = self._model.rows[place]
        self._keeper.touched([row.id])
        self._last = row.id
        self._after_scan(place, row, whole=scan.kind is not ScanKind.UNKNOWN)
        self.said.emit(_scan_notice(scan, found.filling, place + 1))
        return found.filling.outcome

    def upward(self) -> None:
        """Go from the line to the rows above it."""
        place = self.shown_place()
        if self._model.rows:
            self.leave_row()
            self.changed.emit()
            self._view.rows.choose(min(place or 0, len(self._model.rows) - 1))
            focus_on(self._view.rows)

    def next_person(self) -> None:
        """Go to the next row that needs somebody."""
        table, rows = self._view.rows, self._model.rows
        now = table.place() if focused() is table else None
        start = -1 if now is None else now
        order = [*range(start + 1, len(rows)), *range(start + 1)]
        found = next((place for place in order if self._needs_person(place)), None)
        if found is not None:
            self.leave_row()
            table.choose(found)
            focus_on(table)

    def _needs_person(self, place: int) -> bool:
        row = self._model.rows[place]
        stands = self._model.reading(place).standing
        left = stands in NEEDS_PERSON or stands is Standing.EMPTY or row.error is not None
        return row.state is RowState.OPEN and left

    def repeat(self) -> None:
        """Take over what the row before says beyond who it is."""
        place = self._place()
        above = len(self._model.rows) - 1 if place is None else place - 1
        if above >= 0:
            said = self._model.rows[above].exceptions
            self.edited({path: v for path, v in said.items() if path not in OWN})

    def shown_place(self) -> int | None:
        """Give the row whose level is shown: under the hands, else the last one."""
        row_id = self._editing or self._last
        return None if row_id is None else self._model.place_of(row_id)

    def show_line(self) -> None:
        """Show the row in the line, with what is to be said about it."""
        place = self._place()
        row = None if place is None else self._model.rows[place]
        if row is not None and row.state is not RowState.OPEN:
            row, self._editing = None, None
        number = len(self._model.rows) + 1 if place is None else place + 1
        self._view.entry.show_row(row, number)
        if place is not None:
            self._view.see(place)
        self._view.entry.say(*self._hint(place, row))

    def _after_scan(self, place: int, row: Row, *, whole: bool) -> None:
        """A row with a name is done; one without waits for it."""
        self.changed.emit()
        if whole and row.own.get(NAME):
            self._editing = None
            self._view.entry.begin()
            self._view.rows.choose(place)
        else:
            self._editing = row.id
            focus_on(self._view.entry.name)
        self.changed.emit()

    def _hint(self, place: int | None, row: Row | None) -> tuple[str, str]:
        if place is None or row is None:
            return self._words.text("group.entry.hint"), "hint"
        reading = self._model.reading(place)
        if reading.twin is not None:
            number = reading.twin.other + 1
            path = self._words.label(reading.twin.by)
            return self._words.text("group.entry.twin", number=number, path=path), "caution"
        own = [found for found in reading.problems if found.field != _path_now(self._view)]
        if own:
            return problem_words(own[0], self._words), "problem"
        shared = self._view.shared_words(place)
        nik = str(row.own.get(NIK) or "")
        said = self._words.nik_reading(nik, today_at=self._model.now()) if nik else ""
        if nik and len(nik) != LENGTH and not self._view.entry.who.hasFocus():
            return self._words.text("caution.nik_length", count=len(nik)), "caution"
        return " · ".join(part for part in (shared, said) if part), "hint"

    def _toggled(self, place: int, changes: Mapping[str, Value]) -> dict[str, Value]:
        """What is chosen once more among the exceptions is taken away."""
        own = self._model.rows[place].own
        return {
            path: None if path not in OWN and own.get(path) == value else value
            for path, value in changes.items()
        }

    def _place(self) -> int | None:
        return None if self._editing is None else self._model.place_of(self._editing)


def _scan_notice(scan: Scan, filling: Filling, number: int) -> Notice:
    params: dict[str, str | int] = {"number": number}
    if filling.ticket_differs:
        return Notice("scan_ticket", "caution", params)
    if filling.problems:
        return Notice("scan_damaged", "caution", params)
    if filling.differs:
        return Notice("scan_differs", "caution", params)
    kind = "caution" if filling.outcome is Outcome.ATTENTION else "success"
    return Notice(f"scan_{scan.kind}", kind, params)


def _path_now(view: GroupView) -> str:
    """Half a number is no mistake yet."""
    now = focused()
    return {view.entry.who: NIK, view.entry.name: NAME}.get(now, "") if now else ""  # type: ignore[call-overload]
