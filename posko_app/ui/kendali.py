"""Kendali: the controls the city's regulation names, each a section of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from posko_app.ui.theme import Theme
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.keyed import KeyedButton
from posko_app.ui.window_pages import Painted, Refreshes, TakesFocus


@dataclass(frozen=True, slots=True)
class Section:
    """One section: made when it is shown for the first time, its key is Alt with its place."""

    key: str
    title: str
    factory: Callable[[], QWidget]


class KendaliPage(QWidget):
    """A strip of sections and the one that is shown."""

    changed = Signal(object)  # what a section wrote to the store
    lock_asked = Signal()  # a section counted too many wrong PINs

    def __init__(self, sections: Sequence[Section], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections = {section.key: section for section in sections}
        self._made: dict[str, QWidget] = {}
        self._theme: Theme | None = None
        self.buttons: dict[str, KeyedButton] = {}
        self.stack = QStackedWidget(self)
        self._build()
        self._key = ""
        self._choose(sections[0].key)

    def shown(self) -> str:
        """Name the section on the screen."""
        return self._key

    def section(self, key: str) -> QWidget:
        """Give a section, made now if nobody has seen it yet."""
        if key not in self._made:
            made = self._sections[key].factory()
            self._made[key] = made
            self.stack.addWidget(made)
            changed = getattr(made, "changed", None)
            if changed is not None:
                changed.connect(self.changed)
            lock_asked = getattr(made, "lock_asked", None)
            if lock_asked is not None:
                lock_asked.connect(self.lock_asked)
            if self._theme is not None and isinstance(made, Painted):
                made.set_theme(self._theme)
        return self._made[key]

    def show_section(self, key: str) -> None:
        """Change to a section, read it again and put the keyboard where its work starts."""
        self._choose(key)
        self.refresh()
        self.focus_first()

    def refresh(self) -> None:
        """Read the shown section again."""
        section = self._made[self._key]
        if isinstance(section, Refreshes):
            section.refresh()

    def focus_first(self) -> None:
        """Put the keyboard where the shown section's work starts."""
        section = self._made[self._key]
        if isinstance(section, TakesFocus):
            section.focus_first()

    def set_theme(self, theme: Theme) -> None:
        """Paint the sections in another look."""
        self._theme = theme
        for section in self._made.values():
            if isinstance(section, Painted):
                section.set_theme(theme)

    def _choose(self, key: str) -> None:
        section = self.section(key)
        self._key = key
        self.stack.setCurrentWidget(section)
        for name, button in self.buttons.items():
            button.set_state("chosen" if name == key else "")

    def _build(self) -> None:
        strip = QHBoxLayout()
        strip.setContentsMargins(12, 8, 12, 0)
        strip.setSpacing(4)
        for number, section in enumerate(self._sections.values(), 1):
            keys = f"Alt+{number}"
            button = KeyedButton(keys, section.title, role="nav", parent=self)
            show = partial(self.show_section, section.key)
            button.clicked.connect(show)
            bind_within(self, keys, show)
            self.buttons[section.key] = button
            strip.addWidget(button)
        strip.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(strip)
        column.addWidget(self.stack, 1)
