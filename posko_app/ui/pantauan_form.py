"""The form for a new watch entry: nothing gets in without ground, owner, case, end and reason."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from posko_app.domain.civil import date_text, parse_date
from posko_app.domain.watch import WatchGround
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.watch import WatchService, WatchWish
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.widgets.date_edit import DateEdit
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.leave_go import LeaveGo
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.widgets.pickers import ChoiceBox
from posko_app.ui.widgets.scroller import Scroller

LABEL_WIDTH = 112
FIELDS = ("contact", "name", "ground", "owner", "case", "until", "reason")
FAULTY = {
    "watch.contact_unusable": "contact",
    "watch.already": "contact",
    "watch.ground_missing": "ground",
    "watch.owner_missing": "owner",
    "watch.case_missing": "case",
    "watch.end_past": "until",
    "watch.end_late": "until",
    "watch.reason_missing": "reason",
}


class WatchForm(Panel):
    """Enter goes on, F9 adds, Esc leaves."""

    closed = Signal()
    added = Signal(object)  # the entry

    def __init__(
        self,
        watch: WatchService,
        *,
        catalogue: Catalogue,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(catalogue.text("watchlist.form.title"), parent=parent)
        self._watch = watch
        self._catalogue = catalogue
        self._build(today)
        bind_within(self, "F9", self.submit)
        bind_within(self, "Esc", self.closed.emit)

    def start(self) -> None:
        """Begin with an empty form."""
        for editor in (self.contact, self.name, self.owner, self.case, self.reason):
            editor.clear()
        self.ground.setCurrentIndex(0)
        self.until.set_value(None)
        self.go.setEnabled(True)
        self._complain("", "")
        deliver(self._watch.latest_end(), self, self._show_latest, self._failed)
        self.contact.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Add the entry, if its day can be read; the service looks at all else."""
        if not self.go.isEnabled():
            return
        ends = parse_date(self.until.value() or "")
        if ends is None:
            self._complain("until", self._catalogue.text("watchlist.form.no_day"))
            return
        self.go.setEnabled(False)
        wish = WatchWish(
            contact=self.contact.text(),
            ground=self.ground.currentData(),
            owner=self.owner.text(),
            case_ref=self.case.text(),
            expires_on=ends,
            reason=self.reason.text(),
            name=self.name.text(),
        )
        deliver(self._watch.add(wish), self, self.added.emit, self._failed)

    def _failed(self, error: PoskoError) -> None:
        self.go.setEnabled(True)
        sentence = notices.sentence(self._catalogue, error)
        self._complain(FAULTY.get(error.key, ""), sentence)

    def _complain(self, field: str, sentence: str) -> None:
        """Say what is wrong, and go to the field it is about."""
        self.trouble.setText(sentence)
        if field:
            self.rows[field].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_latest(self, latest: date) -> None:
        self.rows["until"].show_hint(
            self._catalogue.text("watchlist.form.latest", on=date_text(latest))
        )

    def _build(self, today: Callable[[], date]) -> None:
        word = self._catalogue.text
        self.contact, self.name, self.owner = QLineEdit(), QLineEdit(), QLineEdit()
        self.case, self.reason = QLineEdit(), QLineEdit()
        self.ground = ChoiceBox()
        self.ground.addItem(word("watchlist.form.choose"), "")
        for ground in WatchGround:
            self.ground.addItem(word(f"watch_ground.{ground}"), ground.value)
        self.until = DateEdit(today, show_age=False)
        self.rows: dict[str, FieldRow] = {}
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(3)
        for field in FIELDS:
            editor = getattr(self, field)
            label = word(f"watchlist.field.{field}")
            row = FieldRow(label, editor, path=field, label_width=LABEL_WIDTH, parent=inside)
            row.show_hint(word(f"watchlist.form.hint.{field}"))
            self.rows[field] = row
            column.addWidget(row)
            if isinstance(editor, QLineEdit):
                editor.returnPressed.connect(lambda at=field: self._next(at))
        column.addStretch(1)
        self.trouble = roled("", "problem", self)
        self.trouble.setWordWrap(True)
        self.body.addWidget(Scroller(inside, self), 1)
        self.body.addWidget(self.trouble)
        self.body.addLayout(self._actions())

    def _next(self, field: str) -> None:
        place = FIELDS.index(field) + 1
        if place < len(FIELDS):
            self.rows[FIELDS[place]].editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _actions(self) -> LeaveGo:
        word = self._catalogue.text
        keys = LeaveGo(word("control.leave"), word("watchlist.form.go"))
        self.leave, self.go = keys.leave, keys.go
        self.leave.clicked.connect(self.closed)
        self.go.clicked.connect(self.submit)
        return keys
