"""Taking in a list of people: a file or rows from the clipboard, its columns confirmed by keys."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from posko_app.errors import PoskoError
from posko_app.services.manifest import Manifest, ManifestColumn, pasted_manifest, people_of
from posko_app.services.manifest_columns import BIRTH_PLACE_AND_DATE, NAME, PATHS
from posko_app.ui.background import deliver
from posko_app.ui.notices import sentence
from posko_app.ui.periksa_focus import focus_on, focused
from posko_app.ui.periksa_words import Words
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.code_box import CodeBox
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.leave_go import LeaveGo
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.widgets.scroller import Scroller

UNUSED = "unused"
Read = Callable[[Path], "Future[Manifest]"]


class ManifestPanel(Panel):
    """F9 reads the file, F9 again takes its people in; nothing is taken without a look.

    Signals:
        taken: what each row of the list says.
        closed: nothing was taken.
    """

    taken = Signal(object)
    closed = Signal()

    def __init__(
        self, read: Read, words: Words, *, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(words.text("group.manifest.title"), parent=parent)
        self._read_file, self._words, self._folder = read, words, folder
        self._manifest: Manifest | None = None
        self._wish = 0
        self.boxes: list[CodeBox] = []
        self._build()

    def start(self) -> None:
        """Ask for a file."""
        self._forget()
        self.path.clear()
        self._line.show()
        self.begin()

    def start_with(self, text: str) -> None:
        """Show rows from the clipboard."""
        self._forget()
        self._line.hide()
        try:
            self._show(pasted_manifest(text))
        except PoskoError as error:
            self._line.show()
            self.path.setFocus(Qt.FocusReason.OtherFocusReason)
            self._failed(error)

    def begin(self) -> None:
        """Put the keyboard where something is to be said."""
        self.path.setFocus(Qt.FocusReason.OtherFocusReason) if not self.boxes else self._first()

    def submit(self) -> None:
        """Read the file, or take in what was read."""
        if not self.go.isEnabled():
            return
        if self._manifest is None:
            self._read()
        else:
            self._take(self._manifest)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from column to column, Esc leaves everything as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self._forget()
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._enter(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            event.ignore()

    def _enter(self, *, back: bool) -> None:
        now = focused()
        at = next((place for place, box in enumerate(self.boxes) if box is now), None)
        if at is None or (not back and at == len(self.boxes) - 1):
            self.submit()
        else:
            focus_on(self.boxes[max(0, at - 1 if back else at + 1)])

    def _read(self) -> None:
        text = self.path.text().strip().strip('"')
        if not text:
            self._say(self._words.text("group.manifest.no_path"), "problem")
            self.path.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.go.setEnabled(False)
        self._say(self._words.text("group.manifest.reading"), "muted")
        wish = self._wish
        reading = self._read_file(Path(text).expanduser())
        deliver(reading, self, lambda found: self._came(found, wish), self._failed)

    def _came(self, manifest: Manifest, wish: int) -> None:
        if wish == self._wish:  # else another path was typed meanwhile
            self._show(manifest)

    def _show(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self.go.setEnabled(True)
        count = len(manifest.records)
        self.go.caption.setText(self._words.text("group.manifest.take", count=count))
        self._say(self._words.text("group.manifest.figures", count=count), "strong")
        for row, column in enumerate(manifest.columns):
            self._show_column(row, column)
        self._first()

    def _show_column(self, row: int, column: ManifestColumn) -> None:
        text = self._words.text
        heading = column.heading or text("group.manifest.column", number=column.place + 1)
        box = CodeBox((UNUSED, *PATHS), self._labels)
        box.set_value(column.path or UNUSED)
        box.setAccessibleName(heading)
        name, examples = ElidedLabel("strong", self), ElidedLabel("muted", self)
        name.say(heading)
        examples.say(" · ".join(column.examples) or text("group.manifest.empty"))
        box.setAccessibleDescription(examples.text())
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(box, row, 1)
        self._grid.addWidget(examples, row, 2)
        self.boxes.append(box)

    def _take(self, manifest: Manifest) -> None:
        paths = {
            column.place: str(box.code())
            for column, box in zip(manifest.columns, self.boxes, strict=True)
            if box.code() not in (None, UNUSED)
        }
        used = list(paths.values())
        twice = next((path for path in used if used.count(path) > 1), None)
        if twice is not None:
            name = self._labels[twice]
            self._stop(self._words.text("group.manifest.twice", name=name), twice)
        elif NAME not in used:
            self._stop(self._words.text("group.manifest.no_name"), UNUSED)
        else:
            people = people_of(manifest, paths)
            self._forget()
            self.taken.emit(people)

    def _stop(self, text: str, path: str) -> None:
        self._say(text, "problem")
        wrong = [box for box in self.boxes if box.code() == path]
        focus_on((wrong or self.boxes)[-1])

    def _first(self) -> None:
        """Begin at the first column that was not recognised, else at the first."""
        open_ = [box for box in self.boxes if box.code() == UNUSED]
        focus_on((open_ or self.boxes)[0])

    def _failed(self, error: PoskoError) -> None:
        self.go.setEnabled(True)
        self._say(sentence(self._words.catalogue, error), "problem")

    def _forget(self) -> None:
        self._wish += 1
        self._manifest = None
        self.boxes = []
        while self._grid.count():
            taken = self._grid.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._say("", "muted")
        self.go.setEnabled(True)
        self.go.caption.setText(self._words.text("group.manifest.read"))

    def _say(self, text: str, role: str) -> None:
        self.told.setText(text)
        restyle(self.told, role=role)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            self._words.text("group.manifest.browse_title"),
            str(self._folder),
            self._words.text("group.manifest.kinds"),
            options=QFileDialog.Option.DontUseNativeDialog,
        )
        if chosen:
            self.path.setText(chosen)

    def _build(self) -> None:
        text = self._words.text
        fields = (path for path in PATHS if path != BIRTH_PLACE_AND_DATE)
        self._labels = {path: self._words.label(path) for path in fields}
        self._labels[BIRTH_PLACE_AND_DATE] = text("group.manifest.birth")
        self._labels[UNUSED] = text("group.manifest.unused")
        needs = roled(text("group.manifest.needs"), "muted", self)
        needs.setWordWrap(True)
        self.path = QLineEdit(self)
        self.path.setAccessibleName(text("group.manifest.path"))
        self.path.setPlaceholderText(text("group.manifest.path"))
        self.path.textEdited.connect(self._forget)
        self.browse = QPushButton(text("group.manifest.browse"), self)
        self.browse.clicked.connect(self._browse)
        self._line = QWidget(self)
        across = QHBoxLayout(self._line)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.path, 1)
        across.addWidget(self.browse)
        self.told = roled("", "muted", self)
        self.told.setWordWrap(True)
        columns = QWidget()
        self._grid = QGridLayout(columns)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setVerticalSpacing(6)
        for column, share in enumerate((2, 3, 5)):
            self._grid.setColumnStretch(column, share)
        keys = LeaveGo(text("group.manifest.leave"), text("group.manifest.read"))
        self.leave, self.go = keys.leave, keys.go
        self.leave.clicked.connect(self.closed)
        self.go.clicked.connect(self.submit)
        for part in (needs, self._line, self.told):
            self.body.addWidget(part)
        self.body.addWidget(Scroller(columns), 1)
        self.body.addLayout(keys)
