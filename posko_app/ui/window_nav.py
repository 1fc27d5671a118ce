"""The line at the top: where you are, the key of every other page, and the search box."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from posko_app.ui.theme import text_scale
from posko_app.ui.widgets.elided import TitleLabel
from posko_app.ui.widgets.keyed import KeyedButton
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.panel import roled
from posko_app.ui.window_pages import PageSpec

HEIGHT, HEIGHT_LOW = 44, 38
SEARCH_WIDTH, SEARCH_LEAST, SEARCH_TINY = 300, 84, 52
BRAND_GAP = 12


class SearchBox(LineEdit):
    """Search as you type; Esc gives the focus back, Enter and Down go to the results."""

    left = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setPlaceholderText(self.tr("Cari nama, NIK, paspor …"))
        self.setAccessibleName(self.tr("Cari nama, NIK, paspor"))
        self.set_trailing("F2")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, Enter and Down leave the box."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class NavButton(KeyedButton):
    """A page's name with its key; the one shown has the key in full."""

    def __init__(self, spec: PageSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec.shortcut, spec.title, role="nav", parent=parent)
        self._spec = spec
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.line.removeWidget(self.key_label)
        self.line.addWidget(self.key_label)
        self.line.setContentsMargins(12, 7, 12, 7)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"{spec.title} ({spec.shortcut})")
        self.set_chosen(chosen=False)

    def _face(self, text: str, role: str) -> QLabel:
        """Where all names have no room each ends in …; its key is always whole."""
        if role != "caption":
            return super()._face(text, role)
        label = TitleLabel(role, self)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label.say(text)
        return label

    def set_chosen(self, *, chosen: bool) -> None:
        """Show whether this page is on the screen."""
        self.set_state("chosen" if chosen else "")
        self.show_key(whole=chosen)

    def show_key(self, *, whole: bool) -> None:
        """Write the key with Ctrl before it, or its last sign only."""
        short = self._spec.shortcut.rpartition("+")[2]
        self.key_label.setText(self._spec.shortcut if whole else short)


class NavBar(QFrame):
    """All pages by name and key."""

    picked = Signal(str)

    def __init__(self, specs: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(HEIGHT)
        self.buttons: dict[str, NavButton] = {}
        self.search = SearchBox()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 0, 16, 0)
        self._line.setSpacing(3)
        self._brand = roled("POSKO", "brand")
        self._line.addWidget(self._brand)
        self._line.addSpacing(BRAND_GAP)
        for spec in specs:
            button = NavButton(spec)
            button.clicked.connect(lambda _=False, key=spec.key: self.picked.emit(key))
            self.buttons[spec.key] = button
            self._line.addWidget(button)
        self._line.addStretch(1)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self.search.setMinimumWidth(SEARCH_LEAST)
        self._line.addWidget(self.search, 2)

    def show_chosen(self, key: str) -> None:
        """Mark the page on the screen."""
        for name, button in self.buttons.items():
            button.set_chosen(chosen=name == key)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The search box gives way before the pages' names do."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        for button in self.buttons.values():
            button.show_key(whole=button.property("state") == "chosen")
        self._brand.show()
        if self._room() < SEARCH_LEAST:
            self._brand.hide()
        if self._room() < SEARCH_LEAST:
            for button in self.buttons.values():
                button.show_key(whole=False)
        room = max(SEARCH_TINY, min(SEARCH_WIDTH, self._room()))
        self.search.setMinimumWidth(min(SEARCH_LEAST, room))
        self.search.setMaximumWidth(room)

    def _room(self) -> int:
        """Say how much is left for the search box when every name is whole."""
        around, gap = self._line.contentsMargins(), self._line.spacing()
        names = sum(button.sizeHint().width() + gap for button in self.buttons.values())
        hidden = self._brand.isHidden()
        brand = 0 if hidden else self._brand.sizeHint().width()
        used = names + brand + BRAND_GAP + 4 * gap
        return self.width() - used - around.left() - around.right()

    def set_low(self, *, low: bool) -> None:
        """Use less room on a low screen."""
        self.setFixedHeight(round((HEIGHT_LOW if low else HEIGHT) * text_scale()))
        self._line.setContentsMargins(*((8, 0, 8, 0) if low else (16, 0, 16, 0)))
        for button in self.buttons.values():
            button.line.setContentsMargins(*((5, 5, 5, 5) if low else (12, 7, 12, 7)))
        self._line.setSpacing(1 if low else 3)
        self._share()
