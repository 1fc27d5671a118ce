"""Taking in an official list: the file is read first and told, then it replaces the former one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListWidget, QPushButton, QWidget

from posko_app.domain.civil import parse_date
from posko_app.domain.registers import Provenance, Register
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.register_files import RegisterFile
from posko_app.services.registers import RegisterService
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.kendali_model import refused_words
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.date_edit import DateEdit
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.leave_go import LeaveGo
from posko_app.ui.widgets.panel import Panel, roled

LABEL_WIDTH = 108


class ImportPanel(Panel):
    """F9 reads the file, F9 again replaces the list; a change of the path begins anew."""

    closed = Signal()
    imported = Signal(object)  # the list's provenance

    def __init__(
        self,
        registers: RegisterService,
        *,
        catalogue: Catalogue,
        folder: Path,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(" ", parent=parent)
        self._registers = registers
        self._catalogue = catalogue
        self._folder = folder
        self._register = Register.P3MI
        self._before: Provenance | None = None
        self._file: RegisterFile | None = None
        self._wish = 0
        self._build(today)
        bind_within(self, "F9", self.submit)
        bind_within(self, "Esc", self.close_panel)

    def start(self, register: Register, before: Provenance | None) -> None:
        """Ask for the file of one list; `before` is what it would replace."""
        self._register, self._before = register, before
        name = self._catalogue.text(f"control.register.name.{register}")
        self.head.title.setText(self._catalogue.text("control.import.title", name=name))
        self.needs.setText(self._catalogue.text(f"control.import.needs.{register}"))
        self.path.clear()
        self.as_of.set_value(None)
        self._forget()
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Read the file, or replace the list with what was read."""
        if not self.go.isEnabled():
            return
        if self._file is None:
            self._read()
        else:
            self._replace(self._file)

    def close_panel(self) -> None:
        """Leave everything as it was."""
        self._forget()
        self.closed.emit()

    def _read(self) -> None:
        text = self.path.text().strip()
        if not text:
            self._say(self._catalogue.text("control.import.no_path"), "problem")
            self.path.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._busy("control.import.reading")
        wish = self._wish
        reading = self._registers.read(self._register, Path(text).expanduser())
        deliver(reading, self, lambda file: self._show_file(file, wish), self._failed)

    def _show_file(self, file: RegisterFile, wish: int) -> None:
        if wish != self._wish:
            return  # another path was typed meanwhile
        self._file = file
        self.go.setEnabled(True)
        figures = self._catalogue.text(
            "control.import.figures", rows=len(file.rows), refused=len(file.refused)
        )
        before = "control.import.first" if self._before is None else "control.import.replaces"
        rows = 0 if self._before is None else self._before.rows
        self._say(f"{figures} {self._catalogue.text(before, rows=rows)}", "strong")
        self.refused.addItems([refused_words(row, self._catalogue) for row in file.refused])
        self.refused.setVisible(bool(file.refused))
        self.go.rename(self._catalogue.text("control.import.replace"))
        self.as_of.setFocus(Qt.FocusReason.OtherFocusReason)

    def _replace(self, file: RegisterFile) -> None:
        as_of = parse_date(self.as_of.value() or "")
        if as_of is None:
            self._say(self._catalogue.text("control.import.no_day"), "problem")
            self.as_of.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._busy("control.import.replacing")
        deliver(self._registers.replace(file, as_of=as_of), self, self._done, self._failed)

    def _done(self, provenance: Provenance) -> None:
        self._forget()
        self.imported.emit(provenance)

    def _failed(self, error: PoskoError) -> None:
        self.go.setEnabled(True)
        self._say(notices.sentence(self._catalogue, error), "problem")

    def _forget(self) -> None:
        """Begin anew: what was read belongs to another path."""
        self._wish += 1
        self._file = None
        self.refused.clear()
        self.refused.hide()
        self._say("", "muted")
        self.go.setEnabled(True)
        self.go.rename(self._catalogue.text("control.import.read"))

    def _busy(self, key: str) -> None:
        self.go.setEnabled(False)
        self._say(self._catalogue.text(key), "muted")

    def _say(self, text: str, role: str) -> None:
        self.told.setText(text)
        restyle(self.told, role=role)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            self._catalogue.text("control.import.browse_title"),
            str(self._folder),
            self._catalogue.text("control.import.kinds"),
            options=QFileDialog.Option.DontUseNativeDialog,
        )
        if chosen:
            self.path.setText(chosen)

    def _build(self, today: Callable[[], date]) -> None:
        word = self._catalogue.text
        self.needs = roled("", "muted", self)
        self.needs.setWordWrap(True)
        self.path = QLineEdit(self)
        self.path.textEdited.connect(self._forget)
        self.browse = QPushButton(word("control.import.browse"), self)
        self.browse.clicked.connect(self._browse)
        self.as_of = DateEdit(today, show_age=False, parent=self)
        self.told = roled("", "muted", self)
        self.told.setWordWrap(True)
        self.refused = QListWidget(self)
        self.refused.setProperty("role", "names")
        self.refused.setAccessibleName(word("control.import.refused"))
        self.refused.setWordWrap(True)
        self.refused.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self.needs)
        for key, editor in (("path", self.path), ("as_of", self.as_of)):
            label = word(f"control.import.{key}")
            row = FieldRow(label, editor, path=key, label_width=LABEL_WIDTH, parent=self)
            self.body.addWidget(row)
            if editor is self.path:
                self.body.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignRight)
            else:
                row.show_hint(word("control.import.as_of_hint"))
        self.body.addWidget(self.told)
        self.body.addWidget(self.refused, 1)
        self.body.addStretch(0)
        self.body.addLayout(self._actions())

    def _actions(self) -> LeaveGo:
        word = self._catalogue.text
        keys = LeaveGo(word("control.leave"), word("control.import.read"))
        self.leave, self.go = keys.leave, keys.go
        self.leave.clicked.connect(self.close_panel)
        self.go.clicked.connect(self.submit)
        return keys
