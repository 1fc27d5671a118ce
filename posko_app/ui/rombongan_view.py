"""The parts of the group screen in their places: header, line, rows, bottom row."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from posko_app.domain.group import Shared
from posko_app.ui.periksa_focus import focus_on, focused
from posko_app.ui.periksa_words import Words
from posko_app.ui.rombongan_bar import GroupBar
from posko_app.ui.rombongan_cells import state_cell
from posko_app.ui.rombongan_entry import EntryLine
from posko_app.ui.rombongan_header import HeaderForm, HeaderStrip
from posko_app.ui.rombongan_manifest import ManifestPanel
from posko_app.ui.rombongan_model import GroupModel
from posko_app.ui.rombongan_table import GroupRows, GroupTable
from posko_app.ui.theme import Theme
from posko_app.ui.widgets.key_hints import KeyHints
from posko_app.ui.widgets.rows import RowsOrSentence

HINTS = ("enter", "up", "letters", "f4", "ctrl_k", "ctrl_i", "ctrl_n")


class GroupView(QWidget):
    """Widgets only; the page decides what they show."""

    def __init__(
        self, model: GroupModel, words: Words, theme: Theme, *, manifest: ManifestPanel
    ) -> None:
        super().__init__()
        self._model, self._words = model, words
        self.strip = HeaderStrip(words)
        self.manifest = manifest
        self.header = HeaderForm(words, model.today)
        self.entry = EntryLine(words, model.today)
        self.table = GroupTable(model, words, model.today, self)
        self.rows = GroupRows(self.table, theme)
        self.rows.setAccessibleName(words.text("group.rows"))
        self.shown = RowsOrSentence(self.rows)
        self.shown.empty.setText(words.text("group.empty"))
        self.shown.empty.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar = GroupBar(words)
        self.hints = KeyHints(
            [(words.text(f"group.key.{n}"), words.text(f"group.does.{n}")) for n in HINTS]
        )
        self._lay_out()

    def open_header(self) -> None:
        """Show the header's form in the place of the rows."""
        self.bar.show()
        self._stack.setCurrentWidget(self.header)

    def manifest_is_open(self) -> bool:
        """Say whether a list is being taken in."""
        return self._stack.currentWidget() is self.manifest

    def close_header(self) -> None:
        """Show the rows again."""
        self.bar.show()
        self._stack.setCurrentWidget(self._people)

    def header_is_open(self) -> bool:
        """Say whether the header is being filled."""
        return self._stack.currentWidget() is self.header

    def open_manifest(self) -> None:
        """Ask for a file in the place of the rows."""
        self._show_manifest()
        self.manifest.start()

    def paste(self, text: str) -> None:
        """Show rows from the clipboard, to be confirmed like a file's."""
        self._show_manifest()
        self.manifest.start_with(text)

    def _show_manifest(self) -> None:
        self.bar.hide()  # F9 is the list's while it is open
        self._stack.setCurrentWidget(self.manifest)

    def next_panel(self) -> None:
        """Go to the next part: header, line, rows."""
        if self.header_is_open():
            self.header.begin()
        elif self.manifest_is_open():
            self.manifest.begin()
        elif not self.rows.isVisible() or focused() is self.rows:
            focus_on(self.entry.who)
        else:
            if self.rows.place() is None:
                self.rows.choose(len(self._model.rows) - 1)
            focus_on(self.rows)

    def show_row(self, place: int | None) -> None:
        """Show the level of one row, and what it waits for."""
        self.shown.setCurrentIndex(0 if self._model.rows else 1)
        if place is None or place >= len(self._model.rows):
            self.bar.show_row(None, None, str)
            return
        row, reading = self._model.rows[place], self._model.reading(place)
        name = str(row.own.get("traveller.name") or self._words.text("group.cell.no_name"))

        def told() -> str:
            return f"{place + 1} {name} · {state_cell(row, reading, self._words).spoken}"

        self.bar.show_row(row, reading, told)

    def see(self, place: int) -> None:
        """Bring a row into sight, without choosing it."""
        self.rows.scrollTo(self.table.index(place, 0))

    def shared_words(self, place: int) -> str:
        """Say with how many others a row shares something that the header did not give it."""
        found = [s for s in self._model.shared if place in s.rows and not s.by_header]
        return " · ".join(self._shared(each, place) for each in found[:2])

    def set_low(self, *, low: bool) -> None:
        """Use the smaller measures of a low screen."""
        self.header.set_low(low=low)
        self.hints.setVisible(not low)
        self._whole.setContentsMargins(*((6, 4, 6, 4) if low else (10, 8, 10, 6)))
        self._whole.setSpacing(4 if low else 8)

    def _shared(self, shared: Shared, place: int) -> str:
        others = [other + 1 for other in shared.rows if other != place]
        numbers = ", ".join(map(str, others[:5])) + ("…" if len(others) > 5 else "")
        name = self._words.text(f"group.shared.{shared.pattern}")
        return self._words.text("group.shared.with", said=name, numbers=numbers)

    def _lay_out(self) -> None:
        self._people = QWidget()
        inside = QVBoxLayout(self._people)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(self.shown, 1)
        inside.addWidget(self.entry)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._people)
        self._stack.addWidget(self.header)
        self._stack.addWidget(self.manifest)
        body = QWidget()
        self._whole = QVBoxLayout(body)
        self._whole.addWidget(self._stack, 1)
        self._whole.addWidget(self.bar)
        self._whole.addWidget(self.hints)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.strip)
        page.addWidget(body, 1)
