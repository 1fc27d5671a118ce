"""The export of a day: format, place, names or not, and the password shown once."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.exports import Exported, ExportFormat
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.log_harian_model import usual_file
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import HeadingLine, Panel, roled
from posko_app.ui.widgets.pickers import ChoiceBox, TickBox

LABEL_WIDTH = 84


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What shall leave, and where to."""

    on: date
    format: ExportFormat
    out: Path
    identifiable: bool = False
    reason: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ExportPorts:
    """What exporting needs from outside."""

    export: "Callable[[ExportWish], Future[Exported]]"
    may_name: Callable[[], bool]  # whether the officer whose turn it is is a penyelia
    folder: Path  # where files usually go


class ExportPanel(Panel):
    """Asks, exports off the window's thread, then shows what left and its password."""

    closed = Signal()
    exported = Signal(object)

    def __init__(
        self, ports: ExportPorts, *, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._ports = ports
        self._catalogue = catalogue
        self._on: date | None = None
        self._build()
        self._bind_keys()

    def start(self, on: date) -> None:
        """Ask for the export of this day."""
        self._on = on
        self.names.setChecked(False)
        self.names.setEnabled(self._ports.may_name())
        self.names_why.setVisible(not self._ports.may_name())
        self.reason.clear()
        self.trouble.clear()
        self._propose()
        self.steps.setCurrentIndex(0)
        self.format.setFocus(Qt.FocusReason.OtherFocusReason)

    def wish(self) -> ExportWish | None:
        """What the form asks for, or None with the fault shown."""
        text = self.place.text().strip()
        reason = " ".join(self.reason.text().split())
        named = self.names.isChecked()
        if self._on is None or not text:
            self._say(self._catalogue.text("pages.export.no_place"), "problem")
            return None
        if named and not reason:
            self._say(self._catalogue.text("pages.export.no_reason"), "problem")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        out = Path(text).expanduser()
        return ExportWish(self._on, self.kind(), out, named, reason if named else None)

    def kind(self) -> ExportFormat:
        """The chosen format; Qt hands out the plain text of an enum's member."""
        return ExportFormat(self.format.currentData())

    def submit(self) -> None:
        """Export what the form asks for."""
        wish = self.wish() if self.steps.currentIndex() == 0 else None
        if wish is not None and self.go.isEnabled():
            self.go.setEnabled(False)
            self._say(self._catalogue.text("pages.export.working"), "muted")
            deliver(
                self._ports.export(wish), self, lambda done: self._done(wish, done), self._failed
            )

    def forget_password(self) -> None:
        """Take the password off the screen for good."""
        self.password.clear()

    def _done(self, wish: ExportWish, done: Exported) -> None:
        self.go.setEnabled(True)
        self.file.setText(str(wish.out))
        self.figures.setText(
            self._catalogue.text(
                "pages.export.figures", rows=done.rows, sha256=in_two_lines(done.sha256)
            )
        )
        locked = done.password is not None
        self.password.setText(done.password or "")
        for widget in (self.password, self.password_why, self.copy):
            widget.setVisible(locked)
        self.open_file.setVisible(not locked)
        self.steps.setCurrentIndex(1)
        (self.copy if locked else self.leave).setFocus(Qt.FocusReason.OtherFocusReason)
        self.exported.emit(done)

    def _failed(self, error: PoskoError) -> None:
        self.go.setEnabled(True)
        self._say(notices.sentence(self._catalogue, error), "problem")

    def _say(self, text: str, role: str) -> None:
        self.trouble.setText(text)
        restyle(self.trouble, role=role)

    def _close(self) -> None:
        self.forget_password()
        self.closed.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.password.text())
        self.copied.setText(
            self.tr("Tersalin. Tempel di pesan untuk penerima, lalu salin hal lain.")
        )

    def _propose(self) -> None:
        if self._on is not None:
            kind, named = self.kind(), self.names.isChecked()
            proposed = usual_file(self._ports.folder, self._on, kind, identifiable=named)
            self.place.setText(str(proposed))
        self.reason_row.setVisible(self.names.isChecked())

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Simpan log"),
            self.place.text(),
            options=QFileDialog.Option.DontUseNativeDialog
            | QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self.place.setText(chosen)

    def _bind_keys(self) -> None:
        bind_within(self, "F9", self.submit)
        bind_within(self, "Esc", self._close)

    def _build(self) -> None:
        self.steps = QStackedWidget(self)
        self.steps.addWidget(self._form())
        self.steps.addWidget(self._result())
        self.body.addWidget(self.steps)

    def _form(self) -> QWidget:
        form = QWidget(self)
        self.format = ChoiceBox(form)
        self.format.addItem(self.tr("Excel (XLSX), terkunci kata sandi"), ExportFormat.XLSX)
        self.format.addItem(self.tr("PDF, terkunci kata sandi"), ExportFormat.PDF)
        self.format.addItem(self.tr("CSV, tanpa nama"), ExportFormat.CSV)
        self.format.currentIndexChanged.connect(self._format_changed)
        self.place = QLineEdit(form)
        self.browse = QPushButton(self.tr("Pilih &tempat…"), form)
        self.browse.clicked.connect(self._browse)
        self.names = TickBox(self.tr("Sertakan &nama dan NIK utuh"), form)
        self.names.toggled.connect(self._names_changed)
        self.names_why = roled(self.tr("Hanya penyelia yang dapat menyertakan nama."), "hint", form)
        self.reason = QLineEdit(form)
        self.reason_row = FieldRow(
            self.tr("Alasan"), self.reason, path="reason", label_width=LABEL_WIDTH
        )
        self.trouble = roled("", "problem", form)
        self.trouble.setWordWrap(True)
        self.trouble.setMinimumHeight(34)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(HeadingLine(self.tr("Ekspor log"), "", form))
        for label, editor in ((self.tr("Bentuk"), self.format), (self.tr("Berkas"), self.place)):
            column.addWidget(FieldRow(label, editor, path=label, label_width=LABEL_WIDTH))
        column.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignRight)
        for widget in (self.names, self.names_why, self.reason_row, self.trouble):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(self._form_actions())
        self._order_keys()
        return form

    def _order_keys(self) -> None:
        """Let Tab follow the eye; made in another order, the buttons would come first."""
        stops = (self.format, self.place, self.browse, self.names, self.reason)
        for before, after in pairwise((*stops, self.cancel, self.go)):
            QWidget.setTabOrder(before, after)

    def _form_actions(self) -> QHBoxLayout:
        self.cancel = KeyButton("Esc", self.tr("Urung"))
        self.cancel.clicked.connect(self._close)
        self.go = KeyButton("F9", self.tr("Ekspor"), primary=True)
        self.go.clicked.connect(self.submit)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.cancel)
        line.addWidget(self.go)
        return line

    def _format_changed(self) -> None:
        if not self.kind().is_lockable:
            self.names.setChecked(False)
        self._propose()

    def _names_changed(self, named: bool) -> None:  # noqa: FBT001 - the signal's own argument
        if named and not self.kind().is_lockable:
            self.format.setCurrentIndex(self.format.findData(ExportFormat.XLSX))
        self._propose()

    def _result(self) -> QWidget:
        result = QWidget(self)
        self.file = _selectable(roled("", "strong", result))
        self.figures = _selectable(roled("", "muted", result))
        self.password = _selectable(roled("", "password", result))
        self.password.setAccessibleName(self.tr("Kata sandi berkas"))
        self.password_why = roled(
            self.tr(
                "Kata sandi ini hanya tampil sekarang dan tidak disimpan. Catat, lalu sampaikan "
                "lewat jalur lain daripada berkasnya, misalnya telepon."
            ),
            "muted",
            result,
        )
        self.password_why.setWordWrap(True)
        self.open_file = roled(
            self.tr("Berkas ini tidak terkunci. Isinya tanpa nama."), "muted", result
        )
        self.copied = roled("", "hint", result)
        self.copy = QPushButton(self.tr("&Salin kata sandi"), result)
        self.copy.clicked.connect(self._copy)
        self.leave = KeyButton("Esc", self.tr("Selesai"), primary=True)
        self.leave.clicked.connect(self._close)
        column = QVBoxLayout(result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(HeadingLine(self.tr("Log tersimpan"), "", result))
        for widget in (self.file, self.figures, self.password, self.password_why, self.open_file):
            column.addWidget(widget)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.copied)
        column.addStretch(1)
        column.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignRight)
        return result


def in_two_lines(sha256: str) -> str:
    """Break a hash where a reader may pause; a line of 64 characters would be cut off."""
    return f"{sha256[:32]} {sha256[32:]}"


def _selectable(label: QLabel) -> QLabel:
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
