"""Chooses one code of a closed list by typing: no mouse, no popup needed."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from posko_app.ui.widgets.choices import matches
from posko_app.ui.widgets.line_edit import LineEdit

MOST_ROWS = 9
FRAME_PX = 10
ARROW = "▾"
SHORT_CODE = 2


class CodeBox(LineEdit):
    """Typing narrows, Up and Down step, Backspace widens, Delete empties.

    A list of the matches hangs under the field while letters are being typed;
    it never takes the focus. `value` is the code, None when nothing is chosen.
    """

    def __init__(
        self,
        codes: Sequence[str],
        labels: Mapping[str, str],
        *,
        quick: bool = False,
        usual: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._codes = tuple(codes)
        self._labels = dict(labels)
        self._quick = quick  # short lists: no list while typing
        self._usual = usual  # how many codes at the beginning are meant before all others
        self._typed = ""
        self._chosen: str | None = None
        self._list: QListWidget | None = None
        self.set_trailing(ARROW)

    def value(self) -> str | bool | None:
        """Give the chosen code."""
        return self._chosen

    def code(self) -> str | None:
        """Give the chosen code whatever it stands for."""
        return self._chosen

    def set_value(self, value: object) -> None:
        """Show a stored code; one this program does not know is shown as it is."""
        self._typed = ""
        self._choose(None if value is None else str(value), announce=False)

    def set_codes(self, codes: Sequence[str], labels: Mapping[str, str]) -> None:
        """Exchange the list; what was chosen stays chosen."""
        self._codes, self._labels = tuple(codes), dict(labels)
        self._choose(self._chosen, announce=False)

    def is_open(self) -> bool:
        """Say whether the list of matches is on the screen."""
        return self._list is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys this widget knows; pass the rest on."""
        key, text = event.key(), event.text()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if key == Qt.Key.Key_Escape and self.is_open():
            self._close_list()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Backspace:
            self._type(self._typed[:-1])
        elif key == Qt.Key.Key_Delete:
            self._type("")
        elif plain and text and text.isprintable():
            self._type(self._typed + text)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._close_list()
            event.ignore()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            event.accept()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start a new word."""
        super().focusInEvent(event)
        self._typed = ""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tidy up when the field is left."""
        self._close_list()
        self._typed = ""
        self.setCursorPosition(0)
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing of the list stays when the page goes, under the veil above all."""
        self._close_list()
        super().hideEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open or close the list."""
        super().mousePressEvent(event)
        self._close_list() if self.is_open() else self._open_list(self._codes)

    def _type(self, typed: str) -> None:
        """Keep only letters that still lead somewhere; the chosen one is the best match."""
        if not typed:
            self._typed = ""
            self._choose(None)
            return
        found = matches(typed, self._codes, self._labels, usual=self._usual)
        if not found:
            return
        self._typed = typed
        self._choose(found[0])
        self._open_list(found)

    def _step(self, by: int) -> None:
        shown = matches(self._typed, self._codes, self._labels, usual=self._usual)
        if not shown:
            return
        at = shown.index(self._chosen) if self._chosen in shown else (-1 if by > 0 else 0)
        self._choose(shown[(at + by) % len(shown)])
        self._open_list(shown)

    def _choose(self, code: str | None, *, announce: bool = True) -> None:
        changed = code != self._chosen
        self._chosen = code
        label = "" if code is None else self._labels.get(code, code)
        self.setText(label)
        self.setCursorPosition(0)
        self.set_trailing(code.lower() if code and len(code) == SHORT_CODE else ARROW)
        self._mark_typed(label)
        if changed and announce:
            self.value_changed.emit(self.value())

    def _mark_typed(self, label: str) -> None:
        """Select what was completed, so that typed and proposed letters can be told apart."""
        if self._typed and label.casefold().startswith(self._typed.casefold()):
            self.setSelection(len(label), len(self._typed) - len(label))
        elif self._typed:
            self.selectAll()

    def _open_list(self, codes: Sequence[str]) -> None:
        if self._quick and self._typed:
            return
        self._close_list()
        if len(codes) < 2 or not self.isVisible():
            return
        window = self.window()
        shown = QListWidget(window)
        shown.setProperty("role", "choices")
        shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for code in codes:
            item = QListWidgetItem(self._labels.get(code, code), shown)
            item.setData(Qt.ItemDataRole.UserRole, code)
            if code == self._chosen:
                shown.setCurrentItem(item)
        shown.itemClicked.connect(self._clicked)
        self._list = shown
        self._place(shown, len(codes))

    def _place(self, shown: QListWidget, count: int) -> None:
        window = self.window()
        height = min(count, MOST_ROWS) * shown.sizeHintForRow(0) + FRAME_PX
        below = self.mapTo(window, QPoint(0, self.height() + 2))
        above = self.mapTo(window, QPoint(0, -height - 2))
        at = below if below.y() + height <= window.height() else above
        shown.setGeometry(at.x(), max(0, at.y()), max(self.width(), 220), height)
        shown.show()
        shown.raise_()
        current = shown.currentItem()
        if current is not None:
            shown.scrollToItem(current)

    def _close_list(self) -> None:
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None

    def _clicked(self, item: QListWidgetItem) -> None:
        self._choose(str(item.data(Qt.ItemDataRole.UserRole)))
        self._close_list()
