"""The Periksa screen's widgets in their places; what they do is in periksa.py."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posko_app.ui.earlier_model import EarlierView
from posko_app.ui.periksa_columns import IdentityColumn
from posko_app.ui.periksa_decision import DecisionBar
from posko_app.ui.periksa_departure import DepartureBar
from posko_app.ui.periksa_focus import chain
from posko_app.ui.periksa_fold import SideFold
from posko_app.ui.periksa_form import PeriksaForm
from posko_app.ui.periksa_middle import MiddleColumn
from posko_app.ui.periksa_more import MoreFields
from posko_app.ui.periksa_practice import PracticeBand
from posko_app.ui.periksa_side import SideColumn
from posko_app.ui.periksa_words import Words
from posko_app.ui.theme import restyle_tree, text_scale

SHARES, SHARES_LOW = (392, 592, 330), (412, 574, 328)  # identity, middle, side
LEAST = QSize(880, 350)
RESTYLED = (QEvent.Type.ApplicationFontChange, QEvent.Type.StyleChange)
LOW_PX = 600  # page heights below this use the small measures
TINY_PX = 440  # below this the papers fold into one line
NARROW_PX = 1000  # page widths below this fold the reasons into a badge


class PeriksaView(QWidget):
    """Departure line; identity, journey with the question, what to look at; the decision row."""

    def __init__(self, words: Words, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.form = PeriksaForm(self)
        self.departure = DepartureBar(self.form, words, today)
        self.identity = IdentityColumn(self.form, words, today)
        self.middle = MiddleColumn(self.form, words, today)
        self.journey, self.questions = self.middle.journey, self.middle.questions
        self.side = SideColumn(self.form, words, today)
        self.bar = DecisionBar()
        self.practice = PracticeBand()
        self.fold = SideFold(self.identity, self.side, below=self.bar, holder=self)
        self.side.list.alarmed.connect(self.fold.badge.alarm)
        self._measured = (False, text_scale())
        self._lay_out()
        self.set_low(low=False)
        chain(self.tab_stops())

    @property
    def more(self) -> MoreFields:
        """The further fields."""
        return self.middle.more

    def more_is_open(self) -> bool:
        """Say whether the further fields are on the screen."""
        return self.middle.more_is_open()

    def show_more(self, *, shown: bool) -> None:
        """Change between the journey with the question, and the further fields."""
        (self.middle.show_more if shown else self.middle.show_usual)()

    def show_practice(self, title: str, story: str) -> None:
        """Show a practice case above the form, which has less room then."""
        self.practice.begin(title, story)
        self._measure()

    def end_practice(self) -> None:
        """Take the practice case away."""
        self.practice.end()
        self._measure()

    def show_earlier(self, view: EarlierView) -> None:
        """Show who may have been here before, folded away or not."""
        self.side.list.show_earlier(view)
        self.fold.badge.people(len(view.lines), twice=bool(view.alarm))

    def tab_stops(self) -> list[QWidget]:
        """Give every input of the first page in the order of the Tab key."""
        return [
            *(row.editor for row in self.identity.fields.rows),
            self.identity.papers,
            *(row.editor for row in self.journey.fields.rows),
            self.questions,
            *(row.editor for row in self.side.fields.rows),
            self.bar.keys,
            self.bar.save,
        ]

    def panels(self) -> list[tuple[QWidget, QWidget]]:
        """Give the panels F6 goes through, each with the widget that takes the focus."""
        usual = self.middle.room is None and not self.more_is_open()
        pad = [(self.questions, self.questions)] if usual else []
        return [
            (self.identity, self.identity.fields.rows[0].editor),
            (self.middle.home(), self.middle.first()),
            *pad,
            (self.side.list, self.side.list.reasons),
            (self.side.words, self.side.fields.rows[0].editor),
            (self.bar, self.bar.keys),
        ]

    def minimumSizeHint(self) -> QSize:
        """What the small measures need; a window may always shrink to them."""
        return LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the small measures on a low screen."""
        super().resizeEvent(event)
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure again: the letters may have grown or shrunk on another page."""
        super().showEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the letters grow or shrink."""
        super().changeEvent(event)
        if event.type() in RESTYLED and self.isVisible():
            self._measure()

    def set_low(self, *, low: bool) -> None:
        """Change every measure that depends on the height."""
        restyle_tree(self, compact=low)
        self.departure.set_low(low=low)
        for part in (self.identity, self.middle, self.side, self.bar, self.practice):
            part.set_low(low=low)
        for place, share in enumerate(SHARES_LOW if low else SHARES):
            self._columns.setStretch(place, share)
        self._columns.setContentsMargins(*((8, 6, 8, 6) if low else (12, 10, 12, 10)))
        self._columns.setSpacing(6 if low else 10)
        self._foot.setContentsMargins(*((8, 0, 8, 5) if low else (12, 0, 12, 8)))
        self.bar.setFixedHeight(round((44 if low else 54) * text_scale()))

    def _measure(self) -> None:
        band = 0 if self.practice.isHidden() else self.practice.heightForWidth(self.width())
        scale = text_scale()
        self.fold.set_narrow(narrow=self.width() < NARROW_PX * scale)
        self.identity.papers.set_bare(bare=self.height() - band < TINY_PX * scale)
        low = self.height() - band < LOW_PX * scale
        if (low, text_scale()) != self._measured:
            self._measured = (low, text_scale())
            self.set_low(low=low)

    def _lay_out(self) -> None:
        self._columns = QHBoxLayout()
        for column in (self.identity, self.middle, self.side):
            self._columns.addWidget(column)
        self._columns.addWidget(self.fold.strip)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.bar)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.departure)
        page.addWidget(self.practice)
        page.addLayout(self._columns, 1)
        page.addLayout(self._foot)
