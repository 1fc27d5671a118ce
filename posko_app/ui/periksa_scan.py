"""A scan on the Periksa screen: fills what is empty, keeps both where they differ, says so."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from posko_app.domain.scans.filling import Filling, Outcome, Told, fill
from posko_app.domain.scans.scan import read_scan
from posko_app.domain.screening import Answers, Value
from posko_app.ui.periksa_actions import PeriksaActions
from posko_app.ui.periksa_focus import focused
from posko_app.ui.periksa_model import PeriksaModel
from posko_app.ui.periksa_moves import PeriksaMoves
from posko_app.ui.periksa_view import PeriksaView
from posko_app.ui.periksa_words import Words

KINDS = {Outcome.OK: "success", Outcome.ATTENTION: "caution", Outcome.UNREAD: "problem"}
UNSEEN = ("docs.", "traveller.dob_other_source")  # named by what they belong to


class PeriksaScans(QObject):
    """Uses scans while a person is in the form.

    Args:
        record: takes changes as if they had been typed.
    """

    def __init__(
        self,
        model: PeriksaModel,
        view: PeriksaView,
        *,
        acts: PeriksaActions,
        moves: PeriksaMoves,
        words: Words,
        record: Callable[[Mapping[str, Value]], object],
    ) -> None:
        super().__init__(view)
        self._model, self._view, self._acts, self._moves = model, view, acts, moves
        self._words, self._record = words, record
        self.said = ""

    def take(self, raw: str) -> Outcome:
        """Read a scan and use it; the focus moves on only from a field that was filled."""
        today = self._model.today()
        scan = read_scan(raw, on=today)
        before = self._model.answers
        filling = fill(scan, before, on=today)
        if filling.changes:
            self._record(filling.changes)
        self._say(filling, before)
        if self._view.form.path_of(focused()) in filling.filled:
            self._moves.enter()
        return filling.outcome

    def _say(self, filling: Filling, before: Answers) -> None:
        back = {path: before.get(path) for path in filling.changes}
        undo = self._words.text("scan.detail.undo") if filling.filled else ""
        self.said = self._words.text(f"scan.told.{self._told(filling)}")
        self._acts.tell_scan(
            self.said,
            self._detail(filling),
            KINDS[filling.outcome],
            remedy=undo,
            on_remedy=lambda: self._take_back(back),
        )

    def _take_back(self, back: Mapping[str, Value]) -> None:
        self._record(back)
        self._acts.rest()

    def _told(self, filling: Filling) -> str:
        kept = filling.told is Told.TICKET and filling.differs
        return "ticket_kept" if kept else filling.told.value

    def _detail(self, filling: Filling) -> str:
        text = self._words.text
        if filling.told is Told.OTHER_PERSON:
            return text("scan.detail.save_first")
        if filling.told is Told.UNREAD:
            problem = next(iter(filling.problems), None)
            return "" if problem is None else text(f"problem.{problem.code}")
        said = [text(f"problem.{p.code}") for p in filling.problems if not p.field]
        if filling.ticket_differs:
            said.append(text("scan.detail.ticket_differs"))
        if filling.differs:
            said.append(text("scan.detail.differs", names=self._names(filling.differs)))
        asks = tuple(path for path in filling.asks if path not in filling.differs)
        if asks:
            said.append(text("scan.detail.asks", names=self._names(asks)))
        if not said and filling.filled:
            said.append(text("scan.detail.filled", names=self._names(filling.filled)))
        return " ".join(said) or text("scan.detail.nothing_new")

    def _names(self, paths: tuple[str, ...]) -> str:
        seen = tuple(path for path in paths if not path.startswith(UNSEEN))
        return self._words.names(seen)
