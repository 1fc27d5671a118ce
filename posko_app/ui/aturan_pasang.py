"""Installing a signed ruleset: read the file, see publisher and changes, then two people confirm.

A publisher that this store does not trust yet needs a second penyelia at the desk: he is chosen
among those signed on and types his own PIN. Keys in memory are not yet a person.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListWidget, QPushButton, QWidget

from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.records import RulesetRecord
from posko_app.errors import OperatorError, PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.rulesets import RulesetProposal
from posko_app.ui import notices
from posko_app.ui.aturan_usul import proposal_told
from posko_app.ui.background import deliver
from posko_app.ui.theme import restyle, text_scale
from posko_app.ui.unlock_pin import PinEdit
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_binding import bind_on, bind_within
from posko_app.ui.widgets.leave_go import LeaveGo
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.widgets.reading import ReadingPane

Second = TypeVar("Second")
LABEL_WIDTH = 60
LIST_HEIGHT = 52
BROKEN = "vault.veil_broken"


@dataclass(frozen=True, slots=True)
class InstallPorts(Generic[Second]):
    """What installing needs. `seconds` gives (person, name) of other penyelia signed on.

    `witness` gives whoever a PIN belongs to, None after a miss; it raises OperatorError
    `vault.veil_broken` when the guesses are used up, and then the process must lock.
    """

    active: Callable[[], Ruleset]
    propose: "Callable[[Path], Future[RulesetProposal]]"
    install: "Callable[[Path, Second | None, str], Future[RulesetRecord]]"
    seconds: Callable[[], tuple[tuple[str, str], ...]]
    witness: Callable[[str], Second | None]
    person_of: Callable[[Second], str]
    tries_left: Callable[[], int]
    folder: Path


class InstallPanel(Panel, Generic[Second]):
    """F9 reads the file, F9 again installs it; a change of the path begins anew."""

    closed = Signal()
    installed = Signal(object)  # the ruleset's record
    lock_asked = Signal()

    def __init__(
        self, ports: InstallPorts[Second], *, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(catalogue.text("rules.install.title"), parent=parent)
        self._ports = ports
        self._catalogue = catalogue
        self.proposal: RulesetProposal | None = None
        self._seconds: tuple[tuple[str, str], ...] = ()
        self._wish = 0
        self._build()
        bind_within(self, "F9", self.submit)
        bind_within(self, "Esc", self.close_panel)

    def start(self) -> None:
        """Ask for a file."""
        self.path.clear()
        self._forget()
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Read the file, or go on to what is still needed before it is installed."""
        if not self.go.isEnabled():
            return
        if self.proposal is None:
            self._read()
        elif self.proposal.is_active:
            self._say("ruleset.already_active", "hint")
        elif self.proposal.is_trusted:
            self._install(None)
        else:
            self._ask_second()

    def close_panel(self) -> None:
        """Leave everything as it was."""
        self._forget()
        self.closed.emit()

    def _entered(self) -> None:
        """Read the file; Enter never installs."""
        if self.proposal is None:
            self.submit()

    def _read(self) -> None:
        text = self.path.text().strip()
        if not text:
            self._say("rules.install.no_path", "problem")
            self.path.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._busy("rules.install.reading")
        wish = self._wish
        reading = self._ports.propose(Path(text).expanduser())
        deliver(reading, self, lambda proposal: self._show(proposal, wish), self._failed)

    def _show(self, proposal: RulesetProposal, wish: int) -> None:
        if wish != self._wish:
            return  # another path was typed meanwhile
        self.proposal = proposal
        self.browse.hide()  # the room is needed for what is to be read
        self.reading.tell(proposal_told(proposal, self._ports.active(), self._catalogue))
        self.reading.show()
        self.reading.setFocus(Qt.FocusReason.OtherFocusReason)
        self.go.setEnabled(True)
        self.go.rename(self._catalogue.text("rules.install.go"))
        done = "rules.install.compare" if not proposal.is_trusted else "rules.install.look"
        self._say("ruleset.already_active" if proposal.is_active else done, "muted")

    def _ask_second(self) -> None:
        self._seconds = self._ports.seconds()
        if not self._seconds:
            self._say("rules.install.nobody", "caution")
            return
        self.names.clear()
        self.names.addItems([name for _, name in self._seconds])
        self.names.setCurrentRow(0)
        for widget in (self.names, self.pin):
            widget.show()
        self._say("rules.install.choose", "strong")
        self.names.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_pin(self) -> None:
        name = self._chosen()[1]
        self.pin.setAccessibleName(self._catalogue.text("rules.install.pin", name=name))
        self.told.setText(self._catalogue.text("rules.install.pin", name=name))
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirmed(self, pin: str) -> None:
        """Take the PIN of the second penyelia, and of nobody else."""
        try:
            second = self._ports.witness(pin)
        except OperatorError as error:
            self._failed(error)
            if error.key == BROKEN:
                self.lock_asked.emit()
            return
        person, name = self._chosen()
        if second is None:
            self._say("pages.veil.wrong_pin", "problem", left=self._ports.tries_left())
        elif self._ports.person_of(second) != person:
            self._say("rules.install.other_pin", "problem", name=name)
        else:
            self._install(second)

    def _install(self, second: Second | None) -> None:
        if self.proposal is None:
            return
        self._busy("rules.install.installing")
        path, expected = Path(self.path.text().strip()).expanduser(), self.proposal.ruleset.hash
        deliver(self._ports.install(path, second, expected), self, self._done, self._failed)

    def _done(self, record: RulesetRecord) -> None:
        self._forget()
        self.installed.emit(record)

    def _failed(self, error: PoskoError) -> None:
        self.go.setEnabled(True)
        self.told.setText(notices.sentence(self._catalogue, error))
        restyle(self.told, role="problem")

    def _chosen(self) -> tuple[str, str]:
        return self._seconds[max(0, self.names.currentRow())]

    def _forget(self) -> None:
        """Begin anew: what was read belongs to another path."""
        self._wish += 1
        self.proposal = None
        self.reading.tell(())
        for widget in (self.reading, self.names, self.pin):
            widget.hide()
        self.pin.clear()
        self.browse.show()
        self.go.setEnabled(True)
        self.go.rename(self._catalogue.text("rules.install.read"))
        self._say("rules.install.what", "muted")

    def _busy(self, key: str) -> None:
        self.go.setEnabled(False)
        self._say(key, "muted")

    def _say(self, key: str, role: str, **params: str | int) -> None:
        self.told.setText(self._catalogue.text(key, **params))
        restyle(self.told, role=role)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            self._catalogue.text("rules.install.title"),
            str(self._ports.folder),
            self._catalogue.text("rules.install.kinds"),
            options=QFileDialog.Option.DontUseNativeDialog,
        )
        if chosen:
            self._forget()
            self.path.setText(chosen)

    def _build(self) -> None:
        word = self._catalogue.text
        self.path = QLineEdit(self)
        self.path.textEdited.connect(self._forget)
        self.path.returnPressed.connect(self._entered)
        self.browse = QPushButton(word("rules.install.browse"), self)
        self.browse.clicked.connect(self._browse)
        self.reading = ReadingPane(word("rules.install.proposal"), self)
        self.told = roled("", "muted", self)
        self.told.setWordWrap(True)
        self.names = QListWidget(self)
        self.names.setProperty("role", "names")
        self.names.setAccessibleName(word("rules.install.choose"))
        self.names.setFixedHeight(round(LIST_HEIGHT * text_scale()))
        for keys in ("Return", "Enter"):
            bind_on(self.names, keys, self._ask_pin)
        self.pin = PinEdit(self)
        self.pin.complete.connect(self._confirmed)
        label = word("rules.install.path")
        self.body.addWidget(
            FieldRow(label, self.path, path="path", label_width=LABEL_WIDTH, parent=self)
        )
        self.body.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self.reading, 1)
        for widget in (self.told, self.names, self.pin):
            self.body.addWidget(widget)
        self.body.addStretch(0)
        self.body.addLayout(self._actions())

    def _actions(self) -> LeaveGo:
        keys = LeaveGo(
            self._catalogue.text("control.leave"), self._catalogue.text("rules.install.read")
        )
        self.leave, self.go = keys.leave, keys.go
        self.leave.clicked.connect(self.close_panel)
        self.go.clicked.connect(self.submit)
        return keys
