"""Packages on a USB stick: what waits goes out sealed, the centre's answer comes back in."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from posko_app.domain.civil import civil_date, civil_time
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.sync_state import PackageWritten, RoundReport
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.leave_go import LeaveGo
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.panel import Panel, roled

T = TypeVar("T")
KIB, MIB = 1024, 1024 * 1024
OUT, IN = "out", "in"


@dataclass(frozen=True, slots=True)
class PackageWay(Generic[T]):
    """One direction: its sentences' name, what is done with the file, how its end is told."""

    name: str
    act: "Callable[[Path], Future[T]]"
    told: Callable[[T, Path], str]


class PackagePanel(Panel, Generic[T]):
    """Asks for the file; F9 writes or reads it, Esc leaves."""

    closed = Signal()
    done = Signal(object)

    def __init__(
        self, way: PackageWay[T], *, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(catalogue.text(f"sinkron.package.{way.name}_title"), parent=parent)
        self._way = way
        self._catalogue = catalogue
        self._build()
        bind_within(self, "F9", self.submit)
        bind_within(self, "Esc", self.closed.emit)

    def start(self, proposed: Path) -> None:
        """Ask, with a proposed place to begin with."""
        self.place.setText(str(proposed))
        self._say("", "muted")
        self.go.setEnabled(True)
        self.place.setFocus(Qt.FocusReason.OtherFocusReason)
        self.place.end(False)

    def submit(self) -> None:
        """Write or read the file that is named."""
        text = self.place.text().strip()
        if not text:
            self._say(self._catalogue.text("sinkron.package.no_place"), "problem")
            self.place.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.go.isEnabled():
            self.go.setEnabled(False)
            self._say(self._catalogue.text("sinkron.package.working"), "muted")
            path = Path(text).expanduser()
            deliver(self._way.act(path), self, lambda done: self._done(done, path), self._failed)

    def _done(self, done: T, path: Path) -> None:
        self.go.setEnabled(True)
        self._say(self._way.told(done, path), "strong")
        self.done.emit(done)

    def _failed(self, error: PoskoError) -> None:
        self.go.setEnabled(True)
        self._say(notices.sentence(self._catalogue, error), "problem")

    def _say(self, text: str, role: str) -> None:
        self.told.setText(text)
        restyle(self.told, role=role)

    def _browse(self) -> None:
        options = QFileDialog.Option.DontUseNativeDialog
        ask = QFileDialog.getSaveFileName if self._way.name == OUT else QFileDialog.getOpenFileName
        title = self._catalogue.text(f"sinkron.package.{self._way.name}_title")
        chosen, _ = ask(self, title, self.place.text(), options=options)
        if chosen:
            self.place.setText(chosen)

    def _build(self) -> None:
        word, name = self._catalogue.text, self._way.name
        about = roled(word(f"sinkron.package.{name}_about"), "muted", self)
        about.setWordWrap(True)
        self.place = LineEdit(self)
        self.place.returnPressed.connect(self.submit)
        label = word(f"sinkron.package.{name}_place")
        row = FieldRow(label, self.place, path="place", label_width=None)
        self.browse = QPushButton(word("sinkron.package.browse"), self)
        self.browse.clicked.connect(self._browse)
        self.told = roled("", "muted", self)
        self.told.setWordWrap(True)
        keys = LeaveGo(word("sinkron.package.leave"), word(f"sinkron.package.{name}_go"))
        self.leave, self.go = keys.leave, keys.go
        self.leave.clicked.connect(self.closed)
        self.go.clicked.connect(self.submit)
        for widget in (about, row):
            self.body.addWidget(widget)
        self.body.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self.told)
        self.body.addStretch(1)
        self.body.addLayout(keys)


def written_told(written: PackageWritten, path: Path, catalogue: Catalogue) -> str:
    """Say what stands in the package and where to carry it."""
    if not written.entries:
        return catalogue.text("sinkron.package.out_nothing")
    return catalogue.text(
        "sinkron.package.out_done",
        entries=written.entries,
        file=path.name,
        size=size_words(written.size_bytes),
    )


def read_told(report: RoundReport, catalogue: Catalogue) -> str:
    """Say what the answer package proved and brought."""
    return catalogue.text(
        "sinkron.package.in_done",
        acknowledged=report.acknowledged,
        pulled=report.pulled,
        waiting=report.waiting,
    )


def size_words(size_bytes: int) -> str:
    """Say a file's size as file windows do."""
    if size_bytes >= MIB:
        return f"{size_bytes / MIB:.1f} MB".replace(".", ",")
    return f"{max(1, round(size_bytes / KIB))} KB"


def package_name(now: datetime, catalogue: Catalogue) -> str:
    """Propose a name that tells the packages of two moments apart."""
    on = f"{civil_date(now):%Y%m%d}-{civil_time(now):%H%M%S}"
    return catalogue.text("sinkron.package.file_name", on=on)
