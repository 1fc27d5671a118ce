"""Petugas: who is signed on, who may work here, and the shift; a penyelia adds officers."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from posko_app.domain.records import OfficerRecord
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.petugas_add import AddOfficerForm, AddPorts
from posko_app.ui.petugas_model import OfficerLine, officer_lines
from posko_app.ui.sif import ShiftPanel
from posko_app.ui.theme import text_scale
from posko_app.ui.unlock_form import SignOnForm
from posko_app.ui.unlock_model import SignOnModel, SignOnPorts
from posko_app.ui.unlock_pin import PinForm
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.key_binding import bind_on, bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import Panel, roled

Opened = TypeVar("Opened")
PERSON_ROLE = Qt.ItemDataRole.UserRole
ROW_HEIGHT = 52
SIDE_WIDTH = 440
TOGETHER = 1080  # px the list and what is asked need beside each other


@dataclass(frozen=True, slots=True)
class OfficersPorts(Generic[Opened]):
    """What the page needs of the officers' service and of the session."""

    records: "Callable[[], Future[tuple[OfficerRecord, ...]]]"
    signed_on: Callable[[], tuple[str, ...]]  # person ids
    current: Callable[[], str]  # person id
    sign_on: SignOnPorts[Opened]
    welcome: Callable[[Opened, str], object]  # with his PIN
    sign_off: Callable[[str], object]
    may_add: Callable[[], bool]
    add: AddPorts


