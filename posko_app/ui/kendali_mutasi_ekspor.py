"""Letting the monthly list leave: its form, its place, and what left."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.movement_export import ListExported, ListFormat, MovementExport
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.kendali_model import month_title
from posko_app.ui.log_harian_export import in_two_lines
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.leave_go import LeaveGo
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.widgets.pickers import ChoiceBox

LABEL_WIDTH = 72


class ListExportPanel(Panel):
    """F9 exports, Esc leaves."""

    closed = Signal()
    exported = Signal(object)

    def __init__(
        self,
        exports: MovementExport,
        *,
        catalogue: Catalogue,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(catalogue.text("control.export.title"), parent=parent)
        self._exports = exports
        self._catalogue = catalogue
        self._folder = folder
        self._month = ""
        self._build()
        bind_within(self, "F9", self.submit)
        bind_within(self, "Esc", self.closed.emit)

    def start(self, month: str) -> None:
        """Ask for the list of this month."""
        self._month = month
        self.set_hint(month_title(month, self._catalogue))
        self._say("", "muted")
        self._propose()
        self.format.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Export what the form asks for."""
        text = self.place.text().strip()
        if not text:
            self._say(self._catalogue.text("pages.export.no_place"), "problem")
            self.place.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.go.isEnabled():
            self.go.setEnabled(False)
            self._say(self._catalogue.text("pages.export.working"), "muted")
            out = Path(text).expanduser()
            leaving = self._exports.export_list(self._month, format=self.kind(), out=out)
            deliver(leaving, self, lambda done: self._done(out, done), self._failed)

    def kind(self) -> ListFormat:
        """The chosen format; Qt hands out the plain text of an enum's member."""
        return ListFormat(self.format.currentData())

    def _done(self, out: Path, done: ListExported) -> None:
        self.go.setEnabled(True)
        told = self._catalogue.text(
            "control.export.done", file=str(out), rows=done.rows, sha256=in_two_lines(done.sha256)
        )
        self._say(told, "muted")
        self.exported.emit(done)

    def _failed(self, error: PoskoError) -> None:
        self.go.setEnabled(True)
        self._say(notices.sentence(self._catalogue, error), "problem")

    def _say(self, text: str, role: str) -> None:
        self.told.setText(text)
        restyle(self.told, role=role)

    def _propose(self) -> None:
        name = f"posko-keberangkatan-{self._month}.{self.kind()}"
        self.place.setText(str(self._folder / name))

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            self._catalogue.text("control.export.browse_title"),
            self.place.text(),
            options=QFileDialog.Option.DontUseNativeDialog
            | QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self.place.setText(chosen)

    def _build(self) -> None:
        word = self._catalogue.text
        self.what = roled(word("control.export.what"), "muted", self)
        self.what.setWordWrap(True)
        self.format = ChoiceBox(self)
        for form in ListFormat:
            self.format.addItem(word(f"control.export.format.{form}"), form)
        self.format.currentIndexChanged.connect(self._propose)
        self.place = QLineEdit(self)
        self.browse = QPushButton(word("control.export.browse"), self)
        self.browse.clicked.connect(self._browse)
        self.told = roled("", "muted", self)
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.what)
        for key, editor in (("format_label", self.format), ("place", self.place)):
            label = word(f"control.export.{key}")
            self.body.addWidget(FieldRow(label, editor, path=key, label_width=LABEL_WIDTH))
        self.body.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self.told)
        self.body.addStretch(1)
        self.body.addLayout(self._actions())
        stops = (self.format, self.place, self.browse, self.leave, self.go)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _actions(self) -> LeaveGo:
        word = self._catalogue.text
        keys = LeaveGo(word("control.leave"), word("control.export.go"))
        self.leave, self.go = keys.leave, keys.go
        self.leave.clicked.connect(self.closed)
        self.go.clicked.connect(self.submit)
        return keys
