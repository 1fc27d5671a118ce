"""Practice: choose a case, capture it on the real Periksa page, compare, go on to the next."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.practice import PracticeCase, PracticeResult
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.screening import Recorded
from posko_app.services.training import PracticeScores, TrainingService
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.kendali_table import WordView
from posko_app.ui.latihan_hasil import ResultPanel
from posko_app.ui.latihan_jalan import PracticeRun
from posko_app.ui.latihan_model import NARROW, case_cells, case_columns, next_case, scores_told
from posko_app.ui.theme import Theme, text_scale
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.card import Rule
from posko_app.ui.widgets.key_binding import bind_on
from posko_app.ui.widgets.key_hints import KeyHints
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.widgets.reading import ReadingPane

SIDE_WIDTH, SIDE_LEAST = 470, 360


@dataclass(frozen=True, slots=True)
class TrainingPorts:
    """What the page needs: cases and results, the rules in force, and the way to Periksa."""

    training: TrainingService
    active: Callable[[], Ruleset]
    run: PracticeRun


class LatihanPage(QWidget):
    """The cases with one's own scores beside them; a result takes their place."""

    changed = Signal(object)

    def __init__(
        self,
        ports: TrainingPorts,
        *,
        catalogue: Catalogue,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ports = ports
        self._catalogue = catalogue
        self.cases: tuple[PracticeCase, ...] = ()
        self.scores: PracticeScores | None = None
        self._last = ""  # id of the case finished last
        self._build(theme)
        self._bind_keys()
        ports.run.recorded.connect(self._recorded)

    def refresh(self) -> None:
        """Read cases and scores again."""
        try:
            self.cases = self._ports.training.cases()
        except PoskoError as error:
            self._failed(error)
            return
        self._show_rows()
        deliver(self._ports.training.scores(), self, self._take_scores, self._failed)

    def focus_first(self) -> None:
        """Put the keyboard on the cases, or on the result that stands there."""
        shown = self.stack.currentWidget()
        target = self.result.reading if shown is self.result else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> PracticeCase | None:
        """The case the cursor is on."""
        row = self.table.currentIndex().row()
        return self.cases[row] if 0 <= row < len(self.cases) else None

    def start(self) -> None:
        """Begin the chosen case, or go back to the one that runs."""
        case = self.chosen()
        if self._ports.run.case is not None:
            self._ports.run.resume()
        elif case is not None:
            self._begin(case)

    def stop(self) -> None:
        """Give the running case up."""
        if self._ports.run.case is not None:
            self._ports.run.stop()
            self.notice.say(self._catalogue.text("practice.stopped"), "hint")

    def start_next(self) -> None:
        """Begin the next case after the one that was finished."""
        tried = () if self.scores is None else self.scores.tried
        case = next_case(self.cases, self._last, tried)
        self.show_list()
        if case is not None:
            self.table.selectRow(self.cases.index(case))
            self._begin(case)

    def show_list(self) -> None:
        """Go back to the cases."""
        self.stack.setCurrentWidget(self.choosing)
        self.focus_first()

    def set_theme(self, theme: Theme) -> None:
        """Paint the rows in another look."""
        self.table.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted, least = round(SIDE_WIDTH * text_scale()), round(SIDE_LEAST * text_scale())
        self.side.setFixedWidth(max(least, min(wanted, self.width() * 2 // 5)))

    def _begin(self, case: PracticeCase) -> None:
        if self._ports.run.begin(case):
            words = self._catalogue.text("practice.running", title=case.title)
            self.notice.say(words, "hint")
        else:
            self.notice.say(self._catalogue.text("practice.busy"), "caution")

    def _recorded(self, case: PracticeCase, recorded: Recorded) -> None:
        self._last = case.id
        self.notice.say(self._catalogue.text("practice.saved_here"), "hint")
        finishing = self._ports.training.finish(case, recorded.subject)
        deliver(finishing, self, self._show_result, self._failed)

    def _show_result(self, result: PracticeResult) -> None:
        self.notice.clear()
        self.stack.setCurrentWidget(self.result)
        self.result.show_result(result)
        self.refresh()

    def _take_scores(self, scores: PracticeScores) -> None:
        self.scores = scores
        self._show_rows()
        self.side_scores.tell(scores_told(scores, self._catalogue))

    def _show_rows(self) -> None:
        rows = [case_cells(case, self.scores, self._catalogue) for case in self.cases]
        self.table.show_rows(case_columns(self._catalogue), rows, narrow=NARROW)

    def _failed(self, error: PoskoError) -> None:
        self.stack.setCurrentWidget(self.choosing)
        self.notice.say(notices.sentence(self._catalogue, error), "problem")

    def _bind_keys(self) -> None:
        for keys in ("Return", "Enter"):
            bind_on(self.table, keys, self.start)
        bind_on(self.table, "Del", self.stop)

    def _build(self, theme: Theme) -> None:
        self.result = ResultPanel(self._ports.active, catalogue=self._catalogue, parent=self)
        self.result.closed.connect(self.show_list)
        self.result.next_asked.connect(self.start_next)
        self.choosing = QWidget(self)
        beside = QHBoxLayout(self.choosing)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(10)
        beside.addWidget(self._list(theme), 1)
        beside.addWidget(self._scores())
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.choosing)
        self.stack.addWidget(self.result)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.addWidget(self.stack)

    def _list(self, theme: Theme) -> Panel:
        word = self._catalogue.text
        self.notice = Banner(self)
        self.table = WordView(theme, self)
        self.table.setAccessibleName(word("practice.title"))
        panel = Panel(parent=self)
        panel.body.setContentsMargins(1, 0, 1, 0)
        panel.body.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(14, 8, 14, 8)
        head.setSpacing(4)
        head.addWidget(roled(word("practice.title"), "departure", self))
        for key, role in (("practice.what", "muted"), ("practice.pick_hint", "hint")):
            label = roled(word(key), role, self)
            label.setWordWrap(True)
            head.addWidget(label)
        head.addWidget(self.notice)
        panel.body.addLayout(head)
        panel.body.addWidget(Rule(panel))
        panel.body.addWidget(self.table, 1)
        panel.body.addWidget(Rule(panel))
        keys = (("Enter", "start"), ("Del", "stop"))
        panel.body.addWidget(KeyHints([(key, word(f"practice.keys.{act}")) for key, act in keys]))
        return panel

    def _scores(self) -> Panel:
        self.side_scores = ReadingPane(self._catalogue.text("practice.score.own"), self)
        self.side = Panel(parent=self)
        self.side.body.setContentsMargins(8, 8, 8, 8)
        self.side.body.addWidget(self.side_scores)
        return self.side