class PetugasPage(QWidget, Generic[Opened]):
    """List on the left; signing on or adding on the right."""

    changed = Signal(object)  # the session, the list or the shift changed
    to_work = Signal()  # nothing more to do here: the next traveller
    record_asked = Signal(str)  # subject of a screening to be shown

    def __init__(
        self,
        ports: OfficersPorts[Opened],
        *,
        catalogue: Catalogue,
        now: Callable[[], datetime],
        shift: ShiftPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.shift = shift
        self._shift_first = False  # where only one of both has room
        self._leaving = ""  # person who was told that his drafts are still open
        self._ports = ports
        self._catalogue = catalogue
        self._newcomer: Opened | None = None
        self._lines: tuple[OfficerLine, ...] = ()
        self._build(now)
        self._bind_keys()

    def refresh(self) -> None:
        """Read the officers again."""
        deliver(self._ports.records(), self, self._take, self._failed)
        self.shift.refresh()

    def focus_first(self) -> None:
        """Put the keyboard on the list."""
        self.officers.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_shift(self) -> None:
        """Put the keyboard on the shift: at the first sign-on of a day nothing else is due."""
        self._to_shift()

    def ask_sign_on(self) -> None:
        """Open the form for another officer to sign on."""
        self.form.reload()
        self._show(self.form)
        self.form.focus_first()

    def ask_add(self) -> None:
        """Open the form for a new officer; only a penyelia may."""
        if not self._ports.may_add():
            self.notice.say(self._catalogue.text("pages.officers.only_penyelia"), "caution")
            return
        self.add.start(tuple(line.name for line in self._lines))
        self._show(self.add)

    def sign_off(self) -> None:
        """Sign off the chosen officer; the last one leaves by the lock."""
        line = self._chosen()
        if line is None or not line.signed_on:
            return
        if len(self._ports.signed_on()) == 1:
            self.notice.say(self._catalogue.text("pages.officers.last_one"), "hint")
            return
        left = self.shift.open_cases_of(line.person)
        if left and self._leaving != line.person:
            self._leaving = line.person
            words = self._catalogue.text("sif.leaves_drafts", name=line.name, number=left)
            self.notice.say(words, "caution")
            return
        self._leaving = ""
        self._ports.sign_off(line.person)
        self.notice.say(self._catalogue.text("pages.officers.signed_off", name=line.name), "hint")
        self._changed()

    def _chosen(self) -> OfficerLine | None:
        row = self.officers.currentRow()
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def _take(self, records: tuple[OfficerRecord, ...]) -> None:
        self._lines = officer_lines(
            records,
            signed_on=self._ports.signed_on(),
            current=self._ports.current(),
            catalogue=self._catalogue,
        )
        kept = max(0, self.officers.currentRow())
        self.officers.clear()
        for line in self._lines:
            item = QListWidgetItem(self.officers)
            view = _line_view(line)
            item.setSizeHint(QSize(0, round(ROW_HEIGHT * text_scale())))
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{line.name}, {line.role}, {line.marks}"
            )
            self.officers.setItemWidget(item, view)
        self.officers.setCurrentRow(min(kept, len(self._lines) - 1))

    def _failed(self, error: PoskoError) -> None:
        self.notice.say(notices.sentence(self._catalogue, error), "problem")

    def _opened(self, newcomer: Opened) -> None:
        self._newcomer = newcomer
        self.pin.restart(self.form.chosen_name())
        self._show(self.pin)
        self.pin.focus_first()

    def _welcome(self, pin: str | None) -> None:
        if self._newcomer is not None and pin is not None:
            self._ports.welcome(self._newcomer, pin)
            self._newcomer = None

    def _signed_on(self) -> None:
        self.notice.say(self._catalogue.text("pages.officers.turn_changed"), "success")
        self._close()
        self._changed()

    def _added(self, name: str) -> None:
        self.notice.say(self._catalogue.text("pages.officers.added", name=name), "success")
        self._close()
        self._changed()

    def _shift_changed(self, _: object) -> None:
        self.changed.emit(None)

    def _changed(self) -> None:
        self.refresh()
        self.changed.emit(None)

    def _show(self, step: QWidget) -> None:
        self.notice.clear()
        self.steps.setCurrentWidget(step)
        self._share_page(asking=True)

    def _close(self) -> None:
        if self.shift.isVisible() and self.shift.escape():
            return
        if not self.form.model.busy:
            self._newcomer = None
            self.form.clear()
            self.add.clear()
            self._shift_first = False
            self._share_page(asking=False)
            self.focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_page(asking=self.side.isVisibleTo(self))

    def _share_page(self, *, asking: bool) -> None:
        """Officers and shift beside each other, or what is asked instead of the shift.

        Where two do not fit, what is asked stands alone, and F6 changes between the others.
        """
        narrow = self.width() < TOGETHER * text_scale()
        self.left.setVisible(not narrow or not (asking or self._shift_first))
        self.shift.setVisible(not asking and (not narrow or self._shift_first))
        self.side.setVisible(asking)

    def _to_shift(self) -> None:
        """Bring the shift to the front and put the keyboard there."""
        self._shift_first = True
        self._share_page(asking=False)
        self.shift.focus_first()

    def _next_panel(self) -> None:
        """Go from the officers to the shift and back."""
        if self.side.isVisible():
            return
        if self.officers.hasFocus():
            self._to_shift()
        else:
            self._shift_first = False
            self._share_page(asking=False)
            self.focus_first()

    def _in_shift(self, act: Callable[[], object]) -> None:
        if not self.side.isVisible():
            self._to_shift()
            act()

    def _bind_keys(self) -> None:
        for key, act in (
            ("Ctrl+O", self.ask_sign_on),
            ("Ctrl+N", self.ask_add),
            ("Esc", self._close),
        ):
            bind_within(self, key, act)
        bind_within(self, "F6", self._next_panel)
        for key, act in (
            ("Ctrl+H", self.shift.ask_hand_over),
            ("Ctrl+U", self.shift.ask_close),
            ("Ctrl+Z", self.shift.undo),
        ):
            shortcut = bind_within(self, key, partial(self._in_shift, act))
            shortcut.setAutoRepeat(False)  # held down it would answer its own question
        bind_on(self.officers, "Del", self.sign_off)
        bind_on(self.shift.running.departures, "Del", self.shift.withdraw)

    def _build(self, now: Callable[[], datetime]) -> None:
        self.notice = Banner(self)
        self.officers = QListWidget(self)
        self.officers.setAccessibleName(self.tr("Petugas di laptop ini"))
        self.left = Panel(self.tr("Petugas di laptop ini"), "", self)
        self.left.body.addWidget(self.notice)
        self.left.body.addWidget(self.officers, 1)
        self.left.body.addLayout(self._actions())
        self.shift.changed.connect(self._shift_changed)
        self.shift.to_work.connect(self.to_work)
        self.shift.record_asked.connect(self.record_asked)
        self.side = Panel(parent=self)
        self.side.setFixedWidth(round(SIDE_WIDTH * text_scale()))
        self.side.setVisible(False)
        self.side.body.addWidget(self._steps(now))
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 10, 12, 10)
        across.setSpacing(10)
        across.addWidget(self.left, 5)
        across.addWidget(self.shift, 6)
        across.addWidget(self.side)
        across.addStretch(0)

    def _steps(self, now: Callable[[], datetime]) -> QStackedWidget:
        model = SignOnModel(self._ports.sign_on, catalogue=self._catalogue, now=now)
        self.form: SignOnForm[Opened] = SignOnForm(model, self)
        self.form.opened.connect(self._opened)
        self.pin = PinForm(self._catalogue, accept=self._welcome, skippable=False)
        self.pin.finished.connect(self._signed_on)
        self.add = AddOfficerForm(self._ports.add, catalogue=self._catalogue)
        self.add.added.connect(self._added)
        self.steps = QStackedWidget(self)
        for step in (self.form, self.pin, self.add):
            self.steps.addWidget(step)
        return self.steps

    def _actions(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        for key, text, act in (
            ("Ctrl+O", self.tr("Petugas lain masuk"), self.ask_sign_on),
            ("Del", self.tr("Keluarkan dari tugas"), self.sign_off),
            ("Ctrl+N", self.tr("Petugas baru"), self.ask_add),
        ):
            button = KeyButton(key, text)
            button.clicked.connect(act)
            line.addWidget(button)
        line.addStretch(1)
        return line


def _line_view(line: OfficerLine) -> QWidget:
    view = QWidget()
    names = QVBoxLayout()
    names.setSpacing(1)
    names.addWidget(roled(line.name, "strong", view))
    names.addWidget(roled(line.role, "muted", view))
    across = QHBoxLayout(view)
    across.setContentsMargins(12, 5, 12, 5)
    across.addLayout(names)
    across.addStretch(1)
    across.addWidget(roled(line.marks, "key" if line.current else "muted", view))
    return view
