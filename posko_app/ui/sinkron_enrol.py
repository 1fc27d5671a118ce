"""The form that enrols this laptop: address and code, typed, pasted or scanned as one QR text."""

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.enrol_code import is_scanned, scanned, typed_code
from posko_app.services.sync_state import Enrolled
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.periksa_reasons import Wrapped
from posko_app.ui.sinkron_enrol_model import (
    EnrolWish,
    address_fault,
    beside_code,
    code_fault,
    wish_of,
)
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.leave_go import LeaveGo
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.panel import Panel, roled

UNREACHED = "sync.no_line."
OTHERWISE_UNREACHED = "sinkron.enrol.no_line.other"
# an error's key begins so when the address is to blame, and so when the code is
AT_ADDRESS = (UNREACHED, "sync.not_ours.", "sync.enrolment.address")
AT_CODE = (
    "sync.enrolment.code_form",
    "sync.enrolment.ca_differs",
    "sync.enrolment.post_differs",
    "sync.refused.code_",
    "sync.refused.post_differs",
)


class CodeEdit(LineEdit):
    """Puts the dashes while one types or pastes; the text of a QR is left as it comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "code")
        self.textEdited.connect(self._group)

    def _group(self, text: str) -> None:
        if is_scanned(text):
            return
        place = self.cursorPosition()
        before = len(typed_code(text[:place]).characters)
        code = typed_code(text)
        grouped = code.grouped + code.stray
        if grouped == text:
            return
        with QSignalBlocker(self):
            self.setText(grouped)
        at_end = place >= len(text)
        self.setCursorPosition(len(grouped) if at_end else before + max(0, before - 1) // 6)


class EnrolForm(QWidget):
    """Two fields, each with its own words; `ready` says that a scan filled both."""

    ready = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.address, self.code = LineEdit(self), CodeEdit(self)
        self.rows = {
            name: FieldRow(
                catalogue.text(f"sinkron.enrol.{name}"), editor, path=name, label_width=None
            )
            for name, editor in (("address", self.address), ("code", self.code))
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.faults = {name: Wrapped("problem", self) for name in self.rows}
        for name, row in self.rows.items():
            column.addWidget(row)
            column.addWidget(self.faults[name])
        self.address.textEdited.connect(self._address_edited)
        self.code.textEdited.connect(self._code_edited)
        self.clear()

    def clear(self) -> None:
        """Empty both fields."""
        self.address.setText("")
        self.code.setText("")
        self._hint()

    def show_wish(self, url: str, code: str) -> None:
        """Show what was typed before."""
        self.address.setText(url)
        self.code.setText(typed_code(code).grouped)
        self._hint()

    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.address.text().strip() and not self.code.text().strip()

    def wish(self) -> EnrolWish | None:
        """Give what is to be done; else say beside each field what is missing."""
        wish = wish_of(self.address.text(), self.code.text())
        if wish is None:
            code = code_fault(self.code.text(), self._catalogue)
            address = address_fault(self.address.text(), self._catalogue)
            for name, fault in (("code", code), ("address", address)):
                if fault:
                    self.blame(name, fault)
        return wish

    def blame(self, name: str, fault: str) -> None:
        """Say beside a field what is wrong with it, and put the keyboard there."""
        row = self.rows[name]
        self._say(name, fault)
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def blame_for(self, error: PoskoError) -> bool:
        """Say an error beside the field it comes from; False when it is neither's."""
        words = self._words(error)
        for name, keys in (("code", AT_CODE), ("address", AT_ADDRESS)):
            if error.key.startswith(keys):
                self.blame(name, words)
                return True
        return False

    def _words(self, error: PoskoError) -> str:
        """Say what to do about an address without an answer: nobody tries by himself here."""
        if not error.key.startswith(UNREACHED):
            return notices.sentence(self._catalogue, error)
        own = f"sinkron.enrol.no_line.{error.key.removeprefix(UNREACHED)}"
        return self._catalogue.text(own if self._catalogue.has(own) else OTHERWISE_UNREACHED)

    def focus_first(self) -> None:
        """Put the keyboard into the address."""
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_next_empty(self) -> bool:
        """Go on to the field that is empty, if the other one has the keyboard."""
        for here, other in ((self.address, self.code), (self.code, self.address)):
            if here.hasFocus() and here.text().strip() and not other.text().strip():
                other.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def _address_edited(self, text: str) -> None:
        if not self._take_scan(text):
            self._hint_address()

    def _code_edited(self, text: str) -> None:
        if not is_scanned(text):
            self._hint_code()
        elif not self._take_scan(text):
            self._say("code", "")

    def _take_scan(self, text: str) -> bool:
        """Take both out of the text of a QR once it is whole."""
        if not is_scanned(text):
            return False
        url, code = scanned(text)
        if not typed_code(code).is_whole:
            return False
        self.show_wish(url, code)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ready.emit()
        return True

    def _say(self, name: str, fault: str, hint: str = "") -> None:
        """Say a fault in full under its field, or the hint when there is none."""
        row, told = self.rows[name], self.faults[name]
        row.show_hint(hint)
        row.hint.setVisible(not fault)
        told.setText(fault)
        told.setVisible(bool(fault))
        restyle(row.editor, state="problem" if fault else "")
        row.editor.setAccessibleDescription(fault or hint)

    def _hint(self) -> None:
        self._hint_address()
        self._hint_code()

    def _hint_address(self) -> None:
        self._say("address", "", self._catalogue.text("sinkron.enrol.address_hint"))

    def _hint_code(self) -> None:
        beside = beside_code(self.code.text(), self._catalogue)
        wrong = beside.voice == "problem"
        self._say("code", beside.words if wrong else "", "" if wrong else beside.words)


