"""Control of the watch list: contacts out of verified cases, each with an owner, an end, a contest.

The contact is masked until somebody opens the entry, and is masked again when he leaves it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from posko_app.domain.watch import WatchEntry
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.watch import WatchService
from posko_app.services.watch_history import WatchStep
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.kendali_table import WordView
from posko_app.ui.pantauan_form import WatchForm
from posko_app.ui.pantauan_model import (
    NARROW,
    Act,
    acts_for,
    contest_reason,
    counted,
    entry_told,
    watch_cells,
    watch_columns,
)
from posko_app.ui.pantauan_tindakan import ActPanel
from posko_app.ui.theme import Theme, text_scale
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.card import Rule
from posko_app.ui.widgets.flow import FlowBox
from posko_app.ui.widgets.key_binding import bind_on, bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.key_hints import KeyHints
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.widgets.reading import ReadingPane
from posko_app.ui.widgets.rows import RowsOrSentence

SIDE_WIDTH, SIDE_LEAST = 470, 380
ACT_KEYS = {
    Act.CONTEST: "Ctrl+K",
    Act.SETTLE: "Ctrl+S",
    Act.RENEW: "Ctrl+R",
    Act.END: "Del",
}


@dataclass(frozen=True, slots=True)
class WatchPorts:
    """What the section needs; `may_change`: whether the officer with the turn is a penyelia."""

    watch: WatchService
    may_change: Callable[[], bool]
    today: Callable[[], date]


class WatchSection(QWidget):
    """The list on the left, the chosen entry, a form or an act on the right."""

    changed = Signal(object)

    def __init__(
        self,
        ports: WatchPorts,
        *,
        catalogue: Catalogue,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ports = ports
        self._catalogue = catalogue
        self.entries: tuple[WatchEntry, ...] = ()
        self._steps: tuple[WatchStep, ...] = ()
        self._opened = ""  # subject of the entry whose contact may be seen
        self._build(theme)
        self._bind_keys()

    def refresh(self) -> None:
        """Read the list again."""
        deliver(self._ports.watch.list(), self, self._take, self._failed)

    def focus_first(self) -> None:
        """Put the keyboard on the entries, or on the words that stand there instead."""
        (self.table if self.entries else self.empty).setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> WatchEntry | None:
        """The entry the cursor is on."""
        row = self.table.currentIndex().row()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def open_entry(self) -> None:
        """Show the chosen entry's contact, or mask it again."""
        entry = self.chosen()
        if entry is not None:
            self._opened = "" if self._opened == entry.subject else entry.subject
            self._tell()

    def ask_add(self) -> None:
        """Open the form for a new entry; only a penyelia may."""
        if self._allowed():
            self.side.setCurrentWidget(self.form)
            self.form.start()

    def ask(self, act: Act) -> None:
        """Open an act about the chosen entry; anybody may contest, a penyelia does the rest."""
        entry = self.chosen()
        if entry is None:
            return
        if act not in acts_for(entry):
            self.notice.say(self._catalogue.text(_refusal(act, entry)), "hint")
        elif act is Act.CONTEST or self._allowed():
            self.notice.clear()
            self.side.setCurrentWidget(self.acting)
            self.acting.start(act, entry, contested=contest_reason(self._steps))

    def set_theme(self, theme: Theme) -> None:
        """Paint the rows in another look."""
        self.table.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted, least = round(SIDE_WIDTH * text_scale()), round(SIDE_LEAST * text_scale())
        self.side.setFixedWidth(max(least, min(wanted, self.width() * 2 // 5)))

    def hideEvent(self, event: QHideEvent) -> None:
        """No contact stays readable on a page that was left."""
        super().hideEvent(event)
        self._opened = ""
        self._tell()

    def _allowed(self) -> bool:
        allowed = self._ports.may_change()
        if allowed:
            self.notice.clear()
        else:
            self.notice.say(self._catalogue.text("watchlist.only_penyelia"), "caution")
        return allowed

    def _take(self, entries: tuple[WatchEntry, ...]) -> None:
        had = self.table.hasFocus() or self.empty.hasFocus()
        kept = self.chosen()
        today = self._ports.today()
        self.entries = entries
        self.count.setText(counted(entries, self._catalogue, today))
        rows = [watch_cells(entry, self._catalogue, today) for entry in entries]
        self.table.show_rows(watch_columns(self._catalogue), rows, narrow=NARROW)
        self.empty.setText(self._catalogue.text("watchlist.none"))
        self.shown.setCurrentWidget(self.table if entries else self.empty)
        subjects = [entry.subject for entry in entries]
        if kept is not None and kept.subject in subjects:
            self.table.selectRow(subjects.index(kept.subject))
        if had:
            self.focus_first()
        self._look()

    def _look(self) -> None:
        """Read what was done about the chosen entry; another entry's contact is masked again."""
        entry = self.chosen()
        self._steps = ()
        if entry is None or entry.subject != self._opened:
            self._opened = ""
        self._tell()
        if entry is not None:
            history = self._ports.watch.history(entry.subject)
            deliver(history, self, partial(self._take_steps, entry.subject), self._failed)

    def _take_steps(self, subject: str, steps: tuple[WatchStep, ...]) -> None:
        entry = self.chosen()
        if entry is not None and entry.subject == subject:
            self._steps = steps
            self._tell()

    def _tell(self) -> None:
        entry = self.chosen()
        for act, button in self.buttons.items():
            button.setVisible(entry is not None and act in acts_for(entry))
        if entry is None:
            self.detail.tell(())
            return
        self.detail.tell(
            entry_told(
                entry,
                self._steps,
                is_open=self._opened == entry.subject,
                catalogue=self._catalogue,
                today=self._ports.today(),
            )
        )

    def _failed(self, error: PoskoError) -> None:
        self.notice.say(notices.sentence(self._catalogue, error), "problem")

    def _added(self, entry: WatchEntry) -> None:
        self._settled("watchlist.form.done", entry)

    def _acted(self, act: Act, entry: WatchEntry) -> None:
        self._settled(f"watchlist.act.{act}.done", entry)

    def _settled(self, key: str, entry: WatchEntry) -> None:
        self._close_side()
        self.notice.say(self._catalogue.text(key), "success")
        self.refresh()
        self.changed.emit(entry)

    def _close_side(self) -> None:
        self.side.setCurrentWidget(self.reading)
        self.focus_first()

    def _bind_keys(self) -> None:
        for owner in (self.listing, self.reading):
            bind_within(owner, "Ctrl+N", self.ask_add)
            for act, keys in ACT_KEYS.items():
                bind_within(owner, keys, partial(self.ask, act))
        for keys in ("Return", "Enter"):
            bind_on(self.table, keys, self.open_entry)

    def _build(self, theme: Theme) -> None:
        ports, words = self._ports, self._catalogue
        self.form = WatchForm(ports.watch, catalogue=words, today=ports.today, parent=self)
        self.form.closed.connect(self._close_side)
        self.form.added.connect(self._added)
        self.acting = ActPanel(ports.watch, catalogue=words, today=ports.today, parent=self)
        self.acting.closed.connect(self._close_side)
        self.acting.done.connect(self._acted)
        self.listing = self._list(theme)
        self.reading = self._reading()
        self.side = QStackedWidget(self)
        for widget in (self.reading, self.form, self.acting):
            self.side.addWidget(widget)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 8, 12, 10)
        across.setSpacing(10)
        across.addWidget(self.listing, 1)
        across.addWidget(self.side)

    def _list(self, theme: Theme) -> Panel:
        word = self._catalogue.text
        self.notice = Banner(self)
        self.table = WordView(theme, self)
        self.table.setAccessibleName(word("watchlist.title"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._look())
        self.shown = RowsOrSentence(self.table, self)
        self.empty = self.shown.empty
        panel = Panel(parent=self)
        panel.body.setContentsMargins(1, 0, 1, 0)
        panel.body.setSpacing(0)
        panel.body.addLayout(self._head())
        panel.body.addWidget(Rule(panel))
        panel.body.addWidget(self.shown, 1)
        panel.body.addWidget(Rule(panel))
        keys = (("Enter", "open"), ("Ctrl+N", "add"))
        panel.body.addWidget(KeyHints([(key, word(f"watchlist.keys.{act}")) for key, act in keys]))
        return panel

    def _head(self) -> QVBoxLayout:
        word = self._catalogue.text
        self.count = roled("", "muted", self)
        what = roled(word("watchlist.what"), "muted", self)
        what.setWordWrap(True)
        first = QHBoxLayout()
        first.addWidget(roled(word("watchlist.title"), "departure", self))
        first.addStretch(1)
        first.addWidget(self.count)
        head = QVBoxLayout()
        head.setContentsMargins(14, 8, 14, 8)
        head.setSpacing(4)
        head.addLayout(first)
        head.addWidget(what)
        head.addWidget(self.notice)
        return head

    def _reading(self) -> Panel:
        word = self._catalogue.text
        self.detail = ReadingPane(word("watchlist.detail"), self)
        strip = FlowBox(self)
        self.buttons: dict[Act, KeyButton] = {}
        for act, keys in ACT_KEYS.items():
            button = KeyButton(keys, word(f"watchlist.act.{act}.button"), parent=strip)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self.ask, act))
            self.buttons[act] = button
            strip.flow.addWidget(button)
        panel = Panel(parent=self)
        panel.body.addWidget(self.detail, 1)
        panel.body.addWidget(strip)
        return panel


def _refusal(act: Act, entry: WatchEntry) -> str:
    """Name the sentence for an act that this entry does not take as it stands."""
    if entry.ended:
        return "watch.over"
    return "watch.not_contested" if act is Act.SETTLE else "watchlist.already_contested"
