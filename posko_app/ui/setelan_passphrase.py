"""Change of one's own passphrase: the old one, then a new one twice."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.wizard_passphrase import PassphraseForm


@dataclass(frozen=True, slots=True)
class ChangePorts:
    """What changing needs; `check` gives message keys, `change` takes old and new."""

    name: Callable[[], str]  # the officer whose turn it is
    check: Callable[[str, Sequence[str]], tuple[str, ...]]
    suggest: Callable[[], str]
    change: "Callable[[str, str], Future[None]]"


class ChangePassphrasePanel(Panel):
    """Nothing is changed until the old passphrase has opened the slot."""

    def __init__(
        self, ports: ChangePorts, *, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.head.title.setText(self.tr("Ganti kata sandi"))
        self.head.setVisible(True)
        self._ports = ports
        self._catalogue = catalogue
        self._build()

    def clear(self) -> None:
        """Forget everything typed."""
        self.old.clear()
        self.new.clear()

    def submit(self) -> None:
        """Change it, if the form is whole."""
        fault = self._fault()
        self._say(fault, "problem")
        if not fault and self.go.isEnabled():
            self.go.setEnabled(False)
            self._say(self._catalogue.text("pages.settings.changing"), "muted")
            changing = self._ports.change(self.old.text(), self.new.value())
            deliver(changing, self, self._done, self._failed)

    def _fault(self) -> str:
        if not self.old.text():
            return self._catalogue.text("pages.settings.old_missing")
        faults = self._faults(self.new.value())
        if faults:
            return faults[0]
        if self.new.value() != self.new.repeated():
            return self._catalogue.text("pages.wizard.passphrase_differs")
        return ""

    def _faults(self, passphrase: str) -> tuple[str, ...]:
        keys = self._ports.check(passphrase, [self._ports.name()])
        return tuple(self._catalogue.text(key) for key in keys)

    def _done(self, _: None) -> None:
        self.go.setEnabled(True)
        self.clear()
        self._say(self._catalogue.text("pages.settings.changed"), "muted")

    def _failed(self, error: PoskoError) -> None:
        self.go.setEnabled(True)
        self._say(notices.sentence(self._catalogue, error), "problem")

    def _say(self, text: str, role: str) -> None:
        self.trouble.setText(text)
        restyle(self.trouble, role=role)

    def _build(self) -> None:
        self.old = QLineEdit(self)
        self.old.setEchoMode(QLineEdit.EchoMode.Password)
        self.old.setAccessibleName(self.tr("Kata sandi sekarang"))
        label = roled(self.tr("Kata sandi sekarang"), "label", self)
        label.setBuddy(self.old)
        self.new = PassphraseForm(
            self._faults, suggest=self._ports.suggest, label=self.tr("Kata sandi baru")
        )
        self.old.returnPressed.connect(self.new.first.setFocus)
        self.new.first.returnPressed.connect(self.new.second.setFocus)
        self.trouble = roled("", "problem", self)
        self.trouble.setWordWrap(True)
        self.trouble.setMinimumHeight(34)
        self.go = KeyButton("F9", self.tr("Ganti kata sandi"), primary=True)
        self.go.clicked.connect(self.submit)
        bind_within(self, "F9", self.submit)
        self.body.setSpacing(5)
        for widget in (label, self.old, self.new, self.trouble):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.go)
        self.body.addLayout(line)
