"""One act about a watch entry: contest, settle, renew or end, always with its reason."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from posko_app.domain.civil import date_text, parse_date
from posko_app.domain.masking import mask_contact
from posko_app.domain.watch import WatchEntry
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.watch import WatchService
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.pantauan_model import Act
from posko_app.ui.widgets.date_edit import DateEdit
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_binding import bind_on, bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.leave_go import LeaveGo
from posko_app.ui.widgets.panel import Panel, roled

LABEL_WIDTH = 112


class ActPanel(Panel):
    """Asks only what the act needs; F9 does it, Esc leaves everything as it was."""

    closed = Signal()
    done = Signal(object, object)  # Act, the entry as it is now

    def __init__(
        self,
        watch: WatchService,
        *,
        catalogue: Catalogue,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(" ", parent=parent)
        self._watch = watch
        self._catalogue = catalogue
        self._act = Act.CONTEST
        self._subject = ""
        self._keeps: bool | None = None
        self._build(today)
        bind_within(self, "F9", self.submit)
        bind_within(self, "Esc", self.closed.emit)

    def start(self, act: Act, entry: WatchEntry, *, contested: str = "") -> None:
        """Ask about one entry; `contested` is the reason of the contest to be settled."""
        word = self._catalogue.text
        self._act, self._subject = act, entry.subject
        self.head.title.setText(word(f"watchlist.act.{act}.title"))
        self.about.setText(
            word(f"watchlist.act.{act}.about", contact=mask_contact(entry.contact or ""))
        )
        why = contested if act is Act.SETTLE else ""
        self.contested.setText(word("watchlist.contested_because", reason=why) if why else "")
        self.contested.setVisible(bool(why))
        self.go.rename(word(f"watchlist.act.{act}.go"))
        self.go.setEnabled(True)
        self.trouble.clear()
        self.reason.clear()
        self.until.set_value(None)
        self._decide(None)
        self.choices.setVisible(act is Act.SETTLE)
        self.row_until.setVisible(act is Act.RENEW)
        if act is Act.RENEW:
            deliver(self._watch.latest_end(), self, self._show_latest, self._failed)
        self._first().setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Do it, once all is answered."""
        future = self._ordered() if self.go.isEnabled() else None
        if future is not None:
            self.go.setEnabled(False)
            act = self._act
            deliver(future, self, lambda entry: self.done.emit(act, entry), self._failed)

    def _ordered(self) -> "Future[WatchEntry] | None":
        reason = self.reason.text()
        if self._act is Act.SETTLE:
            if self._keeps is None:
                self._complain("watchlist.act.settle.undecided", self.choices)
                return None
            return self._watch.settle(self._subject, keep=self._keeps, reason=reason)
        if self._act is Act.RENEW:
            ends = parse_date(self.until.value() or "")
            if ends is None:
                self._complain("watchlist.form.no_day", self.until)
                return None
            return self._watch.renew(self._subject, expires_on=ends, reason=reason)
        if self._act is Act.END:
            return self._watch.end(self._subject, reason=reason)
        return self._watch.contest(self._subject, reason)

    def _complain(self, key: str, widget: QWidget) -> None:
        self.trouble.setText(self._catalogue.text(key))
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: PoskoError) -> None:
        self.go.setEnabled(True)
        self.trouble.setText(notices.sentence(self._catalogue, error))

    def _show_latest(self, latest: date) -> None:
        self.row_until.show_hint(
            self._catalogue.text("watchlist.form.latest", on=date_text(latest))
        )

    def _decide(self, keeps: bool | None) -> None:  # noqa: FBT001 - private; None is undecided
        self._keeps = keeps
        self.keep.set_chosen(chosen=keeps is True)
        self.drop.set_chosen(chosen=keeps is False)
        if keeps is not None:
            self.trouble.clear()
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first(self) -> QWidget:
        return {Act.SETTLE: self.choices, Act.RENEW: self.until}.get(self._act, self.reason)

    def _build(self, today: Callable[[], date]) -> None:
        word = self._catalogue.text
        self.about = roled("", "muted", self)
        self.about.setWordWrap(True)
        self.contested = roled("", "strong", self)
        self.contested.setWordWrap(True)
        self.choices = self._choices()
        self.until = DateEdit(today, show_age=False)
        self.reason = QLineEdit()
        self.row_until, self.row_reason = (
            FieldRow(
                word(f"watchlist.field.{name}"),
                editor,
                path=name,
                label_width=LABEL_WIDTH,
                parent=self,
            )
            for name, editor in (("until", self.until), ("reason", self.reason))
        )
        self.row_reason.show_hint(word("watchlist.act.reason_hint"))
        self.until.returnPressed.connect(self.reason.setFocus)
        self.trouble = roled("", "problem", self)
        self.trouble.setWordWrap(True)
        for label in (self.about, self.contested):
            self.body.addWidget(label)
        for widget in (self.choices, self.row_until, self.row_reason, self.trouble):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.body.addLayout(self._actions())

    def _choices(self) -> QWidget:
        """Two answers to a contest, by digit; they are one stop of the Tab key."""
        box = QWidget(self)
        box.setProperty("role", "pad")
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setAccessibleName(self._catalogue.text("watchlist.act.settle.title"))
        line = QHBoxLayout(box)
        line.setContentsMargins(2, 2, 2, 2)
        made = []
        for key, name, keeps in (("1", "keep", True), ("2", "drop", False)):
            button = KeyButton(key, self._catalogue.text(f"watchlist.act.settle.{name}"))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, keeps=keeps: self._decide(keeps))
            bind_on(box, key, button.click)
            line.addWidget(button)
            made.append(button)
        line.addStretch(1)
        self.keep, self.drop = made
        return box

    def _actions(self) -> LeaveGo:
        keys = LeaveGo(self._catalogue.text("control.leave"), " ")
        self.leave, self.go = keys.leave, keys.go
        self.leave.clicked.connect(self.closed)
        self.go.clicked.connect(self.submit)
        return keys
