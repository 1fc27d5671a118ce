"""The code that is read over the telephone and lets this laptop go on for 14 days."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from posko_app.domain.civil import civil_date, date_text
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.enrol_code import typed_code
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.leave_go import LeaveGo
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.panel import Panel, roled

LETTERS = 8
MARK = 12  # characters of the fingerprint that are read out


class LeasePanel(Panel):
    """F9 or Enter extends, Esc leaves."""

    closed = Signal()
    extended = Signal(str)  # the sentence that says until when

    def __init__(
        self,
        extend: "Callable[[str], Future[datetime]]",
        *,
        device: str,
        catalogue: Catalogue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(catalogue.text("sinkron.lease.title"), parent=parent)
        self._extend = extend
        self._catalogue = catalogue
        self._build(device)
        bind_within(self, "F9", self.submit)
        bind_within(self, "Esc", self.closed.emit)

    def start(self) -> None:
        """Begin with an empty field."""
        self.code.setText("")
        self.row.show_hint("")
        self._say("", "muted")
        self.go.setEnabled(True)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Extend, once the code is whole."""
        code = typed_code(self.code.text())
        number = len(code.characters)
        if code.stray:
            self._blame(self._catalogue.text("sinkron.enrol.code_sign", sign=code.stray))
        elif number != LETTERS:
            self._blame(self._catalogue.text("sinkron.lease.incomplete", number=number))
        elif self.go.isEnabled():
            self.go.setEnabled(False)
            self._say(self._catalogue.text("sinkron.package.working"), "muted")
            deliver(self._extend(code.characters), self, self._done, self._failed)

    def _done(self, until: datetime) -> None:
        on = date_text(civil_date(until))
        self.extended.emit(self._catalogue.text("sinkron.lease.done", on=on))

    def _failed(self, error: PoskoError) -> None:
        self.go.setEnabled(True)
        self._say("", "muted")
        self._blame(notices.sentence(self._catalogue, error))

    def _blame(self, words: str) -> None:
        """Say it in full under the field; one line is too short for most sentences."""
        self.row.show_hint("", "problem")
        restyle(self.code, state="problem")
        self._say(words, "problem")
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, text: str, role: str) -> None:
        self.told.setText(text)
        restyle(self.told, role=role)

    def _build(self, device: str) -> None:
        word = self._catalogue.text
        about = roled(word("sinkron.lease.about"), "muted", self)
        about.setWordWrap(True)
        mark = " ".join(device[at : at + 4] for at in range(0, MARK, 4)).upper()
        shown = roled(f"{word('sinkron.lease.device')}:  {mark}", "strong", self)
        self.code = LineEdit(self, capitals=True)
        self.row = FieldRow(word("sinkron.lease.code"), self.code, path="lease", label_width=None)
        self.code.returnPressed.connect(self.submit)
        self.code.textEdited.connect(lambda _text: self._edited())
        self.told = roled("", "muted", self)
        self.told.setWordWrap(True)
        keys = LeaveGo(word("sinkron.package.leave"), word("sinkron.lease.go"))
        self.leave, self.go = keys.leave, keys.go
        self.leave.clicked.connect(self.closed)
        self.go.clicked.connect(self.submit)
        for widget in (about, shown, self.row, self.told):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.body.addLayout(keys)

    def _edited(self) -> None:
        restyle(self.code, state="")
        self._say("", "muted")
