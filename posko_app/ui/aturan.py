"""The rules in use, for everybody to read; a penyelia installs others from a signed file."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.records import RulesetRecord
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.ui import notices
from posko_app.ui.aturan_model import NARROW, RulesetWords, Shown, View
from posko_app.ui.aturan_pasang import InstallPanel, InstallPorts
from posko_app.ui.background import deliver
from posko_app.ui.kendali_table import WordView
from posko_app.ui.theme import Theme, text_scale
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.card import Rule
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.flow import FlowBox
from posko_app.ui.widgets.key_binding import bind_on, bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.key_hints import KeyHints
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.widgets.reading import ReadingPane

Second = TypeVar("Second")
SIDE_WIDTH, SIDE_LEAST = 520, 380


@dataclass(frozen=True, slots=True)
class RulesPorts(Generic[Second]):
    """What the section needs; `may_install`: whether the officer with the turn is a penyelia."""

    active: Callable[[], Ruleset]
    records: "Callable[[], Future[tuple[RulesetRecord, ...]]]"
    may_install: Callable[[], bool]
    install: InstallPorts[Second]


class RulesSection(QWidget, Generic[Second]):
    """1 to 4 choose what the table shows; the chosen row is told in full beside it."""

    changed = Signal(object)
    lock_asked = Signal()

    def __init__(
        self,
        ports: RulesPorts[Second],
        *,
        catalogue: Catalogue,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ports = ports
        self._catalogue = catalogue
        self.view = View.SIGNS
        self.rows: tuple[Shown, ...] = ()
        self._words: RulesetWords | None = None
        self._build(theme)
        self._bind_keys()

    def refresh(self) -> None:
        """Read again which rulesets are here and which is in use."""
        deliver(self._ports.records(), self, self._take, self._failed)

    def focus_first(self) -> None:
        """Put the keyboard on the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_view(self, view: View) -> None:
        """Show signs, parameters, what is not used, or the rulesets kept here."""
        is_new, self.view = view is not self.view, view
        for name, button in self.views.items():
            button.set_chosen(chosen=name is view)
        if self._words is not None:
            self.rows = self._words.rows(view)
            self.table.show_rows(
                self._words.columns(view), [row.cells for row in self.rows], narrow=NARROW[view]
            )
            if is_new:
                self.table.selectRow(0)
            self._tell()

    def ask_install(self) -> None:
        """Open the form for a ruleset file; only a penyelia may."""
        if not self._ports.may_install():
            self.notice.say(self._catalogue.text("rules.install.only_penyelia"), "caution")
            return
        self.notice.clear()
        self.side.setCurrentWidget(self.installing)
        self.installing.start()

    def set_theme(self, theme: Theme) -> None:
        """Paint the rows in another look."""
        self.table.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted, least = round(SIDE_WIDTH * text_scale()), round(SIDE_LEAST * text_scale())
        self.side.setFixedWidth(max(least, min(wanted, self.width() * 2 // 5)))

    def _take(self, records: tuple[RulesetRecord, ...]) -> None:
        try:
            active = self._ports.active()
        except PoskoError as error:  # this installation of the program is damaged
            self._failed(error)
            return
        self._words = RulesetWords(active, records, self._catalogue)
        title, about = self._words.about()
        self.title.say(title)
        self.about.say(about)
        self.show_view(self.view)

    def _tell(self) -> None:
        row = self.table.currentIndex().row()
        self.detail.tell(self.rows[row].told if 0 <= row < len(self.rows) else ())

    def _failed(self, error: PoskoError) -> None:
        self.notice.say(notices.sentence(self._catalogue, error), "problem")

    def _installed(self, record: RulesetRecord) -> None:
        self._close_side()
        done = self._catalogue.text("ruleset.installed", version=record.version)
        self.notice.say(done, "success")
        self.refresh()
        self.changed.emit(record)

    def _close_side(self) -> None:
        self.side.setCurrentWidget(self.reading)
        self.focus_first()

    def _bind_keys(self) -> None:
        for owner in (self.listing, self.reading):
            bind_within(owner, "Ctrl+I", self.ask_install)
        for number, view in enumerate(View, 1):
            bind_on(self.table, str(number), partial(self.show_view, view))

    def _build(self, theme: Theme) -> None:
        words = self._catalogue
        self.installing: InstallPanel[Second] = InstallPanel(
            self._ports.install, catalogue=words, parent=self
        )
        self.installing.closed.connect(self._close_side)
        self.installing.installed.connect(self._installed)
        self.installing.lock_asked.connect(self.lock_asked)
        self.listing = self._list(theme)
        self.detail = ReadingPane(words.text("rules.detail"), self)
        self.reading = Panel(parent=self)
        self.reading.body.setContentsMargins(8, 8, 8, 8)
        self.reading.body.addWidget(self.detail)
        self.side = QStackedWidget(self)
        self.side.addWidget(self.reading)
        self.side.addWidget(self.installing)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 8, 12, 10)
        across.setSpacing(10)
        across.addWidget(self.listing, 1)
        across.addWidget(self.side)

    def _list(self, theme: Theme) -> Panel:
        word = self._catalogue.text
        self.table = WordView(theme, self)
        self.table.setAccessibleName(word("rules.title"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        panel = Panel(parent=self)
        panel.body.setContentsMargins(1, 0, 1, 0)
        panel.body.setSpacing(0)
        panel.body.addLayout(self._head())
        panel.body.addWidget(Rule(panel))
        panel.body.addWidget(self.table, 1)
        panel.body.addWidget(Rule(panel))
        keys = (("1–4", "view"), ("Tab", "read"), ("Ctrl+I", "install"))
        panel.body.addWidget(KeyHints([(key, word(f"rules.keys.{act}")) for key, act in keys]))
        return panel

    def _head(self) -> QVBoxLayout:
        word = self._catalogue.text
        self.title, self.about = ElidedLabel("departure", self), ElidedLabel("muted", self)
        self.notice = Banner(self)
        what = roled(word("rules.what"), "hint", self)
        what.setWordWrap(True)
        strip = FlowBox(self)
        self.views: dict[View, KeyButton] = {}
        for number, view in enumerate(View, 1):
            button = KeyButton(str(number), word(f"rules.view.{view}"), parent=strip)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.line.setContentsMargins(10, 4, 10, 4)
            button.clicked.connect(partial(self.show_view, view))
            button.set_chosen(chosen=view is self.view)
            self.views[view] = button
            strip.flow.addWidget(button)
        head = QVBoxLayout()
        head.setContentsMargins(14, 8, 14, 8)
        head.setSpacing(4)
        for widget in (self.title, self.about, what, self.notice, strip):
            head.addWidget(widget)
        return head
