"""Control of population movement: a month's departures by place, its letters, its list."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posko_app.domain.movement import Letter, next_month
from posko_app.domain.outflow import Flow, PlaceLevel, at_level
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.movement import MonthOutflow
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.kendali_model import (
    flow_totals,
    letter_cells,
    letter_columns,
    month_title,
    place_cells,
    place_columns,
)
from posko_app.ui.kendali_mutasi_ekspor import ListExportPanel
from posko_app.ui.kendali_penempatan import ControlPorts
from posko_app.ui.kendali_table import WordView
from posko_app.ui.theme import Theme, restyle, text_scale
from posko_app.ui.widgets.card import Rule
from posko_app.ui.widgets.flow import FlowBox
from posko_app.ui.widgets.key_binding import bind_on, bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.key_hints import KeyHints
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.widgets.rows import RowsOrSentence

LETTERS = "surat"
VIEWS = (PlaceLevel.KABUPATEN, PlaceLevel.KECAMATAN, PlaceLevel.VILLAGE, LETTERS)
EXPORT_WIDTH = 400
TOGETHER = 1300  # px the table and the export need beside each other
NARROW = {3: 620, 4: 700, 5: 700}  # px below which the rarer columns give way


class MovementSection(QWidget):
    """←/→ turns the month, 1 to 4 choose what is told apart, Ctrl+E exports the list."""

    changed = Signal(object)

    def __init__(
        self,
        ports: ControlPorts,
        *,
        catalogue: Catalogue,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ports = ports
        self._catalogue = catalogue
        self.month = ports.movement.this_month
        self.view: str = PlaceLevel.KABUPATEN
        self._outflow: MonthOutflow | None = None
        self._build(theme)
        self._bind_keys()

    def refresh(self) -> None:
        """Read the shown month again."""
        self.show_month(self.month)

    def show_month(self, month: str) -> None:
        """Read a month; an answer for a month already left is dropped."""
        self.month = month
        self.title.setText(month_title(month, self._catalogue))
        deliver(self._ports.movement.outflow(month), self, self._take, self._failed)

    def turn(self, months: int) -> None:
        """Turn to another month, never past the present one."""
        self.show_month(min(next_month(self.month, months), self._ports.movement.this_month))

    def show_view(self, view: str) -> None:
        """Tell places of one level apart, or show the letters."""
        self.view = view
        for name, button in self.views.items():
            button.set_chosen(chosen=name == view)
        if self._outflow is not None:
            self._take(self._outflow)

    def focus_first(self) -> None:
        """Put the keyboard on the rows, or on the words that stand there instead."""
        (self.empty if self.empty.text() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_export(self) -> None:
        """Open the export of the shown month's list."""
        self._share_page(exporting=True)
        self.export.start(self.month)

    def set_theme(self, theme: Theme) -> None:
        """Paint the rows in another look."""
        self.table.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_page(exporting=self.export.isVisibleTo(self))

    def _take(self, outflow: MonthOutflow) -> None:
        if outflow.month != self.month:
            return
        self._outflow = outflow
        self._show_totals(outflow.whole.flow)
        self.open.setVisible(outflow.is_open)
        if self.view == LETTERS:
            wish = outflow.month
            letters = self._ports.movement.letters(wish)
            deliver(letters, self, lambda found: self._show_letters(wish, found), self._failed)
            return
        level = PlaceLevel(self.view)
        places = at_level(outflow.whole, level) if outflow.whole.flow.screened else ()
        rows = [place_cells(place, self._catalogue) for place in places]
        self.table.show_rows(place_columns(level, self._catalogue), rows, narrow=NARROW)
        self._show(has_rows=bool(rows), otherwise="control.flow.none")

    def _show_letters(self, month: str, letters: tuple[Letter, ...]) -> None:
        if month != self.month or self.view != LETTERS:
            return
        rows = [letter_cells(letter, self._catalogue) for letter in letters]
        self.table.show_rows(letter_columns(self._catalogue), rows, narrow={4: 700})
        self._show(has_rows=bool(rows), otherwise="control.letter.none")

    def _show(self, *, has_rows: bool, otherwise: str) -> None:
        self._say_instead("" if has_rows else self._catalogue.text(otherwise))

    def _failed(self, error: PoskoError) -> None:
        self._say_instead(notices.sentence(self._catalogue, error))

    def _say_instead(self, text: str) -> None:
        """Show words in the place of the rows, the keyboard where it was."""
        had = self.table.hasFocus() or self.empty.hasFocus()
        self.empty.setText(text)
        self.shown.setCurrentWidget(self.empty if text else self.table)
        if had:
            self.focus_first()

    def _show_totals(self, flow: Flow) -> None:
        figures = flow_totals(flow, self._catalogue)
        for label, (words, state) in zip(self.totals, figures, strict=True):
            label.setText(words)
            restyle(label, state=state)

    def _share_page(self, *, exporting: bool) -> None:
        """Where both do not fit beside each other, the export stands alone."""
        alone = exporting and self.width() < TOGETHER * text_scale()
        if alone:
            self.main.hide()
        self.export.setFixedWidth(round(EXPORT_WIDTH * text_scale()))
        self.export.setVisible(exporting)
        self.main.setVisible(not alone)

    def _close_export(self) -> None:
        self._share_page(exporting=False)
        self.focus_first()

    def _bind_keys(self) -> None:
        bind_within(self, "Ctrl+E", self.ask_export)
        for widget in (self.table, self.empty):
            bind_on(widget, "Left", lambda: self.turn(-1))
            bind_on(widget, "Right", lambda: self.turn(1))
            bind_on(widget, "Home", lambda: self.show_month(self._ports.movement.this_month))
            for number, view in enumerate(VIEWS, 1):
                bind_on(widget, str(number), partial(self.show_view, view))

    def _build(self, theme: Theme) -> None:
        ports = self._ports
        self.export = ListExportPanel(
            ports.movement.exports, catalogue=self._catalogue, folder=ports.folder, parent=self
        )
        self.export.setVisible(False)
        self.export.closed.connect(self._close_export)
        self.export.exported.connect(self.changed)
        self.main = self._panel(theme)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 8, 12, 10)
        across.setSpacing(10)
        across.addWidget(self.main, 1)
        across.addStretch(0)
        across.addWidget(self.export)
        across.addStretch(0)

    def _panel(self, theme: Theme) -> Panel:
        word = self._catalogue.text
        panel = Panel(parent=self)
        panel.body.setContentsMargins(1, 0, 1, 0)
        panel.body.setSpacing(0)
        panel.body.addLayout(self._head())
        panel.body.addWidget(Rule(panel))
        panel.body.addWidget(self._rows(theme), 1)
        panel.body.addWidget(Rule(panel))
        keys = (("← →", "month"), ("Home", "this_month"), ("1–4", "view"), ("Ctrl+E", "export"))
        panel.body.addWidget(KeyHints([(key, word(f"control.keys.{act}")) for key, act in keys]))
        return panel

    def _head(self) -> QVBoxLayout:
        word = self._catalogue.text
        self.title = roled("", "departure", self)
        self.open = roled(word("control.flow.open"), "badge", self)
        self.open.hide()
        self.views: dict[str, KeyButton] = {}
        strip = FlowBox(self)
        for number, view in enumerate(VIEWS, 1):
            button = KeyButton(str(number), word(f"control.view.{view}"), parent=strip)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.line.setContentsMargins(10, 4, 10, 4)
            button.clicked.connect(partial(self.show_view, view))
            button.set_chosen(chosen=view == self.view)
            self.views[view] = button
            strip.flow.addWidget(button)
        totals = FlowBox(self)
        self.totals = [roled("", "total", totals) for _ in flow_totals(Flow(), self._catalogue)]
        for label in self.totals:
            label.setContentsMargins(0, 0, 12, 0)
            totals.flow.addWidget(label)
        first = QHBoxLayout()
        first.addWidget(self.title)
        first.addStretch(1)
        first.addWidget(self.open)
        head = QVBoxLayout()
        head.setContentsMargins(14, 8, 14, 8)
        head.setSpacing(6)
        head.addLayout(first)
        head.addWidget(totals)
        head.addWidget(strip)
        return head

    def _rows(self, theme: Theme) -> RowsOrSentence:
        self.table = WordView(theme, self)
        self.table.setAccessibleName(self._catalogue.text("control.flow.title"))
        self.shown = RowsOrSentence(self.table, self)
        self.empty = self.shown.empty
        return self.shown
