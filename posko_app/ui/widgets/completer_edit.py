"""Free text with a list of suggestions under it; nothing is filled in that was not chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QListWidgetItem, QWidget

from posko_app.ui.widgets.hanging_list import HangingList
from posko_app.ui.widgets.line_edit import LineEdit

INTERRUPTED = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One row of the list: how it reads, what the field gets, what other fields get with it."""

    label: str
    text: str
    fills: Mapping[str, str] = field(default_factory=dict)  # by path of the field


@dataclass(frozen=True, slots=True)
class Offers:
    """Where suggestions come from.

    `of` gives those for what was typed, at most a dozen, within a frame. `usual` gives the usual
    form of something typed out in full, or the text as it is. `said` says how many there are.
    """

    of: Callable[[str], Sequence[Suggestion]]
    usual: Callable[[str], str] = str
    said: Callable[[int], str] = str


class CompleterEdit(LineEdit):
    """Down and Up choose a row, Enter and Tab take it and go on, Esc closes the list.

    Without a chosen row Enter and Tab leave the text as it was typed.

    Signals:
        filled: what other fields get from the suggestion that was taken, by path.
    """

    filled = Signal(object)

    def __init__(
        self, offers: Offers, parent: QWidget | None = None, *, capitals: bool = False
    ) -> None:
        super().__init__(parent, capitals=capitals)
        self._offers = offers
        self._shown: tuple[Suggestion, ...] = ()
        self._list: HangingList | None = None
        self._described = self._said = ""
        self.textEdited.connect(self._suggest)

    def is_open(self) -> bool:
        """Say whether the list is on the screen."""
        return bool(self._shown)

    def suggestions(self) -> tuple[str, ...]:
        """Give the rows on the screen."""
        return tuple(suggestion.label for suggestion in self._shown)

    def set_value(self, value: object) -> None:
        """Show a stored value; suggestions for another text go."""
        super().set_value(value)
        self.close_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of the list; pass the rest on."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.is_open():
            self.close_list()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in ENTER:
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._take_chosen()
            self.close_list()
            self._settle()
            event.ignore()  # the page goes on to the next field
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - as Qt calls it
        """Tab takes what is chosen."""
        if forward:
            self._take_chosen()
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tidy up when the field is left."""
        self.close_list()
        if event.reason() not in INTERRUPTED:
            self._settle()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing of the list stays when the page goes, under the veil above all."""
        self.close_list()
        super().hideEvent(event)

    def close_list(self) -> None:
        """Take the list away; the text stays."""
        self._shown = ()
        if self._said and self.accessibleDescription() == self._said:
            self.setAccessibleDescription(self._described)
        self._said = ""
        if self._list is not None:
            self._list.hide()

    def _settle(self) -> None:
        """Write the usual form of what was typed out in full."""
        usual = self._offers.usual(self.text()) if self.text() else ""
        if usual != self.text():
            self.setText(usual)
            self.value_changed.emit(self.value())

    def _suggest(self) -> None:
        """Show what fits what stands in the field now."""
        found = tuple(self._offers.of(self.text())) if self.isVisible() else ()
        if not found:
            self.close_list()
            return
        if not self._shown:
            self._described = self.accessibleDescription()
        self._shown = found
        self._hanging().show_rows([suggestion.label for suggestion in found])
        self._describe(self._offers.said(len(found)))

    def _step(self, by: int) -> None:
        if not self._shown:
            self._suggest()
        if self._list is not None and self._shown:
            self._list.step(by)
            row = self._list.currentRow()
            said = self._offers.said(len(self._shown))
            self._describe(said if row < 0 else self._shown[row].label)
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._said))

    def _describe(self, text: str) -> None:
        self._said = text
        self.setAccessibleDescription(text)

    def _take_chosen(self) -> None:
        row = -1 if self._list is None or not self._shown else self._list.currentRow()
        if row >= 0:
            self._take(self._shown[row])

    def _take(self, suggestion: Suggestion) -> None:
        self.close_list()
        self.setText(suggestion.text)
        self.value_changed.emit(self.value())
        if suggestion.fills:
            self.filled.emit(dict(suggestion.fills))

    def _hanging(self) -> HangingList:
        if self._list is None or self._list.parent() is not self.window():
            self._list = HangingList(self)
            self._list.itemClicked.connect(self._clicked)
        return self._list

    def _clicked(self, _: QListWidgetItem) -> None:
        self._take_chosen()