class EnrolPanel(Panel):
    """The form in Pusat sinkron: F9 enrols, Esc leaves."""

    closed = Signal()
    enrolled = Signal(object)  # Enrolled

    def __init__(
        self,
        enrol: "Callable[[str, str], Future[Enrolled]]",
        *,
        catalogue: Catalogue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(catalogue.text("sinkron.enrol.title"), parent=parent)
        self._enrol = enrol
        self._catalogue = catalogue
        self._build()
        bind_within(self, "F9", self.submit)
        bind_within(self, "Esc", self.closed.emit)

    def start(self, url: str = "") -> None:
        """Begin with empty fields; `url` is where this laptop is enrolled already."""
        self.form.clear()
        self._say("", "muted")
        self.go.setEnabled(True)
        key = "already" if url else "about"
        self.about.setText(self._catalogue.text(f"sinkron.enrol.{key}", url=url))
        self.form.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Enrol, once both are whole."""
        wish = self.form.wish() if self.go.isEnabled() else None
        if wish is not None:
            self.go.setEnabled(False)
            self._say(self._catalogue.text("sinkron.enrol.working"), "muted")
            deliver(self._enrol(wish.url, wish.code), self, self._done, self._failed)

    def _done(self, enrolled: Enrolled) -> None:
        self.go.setEnabled(True)
        self.form.clear()
        self.enrolled.emit(enrolled)

    def _failed(self, error: PoskoError) -> None:
        self.go.setEnabled(True)
        beside = self.form.blame_for(error)
        self._say("" if beside else notices.sentence(self._catalogue, error), "problem")

    def _say(self, text: str, role: str) -> None:
        self.told.setText(text)
        restyle(self.told, role=role)

    def _return(self) -> None:
        if not self.form.to_next_empty():
            self.submit()

    def _build(self) -> None:
        self.about = roled("", "muted", self)
        self.about.setWordWrap(True)
        self.form = EnrolForm(self._catalogue, self)
        for edit in (self.form.address, self.form.code):
            edit.returnPressed.connect(self._return)
        self.told = roled("", "muted", self)
        self.told.setWordWrap(True)
        keys = LeaveGo(
            self._catalogue.text("sinkron.package.leave"), self._catalogue.text("sinkron.enrol.go")
        )
        self.leave, self.go = keys.leave, keys.go
        self.leave.clicked.connect(self.closed)
        self.go.clicked.connect(self.submit)
        for widget in (self.about, self.form, self.told):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.body.addLayout(keys)
