"""The form for a new officer: he chooses his passphrase himself, the penyelia looks away."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from posko_app.domain.records import OfficerRecord
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.petugas_model import NewOfficer, new_officer_fault
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import HeadingLine, roled
from posko_app.ui.widgets.pickers import ChoiceBox
from posko_app.ui.wizard_passphrase import PassphraseForm

ROLES = ("petugas", "penyelia")


@dataclass(frozen=True, slots=True)
class AddPorts:
    """What adding needs: the rules for passphrases, four words, and the deed itself.

    `check` takes the passphrase and names it must not be made of; it gives message keys.
    """

    check: Callable[[str, Sequence[str]], tuple[str, ...]]
    suggest: Callable[[], str]
    add: "Callable[[NewOfficer], Future[OfficerRecord]]"


class AddOfficerForm(QWidget):
    """Name, role, passphrase twice."""

    added = Signal(str)  # the name

    def __init__(
        self, ports: AddPorts, *, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ports = ports
        self._catalogue = catalogue
        self._taken: tuple[str, ...] = ()
        self._build()

    def start(self, taken: tuple[str, ...]) -> None:
        """Begin with an empty form; `taken` are the names in use."""
        self._taken = taken
        self.clear()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forget everything typed."""
        self.name.clear()
        self.role.setCurrentIndex(0)
        self.passphrase.clear()
        self.trouble.clear()

    def submit(self) -> None:
        """Add the officer, if the form is whole."""
        wish = self._wish()
        faults = self._faults(wish.passphrase)
        fault = new_officer_fault(wish, faults=faults, taken=self._taken, catalogue=self._catalogue)
        self.trouble.setText(fault)
        if not fault and self.go.isEnabled():
            self.go.setEnabled(False)
            self.trouble.setText(self._catalogue.text("pages.officers.adding"))
            deliver(self._ports.add(wish), self, lambda _: self._done(wish.name), self._failed)

    def _wish(self) -> NewOfficer:
        return NewOfficer(
            name=" ".join(self.name.text().split()),
            passphrase=self.passphrase.value(),
            repeated=self.passphrase.repeated(),
            role=self.role.currentData(),
        )

    def _faults(self, passphrase: str) -> tuple[str, ...]:
        keys = self._ports.check(passphrase, [self.name.text()])
        return tuple(self._catalogue.text(key) for key in keys)

    def _done(self, name: str) -> None:
        self.go.setEnabled(True)
        self.clear()
        self.added.emit(name)

    def _failed(self, error: PoskoError) -> None:
        self.go.setEnabled(True)
        self.trouble.setText(notices.sentence(self._catalogue, error))

    def _build(self) -> None:
        self.name = QLineEdit(self)
        self.name.setMaxLength(80)
        self.role = ChoiceBox(self)
        for role in ROLES:
            self.role.addItem(self._catalogue.text(f"pages.role.{role}"), role)
        self.passphrase = PassphraseForm(self._faults, suggest=self._ports.suggest)
        self.trouble = roled("", "problem", self)
        self.trouble.setWordWrap(True)
        self.trouble.setMinimumHeight(34)
        self.go = KeyButton("F9", self.tr("Tambahkan"), primary=True)
        self.go.clicked.connect(self.submit)
        bind_within(self, "F9", self.submit)
        self.name.returnPressed.connect(self.passphrase.first.setFocus)
        self.passphrase.first.returnPressed.connect(self.passphrase.second.setFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(HeadingLine(self.tr("Petugas baru"), "", self))
        for text, editor in ((self.tr("Nama"), self.name), (self.tr("Peran"), self.role)):
            label = roled(text, "label", self)
            label.setBuddy(editor)
            editor.setAccessibleName(text)
            column.addWidget(label)
            column.addWidget(editor)
        column.addWidget(self.passphrase)
        column.addWidget(self.trouble)
        column.addStretch(1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.go)
        column.addLayout(line)
