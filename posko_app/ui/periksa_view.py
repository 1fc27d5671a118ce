"""The Periksa screen's widgets in their places; what they do is in periksa.py."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from posko_app.ui.periksa_columns import IdentityColumn, JourneyFields
from posko_app.ui.periksa_decision import DecisionBar
from posko_app.ui.periksa_departure import DepartureBar
from posko_app.ui.periksa_focus import chain
from posko_app.ui.periksa_form import PeriksaForm
from posko_app.ui.periksa_more import MoreFields
from posko_app.ui.periksa_questions import QuestionPad
from posko_app.ui.periksa_side import SideColumn
from posko_app.ui.periksa_words import Words
from posko_app.ui.theme import restyle_tree, text_scale
from posko_app.ui.widgets.panel import Panel
from posko_app.ui.widgets.scroller import Scroller

LEAST = QSize(1000, 420)
RESTYLED = (QEvent.Type.ApplicationFontChange, QEvent.Type.StyleChange)
LOW_PX = 600  # page heights below this use the small measures


class PeriksaView(QWidget):
    """Departure line; identity, journey with the question, what to look at; the decision row."""

    def __init__(self, words: Words, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.form = PeriksaForm(self)
        self.departure = DepartureBar(self.form, words, today)
        self.identity = IdentityColumn(self.form, words, today)
        self.journey = JourneyFields(self.form, words, today)
        self.questions = QuestionPad(words)
        self.side = SideColumn(self.form, words, today)
        self.bar = DecisionBar()
        self._words, self._today = words, today
        self._more: MoreFields | None = None
        self._low = False
        self._measured = (False, text_scale())
        self._lay_out()
        self.set_low(low=False)
        chain(self.tab_stops())

    @property
    def more(self) -> MoreFields:
        """The further fields; made when they are wanted for the first time."""
        if self._more is None:
            self._more = MoreFields(self.form, self._words, self._today)
            self._middle.addWidget(self._more)
            self._more.fields.set_low(low=self._low)
        return self._more

    def more_is_open(self) -> bool:
        """Say whether the further fields are on the screen."""
        return self._more is not None and self._middle.currentWidget() is self._more

    def show_more(self, *, shown: bool) -> None:
        """Change between the journey with the question, and the further fields."""
        self._middle.setCurrentWidget(self.more if shown else self._usual_scroll)
        head = self.middle.head
        head.title.setText(self.tr("Lanjutan") if shown else self.tr("Perjalanan dan pekerjaan"))
        head.hint.say(
            self.tr("F8 kembali") if shown else self.tr("F3 ulangi nilai terakhir · F8 lanjutan")
        )

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
        middle = self.more.first if self.more_is_open() else self.journey.fields.rows[0].editor
        return [
            (self.identity, self.identity.fields.rows[0].editor),
            (self._middle_home(), middle or self.questions),
            (self.questions, self.questions),
            (self.side, self.side.fields.rows[0].editor),
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
        for part in (self.identity, self.side, self.questions, self.bar):
            part.set_low(low=low)
        self.journey.fields.set_low(low=low)
        if self._more is not None:
            self._more.fields.set_low(low=low)
        self.middle.set_tight(tight=low)
        self._columns.setContentsMargins(*((8, 6, 8, 6) if low else (12, 10, 12, 10)))
        self._columns.setSpacing(6 if low else 10)
        self._foot.setContentsMargins(*((8, 0, 8, 5) if low else (12, 0, 12, 8)))
        self.bar.setFixedHeight(round((44 if low else 54) * text_scale()))

    def _measure(self) -> None:
        low = self.height() < LOW_PX * text_scale()
        if (low, text_scale()) != self._measured:
            self._measured = (low, text_scale())
            self._low = low
            self.set_low(low=low)

    def _middle_home(self) -> QWidget:
        return self.more if self.more_is_open() else self.journey

    def _lay_out(self) -> None:
        self._usual = QWidget()
        usual = QVBoxLayout(self._usual)
        usual.setContentsMargins(0, 0, 0, 0)
        usual.setSpacing(2)
        usual.addWidget(self.journey)
        usual.addWidget(self.questions)
        usual.addStretch(1)
        self.middle = Panel(self.tr("Perjalanan dan pekerjaan"), "…")
        holder = QWidget()
        self._middle = QStackedLayout(holder)
        self._usual_scroll = Scroller(self._usual)
        self._middle.addWidget(self._usual_scroll)
        self.middle.body.addWidget(holder, 1)
        self.show_more(shown=False)
        self._columns = QHBoxLayout()
        for column, share in ((self.identity, 404), (self.middle, 580), (self.side, 330)):
            self._columns.addWidget(column, share)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.bar)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.departure)
        page.addLayout(self._columns, 1)
        page.addLayout(self._foot)
