"""What a field held before keys of a scanner reached it, and how it gets that back."""

from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from posko_app.ui.widgets.completer_edit import CompleterEdit
from posko_app.ui.widgets.date_edit import DateEdit
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.nik_edit import NikEdit
from posko_app.ui.widgets.typed import NumberEdit, PhoneEdit, TimeEdit

# fields in which a key does nothing but write: there keys show at once, and are taken back
PLAIN = frozenset(
    {QLineEdit, LineEdit, NikEdit, DateEdit, NumberEdit, PhoneEdit, TimeEdit, CompleterEdit}
)


def takes_back(widget: QWidget | None) -> bool:
    """Say whether keys may go to a widget before it is known what they are.

    Anywhere else a key may choose, press or propose: it waits for some milliseconds. So do keys
    of a hidden word, of which no second copy is made.
    """
    if not isinstance(widget, QLineEdit) or type(widget) not in PLAIN:
        return False
    return widget.echoMode() is QLineEdit.EchoMode.Normal and not widget.isReadOnly()


@dataclass(frozen=True, slots=True, repr=False)
class Before:
    """A field as it was before the first key of a burst."""

    widget: QLineEdit
    text: str
    cursor: int
    selected: tuple[int, int]  # first place and length, -1 for nothing

    @classmethod
    def of(cls, widget: QLineEdit) -> "Before":
        """Note what a field holds."""
        selected = (widget.selectionStart(), widget.selectionLength())
        return cls(widget, widget.text(), widget.cursorPosition(), selected)

    def restore(self) -> None:
        """Give the field its text, cursor and selection back; who follows it learns of it."""
        widget = self.widget
        if not isValid(widget):
            return
        changed = widget.text() != self.text
        if changed:
            QLineEdit.setText(widget, self.text)
        self._select(widget)
        if isinstance(widget, CompleterEdit):
            widget.close_list()  # it hangs under letters that are gone
        if changed and isinstance(widget, LineEdit):
            widget.value_changed.emit(widget.value())
        elif changed:
            widget.textEdited.emit(widget.text())

    def _select(self, widget: QLineEdit) -> None:
        first, length = self.selected
        if first < 0:
            widget.setCursorPosition(self.cursor)
        elif self.cursor == first:
            widget.setSelection(first + length, -length)
        else:
            widget.setSelection(first, length)
