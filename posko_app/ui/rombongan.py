"""Rombongan: a header said once, then one person after the other, by keys only."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posko_app.domain.departures import Departure
from posko_app.domain.screening import Answers, Draft, Value
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.group_drafts import OpenGroup
from posko_app.services.screening import Recorded
from posko_app.ui.background import deliver
from posko_app.ui.daftar_delegate import CellDelegate
from posko_app.ui.periksa_focus import focus_on, focused
from posko_app.ui.periksa_words import Words
from posko_app.ui.rombongan_actions import GroupActions, Notice
from posko_app.ui.rombongan_groups import OpenGroups
from posko_app.ui.rombongan_keeper import GroupKeeper
from posko_app.ui.rombongan_keys import DECIDES, KEYS
from posko_app.ui.rombongan_manifest import ManifestPanel
from posko_app.ui.rombongan_model import GroupModel
from posko_app.ui.rombongan_ports import GroupPorts
from posko_app.ui.rombongan_prior import GroupPrior
from posko_app.ui.rombongan_row import RowState
from posko_app.ui.rombongan_typing import GroupTyping
from posko_app.ui.rombongan_view import GroupView
from posko_app.ui.theme import Theme
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.window_carry import is_half_typed

QUIET_MS = 150
SETTLE_S = 0.015  # of the window's thread at a time
LOW_PX = 560


class RombonganPage(QWidget):
    """The screen of one open group.

    Signals:
        changed: a Recorded, for other views.
        aside_wanted: a Draft that Periksa shall take.
    """

    changed = Signal(object)
    aside_wanted = Signal(object)

    def __init__(self, ports: GroupPorts, *, catalogue: Catalogue, theme: Theme) -> None:
        super().__init__()
        self._ports = ports
        self.words = Words(catalogue)
        self.words.use_rules(ports.detection.ruleset)
        self.model = GroupModel(
            clock=ports.clock, new_id=ports.new_id, kind=ports.kind, judge=ports.detection.judge()
        )
        self.keeper = GroupKeeper(self.model, ports.group, self)
        self.acts = GroupActions(self.model, self.keeper, self)
        manifest = ManifestPanel(ports.group.read_manifest, self.words, folder=ports.folder)
        self.view = GroupView(self.model, self.words, theme, manifest=manifest)
        self.typing = GroupTyping(self.model, self.view, self.keeper, self.words)
        self.prior = GroupPrior(self.model, ports, catalogue, self)
        self.groups = OpenGroups(self.model, self.keeper, self)
        self._waiting: list[Draft] = []
        self._loaded = False
        self._save_due = False
        self._settling = QTimer(self, interval=0)
        self._settling.timeout.connect(self._settle)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._look_at_all)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.view)
        self._connect()
        self._shortcuts = [bind_within(self, keys, self._actions()[name]) for keys, name in KEYS]
        self.show_all()
        self.offer_drafts()

    def offer_drafts(self) -> None:
        """Look for a group that was left open; without one, for the departure."""
        deliver(self._ports.group.open_groups(), self, self._take_groups, self._nothing_found)
        deliver(self._ports.last_departure(), self, self._carry, _ignore)
        deliver(self._ports.departures(), self, self._offer_departure, _ignore)

    def keep_draft(self) -> None:
        """Write what was typed now: before the veil, the lock, or another officer's turn."""
        self.keeper.keep_now()

    def carry_over(self, focus: QWidget | None) -> object | None:
        """Say that the group can be read again from the store; None while rows are being saved."""
        del focus
        return None if self.keeper.running or is_half_typed(self) else self.model.as_left()

    def take_over(self, carried: object) -> QWidget | None:
        """The group comes from the store, where the other page kept it."""
        del carried
        return None

    def take_scan(self, raw: str) -> str:
        """Take what a scanner read: one person, one row."""
        elsewhere = self.view.header_is_open() or self.view.manifest_is_open()
        return "" if elsewhere else self.typing.take_scan(raw)

    def join(self, draft: Draft) -> None:
        """Make somebody from Periksa a member, once it is known which group is open."""
        if not self._loaded:
            self._waiting.append(draft)
            return
        if self.model.place_of(draft.id) is not None:
            self.returned(draft)  # he was taken aside from here
            return
        departure = {p: v for p, v in draft.answers.items() if p.startswith("departure.")}
        self.model.carry(departure)
        place = self.model.add(draft.answers, draft=draft)
        self.keeper.touched([self.model.rows[place].id], header=True)
        self.typing.leave_row()
        self._look()
        self.view.bar.say(Notice("joined", "success", {"number": place + 1}))

    def came_back(self, recorded: Recorded, draft: Draft) -> bool:
        """Take the answer of Periksa into the row it belongs to."""
        self.groups.came_back(recorded, draft)
        return self.acts.came_back(recorded, draft)

    def returned(self, draft: Draft) -> None:
        """Take somebody back who was not decided; one whose group is no more is let go."""
        known = self.groups.returned(draft) or self.acts.returned(draft)
        if self._loaded and not known:
            self.keeper.drop([draft.id])

    def focus_first(self) -> None:
        """Begin with the header while nothing is said, else with the next person."""
        if self.view.header_is_open():
            self.view.header.begin()
        elif self.view.manifest_is_open():
            self.view.manifest.begin()
        else:
            self.typing.resume()

    def set_theme(self, theme: Theme) -> None:
        """Paint the cells in another look."""
        self.view.rows.setItemDelegate(CellDelegate(theme, self.view.rows))

    def show_all(self) -> None:
        """Show the open group anew."""
        self.view.header.show_header(self.model.header.answers)
        self.typing.leave_row()
        self._look()
        if not self.model.has_content():
            self.view.open_header()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the clock and at the rules again."""
        super().showEvent(event)
        if self._ports.detection.ruleset.hash != self.model.judge.ruleset.hash:
            self.model.judge = self._ports.detection.judge()
            self.words.use_rules(self._ports.detection.ruleset)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed."""
        super().hideEvent(event)
        self.keeper.keep_now()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the small measures on a low screen."""
        super().resizeEvent(event)
        self.view.set_low(low=self.height() < LOW_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer what no editor wanted: letters among the rows, Esc."""
        key = event.text().upper()
        among = focused() is self.view.rows
        if event.key() == Qt.Key.Key_Escape:
            self.typing.begin()
        elif among and not event.isAutoRepeat() and key in DECIDES:
            self._decide(DECIDES[key])
        elif among and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._edit()
        elif among and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        view, acts = self.view, self.acts
        view.header.edited.connect(self._header_edited)
        view.header.closed.connect(self._close_header)
        view.manifest.closed.connect(self._close_header)
        view.manifest.taken.connect(self._take_people)
        view.bar.save_asked.connect(self._save)
        view.bar.aside_asked.connect(self._aside)
        view.bar.undo_asked.connect(acts.undo)
        view.bar.words_line.given.connect(self._words_given)
        view.bar.words_line.closed.connect(self._words_closed)
        view.rows.selectionModel().currentChanged.connect(lambda *_: self._show_row())
        view.rows.entered.connect(self._show_row)
        self.typing.changed.connect(self._look)
        self.typing.said.connect(view.bar.say)
        self.prior.told.connect(self._look)
        self.prior.idle.connect(self._save_if_due)
        self.groups.opened.connect(self._opened)
        self.groups.begun.connect(self._begun)
        self.groups.said.connect(view.bar.say)
        acts.changed.connect(self._look)
        acts.said.connect(view.bar.say)
        acts.saved.connect(self.changed)
        acts.aside_wanted.connect(self.aside_wanted)
        acts.words_wanted.connect(self._ask_words)
        self.keeper.refused.connect(self._not_kept)

    def _actions(self) -> dict[str, Callable[[], object]]:
        table: dict[str, Callable[[], object]] = {
            "save": self._save,
            "aside": self._aside,
            "next_person": self.typing.next_person,
            "next_panel": self.view.next_panel,
            "repeat": self.typing.repeat,
            "header": self._toggle_header,
            "manifest": self.view.open_manifest,
            "new_group": self.groups.begin,
            "next_group": self.groups.next,
            "undo": self.acts.undo,
        }
        return table | {code: partial(self._decide, code) for code in DECIDES.values()}

    def _take_groups(self, groups: tuple[OpenGroup, ...]) -> None:
        """Now it is known which group is open; whoever was to join it joins."""
        self.groups.offer(groups)
        self._loaded = True
        waiting, self._waiting = self._waiting, []
        for draft in waiting:
            self.join(draft)

    def _nothing_found(self, _error: PoskoError) -> None:
        """Without drafts an empty group is open; they are still in the store."""
        self._take_groups(())

    def _opened(self) -> None:
        self.view.close_header()
        self.show_all()
        if self.isVisible():
            self.typing.resume()

    def _begun(self) -> None:
        self.view.open_header()
        self.show_all()
        self.view.header.begin()

    def _carry(self, departure: Mapping[str, Value]) -> None:
        if self.model.carry(departure):
            self.view.header.show_header(self.model.header.answers)
            self._look()

    def _offer_departure(self, departures: tuple[Departure, ...]) -> None:
        """The only departure of the day is the group's, until somebody says otherwise."""
        if len(departures) == 1:
            self._carry(departures[0].answers)

    def _header_edited(self, path: str, value: Value) -> None:
        if self.model.set_header({path: value}):
            self.keeper.touched(header=True)
            self._look()

    def _toggle_header(self) -> None:
        if self.view.header_is_open():
            self._close_header()
        else:
            self.view.open_header()
            self.view.header.begin()

    def _close_header(self) -> None:
        self.view.close_header()
        self.keeper.keep_now()
        self.typing.begin()

    def _take_people(self, people: Sequence[Answers]) -> None:
        """Put a list's people at the end; what could not be read of one stands in his row."""
        self.typing.leave_row()
        places = self.model.add_many(people)
        self.keeper.touched([self.model.rows[place].id for place in places])
        self._close_header()
        bad = sum(bool(self.model.rows[place].faults) for place in places)
        name = "list_with_faults" if bad else "list_taken"
        params: dict[str, str | int] = {"count": len(places), "bad": bad}
        self.view.bar.say(Notice(name, "caution" if bad else "success", params))

    def _save(self) -> None:
        if self.view.manifest_is_open():
            self.view.manifest.submit()
            return
        if self.view.bar.is_asking():
            return
        self.typing.leave_row()
        self._save_due = True
        self._look_at_all()

    def _save_if_due(self) -> None:
        """Save once every row is read, and what earlier records say of it has come."""
        if not self._save_due:
            return
        if self._settling.isActive() or self.prior.is_busy:
            self.view.bar.say(Notice("looking_up"))
        else:
            self._save_due = False
            self.acts.save()

    def _aside(self) -> None:
        place = self._place()
        if place is not None:
            self.typing.leave_row()
            self.acts.take_aside(place)

    def _decide(self, code: str) -> None:
        place = self._place()
        if place is not None and not self.view.bar.is_asking():
            self.acts.decide(place, code)

    def _remove(self) -> None:
        place = self.view.rows.place()
        if place is not None:
            self.typing.leave_row()
            self.acts.remove(place)

    def _edit(self) -> None:
        place = self.view.rows.place()
        if place is not None and self.model.rows[place].state is RowState.OPEN:
            self.typing.edit(place)

    def _place(self) -> int | None:
        """Give the row under the hands: the one being typed, else the chosen one."""
        among = focused() is self.view.rows
        return self.view.rows.place() if among else self.typing.shown_place()

    def _ask_words(self, place: int) -> None:
        self.view.rows.choose(place)
        self.view.bar.ask_words(str(self.model.rows[place].own.get("decision")))

    def _words_given(self, told: Mapping[str, Value]) -> None:
        place = self.view.rows.place()
        if place is not None and told:
            self.acts.give_words(place, told)

    def _words_closed(self) -> None:
        self.view.bar.close_words()
        focus_on(self.view.rows)

    def _look(self) -> None:
        """Show everything as it is now; what takes longer is worked out between two keys."""
        if not self.isVisible():
            return
        self.view.table.look_at(self._place())  # as many rows as there are, first of all
        self.typing.show_line()
        self._show_row()
        self.view.strip.show_header(self.model.header.answers, self._ports.clock())
        if self.model.is_large:
            self._quiet.start()  # a long list is looked at when the keys rest
        else:
            self._look_at_all()

    def _look_at_all(self) -> None:
        self.model.compare()
        self.view.strip.show_shared(self.model.shared, rows=len(self.model.rows))
        self._settle()

    def _settle(self) -> None:
        if self.model.settle(within_s=SETTLE_S):
            self._settling.stop()
            self.view.table.look_again()
            totals = self.model.totals()
            self.view.strip.show_totals(totals)
            self.view.bar.show_save(totals.to_save)
            self.prior.ask()
        else:
            self._settling.start()

    def _show_row(self) -> None:
        self.view.show_row(self._place())

    def _not_kept(self, error: PoskoError) -> None:
        self.view.bar.say(Notice("not_kept", "problem", error=error))


def _ignore(_: object) -> None:
    """Without a departure the header starts empty."""
