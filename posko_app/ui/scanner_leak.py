"""What a field held before keys of a scanner reached it, and how it gets that back."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from posko_app.ui.widgets.completer_edit import CompleterEdit
from posko_app.ui.widgets.date_edit import DateEdit
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.nik_edit import NikEdit
from posko_app.ui.widgets.notes_edit import NotesEdit
from posko_app.ui.widgets.typed import NumberEdit, PhoneEdit, TimeEdit

# fields in which a key does nothing but write: there keys show at once, and are taken back
PLAIN = frozenset(
    {QLineEdit, LineEdit, NikEdit, DateEdit, NumberEdit, PhoneEdit, TimeEdit, CompleterEdit}
)


class Before(Protocol):
    """A field as it was before the first key of a burst."""

    @property
    def widget(self) -> QWidget:
        """The field."""
        ...

    def restore(self) -> None:
        """Give it its text, cursor and selection back; who follows it learns of it."""
        ...


def before(widget: QWidget | None) -> Before | None:
    """Note what a field holds; None where a key does more than write.

    There a key may choose, press or propose, and what follows from that cannot be taken back:
    it waits for some milliseconds instead. So do keys of a hidden word, of which no copy is made.
    """
    if isinstance(widget, QLineEdit):
        shows = widget.echoMode() is QLineEdit.EchoMode.Normal and not widget.isReadOnly()
        return _Line.of(widget) if shows and type(widget) in PLAIN else None
    if type(widget) is NotesEdit:
        cursor = widget.textCursor()
        typed = widget.document().isModified()
        return _Notes(widget, widget.toPlainText(), cursor.anchor(), cursor.position(), typed)
    return None


@dataclass(frozen=True, slots=True, repr=False)
class _Line:
    widget: QLineEdit
    text: str
    cursor: int
    selected: tuple[int, int]  # first place and length, -1 for nothing
    typed: bool  # by a person, and not only shown

    @classmethod
    def of(cls, widget: QLineEdit) -> "_Line":
        selected = (widget.selectionStart(), widget.selectionLength())
        typed = widget.isModified()
        return cls(widget, widget.text(), widget.cursorPosition(), selected, typed)

    def restore(self) -> None:
        widget = self.widget
        if not isValid(widget):
            return
        changed = widget.text() != self.text
        if changed:
            QLineEdit.setText(widget, self.text)
        widget.setModified(self.typed)
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


@dataclass(frozen=True, slots=True, repr=False)
class _Notes:
    widget: NotesEdit
    text: str
    anchor: int
    position: int
    typed: bool

    def restore(self) -> None:
        if not isValid(self.widget):
            return
        if self.widget.toPlainText() != self.text:
            self.widget.setPlainText(self.text)
        self.widget.document().setModified(self.typed)
        cursor = self.widget.textCursor()
        cursor.setPosition(self.anchor)
        cursor.setPosition(self.position, QTextCursor.MoveMode.KeepAnchor)
        self.widget.setTextCursor(cursor)
